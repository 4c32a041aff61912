"""What was known and the corpus as it is now -> what is known now; only what is new is read."""

from __future__ import annotations

import gc
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from bot.corpus import Corpus
from bot.event import UNREAD, read_events
from bot.index import Vocabulary
from bot.keeping.packing import pack
from bot.keeping.storage import IndexedCorpus, unpacked
from bot.model import untold
from bot.reader import network
from bot.reading import read_report
from bot.retrieval import Library
from bot.retrieval.entries import Entries

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bot.keeping.packing import Packed
    from bot.model import Report, Through

STALE = 4  # numbers for each word of the reports, from which on unused ones are dropped
CHUNK = 16  # reports that are read before they are packed
AT_ONCE = 64  # reports whose events are read at once, where the others may be read later


def no_reports() -> IndexedCorpus:
    """Return what is known before anything is read."""
    return IndexedCorpus(Corpus(()), (), Library.of(()))


def updated(
    known: IndexedCorpus, corpus: Corpus, through: Through = untold, *, later: bool = False
) -> IndexedCorpus:
    """Return the reports' readings and indexes; reports go `through` what tells how far it is.

    With `later`, of many new reports the events are left to `completed`, so that questions about
    their passages can be answered meanwhile.
    """
    rows = {_content(report): row for row, report in enumerate(known.corpus.reports)}
    new = {_content(report): report for report in corpus.reports}
    used = new.keys() & rows.keys()
    terms = known.library.vocabulary if used else Vocabulary()
    fresh = [report for content, report in new.items() if content not in used]
    rows |= {_content(r): row for row, r in enumerate(fresh, len(known.packed))}
    order = [rows[_content(report)] for report in corpus.reports]
    later = later and len(fresh) > AT_ONCE
    with _nothing_collected() if len(fresh) > CHUNK else nullcontext():
        parts, packed = _read(through(fresh, "reports"), terms, later=later)
    entries = Entries.joined([known.library.entries, *parts]).chosen(order)
    every = (*known.packed, *packed)
    unread = {*known.unread, *(range(len(known.packed), len(every)) if later else ())}
    kept = _indexed(corpus, entries, tuple(every[row] for row in order), terms)
    return replace(kept, unread=tuple(n for n, row in enumerate(order) if row in unread))


def completed(kept: IndexedCorpus) -> IndexedCorpus:
    """Return the same with the events of some more reports read; call again while any is unread."""
    numbers, rest = kept.unread[:AT_ONCE], kept.unread[AT_ONCE:]
    readings = [kept.library.readings[number] for number in numbers]
    packed = list(kept.packed)
    for number, reading, event in zip(
        numbers, readings, read_events(readings, network()), strict=True
    ):
        packed[number] = pack(reading, event)
    library = kept.library
    readings_now, events, table = unpacked(kept.corpus.reports, packed)
    now = replace(library, readings=readings_now, events=events, table=table)
    return IndexedCorpus(kept.corpus, tuple(packed), now, rest)


def _read(
    reports: Iterable[Report], terms: Vocabulary, *, later: bool
) -> tuple[list[Entries], list[Packed]]:
    parts: list[Entries] = []
    packed: list[Packed] = []
    remaining = iter(reports)
    while chunk := [read_report(report) for report in islice(remaining, CHUNK)]:
        events = [UNREAD] * len(chunk) if later else read_events(chunk, network())
        packed += map(pack, chunk, events)
        parts.append(Entries.of(chunk, terms))
    return parts, packed


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """What is there stays; walking it again and again takes a fifth of the time of reading."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def _indexed(
    corpus: Corpus, entries: Entries, packed: tuple[Packed, ...], terms: Vocabulary
) -> IndexedCorpus:
    if len(terms) > STALE * np.count_nonzero(np.bincount(entries.reports.tokens)):
        entries, terms = entries.renumbered(terms)
    readings, events, table = unpacked(corpus.reports, packed)
    library = Library.over(corpus.reports, readings, entries, terms, events)
    return IndexedCorpus(corpus, packed, replace(library, table=table))


def _content(report: Report) -> tuple[str, str, str]:
    """Return what a reading depends on; the ending of the path tells how the body is laid out."""
    return report.digest, report.path.rpartition(".")[2].lower(), (report.date or "")[:7]

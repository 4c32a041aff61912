"""What was known and the corpus as it is now -> what is known now; only what is new is read."""

from __future__ import annotations

import gc
from contextlib import contextmanager, nullcontext
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from bot.corpus import Corpus
from bot.event import read_events
from bot.index import Vocabulary
from bot.keeping.kept import Kept, unpacked
from bot.keeping.packing import pack
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


def no_reports() -> Kept:
    """Return what is known before anything is read."""
    return Kept(Corpus(()), (), Library.of(()))


def updated(known: Kept, corpus: Corpus, through: Through = untold) -> Kept:
    """Return the reports' readings and indexes; reports go `through` what tells how far it is."""
    rows = {_content(report): row for row, report in enumerate(known.corpus.reports)}
    new = {_content(report): report for report in corpus.reports}
    used = new.keys() & rows.keys()
    terms = known.library.vocabulary if used else Vocabulary()
    fresh = [report for content, report in new.items() if content not in used]
    rows |= {_content(r): row for row, r in enumerate(fresh, len(known.packed))}
    order = [rows[_content(report)] for report in corpus.reports]
    with _nothing_collected() if len(fresh) > CHUNK else nullcontext():
        parts, packed = _read(through(fresh, "reports"), terms)
    entries = Entries.joined([known.library.entries, *parts]).chosen(order)
    every = (*known.packed, *packed)
    return _indexed(corpus, entries, tuple(every[row] for row in order), terms)


def _read(reports: Iterable[Report], terms: Vocabulary) -> tuple[list[Entries], list[Packed]]:
    parts: list[Entries] = []
    packed: list[Packed] = []
    remaining = iter(reports)
    while chunk := [read_report(report) for report in islice(remaining, CHUNK)]:
        packed += map(pack, chunk, read_events(chunk, network()))
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
) -> Kept:
    if len(terms) > STALE * np.count_nonzero(np.bincount(entries.reports.tokens)):
        entries, terms = entries.renumbered(terms)
    readings, events = unpacked(corpus.reports, packed)
    library = Library.over(corpus.reports, readings, entries, terms, events)
    return Kept(corpus, packed, library)


def _content(report: Report) -> tuple[str, str, str]:
    """Return what a reading depends on; the ending of the path tells how the body is laid out."""
    return report.digest, report.path.rpartition(".")[2].lower(), (report.date or "")[:7]

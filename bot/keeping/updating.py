"""What was known and the corpus as it is now -> what is known now; only what is new is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.corpus import Corpus
from bot.index import Vocabulary
from bot.keeping.kept import Kept, readings_of
from bot.keeping.packing import pack
from bot.model import untold
from bot.reading import read_report
from bot.retrieval import Library
from bot.retrieval.entries import Entries
from bot.retrieval.holdings import Indexes

if TYPE_CHECKING:
    from bot.keeping.packing import Packed
    from bot.model import Report, Through

CHUNK = 64  # reports whose readings are unpacked at a time


def no_reports() -> Kept:
    """Return what is known before anything is read."""
    return Kept(Corpus(()), (), Library.of(()))


def updated(known: Kept, corpus: Corpus, through: Through = untold) -> Kept:
    """Return the reports' readings and indexes; reports go `through` what tells how far it is."""
    terms = known.library.terms
    if not known.corpus.reports:
        terms = Vocabulary()
    rows = {_content(report): row for row, report in enumerate(known.corpus.reports)}
    parts, packed = [known.library.entries], list(known.packed)
    new = list({_content(r): r for r in corpus.reports if _content(r) not in rows}.values())
    waiting = []
    for report in through(new, "reports"):
        rows[_content(report)] = len(packed)
        waiting.append(read_report(report))
        packed.append(pack(waiting[-1]))
        if len(waiting) == CHUNK:
            parts.append(Entries.of(waiting, terms))
            waiting.clear()
    parts.append(Entries.of(waiting, terms))
    order = [rows[_content(report)] for report in corpus.reports]
    return _indexed(corpus, Entries.joined(parts).chosen(order), [packed[n] for n in order], terms)


def _indexed(corpus: Corpus, entries: Entries, packed: list[Packed], terms: Vocabulary) -> Kept:
    readings = readings_of(corpus.reports, packed)
    indexes = Indexes.of(entries, terms)
    library = Library.over(corpus.reports, readings, entries, terms, indexes)
    return Kept(corpus, tuple(packed), library)


def _content(report: Report) -> tuple[str, str]:
    """Return what a reading depends on; the ending of the path tells how the body is laid out."""
    return report.digest, report.path.rpartition(".")[2].lower()

"""Question + hits -> what the reader finds in the windows round them."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np

from bot.event import whole_words
from bot.reader.windows import CHUNK, chunk_windows, encode, question_pieces
from bot.retrieval import hit_features

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from bot.reader.network import Heads, Network
    from bot.reader.windows import Encoded, Window
    from bot.reading import Reading
    from bot.retrieval import Hit, Library

WINDOWS: Final = 6  # that are read
CANDIDATES: Final = 5  # passages in which the answer's words are looked for
LONGEST: Final = 45  # wordpieces of an answer
WORDS: Final = 30  # of an answer
ITEM: Final = 0.5  # probability from which a wordpiece is part of an item
NO_HIT: Final = (0.0,) * 6

Place = tuple[int, int, int]  # number of a passage in the library, start and end in its text


@dataclass(frozen=True, slots=True)
class Candidate:
    """An answer that the reader found.

    Attributes:
        report: the number of its report.
        passage: the number of its passage in the library.
        places: of the answer's words: one, or one for each item of a list.
        text: the answer.
        items: of a list.
        share: probability of the passage among all that were read and none.
        logit: of the passage against none.
        span: probability of these words in the passage.
        yes: probability of yes against no.
    """

    report: int
    passage: int
    places: tuple[Place, ...]
    text: str
    items: tuple[str, ...]
    share: float
    logit: float
    span: float
    yes: float


@dataclass(frozen=True, slots=True)
class Read:
    """What was read for a question: the best candidates first, and how likely it is that none fits."""

    candidates: tuple[Candidate, ...] = ()
    none: float = 1.0
    passages: tuple[tuple[int, float], ...] = field(default=())  # all that were read, best first


def read_hits(
    library: Library, network: Network, question: str, before: str, hits: Sequence[Hit]
) -> Read:
    """Return what the reader finds in the best windows.

    Args:
        library: what the hits are of.
        network: the weights.
        question: as typed.
        before: the question that it follows up; empty where it follows none.
        hits: passages, best first.
    """
    asked = question_pieces(question, before)
    features = hit_features(hits)
    rows: list[Encoded] = []
    owners: list[int] = []
    for report, window in _windows(library, hits):
        rows.append(encode(window, asked))
        owners.append(report)
    if not rows:
        return Read()
    outs = network.read(rows)
    marks: list[tuple[float, int, int, int]] = []  # logit, row, number in the report, mark
    for number, (report, row, heads) in enumerate(zip(owners, rows, outs, strict=True)):
        first = int(library.first_of[report])
        for passage, mark in row.marks:
            prior = network.prior(features.get(first + passage, NO_HIT))
            marks.append((float(heads.pick[mark]) + prior, number, passage, mark))
    marks.sort(key=lambda m: -m[0])
    logits = np.array([0.0, *(m[0] for m in marks)])
    shares = np.exp(logits - logits.max())
    shares /= shares.sum()
    found = [
        _candidate(library, owners[row], passage, mark, rows[row], outs[row], logit, float(share))
        for (logit, row, passage, mark), share in zip(marks[:CANDIDATES], shares[1:], strict=False)
    ]
    every = tuple(
        (int(library.first_of[owners[row]]) + passage, float(share))
        for (_, row, passage, _), share in zip(marks, shares[1:], strict=True)
    )
    return Read(tuple(c for c in found if c is not None), float(shares[0]), every)


def _windows(library: Library, hits: Sequence[Hit]) -> list[tuple[int, Window]]:
    """Return the windows round the best hits, best first, each with the number of its report."""
    found: dict[tuple[int, int, int], Window] = {}
    for hit in hits:
        number = hit.passage - int(library.first_of[hit.report])
        windows = _chunk(library.readings[hit.report], number // CHUNK)
        for at, window in enumerate(windows):
            if window.passages[0].passage <= number <= window.passages[-1].passage:
                found.setdefault((hit.report, number // CHUNK, at), window)
        if len(found) == WINDOWS:
            break
    return [(report, window) for (report, _, _), window in found.items()]


@lru_cache(maxsize=512)
def _chunk_of(reading: _ByIdentity, chunk: int) -> tuple[Window, ...]:
    report = reading.reading.report
    return chunk_windows(reading.reading.structure, report.body, report.title, report.date, chunk)


class _ByIdentity:
    """A reading as a key of the cache: reports are long, and the same one is the same object."""

    __slots__ = ("reading",)

    def __init__(self, reading: Reading) -> None:
        self.reading = reading

    def __hash__(self) -> int:
        return id(self.reading.report)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ByIdentity) and other.reading.report is self.reading.report


def _chunk(reading: Reading, chunk: int) -> tuple[Window, ...]:
    return _chunk_of(_ByIdentity(reading), chunk)


def _candidate(
    library: Library,
    report: int,
    passage: int,
    mark: int,
    row: Encoded,
    heads: Heads,
    logit: float,
    share: float,
) -> Candidate | None:
    number = int(library.first_of[report]) + passage
    text = library.passages[number].text
    pieces = np.flatnonzero(row.places[:, 0] == passage)
    if not len(pieces):
        return None
    found = _span(heads, pieces, row, text)
    if found is None:
        return None
    (start, end), sure = found
    items = _items(heads, pieces, row, text)
    inside = [i for i in items if i[0] < end and start < i[1]]
    verdict = np.exp(heads.verdict[mark] - heads.verdict[mark].max())
    yes = float(verdict[1] / max(1e-9, float(verdict[1] + verdict[2])))
    if len(inside) > 1:
        places = tuple((number, *item) for item in items)
        words = tuple(dict.fromkeys(text[a:b] for a, b in items))
        return Candidate(report, number, places, ", ".join(words), words, share, logit, sure, yes)
    place = (number, start, end)
    return Candidate(report, number, (place,), text[start:end], (), share, logit, sure, yes)


def _span(
    heads: Heads, pieces: NDArray[np.int64], row: Encoded, text: str
) -> tuple[tuple[int, int], float] | None:
    """Return the likeliest range of the text, of 30 words at most, and its probability."""
    starts, ends = _log_softmax(heads.span[pieces, 0]), _log_softmax(heads.span[pieces, 1])
    sums = starts[:, None] + ends[None, :]
    sums[~np.triu(np.tri(len(pieces), k=LONGEST, dtype=bool))] = -np.inf
    for flat in np.argsort(-sums, axis=None)[:20].tolist():
        first, last = divmod(flat, len(pieces))
        if not np.isfinite(sums[first, last]):
            break
        start, end = int(row.places[pieces[first], 1]), int(row.places[pieces[last], 2])
        found = whole_words(text, start, end)
        if found and len(text[found[0] : found[1]].split()) <= WORDS:
            return found, float(np.exp(sums[first, last] / 2))
    return None


def _items(
    heads: Heads, pieces: NDArray[np.int64], row: Encoded, text: str
) -> list[tuple[int, int]]:
    within = np.concatenate(([False], heads.item[pieces] > 0, [False]))
    edges = np.flatnonzero(within[1:] != within[:-1])
    found: list[tuple[int, int]] = []
    for first, after in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        place = whole_words(
            text, int(row.places[pieces[first], 1]), int(row.places[pieces[after - 1], 2])
        )
        if place and (not found or place[0] >= found[-1][1]):
            found.append(place)
    return found


def _log_softmax(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    shifted = logits - logits.max()
    found: NDArray[np.float32] = shifted - np.log(np.exp(shifted).sum())
    return found

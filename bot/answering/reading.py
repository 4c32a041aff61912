"""Question + hits -> what the reader finds in the windows round them."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from bot.errors import SearchError, lost
from bot.reader.windows import CHUNK, chunk_windows, encode, question_pieces
from bot.retrieval import hit_features
from bot.text.ranges import are_listed, divided, one_by_one, whole_items, whole_name, whole_words
from bot.text.tokens import terms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from bot.reader.network import Heads, Network
    from bot.reader.windows import NetworkInput, Window
    from bot.reading import Reading
    from bot.retrieval import Hit, Library

WINDOWS: Final = 6  # that are read at most
AT_ONCE: Final = 2  # windows that are read before it is seen whether that is enough
ENOUGH: Final = 0.7  # a passage's share from which no further window is read
CANDIDATES: Final = 5  # passages in which the answer's words are looked for
LONGEST: Final = 45  # wordpieces of an answer
WORDS: Final = 30  # of an answer
FEW: Final = 6  # words, by which a span may be shorter than the longest and still be cut
ITEM: Final = 0.5  # probability from which a wordpiece is part of an item
NO_HIT: Final = (0.0,) * 6

log = logging.getLogger(__name__)

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
        whole: the answer as one range, also of a list.
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
    whole: Place


@dataclass(frozen=True, slots=True)
class Read:
    """What was read for a question: candidates, best first, and how likely none of all fits."""

    candidates: tuple[Candidate, ...] = ()
    none: float = 1.0


def read_hits(
    library: Library,
    network: Network,
    question: str,
    before: str,
    hits: Sequence[Hit],
    known: str = "",
) -> Read:
    """Return what the reader finds in the best windows.

    They are read two by two, until a passage is likely enough.

    Args:
        library: what the hits are of.
        network: the weights.
        question: as typed.
        before: the question that it follows up; empty where it follows none.
        hits: passages, best first.
        known: words that are no answer, such as the name of whom "his post" is asked.
    """
    library.ready(list(dict.fromkeys(hit.report for hit in hits))[:WINDOWS])
    asked = question_pieces(question, before)
    features = hit_features(hits)
    windows = _windows(library, hits)
    marks: list[_Mark] = []
    shares = np.ones(1)
    for start in range(0, len(windows), AT_ONCE):
        part = [_Row(n, encode(window, asked)) for n, window in windows[start : start + AT_ONCE]]
        for row, heads in zip(part, network.read([row.encoded for row in part]), strict=True):
            first = int(library.first_of[row.report])
            for passage, mark in row.encoded.marks:
                prior = network.prior(features.get(first + passage, NO_HIT))
                marks.append(_Mark(float(heads.pick[mark]) + prior, row, heads, passage, mark))
        marks.sort(key=lambda m: -m.logit)
        shares = _softmax(np.array([0.0, *(m.logit for m in marks)]))
        if shares[1:].max(initial=0.0) >= ENOUGH:
            break
    likely = zip(marks[:CANDIDATES], shares[1:].tolist(), strict=False)
    found = (_kept(library, mark, share, frozenset(terms(known))) for mark, share in likely)
    return Read(tuple(c for c in found if c is not None), float(shares[0]))


def _softmax(logits: NDArray[np.float64]) -> NDArray[np.float64]:
    powers: NDArray[np.float64] = np.exp(logits - logits.max())
    shares: NDArray[np.float64] = powers / powers.sum()
    return shares


def _kept(library: Library, mark: _Mark, share: float, known: frozenset[str]) -> Candidate | None:
    """Return what a passage answers; one that breaks loses itself, not the answer."""
    try:
        return _candidate(library, mark, share, known)
    except SearchError:
        raise
    except Exception as error:  # noqa: BLE001  whatever a passage does
        lost(log, library.reports[mark.row.report].path, mark.passage, error)
        return None


class _Row(NamedTuple):
    """A window with the question, and the number of its report."""

    report: int
    encoded: NetworkInput


class _Mark(NamedTuple):
    """A passage as it was read: how likely it answers, and where its mark is."""

    logit: float
    row: _Row
    heads: Heads
    passage: int  # its number in the report
    at: int


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


@lru_cache(maxsize=128)
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
    library: Library, mark: _Mark, share: float, known: frozenset[str]
) -> Candidate | None:
    """Return what a passage answers; None where no words of it can be the answer."""
    row, heads = mark.row.encoded, mark.heads
    number = int(library.first_of[mark.row.report]) + mark.passage
    text = library.passages[number].text
    pieces = np.flatnonzero(row.places[:, 0] == mark.passage)
    found = _span(heads, pieces, row, text, known) if len(pieces) else None
    if found is None:
        return None
    (start, end), sure = found
    items = _items(heads, pieces, row, text)
    inside = [i for i in items if i[0] < end and start < i[1]]
    # A piece of a phrase that says nothing by itself ("of the") shows that it is no list.
    says = all(terms(text[a:b]) for a, b in inside)
    several = len(inside) > 1 and says and are_listed(text, inside)
    # A span as long as an answer may be is cut: its list may go on.
    listed = items if len(text[start:end].split()) > WORDS - FEW else inside
    words = tuple(dict.fromkeys(text[a:b] for a, b in listed)) if several else ()
    places = tuple((number, *item) for item in listed) if several else ((number, start, end),)
    said = ", ".join(words) if several else text[start:end]
    return Candidate(
        mark.row.report, number, places, said, words, share, mark.logit, sure,
        _yes(heads.verdict[mark.at]), (number, start, end),
    )  # fmt: skip


def _yes(verdict: NDArray[np.float32]) -> float:
    """Return the probability of yes against no."""
    shares = np.exp(verdict - verdict.max())
    return float(shares[1] / max(1e-9, float(shares[1] + shares[2])))


def _span(
    heads: Heads, pieces: NDArray[np.int64], row: NetworkInput, text: str, known: frozenset[str]
) -> tuple[tuple[int, int], float] | None:
    """Return the likeliest range of the text, of 30 words at most, and its probability.

    One that has no terms but those that are known is no answer.
    """
    starts, ends = _log_softmax(heads.span[pieces, 0]), _log_softmax(heads.span[pieces, 1])
    sums = starts[:, None] + ends[None, :]
    sums[~np.triu(np.tri(len(pieces), k=LONGEST, dtype=bool))] = -np.inf
    for flat in np.argsort(-sums, axis=None)[:20].tolist():
        first, last = divmod(flat, len(pieces))
        if not np.isfinite(sums[first, last]):
            break
        start, end = int(row.places[pieces[first], 1]), int(row.places[pieces[last], 2])
        found = whole_words(text, start, end)
        words = text[found[0] : found[1]] if found else ""
        if known and set(terms(words)) <= known:
            continue
        if found and len(words.split()) <= WORDS:
            return found, float(np.exp(sums[first, last] / 2))
    return None


def _items(
    heads: Heads, pieces: NDArray[np.int64], row: NetworkInput, text: str
) -> list[tuple[int, int]]:
    within = np.concatenate(([False], heads.item[pieces] > 0, [False]))
    edges = np.flatnonzero(within[1:] != within[:-1])
    parts: list[tuple[int, int]] = []
    for first, after in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        place = whole_words(
            text, int(row.places[pieces[first], 1]), int(row.places[pieces[after - 1], 2])
        )
        if place:
            place = whole_name(text, *place)
            if not parts or place[0] >= parts[-1][1]:
                parts.append(place)
    apart = [piece for part in parts for piece in divided(text, *part)]
    return [item for part in whole_items(text, apart) for item in one_by_one(text, *part)]


def _log_softmax(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    shifted = logits - logits.max()
    found: NDArray[np.float32] = shifted - np.log(np.exp(shifted).sum())
    return found

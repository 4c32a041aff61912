"""Question + hits -> candidates: every stretch of a good passage that may be the answer."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from bot.answering.anchors import Anchor, anchors_of
from bot.answering.clauses import clause_fillers, meanings, moments, reasons
from bot.answering.descriptions import descriptions_of
from bot.answering.fillers import Filler, counted, named_fillers, noun_phrases, pieces_of, tallied
from bot.answering.topics import topics
from bot.answering.verdicts import Cues, Verdict, cues_of, verdicts_of
from bot.language.names import VENUE
from bot.text.tokens import fold, term

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.language.mentions import Mention
    from bot.question import Question
    from bot.reading import ReportReading
    from bot.reading.sentence import Sentence
    from bot.retrieval import Hit, Library

TYPED_HITS = 14
OPEN_HITS = 8
NAMED: dict[str, frozenset[str]] = {
    "who": frozenset({"person", "body", "country", "name", "post"}),
    "body": frozenset({"body", "name", "country", "event"}),
    "country": frozenset({"country"}),
    "when": frozenset({"date", "frequency"}),
    "where": frozenset({"place", "country", "name"}),
    "how_long": frozenset({"duration", "date"}),
    "how_often": frozenset({"frequency", "duration"}),
    "how_much": frozenset({"money", "percent", "duration"}),
    "percent": frozenset({"percent"}),
    "thing": frozenset({"person", "body", "country", "name", "event", "place", "date"}),
    "what": frozenset({"body", "event", "name", "country"}),
}
PHRASES = frozenset({"who", "body", "where", "topic", "thing", "what", "how"})
CLAUSES = frozenset({"topic", "thing", "what", "how", "why"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """A filler of one hit with the anchor that it is read by, or a verdict on the whole passage."""

    hit: Hit
    rank: int
    sentence: Sentence
    reading: ReportReading
    filler: Filler
    anchors: tuple[Anchor, ...]
    siblings: int  # fillers of the same kind in the passage
    nth: int  # place among them
    verdict: Verdict | None = None
    cues: Cues | None = None  # of a verdict

    @property
    def text(self) -> str:
        """Return the short answer: the stretch, or its items where words stand between them."""
        spans = self.filler.spans
        whole = self.sentence.text
        if all(b[0] - a[1] <= 9 for a, b in pairwise(spans)):
            return whole[spans[0][0] : spans[-1][1]]
        return ", ".join(self.items)

    @property
    def items(self) -> tuple[str, ...]:
        """Return the items of a list, none for a single answer."""
        if len(self.filler.spans) < 2:
            return ()
        return tuple(self.sentence.text[s:e] for s, e in self.filler.spans)


def candidates_of(question: Question, library: Library, hits: Sequence[Hit]) -> list[Candidate]:
    """Return the candidates of the best hits, in the order of the hits."""
    most = OPEN_HITS if question.kind in CLAUSES else TYPED_HITS
    found: list[Candidate] = []
    for rank, hit in enumerate(hits[:most]):
        sentence = library.sentence(hit.passage)
        reading = library.readings[hit.report]
        anchors = tuple(anchors_of(question, sentence))
        found_here = _fillers(question, library, hit, reading, sentence, anchors)
        names = [m for m in sentence.mentions if m.kind in WHOLE]
        fillers = [f for f in _distinct(found_here) if not _cuts_a_name(names, f)]
        if question.kind == "yes_no":
            found += _verdicts(question, hit, rank, sentence, reading, anchors)
            continue
        counts: dict[str, int] = {}
        totals: dict[str, int] = {}
        for filler in fillers:
            totals[filler.kind] = totals.get(filler.kind, 0) + 1
        for filler in fillers:
            nth = counts[filler.kind] = counts.get(filler.kind, -1) + 1
            found.append(
                Candidate(hit, rank, sentence, reading, filler, anchors, totals[filler.kind], nth)
            )
    return found


def _verdicts(
    question: Question,
    hit: Hit,
    rank: int,
    sentence: Sentence,
    reading: ReportReading,
    anchors: tuple[Anchor, ...],
) -> list[Candidate]:
    cues = cues_of(question, sentence, anchors)
    filler = Filler("verdict", ((0, len(sentence.text)),), 0, len(sentence.tagged.tokens))
    return [
        Candidate(hit, rank, sentence, reading, filler, anchors, 1, 0, verdict, cues)
        for verdict in verdicts_of(cues)
    ]


WHOLE = frozenset({"person", "body", "country", "event", "date", "money", "place", "percent"})


def _cuts_a_name(names: Sequence[Mention], filler: Filler) -> bool:
    """Say whether an end of the filler falls inside a name or a date."""
    if not names or filler.kind in WHOLE:
        return False
    for start, end in filler.spans:
        for m in names:
            if m.start < end and start < m.end:
                inner = m.start < start < m.end and not (m.kind == "person" and m.value)
                if inner or m.start < end < m.end:
                    return True
    return False


def _distinct(fillers: Iterator[Filler]) -> list[Filler]:
    seen = set()
    found = []
    for filler in fillers:
        if filler.spans not in seen and filler.last > filler.first:
            seen.add(filler.spans)
            found.append(filler)
    return found


def _fillers(
    question: Question,
    library: Library,
    hit: Hit,
    reading: ReportReading,
    sentence: Sentence,
    anchors: tuple[Anchor, ...],
) -> Iterator[Filler]:
    kind = question.kind
    if kind == "topic":
        yield from topics(sentence)
    if kind in {"define", "what", "thing"}:
        yield from _definitions(question, library, hit, reading, sentence)
    if kind in {"post", "what", "who", "thing"}:
        yield from _posts(question, sentence, _just_answered(question, library, hit))
    yield from _typed(question, sentence)
    if kind in PHRASES:
        yield from noun_phrases(sentence)
    if kind in {"why", "topic", "what", "how"}:
        yield from reasons(sentence)
    if kind in CLAUSES or kind in {"define", "post"}:
        yield from clause_fillers(sentence, list(anchors))


def _typed(question: Question, sentence: Sentence) -> Iterator[Filler]:
    """Yield the mentions and counts of the kinds that the question may ask for."""
    kind = question.kind
    if kind in {"how_many", "what", "how_much"}:
        yield from counted(sentence)
        yield from tallied(sentence, question.head if kind == "how_many" else ())
    if kind == "when":
        yield from moments(sentence)
    if kind in NAMED:
        yield from named_fillers(sentence, NAMED[kind])
    if kind == "where":
        yield from _venues(sentence)


def _just_answered(question: Question, library: Library, hit: Hit) -> bool | None:
    """Say whether the hit answered the question before; None where none was."""
    if question.after is None:
        return None
    passage = library.passages[hit.passage]
    return passage.report.path == question.focus and passage.start == question.after


def _posts(question: Question, sentence: Sentence, number_follows: bool | None) -> Iterator[Filler]:
    """Yield what describes the persons and bodies that the question names.

    Without a name in it, those of the passage that answered the question before.
    """
    asked = {t for name in question.names for t in name}
    everyone = not asked and (number_follows is None or number_follows)
    for piece in pieces_of(sentence):
        if piece.kind not in {"person", "name", "body"}:
            continue
        own = set(sentence.tagged.terms[piece.first : piece.last])
        if not everyone and not own & asked:
            continue
        tokens = sentence.tagged.tokens
        for begin, last in descriptions_of(sentence, piece):
            is_copula = sentence.tagged.letters[begin] == "B" and last - begin > 1
            first = begin + is_copula  # "who is the ambassador"
            yield Filler(
                "description",
                ((tokens[first].start, tokens[last - 1].end),),
                first,
                last,
                piece.value,
            )


def _definitions(
    question: Question, library: Library, hit: Hit, reading: ReportReading, sentence: Sentence
) -> Iterator[Filler]:
    number = hit.passage - int(library.first_of[hit.report])
    asked = set(question.terms)
    for short in reading.abbreviations:
        if short.passage == number and {term(w) for w in short.short.split()} & asked:
            yield from _range(sentence, "abbreviation", short.start, short.end)
    yield from meanings(sentence)


def _range(sentence: Sentence, kind: str, start: int, end: int) -> Iterator[Filler]:
    inside = [i for i, t in enumerate(sentence.tagged.tokens) if t.start >= start and t.end <= end]
    if inside:
        yield Filler(kind, ((start, end),), inside[0], inside[-1] + 1)


def _venues(sentence: Sentence) -> Iterator[Filler]:
    """Yield "Noumea, New Caledonia" and bodies or groups that are places after "in" or "at"."""
    pieces = [
        p for p in pieces_of(sentence) if p.kind in {"place", "country", "name", "body", "event"}
    ]
    tokens = sentence.tagged.tokens
    for left, right in pairwise(pieces):
        if right.first - left.last == 1 and sentence.tagged.letters[left.last] == ",":
            yield Filler("place", ((left.start, right.end),), left.first, right.last)
    for piece in pieces:
        before = tokens[piece.first - 1].text.lower() if piece.first else ""
        words = {fold(t.text) for t in tokens[piece.first : piece.last]}
        if piece.kind in {"body", "event"} and (before in {"at", "in"} or words & VENUE):
            yield Filler("place", ((piece.start, piece.end),), piece.first, piece.last)

"""Candidate -> numbers that tell how likely it is right; the same for learning and answering."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.answering.anchors import RELATIONS, relation_of
from bot.answering.descriptions import descriptions_of
from bot.answering.fillers import Piece
from bot.language.classes import classes_of
from bot.text.tokens import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bot.answering.candidates import Candidate
    from bot.question import Question
    from bot.retrieval import Hit, Library

KINDS = (
    "who", "country", "body", "when", "where", "how_long", "how_often", "how_many", "how_much",
    "percent", "why", "how", "define", "post", "yes_no", "thing", "what",
)  # fmt: skip
FILLERS = (
    "person", "body", "country", "name", "post", "place", "event", "date", "duration", "frequency",
    "count", "money", "percent", "phrase", "phrases", "clause", "short", "subject", "sentence",
    "statement", "quotation", "reason", "purpose", "meaning", "description", "abbreviation",
)  # fmt: skip
PREPOSITIONS = ("by", "from", "in", "at", "of", "with", "for", "to", "on")
NEGATIVE = frozenset("not n't never nobody none neither nor no without cannot".split())
PARTIAL = frozenset("only most some few half partly except".split())
FIRSTS = frozenset({"1th", "never", "new", "inaugur", "unpreced"})
FUTURE = frozenset("will next plan intend follow upcom futur after later continu expect".split())


@dataclass(frozen=True, slots=True)
class Weigher:
    """What all candidates of one question share: the weights of its terms and its best hit."""

    question: Question
    library: Library
    weights: Mapping[str, float]
    best: float
    reports: Mapping[int, float]  # share of the question's names that each report holds

    @classmethod
    def of(cls, question: Question, library: Library, hits: Sequence[Hit]) -> Weigher:
        """Weigh the question's terms by idf; event nouns count half."""
        weights = {}
        for t in dict.fromkeys(question.terms):
            weights[t] = library.by_passage.idf_of(t) * (0.4 if t in question.events else 1.0)
        best = hits[0].score if hits else 1.0
        reports = {h.report: _named(question, library, h.report) for h in hits}
        return cls(question, library, weights, best or 1.0, reports)


def _named(question: Question, library: Library, report: int) -> float:
    """Return the share of the names' terms that stand in the report or its title."""
    wanted = [t for name in question.names for t in name]
    if not wanted:
        return 1.0
    reading = library.readings[report]
    held = set(reading.title).union(*reading.terms)
    codes = sum(1 for c in question.countries if c in reading.countries)
    hits = sum(1 for t in wanted if t in held)
    missing = len(wanted) - hits
    return max(0.0, 1.0 - max(0, missing - codes) / len(wanted))


def names_of_features() -> tuple[str, ...]:
    """Return the names of the numbers in their order."""
    return (
        *(f"q_{k}" for k in KINDS), *(f"f_{k}" for k in FILLERS), *(f"r_{k}" for k in RELATIONS),
        *(f"p_{k}" for k in PREPOSITIONS), *SENTENCE, *ANSWER,
    )  # fmt: skip


SENTENCE = (
    "rank", "score", "own", "whole", "classes", "cover", "soft", "context", "missing", "names_here",
    "years", "months", "ordinals", "position", "anchor", "anchor_exact", "anchors", "anchor_inside",
    "negated", "partial", "first", "planned", "asks_future", "pronoun", "follows", "in_focus",
    "terms", "row", "question_names", "unknown",
)  # fmt: skip
ANSWER = (
    "items", "plural", "agrees", "length", "overlap", "named_itself", "head", "head_class",
    "described", "distance", "near", "siblings", "nth", "starts", "ends", "yes", "relation_strength",
    "wh_subject", "wh_passive", "capital", "kind_vote",
)  # fmt: skip


def features_of(weigher: Weigher, candidate: Candidate, shared: dict[int, list[float]]) -> list[float]:
    """Return the numbers of a candidate; `shared` keeps what its passage's candidates share."""
    if candidate.hit.passage not in shared:
        shared[candidate.hit.passage] = _sentence(weigher, candidate)
    relation, strength, distance = _relation(candidate)
    question = weigher.question
    before = _before(candidate)
    return [
        *(float(question.kind == k) for k in KINDS),
        *(float(candidate.filler.kind == k) for k in FILLERS),
        *(float(relation == k) for k in RELATIONS),
        *(float(before == k) for k in PREPOSITIONS),
        *shared[candidate.hit.passage],
        *_answer(weigher, candidate, strength, distance),
    ]


def _sentence(weigher: Weigher, c: Candidate) -> list[float]:
    q, library = weigher.question, weigher.library
    own = set(c.sentence.tagged.terms)
    number = c.hit.passage - int(library.first_of[c.hit.report])
    title = set(c.reading.title)
    previous = set(c.reading.terms[number - 1]) if number else set()
    total = sum(weigher.weights.values()) or 1.0
    cover = sum(w for t, w in weigher.weights.items() if t in own) / total
    classes = frozenset().union(*c.sentence.classes.values())
    codes = {m.value for m in c.sentence.mentions if m.kind in {"country", "nation"}}
    soft = sum(w * _soft(t, own, classes) for t, w in weigher.weights.items()) / total
    soft += 0.1 * len(codes & q.countries)
    near = own | title | previous
    context = sum(w for t, w in weigher.weights.items() if t in near) / total
    wanted = [t for name in q.names for t in name]
    here = sum(1 for t in wanted if t in own) / len(wanted) if wanted else 0.0
    best = c.anchors[0] if c.anchors else None
    words = {t.text.lower() for t in c.sentence.tagged.tokens}
    verb = best.verb if best else None
    first = c.sentence.tagged.tokens[0].text.lower()
    unknown = sum(w for t, w in weigher.weights.items() if t not in _held(c)) / total
    return [
        float(c.rank), c.hit.score / weigher.best, c.hit.own / total, c.hit.whole / weigher.best,
        c.hit.classes / weigher.best, cover, soft, context, 1.0 - weigher.reports[c.hit.report],
        here, _dated(q.years, c.reading.times.years), _dated(q.months, c.reading.times.months),
        _dated(q.ordinals, own | title), float(min(number, 12)),
        best.strength if best else 0.0, float(best.exact) if best else 0.0, float(len(c.anchors)),
        float(best.inside) if best else 0.0,
        float(bool(verb and verb.negated)) + float(bool(words & NEGATIVE)),
        float(bool(words & PARTIAL)), float(bool(own & FIRSTS)),
        float(bool(verb and verb.planned)), float(bool(set(q.tagged.terms) & FUTURE)),
        float(first in {"he", "she", "it", "they", "his", "her", "its", "their", "this", "these"}),
        float(q.follows), float(q.focus == c.reading.report.path), float(len(q.terms)),
        float(c.sentence.text.count("|") > 1), float(len(wanted)), unknown,
    ]  # fmt: skip


def _held(c: Candidate) -> set[str]:
    return set(c.reading.title).union(*c.reading.terms)


def _soft(wanted: str, own: set[str], classes: frozenset[str]) -> float:
    if wanted in own:
        return 1.0
    return 0.6 if classes_of(wanted) & classes else 0.0


def _dated(wanted: Iterable[object], held: Iterable[object]) -> float:
    """Return 1 where what the question names is held, -1 where not, 0 where it names nothing."""
    asked = set(wanted)
    if not asked:
        return 0.0
    return 1.0 if asked & set(held) else -1.0


def _relation(c: Candidate) -> tuple[str, float, float]:
    """Return the best relation to an anchor, its strength, and the distance in tokens."""
    best = ("none", 0.0, 20.0)
    good = {"by", "agent", "patient", "complement", "apposition", "from", "with"}
    for anchor in c.anchors[:4]:
        relation = relation_of(c.sentence, anchor, c.filler)
        strength = anchor.strength * (1.0 if relation in good else 0.4)
        distance = float(
            min(abs(c.filler.first - anchor.token), abs(anchor.token - c.filler.last + 1))
        )
        if (strength, -distance) > (best[1], -best[2]):
            best = (relation, strength, distance)
    return best


def _before(c: Candidate) -> str:
    i = c.filler.first - 1
    while i >= 0 and c.sentence.tagged.letters[i] in "DANS":
        i -= 1
    return c.sentence.tagged.tokens[i].text.lower() if i >= 0 else ""


def _answer(weigher: Weigher, c: Candidate, strength: float, distance: float) -> list[float]:
    q = weigher.question
    tagged = c.sentence.tagged
    inside = [t for t in tagged.terms[c.filler.first : c.filler.last] if t]
    asked = set(q.terms)
    overlap = sum(1 for t in inside if t in asked) / (len(inside) or 1)
    named = {t for name in q.names for t in name}
    items = len(c.filler.spans)
    matched = [i for i, t in enumerate(tagged.terms) if t in asked]
    near = min((min(abs(i - c.filler.first), abs(i - c.filler.last + 1)) for i in matched), default=20)
    wh_subject, wh_passive = _wh(q)
    return [
        float(min(items, 20)), float(q.plural), float((items > 1) == q.plural),
        math.log1p(c.filler.last - c.filler.first), overlap,
        float(bool(inside) and set(inside) <= named), *_head(q, c, inside),
        _described(weigher, c), min(distance, 20.0), float(min(near, 20)),
        float(min(c.siblings, 12)), float(min(c.nth, 12)), float(c.filler.first == 0),
        float(c.filler.last >= len(tagged.tokens) - 1), float(c.verdict == "Yes"), strength,
        wh_subject, wh_passive, float(tagged.letters[c.filler.first] == "M"), _vote(c),
    ]  # fmt: skip


def _vote(c: Candidate) -> float:
    """Return whether the report as a whole takes this name for what it is taken for here."""
    start, end = c.filler.spans[0]
    voted = c.reading.kinds.get(fold(c.filler.value or c.sentence.text[start:end]))
    if voted is None:
        return 0.0
    return 1.0 if voted == c.filler.kind else -1.0


def _head(q: Question, c: Candidate, inside: list[str]) -> tuple[float, float]:
    """Return whether the filler holds the noun asked for, or one of its class."""
    if not q.head or not inside:
        return 0.0, 0.0
    tail = c.sentence.tagged.terms[max(0, c.filler.first - 3) : c.filler.last + 3]
    noun = q.head[-1]
    exact = 1.0 if noun in inside else 0.5 if noun in tail else 0.0
    classes = {k for k in classes_of(noun) if k.startswith("n.")}
    same = any(classes & classes_of(t) for t in inside)
    around = any(classes & classes_of(t) for t in tail)
    return exact, 1.0 if same else 0.5 if around else 0.0


def _described(weigher: Weigher, c: Candidate) -> float:
    """Return the share of the question's own words that describe the name beside it."""
    if c.filler.kind not in {"person", "body", "name", "country"} or len(c.filler.spans) > 1:
        return 0.0
    q = weigher.question
    wanted = [t for t in q.terms if t not in q.events]
    start, end = c.filler.spans[0]
    piece = Piece(c.filler.kind, start, end, c.filler.first, c.filler.last, c.filler.value)
    held = {
        t
        for first, last in descriptions_of(c.sentence, piece)
        for t in c.sentence.tagged.terms[first:last]
    }
    return sum(1 for t in wanted if t in held) / (len(wanted) or 1)


def _wh(q: Question) -> tuple[float, float]:
    """Return whether the wh-word is the subject of its verb, and whether that is passive."""
    letters = q.tagged.letters
    at = letters.find("W")
    if at < 0:
        return 0.0, 0.0
    i = at + 1
    while i < len(letters) and letters[i] in "ANMC-S":
        i += 1
    rest = letters[i : i + 3]
    if rest[:1] in {"E", "V", "G"}:
        return 1.0, 0.0
    if rest[:1] in {"B", "H", "O"}:
        return (1.0, 1.0) if "E" in rest[1:] else (0.5, 0.0)
    return 0.0, 0.0

"""Candidate -> numbers that tell how likely it is right; the same for learning and answering."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.answering.anchors import RELATIONS, relation_of
from bot.answering.descriptions import descriptions_of
from bot.answering.fillers import Piece
from bot.answering.priors import before, slot_fit, type_fit
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
    "statement", "quotation", "reason", "purpose", "meaning", "description", "abbreviation", "moment",
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
    reports: Mapping[int, float]  # share of the question's names that each report lacks

    @classmethod
    def of(cls, question: Question, library: Library, hits: Sequence[Hit]) -> Weigher:
        """Weigh the question's terms by idf; event nouns count half."""
        weights = {}
        for t in dict.fromkeys(question.terms):
            weights[t] = library.by_passage.idf_of(t) * (0.4 if t in question.events else 1.0)
        best = hits[0].score if hits else 1.0
        reports = {h.report: library.missing(question, h.report) for h in hits}
        return cls(question, library, weights, best or 1.0, reports)


def names_of_features() -> tuple[str, ...]:
    """Return the names of the numbers in their order."""
    return (
        *(f"q_{k}" for k in KINDS), *(f"f_{k}" for k in FILLERS), *(f"r_{k}" for k in RELATIONS),
        *(f"p_{k}" for k in PREPOSITIONS), *SENTENCE, *ANSWER, *AGAINST,
    )  # fmt: skip


SENTENCE = (
    "rank", "score", "own", "whole", "classes", "cover", "soft", "context", "missing", "names_here",
    "years", "months", "ordinals", "position", "anchor", "anchor_exact", "anchors", "anchor_inside",
    "negated", "partial", "first", "planned", "asks_future", "pronoun", "follows", "in_focus",
    "terms", "row", "question_names", "unknown", "lead", "report_fits", "idf", "leaning", "speaker", "after", "before_gap",
)  # fmt: skip
ANSWER = (
    "items", "plural", "agrees", "length", "overlap", "named_itself", "head", "head_class",
    "described", "distance", "near", "siblings", "nth", "starts", "ends", "yes", "relation_strength",
    "wh_subject", "wh_passive", "capital", "kind_vote", "fit", "slot", "prior",
    "name_distance", "name_between", "before_event",
)  # fmt: skip


def features_of(
    weigher: Weigher, candidate: Candidate, shared: dict[int, list[float]]
) -> list[float]:
    """Return the numbers of a candidate; `shared` keeps what its passage's candidates share."""
    if candidate.hit.passage not in shared:
        shared[candidate.hit.passage] = _sentence(weigher, candidate)
    relation, strength, distance = _relation(candidate)
    question = weigher.question
    word = before(candidate)
    return [
        *(float(question.kind == k) for k in KINDS),
        *(float(candidate.filler.kind == k) for k in FILLERS),
        *(float(relation == k) for k in RELATIONS),
        *(float(word == k) for k in PREPOSITIONS),
        *shared[candidate.hit.passage],
        *_answer(weigher, candidate, relation, strength, distance),
    ]


def _sentence(weigher: Weigher, c: Candidate) -> list[float]:
    q, library = weigher.question, weigher.library
    number = c.hit.passage - int(library.first_of[c.hit.report])
    around = set(c.reading.around[number])
    own = set(c.sentence.tagged.terms)
    title = set(c.reading.title)
    previous = set(c.reading.terms[number - 1]) if number else set()
    total = sum(weigher.weights.values())
    bare = 0.0 if total else 1.0  # a question without words of its own leaves nothing uncovered
    total = total or 1.0
    cover = bare + sum(w for t, w in weigher.weights.items() if t in own) / total
    classes = frozenset().union(*c.sentence.classes.values())
    codes = {m.value for m in c.sentence.mentions if m.kind in {"country", "nation"}}
    soft = bare + sum(w * _soft(t, own, classes) for t, w in weigher.weights.items()) / total
    soft += 0.1 * len(codes & q.countries)
    near = own | title | previous | around
    leaning = bare + sum(w for t, w in weigher.weights.items() if t in own or t in around) / total
    context = bare + sum(w for t, w in weigher.weights.items() if t in near) / total
    wanted = [t for name in q.names for t in name]
    held_here = own | around
    here = sum(1 for t in wanted if t in held_here) / len(wanted) if wanted else 0.0
    best = c.anchors[0] if c.anchors else None
    words = {t.text.lower() for t in c.sentence.tagged.tokens}
    verb = best.verb if best else None
    first = c.sentence.tagged.tokens[0].text.lower()
    held = library.held[c.hit.report]
    unknown = sum(w for t, w in weigher.weights.items() if t not in held) / total
    return [
        float(c.rank), c.hit.score / weigher.best, c.hit.own / total, c.hit.whole / weigher.best,
        c.hit.classes / weigher.best, cover, soft, context, weigher.reports[c.hit.report],
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
        c.hit.lead, float(c.hit.lead >= 0), total / (len(weigher.weights) or 1),
        leaning, _speaker(q, c, around), *_after(q, c, number),
    ]  # fmt: skip


def _after(q: Question, c: Candidate, number: int) -> tuple[float, float]:
    """Return the distance in passages from the one that answered the preceding question: whether
    there is one, and how far on this one is (at most 6 either way, 8 where there is none).
    """
    if q.after is None or q.focus != c.reading.report.path:
        return 0.0, 8.0
    starts = [p.start for p in c.reading.passages]
    before = max((i for i, s in enumerate(starts) if s <= q.after), default=0)
    return 1.0, float(max(-6, min(6, number - before)))


def _speaker(q: Question, c: Candidate, around: set[str]) -> float:
    """Return whether somebody whom the question names is the subject of the strongest anchor."""
    named = {t for name in q.names for t in name} - set(c.reading.title)
    if not named or not c.anchors or c.anchors[0].verb is None:
        return 0.0
    tagged = c.sentence.tagged
    verb = c.anchors[0].verb
    before = set(tagged.terms[max(0, verb.first - 14) : verb.first])
    pronoun = "P" in tagged.letters[max(0, verb.first - 3) : verb.first]
    if named & before:
        return 1.0
    if pronoun and named & around:
        return 0.8
    return 0.5 if named & set(tagged.terms[verb.last : verb.last + 4]) else 0.0


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


def _answer(
    weigher: Weigher, c: Candidate, relation: str, strength: float, distance: float
) -> list[float]:
    q = weigher.question
    tagged = c.sentence.tagged
    inside = [t for t in tagged.terms[c.filler.first : c.filler.last] if t]
    asked = set(q.terms)
    overlap = sum(1 for t in inside if t in asked) / (len(inside) or 1)
    named = {t for name in q.names for t in name}
    items = len(c.filler.spans)
    matched = [i for i, t in enumerate(tagged.terms) if t in asked]
    near = min(
        (min(abs(i - c.filler.first), abs(i - c.filler.last + 1)) for i in matched), default=20
    )
    wh_subject, wh_passive = _wh(q)
    fit = type_fit(q, c)
    slot = slot_fit(q, relation, wh_subject, wh_passive)
    return [
        float(min(items, 20)), float(q.plural), float((items > 1) == q.plural),
        math.log1p(c.filler.last - c.filler.first), overlap,
        float(bool(inside) and set(inside) <= named), *_head(q, c, inside),
        _described(weigher, c), min(distance, 20.0), float(min(near, 20)),
        float(min(c.siblings, 12)), float(min(c.nth, 12)), float(c.filler.first == 0),
        float(c.filler.last >= len(tagged.tokens) - 1), float(c.verdict == "Yes"), strength,
        wh_subject, wh_passive, float(tagged.letters[c.filler.first] == "M"), _vote(c),
        fit, slot, fit * slot * (0.2 + strength), *_beside_name(q, c, named),
        _before_event(c),
    ]  # fmt: skip


def _before_event(c: Candidate) -> float:
    """Return whether the filler is part of a noun group of an event: "the two-day workshop"."""
    following = c.sentence.tagged.terms[c.filler.last : c.filler.last + 4]
    return float(any("n.event" in classes_of(t) for t in following if t))


def _beside_name(q: Question, c: Candidate, named: set[str]) -> tuple[float, float]:
    """Return the distance to the nearest name asked about, and how many rivals stand between."""
    terms = c.sentence.tagged.terms
    places = [i for i, t in enumerate(terms) if t in named and t not in c.reading.title]
    outside = [i for i in places if not c.filler.first <= i < c.filler.last]
    if not outside:
        return 25.0, 0.0
    near = min(outside, key=lambda i: min(abs(i - c.filler.first), abs(i - c.filler.last + 1)))
    low, high = sorted((near, c.filler.first))
    rivals = sum(
        1
        for m in c.sentence.mentions
        if m.kind == c.filler.kind
        and c.sentence.tagged.tokens[low].start < m.start < c.sentence.tagged.tokens[high].start
    )
    distance = min(abs(near - c.filler.first), abs(near - c.filler.last + 1))
    return float(min(distance, 25)), float(min(rivals, 6))


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


def against_others(rows: list[list[float]]) -> list[list[float]]:
    """Add to each row how its prior and its passage compare with the best of the question."""
    if not rows:
        return rows
    names = names_of_features()
    prior, score = names.index("prior"), names.index("score")
    priors = sorted((r[prior] for r in rows), reverse=True)
    joint = [r[prior] * r[score] for r in rows]
    top = sorted(joint, reverse=True)
    for row, both in zip(rows, joint, strict=True):
        other = priors[1] if row[prior] >= priors[0] and len(priors) > 1 else priors[0]
        rival = top[1] if both >= top[0] and len(top) > 1 else top[0]
        better = sum(1 for j in top if j > both)
        row += [row[prior] - other, both - rival, float(min(better, 20)), both]
    return rows


AGAINST = ("prior_lead", "joint_lead", "joint_rank", "joint")

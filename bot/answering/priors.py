"""How well a candidate's type and its relation to the predicate fit what is asked, from 0 to 1.

Hand-set by what the words mean; learning refines them, it need not find them.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from bot.answering.descriptions import descriptions_of
from bot.answering.fillers import Piece
from bot.language.classes import classes_of
from bot.language.names import POSTS, VENUE
from bot.language.things import COLLECTIVE, HUMAN, PLACES, members_of_all
from bot.text.tokens import fold, term

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.answering.candidates import Candidate
    from bot.question import Question

Table = MappingProxyType[str, float]


def _table(**values: float) -> Table:
    return MappingProxyType(values)


# For each kind of question, how well each kind of filler fits; what is not listed fits at 0.
TYPES: Mapping[str, Table] = MappingProxyType({
    "who": _table(person=1, body=0.8, country=0.7, name=0.5, post=0.4, phrase=0.3, phrases=0.2,
                  description=0.1),
    "body": _table(body=1, name=0.6, event=0.3, country=0.3, phrase=0.3, phrases=0.3),
    "country": _table(country=1),
    "when": _table(date=1, frequency=0.2, moment=0.5),
    "where": _table(place=1, country=0.6, name=0.6, phrase=0.2),
    "how_long": _table(duration=1, date=0.5),
    "how_often": _table(frequency=1, duration=0.4),
    "how_many": _table(count=1, tally=0.8),
    "how_much": _table(money=1, percent=0.5, count=0.3, duration=0.3),
    "percent": _table(percent=1),
    "why": _table(reason=1, purpose=0.7, clause=0.3, part=0.4, sentence=0.4, statement=0.4,
                  subject=0.1),
    "how": _table(clause=0.7, short=0.5, part=0.4, sentence=0.6, reason=0.3, purpose=0.3,
                  phrase=0.4, phrases=0.4, subject=0.4),
    "define": _table(abbreviation=1, meaning=0.9, clause=0.2),
    "post": _table(description=1, clause=0.1, short=0.1),
    "yes_no": _table(verdict=1, sentence=0.9),
    "topic": _table(topic=1, quotation=0.7, phrase=0.4, phrases=0.5, clause=0.4, short=0.4,
                    subject=0.4, statement=0.2, sentence=0.2, purpose=0.4, reason=0.2, meaning=0.2,
                    name=0.2, event=0.2),
    "thing": _table(phrase=0.6, phrases=0.7, name=0.6, event=0.6, body=0.6, person=0.3, place=0.3,
                    clause=0.4, short=0.4, quotation=0.4, meaning=0.3, subject=0.3, country=0.2),
    "what": _table(clause=0.8, short=0.7, phrase=0.5, phrases=0.5, quotation=0.7, statement=0.7,
                   sentence=0.5, subject=0.4, meaning=0.5, reason=0.3, purpose=0.5, count=0.2,
                   abbreviation=0.4, description=0.4, event=0.3, body=0.3),
})  # fmt: skip

# For each shape of question, how well each relation of the filler to the predicate fits.
SUBJECT = _table(agent=1, by=1, complement=0.8, apposition=0.7, patient=0.1, before=0.35, after=0.2,
                 none=0.1)  # fmt: skip
SUBJECT = MappingProxyType({**SUBJECT, "from": 0.7, "with": 0.4})
PASSIVE = MappingProxyType(
    {"patient": 1.0, "complement": 0.6, "apposition": 0.5, "agent": 0.15, "by": 0.1, "after": 0.3,
     "before": 0.3, "from": 0.3, "with": 0.3, "none": 0.1}
)  # fmt: skip
OBJECT = MappingProxyType(
    {"patient": 1.0, "complement": 0.8, "after": 0.45, "apposition": 0.4, "agent": 0.2, "by": 0.2,
     "before": 0.3, "from": 0.5, "with": 0.5, "none": 0.1}
)  # fmt: skip
ANY = MappingProxyType(
    {"patient": 0.7, "complement": 0.7, "after": 0.7, "apposition": 0.7, "agent": 0.6, "by": 0.5,
     "before": 0.6, "from": 0.5, "with": 0.5, "none": 0.3}
)  # fmt: skip
VENUES = frozenset(term(w) for w in VENUE) | {"hotel", "venu", "build", "airport"}
MONEY_CLASSES = frozenset({"fund"})  # "cost" is implied by the kind itself
MONEY_WORDS = frozenset(
    term(w) for w in "cost money budget price fee pay grant fund euro dollar sum amount".split()
)
BODY_ROLES = frozenset({"fund", "organise", "host", "support"})
COUNTRY_ROLES = frozenset({"attend", "sign", "agree", "chair", "host", "absent"})


def type_fit(question: Question, candidate: Candidate) -> float:
    """Return how well the kind of the filler fits the kind of the question and its noun."""
    fit = TYPES[question.kind].get(candidate.filler.kind, 0.0)
    if candidate.filler.kind in {"country", "body", "name"} and _in_a_post(candidate):
        fit *= 0.3
    if question.kind == "where":
        return _place_fit(question, candidate, fit)
    if question.kind in {"who", "body"}:
        return _agent_fit(question, candidate, fit)
    if question.kind == "how_much" and (
        question.classes & MONEY_CLASSES or MONEY_WORDS & set(question.tagged.terms)
    ):
        return fit if candidate.filler.kind == "money" else fit * 0.4
    if question.kind in {"thing", "how_many"} and question.head:
        return _noun_fit(question.head, candidate, fit)
    return fit


def _in_a_post(candidate: Candidate) -> bool:
    """Say whether the filler only belongs to somebody's post: "Ambassador to Fiji"."""
    if before(candidate) not in {"to", "of", "for", "at"}:
        return False
    tagged = candidate.sentence.tagged
    i = candidate.filler.first - 1
    while i >= 0 and tagged.letters[i] in "DANSIT":
        i -= 1
    return i >= 0 and tagged.tokens[i].text.lower() in POSTS


def _place_fit(question: Question, candidate: Candidate, fit: float) -> float:
    words = set(candidate.sentence.tagged.terms[candidate.filler.first : candidate.filler.last])
    venue = bool(words & VENUES or words & members_of_all(PLACES))
    asked = set(question.head) & VENUES or {t for t in question.terms if t in {"hotel", "venu"}}
    if asked:
        return 1.0 if words & asked else 0.7 if venue and fit else fit * 0.2
    if before(candidate) not in {"in", "at", "near", "to", "from", "on"}:
        return fit * 0.5
    return fit


def _agent_fit(question: Question, candidate: Candidate, fit: float) -> float:
    kind = candidate.filler.kind
    if question.head and kind == "person":
        return 1.0 if described_by(candidate, question.head[-1]) else 0.55
    if kind == "body" and question.classes & BODY_ROLES:
        return 1.0
    if kind == "country" and question.classes & COUNTRY_ROLES:
        return 0.9
    if kind in {"phrase", "phrases"}:
        tagged = candidate.sentence.tagged
        head = tagged.tokens[candidate.filler.last - 1].text
        human = fold(head) in POSTS or term(head) in members_of_all(HUMAN + COLLECTIVE)
        named = "M" in tagged.letters[candidate.filler.first : candidate.filler.last]
        return 0.6 if human or (named and kind == "phrases") else fit if named else fit * 0.5
    return fit


def _noun_fit(head: tuple[str, ...], candidate: Candidate, fit: float) -> float:
    """Return more where the filler is named by the noun asked for, or one of its class."""
    terms = candidate.sentence.tagged.terms
    inside = set(terms[candidate.filler.first : candidate.filler.last])
    around = set(terms[max(0, candidate.filler.first - 4) : candidate.filler.last + 4])
    classes = {c for c in classes_of(head[-1]) if c.startswith("n.")}
    if head[-1] in inside:
        return max(fit, 0.9)
    if any(classes & classes_of(t) for t in inside):
        return max(fit, 0.75)
    if head[-1] in around:
        return max(fit, 0.7)
    return fit * 0.6


def slot_fit(question: Question, relation: str, subject: float, passive: float) -> float:
    """Return how well the relation fits the place of the wh-word in the question."""
    if question.kind not in {"who", "body", "country", "thing", "what", "how_many"}:
        return ANY[relation]
    if passive:
        return PASSIVE[relation]
    if subject >= 1.0:
        return SUBJECT[relation]
    if subject > 0.0:
        return max(SUBJECT[relation], PASSIVE[relation]) * 0.9
    return OBJECT[relation] if "W" in question.tagged.letters else ANY[relation]


def described_by(candidate: Candidate, noun: str) -> bool:
    """Say whether the words that describe a person beside the name hold the noun or its class."""
    filler = candidate.filler
    terms = candidate.sentence.tagged.terms
    start, end = filler.spans[0]
    piece = Piece(filler.kind, start, end, filler.first, filler.last, filler.value)
    classes = {c for c in classes_of(noun) if c.startswith("n.")}
    own = terms[filler.first : filler.last]
    held = [
        t for first, last in descriptions_of(candidate.sentence, piece) for t in terms[first:last]
    ]
    return noun in held or noun in own or any(classes & classes_of(t) for t in held)


def before(candidate: Candidate) -> str:
    """Return the preposition, or other word, before the filler and its determiners."""
    i = candidate.filler.first - 1
    letters = candidate.sentence.tagged.letters
    while i >= 0 and letters[i] in "DANS":
        i -= 1
    return candidate.sentence.tagged.tokens[i].text.lower() if i >= 0 else ""

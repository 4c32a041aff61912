"""Question + sentence -> anchors: the words of the sentence that state what the question asks.

An anchor is a verb or noun with the question's own term, or of a class of its predicate; the
relation of a filler to it (agent, patient, complement, apposition) is what makes it an answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.answering.fillers import Filler
    from bot.language.grammar import Verb
    from bot.question import Question
    from bot.reading.sentence import Sentence

RELATIONS = (
    "agent", "patient", "by", "complement", "apposition", "from", "with", "before", "after", "none",
)  # fmt: skip
DESCRIBING = frozenset({"G", "I", "D", "A"})  # after these a participle describes a noun
ALIKE = 0.3  # from which on a term may state the predicate for another
NONE: frozenset[str] = frozenset()
LIGHT = frozenset(
    """give make take hold play perform deliver provid bear be do lend cover grant offer come fall
    carri act serv stand remain becom form""".split()
)


COPULAS = frozenset({"be", "becom", "remain", "act", "serv", "is", "are", "was", "were"})
MODIFYING = frozenset({"", "S", "N-", "A-", "SN-", "SA", "A", "M-"})
GATHERING = frozenset(
    """bring draw attract gather assembl unit compris includ enrol train invit welcom teach togeth
    consist host reuni count""".split()
)


class Anchor(NamedTuple):
    """A token that states the predicate, how well (0-1), and the verb group that governs it."""

    token: int
    strength: float
    exact: bool
    verb: Verb | None
    inside: bool  # the anchor is a word of the verb group itself


def anchors_of(question: Question, sentence: Sentence) -> list[Anchor]:
    """Return the anchors, the strongest first."""
    found = []
    likeness = _likeness(question, sentence)
    modifiers = _modifiers(sentence)
    named = _named(sentence)
    for i, word in enumerate(sentence.tagged.terms):
        classes = sentence.classes.get(i, NONE)
        alike = likeness.get(word, 0.0) if likeness else 0.0
        exact = word in question.predicate and (
            "deputy" not in classes or "deputy" in question.classes
        )
        shared = question.classes & classes if classes else NONE
        if i in modifiers or (not exact and (i in named or (not shared and alike < ALIKE))):
            continue
        strength = 1.0 if exact else 0.6 + 0.1 * min(2, len(shared)) if shared else 0.0
        strength = max(strength, 0.9 * alike)
        verb, inside = _governor(sentence.verbs, i)
        found.append(Anchor(i, strength, exact, verb, inside))
    return sorted(found, key=lambda a: (-a.strength - 0.1 * a.inside, a.token))


def _modifiers(sentence: Sentence) -> set[int]:
    """Return the participles that only describe a noun: "dismantling organised networks".

    A noun or name before one is its subject: "Tonga funded projects".
    """
    letters = sentence.tagged.letters
    inside = {i for g in sentence.groups for i in range(g.first, g.head)}
    before = {g.first - 1 for g in sentence.groups if letters[g.first] in {"A", "N", "M"}}
    return {
        i
        for i in inside | before
        if i > 0 and letters[i] in {"E", "G"} and letters[i - 1] in DESCRIBING
    }


def _named(sentence: Sentence) -> set[int]:
    """Return the tokens of names of bodies and places: "Mounted Police" mounted nothing."""
    spans = [(m.start, m.end) for m in sentence.mentions if m.kind in {"body", "place", "country"}]
    return {
        i
        for i, token in enumerate(sentence.tagged.tokens)
        if any(start <= token.start < end for start, end in spans)
    }


def _likeness(question: Question, sentence: Sentence) -> dict[str, float]:
    """Return the terms of the sentence that may stand for the predicate, and how alike they are."""
    found: dict[str, float] = {}
    wanted = [question.near[t] for t in question.predicate if t in question.near]
    own = set(sentence.tagged.terms) if wanted else set()
    for near in wanted:
        for t in near.terms.keys() & own:
            found[t] = max(found.get(t, 0.0), near.terms[t])
        for parts, likeness in near.phrases:
            if parts <= own:
                found.update((t, max(found.get(t, 0.0), likeness)) for t in parts)
    return found


def _governor(verbs: Sequence[Verb], token: int) -> tuple[Verb | None, bool]:
    """Return the verb group of the token, or the nearest one within reach."""
    nearest = None
    for verb in verbs:
        if verb.first <= token < verb.last:
            return verb, True
        distance = min(abs(token - verb.first), abs(token - verb.last))
        if distance <= 8 and (nearest is None or distance < nearest[0]):
            nearest = (distance, verb)
    return (nearest[1] if nearest else None), False


def relation_of(sentence: Sentence, anchor: Anchor, filler: Filler) -> str:
    """Return how the filler relates to the anchor; one of RELATIONS.

    Of "brought together officers from Fiji" those brought are the ones who attend.
    """
    relation = _relation(sentence, anchor, filler)
    gathers = sentence.tagged.terms[anchor.token] in GATHERING
    if gathers and relation in {"patient", "from", "with", "complement", "after"}:
        passive = anchor.verb is not None and anchor.verb.passive
        return relation if passive and relation == "complement" else "agent"
    return relation


def _relation(sentence: Sentence, anchor: Anchor, filler: Filler) -> str:
    tagged = sentence.tagged
    if filler.first <= anchor.token < filler.last and filler.last - filler.first > 1:
        return "none"
    before = (
        tagged.tokens[_start_of_phrase(sentence, filler) - 1].text.lower() if filler.first else ""
    )
    if anchor.token < filler.first and before == "by" and filler.first - anchor.token <= 6:
        return "by"
    verb = anchor.verb
    if verb is None:
        return _without_verb(anchor, filler)
    if anchor.inside:
        return _to_verb(sentence, verb, filler, before)
    return _to_noun(sentence, anchor, verb, filler, before)


def _start_of_phrase(sentence: Sentence, filler: Filler) -> int:
    first = filler.first
    while first and sentence.tagged.letters[first - 1] in "DANS":
        first -= 1
    return first


def _without_verb(anchor: Anchor, filler: Filler) -> str:
    if abs(filler.first - anchor.token) <= 3 or abs(anchor.token - filler.last) <= 2:
        return "apposition"
    return "after" if filler.first > anchor.token else "before"


def _to_verb(sentence: Sentence, verb: Verb, filler: Filler, before: str) -> str:
    """Return the relation to a verb group that states the predicate itself."""
    if filler.first >= verb.last:
        return _after_verb(sentence, verb, filler, before)
    if filler.last > verb.first:
        return "none"
    if _verbs_between(sentence, filler.last, _begins(sentence, verb)):
        return "before"
    return "patient" if verb.passive else "agent"


def _begins(sentence: Sentence, verb: Verb) -> int:
    """Return where the verb group begins, with one that governs it: "was pleased to support"."""
    if sentence.tagged.letters[verb.first] != "T":
        return verb.first
    for other in sentence.verbs:
        gap = sentence.tagged.letters[other.last : verb.first]
        if other.last <= verb.first and len(gap) <= 2 and set(gap) <= set("AERG"):
            return other.first
    return verb.first


def _after_verb(sentence: Sentence, verb: Verb, filler: Filler, before: str) -> str:
    if before in {"by", "from", "with"}:
        return before
    crossed = _verbs_between(sentence, verb.last, filler.first)
    if crossed == 1 and _inverted(sentence, verb, filler):
        return "agent" if sentence.tagged.letters[verb.main] == "G" else "patient"
    if crossed:
        return "after"
    return "complement" if verb.passive else "patient"


def _inverted(sentence: Sentence, verb: Verb, filler: Filler) -> bool:
    """Say whether the order is that of "presiding over the forum was X"."""
    first = _start_of_phrase(sentence, filler)
    return verb.first <= 1 and sentence.tagged.letters[first - 1] == "B"


def _to_noun(sentence: Sentence, anchor: Anchor, verb: Verb, filler: Filler, before: str) -> str:
    """Return the relation to a noun that states the predicate, by the verb that governs it."""
    if before in {"from", "with", "by"} and filler.first > anchor.token:
        return before
    if _modifies(sentence, anchor, filler) and filler.kind != "person":
        return "none"
    low, high = min(anchor.token, filler.first), max(anchor.token, filler.last - 1)
    if low < verb.first and verb.last <= high + 1:
        return _across_verb(sentence.tagged.terms[verb.main], verb, filler)
    return _without_verb_between(anchor, filler)


def _across_verb(main: str, verb: Verb, filler: Filler) -> str:
    """Return the relation of a filler that the verb parts from the noun."""
    if main in COPULAS:
        return "complement"
    if filler.first >= verb.last:
        return "complement" if main in LIGHT else "patient"
    if main in LIGHT and filler.last <= verb.first:
        return "patient" if verb.passive else "agent"
    return "before"


def _without_verb_between(anchor: Anchor, filler: Filler) -> str:
    if 0 <= filler.first - anchor.token <= 3 or 0 < anchor.token - filler.last <= 2:
        return "apposition"
    return "after" if filler.first > anchor.token else "before"


def _modifies(sentence: Sentence, anchor: Anchor, filler: Filler) -> bool:
    """Say whether, as in "the Working Group co-chairs", the filler only describes the noun."""
    gap = sentence.tagged.letters[filler.last : anchor.token]
    return filler.last <= anchor.token and gap in MODIFYING


def _verbs_between(sentence: Sentence, start: int, stop: int) -> int:
    """Count the finite verbs between two tokens that are not in a relative clause."""
    letters = sentence.tagged.letters
    count = 0
    for verb in sentence.verbs:
        if start <= verb.first and verb.last <= stop and verb.finite:
            relative = any(c == "W" for c in letters[max(start, verb.first - 3) : verb.first])
            count += not relative
    return count

"""What holds for one stretch of a passage: its type, its place, its relation to the predicate."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from bot.answering.anchors import relation_of
from bot.answering.circumstances import circumstances
from bot.answering.descriptions import descriptions_of
from bot.answering.fillers import Piece
from bot.answering.priors import slot_fit, type_fit
from bot.answering.scene import FAR
from bot.answering.verdicts import Cues
from bot.text.tokens import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.answering.candidates import Candidate
    from bot.answering.scene import Scene
    from bot.answering.weigher import Weigher
    from bot.question import Question

MOST_ANCHORS = 4
CUES = tuple(f"cue_{name}" for name in Cues._fields)
NO_CUES = (0.0,) * (1 + len(CUES))
GOOD = frozenset({"by", "agent", "patient", "complement", "apposition", "from", "with"})


class Relation(NamedTuple):
    """The best relation of a filler to an anchor, how strong it is (0-1), how many tokens away."""

    name: str
    strength: float
    distance: float


def filler_features(w: Weigher, c: Candidate, relation: Relation) -> list[float]:
    """Return the features in the order of `features.FILLER`."""
    inside = [t for t in c.sentence.tagged.terms[c.filler.first : c.filler.last] if t]
    scene = w.scene(c)
    return [
        *_shape(w, c, inside).values(),
        *_noun(w, c, inside, scene).values(),
        *_place(c, relation, scene).values(),
        *_fit(w, c, relation).values(),
        *_neighbours(c, scene).values(),
        *circumstances(w, c).values(),
        *(NO_CUES if c.cues is None else _verdict(c, c.cues)),
    ]


def _shape(w: Weigher, c: Candidate, inside: list[str]) -> dict[str, float]:
    items = len(c.filler.spans)
    return {
        "items": float(min(items, 20)),
        "plural": float(w.question.plural),
        "agrees": float((items > 1) == w.question.plural),
        "length": math.log1p(c.filler.last - c.filler.first),
        "overlap": len([t for t in inside if t in w.asked]) / (len(inside) or 1),
        "named_itself": float(bool(inside) and w.named.issuperset(inside)),
    }


def _noun(w: Weigher, c: Candidate, inside: list[str], scene: Scene) -> dict[str, float]:
    exact, alike = _head(w.question, c, inside, scene)
    return {"head": exact, "head_class": alike, "described": _described(w, c)}


def _place(c: Candidate, relation: Relation, scene: Scene) -> dict[str, float]:
    return {
        "distance": min(relation.distance, 20.0),
        "near": float(min(FAR, scene.near[c.filler.first], scene.near[c.filler.last - 1])),
        "siblings": float(min(c.siblings, 12)),
        "nth": float(min(c.nth, 12)),
        "starts": float(c.filler.first == 0),
        "ends": float(c.filler.last >= len(scene.near) - 1),
        "yes": float(c.verdict == "Yes"),
    }


def _fit(w: Weigher, c: Candidate, relation: Relation) -> dict[str, float]:
    fit = type_fit(w.question, c)
    slot = slot_fit(w.question, relation.name, w.subject, w.passive)
    return {
        "relation_strength": relation.strength,
        "wh_subject": w.subject,
        "wh_passive": w.passive,
        "capital": float(c.sentence.tagged.letters[c.filler.first] == "M"),
        "kind_vote": _vote(c),
        "fit": fit,
        "slot": slot,
        "prior": fit * slot * (0.2 + relation.strength),
    }


def _verdict(c: Candidate, cues: Cues) -> tuple[float, ...]:
    """Whether the candidate agrees with what speaks for "No"; then each of that."""
    agrees = cues.strong == (c.verdict == "No")
    return (1.0 if agrees else -1.0, *map(float, cues))


def _neighbours(c: Candidate, scene: Scene) -> dict[str, float]:
    distance, between = _beside_name(c, scene.names)
    return {
        "name_distance": distance,
        "name_between": between,
        "before_event": _before_event(c, scene),
    }


def best_relation(c: Candidate) -> Relation:
    """Return the filler's best relation to one of the strongest anchors."""
    best = Relation("none", 0.0, 20.0)
    for anchor in c.anchors[:MOST_ANCHORS]:
        if anchor.strength < best.strength:
            continue
        name = relation_of(c.sentence, anchor, c.filler)
        strength = anchor.strength * (1.0 if name in GOOD else 0.4)
        distance = float(_apart(c, anchor.token))
        if (strength, -distance) > (best.strength, -best.distance):
            best = Relation(name, strength, distance)
    return best


def _apart(c: Candidate, token: int) -> int:
    return min(abs(token - c.filler.first), abs(token - c.filler.last + 1))


def _before_event(c: Candidate, scene: Scene) -> float:
    """Return whether the filler is part of a noun group of an event: "the two-day workshop"."""
    return float(any(scene.events[c.filler.last : c.filler.last + 4]))


def _beside_name(c: Candidate, places: Sequence[int]) -> tuple[float, float]:
    """Return the distance to the nearest name asked about, and how many rivals stand between."""
    outside = places and [i for i in places if not c.filler.first <= i < c.filler.last]
    if not outside:
        return 25.0, 0.0
    near = min(outside, key=lambda i: _apart(c, i))
    low, high = sorted((near, c.filler.first))
    rivals = sum(
        1
        for m in c.sentence.mentions
        if m.kind == c.filler.kind
        and c.sentence.tagged.tokens[low].start < m.start < c.sentence.tagged.tokens[high].start
    )
    return float(min(_apart(c, near), 25)), float(min(rivals, 6))


def _vote(c: Candidate) -> float:
    """Return whether the report as a whole takes this name for what it is taken for here."""
    start, end = c.filler.spans[0]
    voted = c.reading.kinds.get(fold(c.filler.value or c.sentence.text[start:end]))
    if voted is None:
        return 0.0
    return 1.0 if voted == c.filler.kind else -1.0


def _head(q: Question, c: Candidate, inside: list[str], scene: Scene) -> tuple[float, float]:
    """Return whether the filler holds the noun asked for, or one of its class."""
    if not q.head or not inside:
        return 0.0, 0.0
    around = slice(max(0, c.filler.first - 3), c.filler.last + 3)
    noun = q.head[-1]
    exact = 1.0 if noun in inside else 0.5 if noun in c.sentence.tagged.terms[around] else 0.0
    same = any(scene.alike[c.filler.first : c.filler.last])
    return exact, 1.0 if same else 0.5 if any(scene.alike[around]) else 0.0


def _described(w: Weigher, c: Candidate) -> float:
    """Return the share of the question's own words that describe the name beside it."""
    if c.filler.kind not in {"person", "body", "name", "country"} or len(c.filler.spans) > 1:
        return 0.0
    wanted = [t for t in w.question.terms if t not in w.question.events]
    if not wanted:
        return 0.0
    start, end = c.filler.spans[0]
    piece = Piece(c.filler.kind, start, end, c.filler.first, c.filler.last, c.filler.value)
    held = {
        t
        for first, last in descriptions_of(c.sentence, piece)
        for t in c.sentence.tagged.terms[first:last]
    }
    return len([t for t in wanted if t in held]) / len(wanted)

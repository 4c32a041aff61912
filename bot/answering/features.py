"""Candidate -> numbers that tell how likely it is right; the same for learning and answering."""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from bot.answering.anchors import RELATIONS
from bot.answering.filler_features import CUES, best_relation, filler_features
from bot.answering.passage_features import passage_features
from bot.answering.priors import before

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.answering.candidates import Candidate
    from bot.answering.weigher import Weigher

KINDS = (
    "who", "country", "body", "when", "where", "how_long", "how_often", "how_many", "how_much",
    "percent", "why", "how", "define", "post", "yes_no", "thing", "what",
)  # fmt: skip
FILLERS = (
    "person", "body", "country", "name", "post", "place", "event", "date", "duration", "frequency",
    "count", "money", "percent", "phrase", "phrases", "clause", "short", "subject", "sentence",
    "statement", "quotation", "reason", "purpose", "meaning", "description", "abbreviation",
    "moment", "part",
)  # fmt: skip
PREPOSITIONS = ("by", "from", "in", "at", "of", "with", "for", "to", "on")
ROLES = (
    "chair", "open", "close", "moderate", "host", "organise", "fund", "support", "attend", "absent",
    "represent", "speak", "say", "agree", "sign", "teach", "panel", "lead", "next", "launch",
)  # fmt: skip
PASSAGE = (
    "rank", "score", "own", "whole", "classes", "cover", "soft", "alike", "alike_predicate",
    "alike_least", "alike_most_lacking", "alike_head", "context", "missing", "names_here", "years",
    "months", "ordinals", "position", "anchor", "anchor_exact", "anchors", "anchor_inside",
    "asks_denied", "denial_agrees", "negated", "partial", "first", "planned", "asks_future",
    "pronoun", "follows", "in_focus", "terms", "row", "is_question", "question_names", "unknown",
    "lead", "report_fits", "idf", "leaning", "speaker", "after", "before_gap", "names_opening",
    "names_opening_behind", "names_title_behind", "year_opening", "month_opening",
    "ordinal_opening", "names_unmet", "names_unmet_weight", "numbers_unmet",
)  # fmt: skip
FILLER = (
    "items", "plural", "agrees", "length", "overlap", "named_itself", "head", "head_class",
    "described", "distance", "near", "siblings", "nth", "starts", "ends", "yes",
    "relation_strength", "wh_subject", "wh_passive", "capital", "kind_vote", "fit", "slot",
    "prior", "name_distance", "name_between", "before_event", "member", "column", "same_clause",
    "largest", "date_parts", "date_reported", "verdict_agrees", *CUES,
)  # fmt: skip
COMPARED = (
    "prior", "score", "own", "cover", "alike", "anchor", "relation_strength", "fit", "slot",
    "described", "head", "near",
)  # fmt: skip
AGAINST = (
    "prior_lead", "joint_lead", "joint_rank", "joint", *(f"{n}_behind" for n in COMPARED),
    *(f"{n}_behind_here" for n in COMPARED),
)  # fmt: skip


@lru_cache(maxsize=1)
def names_of_features() -> tuple[str, ...]:
    """Return the names of the numbers in their order."""
    return (
        *(f"q_{k}" for k in KINDS), *(f"f_{k}" for k in FILLERS), *(f"r_{k}" for k in RELATIONS),
        *(f"p_{k}" for k in PREPOSITIONS), *(f"a_{k}" for k in ROLES), *PASSAGE, *FILLER, *AGAINST,
    )  # fmt: skip


def features_of(
    weigher: Weigher, candidate: Candidate, shared: dict[int, list[float]]
) -> list[float]:
    """Return the numbers of a candidate; `shared` keeps what its passage's candidates share."""
    passage = candidate.hit.passage
    if passage not in shared:
        shared[passage] = list(passage_features(weigher, candidate).values())
    relation = best_relation(candidate)
    question = weigher.question
    word = before(candidate)
    return [
        *_one_hot(KINDS, question.kind),
        *_one_hot(FILLERS, candidate.filler.kind),
        *_one_hot(RELATIONS, relation.name),
        *_one_hot(PREPOSITIONS, word),
        *_many_hot(ROLES, question.classes),
        *shared[passage],
        *filler_features(weigher, candidate, relation).values(),
    ]


@lru_cache(maxsize=4096)
def _one_hot(names: tuple[str, ...], value: str) -> tuple[float, ...]:
    return tuple(float(name == value) for name in names)


@lru_cache(maxsize=1024)
def _many_hot(names: tuple[str, ...], values: frozenset[str]) -> tuple[float, ...]:
    return tuple(float(name in values) for name in names)


def against_others(rows: list[list[float]], reports: Sequence[int]) -> list[list[float]]:
    """Add to each row how it compares with the best of the question, and of its own report."""
    if not rows:
        return rows
    names = names_of_features()
    prior, score = names.index("prior"), names.index("score")
    priors = sorted((r[prior] for r in rows), reverse=True)
    joint = [r[prior] * r[score] for r in rows]
    rising = sorted(joint)
    compared = np.array(rows)[:, [names.index(n) for n in COMPARED]]
    behind = compared - compared.max(axis=0)
    numbers = np.array(reports)
    behind_here = compared.copy()
    for report in set(reports):
        own = numbers == report
        behind_here[own] -= compared[own].max(axis=0)
    for i, (row, both) in enumerate(zip(rows, joint, strict=True)):
        other = priors[1] if row[prior] >= priors[0] and len(priors) > 1 else priors[0]
        rival = rising[-2] if both >= rising[-1] and len(rising) > 1 else rising[-1]
        better = len(rising) - bisect_right(rising, both)
        row.extend((row[prior] - other, both - rival, float(min(better, 20)), both))
        row.extend((*behind[i].tolist(), *behind_here[i].tolist()))
    return rows

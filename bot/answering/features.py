"""Candidate -> numbers that tell how likely it is right; the same for learning and answering."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from bot.answering.anchors import RELATIONS
from bot.answering.filler_features import CUES, best_relation, filler_features
from bot.answering.passage_features import passage_features
from bot.answering.priors import before

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from bot.answering.candidates import Candidate
    from bot.answering.weigher import Weigher

KINDS = (
    "who", "country", "body", "when", "where", "how_long", "how_often", "how_many", "how_much",
    "percent", "why", "how", "define", "post", "yes_no", "topic", "thing", "what",
)  # fmt: skip
FILLERS = (
    "person", "body", "country", "name", "post", "place", "event", "date", "duration", "frequency",
    "count", "money", "percent", "phrase", "phrases", "clause", "short", "subject", "sentence",
    "statement", "quotation", "reason", "purpose", "meaning", "description", "abbreviation",
    "moment", "part", "tally", "topic",
)  # fmt: skip
PREPOSITIONS = ("by", "from", "in", "at", "of", "with", "for", "to", "on")
ROLES = (
    "chair", "open", "close", "moderate", "host", "organise", "fund", "support", "attend", "absent",
    "represent", "speak", "say", "agree", "sign", "teach", "panel", "lead", "next", "launch",
    "discuss",
)  # fmt: skip
PASSAGE = (
    "rank", "score", "own", "whole", "classes", "cover", "soft", "alike", "alike_predicate",
    "alike_least", "alike_most_lacking", "alike_head", "context", "missing", "names_here", "years",
    "months", "years_here", "months_here", "ordinals", "position", "anchor", "anchor_exact",
    "anchors", "anchor_inside",
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


def table_of(weigher: Weigher, candidates: Sequence[Candidate]) -> NDArray[np.float64]:
    """Return a row of numbers for each candidate, in the order of `names_of_features`."""
    if not candidates:
        return np.empty((0, len(names_of_features())))
    relations = [best_relation(c) for c in candidates]
    fillers = [filler_features(weigher, c, r) for c, r in zip(candidates, relations, strict=True)]
    kind = weigher.question.kind
    table = np.hstack((
        _one_hot(KINDS, [kind] * len(candidates)),
        _one_hot(FILLERS, [c.filler.kind for c in candidates]),
        _one_hot(RELATIONS, [r.name for r in relations]),
        _one_hot(PREPOSITIONS, [before(c) for c in candidates]),
        np.tile([float(role in weigher.question.classes) for role in ROLES], (len(candidates), 1)),
        _of_passages(weigher, candidates),
        np.array(fillers),
    ))  # fmt: skip
    return np.hstack((table, _against_others(table, [c.hit.report for c in candidates])))


def _one_hot(names: tuple[str, ...], values: Sequence[str]) -> NDArray[np.float64]:
    """Return a row for each value, with 1 in the column of its name, if it has one."""
    number = {name: i for i, name in enumerate(names)}
    places = [number.get(value, len(names)) for value in values]
    return np.eye(len(names) + 1, len(names))[places]  # the last row has no 1


def _of_passages(weigher: Weigher, candidates: Sequence[Candidate]) -> NDArray[np.float64]:
    """Return for each candidate the numbers that all candidates of its passage share."""
    rows: list[list[float]] = []
    row_of: dict[int, int] = {}
    for c in candidates:
        if c.hit.passage not in row_of:
            row_of[c.hit.passage] = len(rows)
            rows.append(list(passage_features(weigher, c).values()))
    return np.array(rows)[[row_of[c.hit.passage] for c in candidates]]


def _against_others(table: NDArray[np.float64], reports: Sequence[int]) -> NDArray[np.float64]:
    """Return how each row compares with the best of the question, and of its own report."""
    names = names_of_features()
    prior, score = table[:, names.index("prior")], table[:, names.index("score")]
    joint = prior * score
    better = len(joint) - np.searchsorted(np.sort(joint), joint, side="right")
    compared = table[:, [names.index(n) for n in COMPARED]]
    here = compared.copy()
    numbers = np.array(reports)
    for report in set(reports):
        own = numbers == report
        here[own] -= compared[own].max(axis=0)
    return np.column_stack((
        _lead(prior), _lead(joint), np.minimum(better, 20), joint,
        compared - compared.max(axis=0), here,
    ))  # fmt: skip


def _lead(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how far each is ahead of the best other one; below 0 behind it."""
    ordered = np.sort(values)
    best, second = ordered[-1], ordered[-2:][0]
    rival: NDArray[np.float64] = np.where(values >= best, second, best)
    return values - rival

"""A question as it was understood."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.language.tagging import Tagged
    from bot.language.thesaurus import Alike
    from bot.question.patterns import Kind


@dataclass(frozen=True, slots=True)
class Question:
    """A question as read. Terms are without stop words; sets hold terms or classes."""

    text: str
    tagged: Tagged  # after typos are mended
    kind: Kind
    head: tuple[str, ...]  # terms of the noun asked for ("which hotel"), main noun last
    terms: tuple[str, ...]
    events: frozenset[str]  # those of the terms that only mean "the event"
    names: tuple[tuple[str, ...], ...]  # each name as its terms
    countries: frozenset[str]
    predicate: frozenset[str]  # terms of its verbs and deverbal nouns
    classes: frozenset[str]  # of the predicate
    all_classes: frozenset[str]  # of any term
    years: frozenset[int]
    months: frozenset[int]
    ordinals: frozenset[str]
    plural: bool
    follows: bool  # refers back to what was asked before
    near: Mapping[str, Alike] = field(default_factory=dict)  # what may stand for its own terms
    before: tuple[str, ...] = ()  # terms of the preceding question
    focus: str | None = None  # path of the report that answered it
    after: int | None = None  # offset of the passage that did

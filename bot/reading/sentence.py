"""A passage's text -> its grammar and mentions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.language.classes import annotate
from bot.language.grammar import Group, Verb, parse
from bot.language.mentions import Mention, mentions_in
from bot.language.tagging import Tagged, tag
from bot.model import Value

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.language.times import When


class Sentence(Value, frozen=True):
    """What is read of one passage; all offsets count in its text.

    `classes` has the classes of the lexicon by the number of the token.
    """

    tagged: Tagged
    groups: tuple[Group, ...]
    verbs: tuple[Verb, ...]
    mentions: tuple[Mention, ...]
    dates: tuple[When, ...]
    classes: Mapping[int, frozenset[str]]

    @property
    def text(self) -> str:
        """Return the passage as written."""
        return self.tagged.text


def read_sentence(text: str) -> Sentence:
    """Return the reading of one passage."""
    tagged = tag(text)
    grammar = parse(tagged)
    mentions = mentions_in(tagged)
    return Sentence(
        tagged,
        grammar.groups,
        grammar.verbs,
        mentions.all,
        mentions.dates,
        annotate(tagged.terms),
    )

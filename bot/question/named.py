"""What a question names: proper names, countries, years, months, ordinal numbers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.language.countries import countries_in, country_of
from bot.language.times import dates_in, month_number
from bot.text.tokens import is_stop

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bot.language.tagging import Tagged
    from bot.language.vocabulary import Vocabulary

ORDINAL_TERM = re.compile(r"\d{1,64}th$")
LOWER_WORD = re.compile(r"\b[a-z]{3,9}\b")
OTHER_WORDS = frozenset("may march mar sat dec".split())  # in lower case no months
MONTH_AFTER_IN = re.compile(r"\b(?:in|of|on \d{1,2}) (may|march)\b")
LONGEST_COUNTRY = 3  # words of a country's name in lower case


def names_of(tagged: Tagged, vocabulary: Vocabulary) -> tuple[tuple[str, ...], ...]:
    """Return the proper names as their terms, in lower case too where the reports know them."""
    names: list[tuple[str, ...]] = []
    run: list[str] = []
    for i, t in enumerate(tagged.terms):
        if t and _is_name(tagged, i, vocabulary):
            run.append(t)
        elif run:
            names.append(tuple(run))
            run = []
    return tuple([*names, tuple(run)] if run else names)


def _is_name(tagged: Tagged, i: int, vocabulary: Vocabulary) -> bool:
    word = tagged.tokens[i].text
    if is_stop(word) or word.isdigit() or month_number(word):
        return False
    return tagged.letters[i] == "M" or (len(word) > 2 and tagged.terms[i] in vocabulary.names)


def countries_named(tagged: Tagged) -> frozenset[str]:
    """Return the codes of the countries named, in lower case too."""
    return frozenset((*(c.code for c in countries_in(tagged.text)), *_lower_countries(tagged)))


def _lower_countries(tagged: Tagged) -> Iterator[str]:
    for size in range(1, LONGEST_COUNTRY + 1):
        for i in range(len(tagged.tokens) - size + 1):
            words = tagged.slice(i, i + size)
            if words.islower() and (code := country_of(words)) is not None:
                yield code


def times_of(text: str) -> tuple[frozenset[int], frozenset[int]]:
    """Return the years and the months (1-12) named, the months in lower case too."""
    dates = dates_in(text)
    months = {m for date in dates for m in date.months}
    months |= {
        number
        for word in LOWER_WORD.findall(text)
        if word not in OTHER_WORDS and (number := month_number(word))
    }
    months |= {month_number(word) for word in MONTH_AFTER_IN.findall(text)}
    return frozenset(year for date in dates for year in date.years), frozenset(months)


def ordinals_of(terms: Iterable[str]) -> frozenset[str]:
    """Return the terms that are ordinal numbers ("9th")."""
    return frozenset(t for t in terms if ORDINAL_TERM.match(t))

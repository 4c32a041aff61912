"""What is said in the language of the question: yes, no, a number, why there is no answer."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from bot.rendering.telegram_texts import LANGUAGES, POLITE, Count
from bot.text.words import NUMBERS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.model import Answer, Found, Silence, Silent
    from bot.rendering.telegram_texts import Texts

FIGURES: Final = re.compile(r"\d{1,3}(?:,\d{3}){1,3}|\d{1,9}")
# Why there is no answer -> the text that says so.
LINES: Final[Mapping[Silence, str]] = MappingProxyType(
    {
        "not_stated": "not_stated",
        "closest": "closest",
        "unknown_event": "unknown_event",
        "took_long": "took_long",
        "no_question": "no_question",
        "too_long": "too_long",
        "no_reports": "no_reports",
        "language": "other_language",
        "chatter": "chatter",
        "reports": "about_reports",
    }
)


def texts_of(answer: Answer, texts: Texts) -> Texts:
    """The texts in the language of the question, where there are some, else these."""
    return LANGUAGES.get(answer.language or "", texts)


def refusal_line(silent: Silent, texts: Texts) -> str:
    """Why there is no answer, in the language of the question if that is known, else in this."""
    polite = POLITE.get(silent.language or "")
    if silent.why == "language" and polite:
        return polite
    line: str = getattr(texts_of(silent, texts), LINES[silent.why])
    return line


def nearest_line(silent: Silent) -> str | None:
    """What is said before the nearest passage in the language of the question.

    That is "" where the refusal says it already; None for a question in English.
    """
    texts = LANGUAGES.get(silent.language or "")
    if texts is None:
        return None
    return "" if silent.why in {"closest", "unknown_event"} else texts.nearest


def own_headline(found: Found) -> str | None:
    """A verdict or a number in the language of the question; None where it is as in English."""
    texts = LANGUAGES.get(found.language or "")
    if texts is None:
        return None
    if found.verdict:
        return texts.yes if found.verdict == "Yes" else texts.no
    number = _number(found.text)
    if found.counts is None or number is None:
        return None
    line = texts.people if found.counts == "people" else texts.countries
    return line.format(count=Count(number))


def _number(words: str) -> int | None:
    """The number that an answer is, and nothing else: "112", "Seven", "twenty-eight"."""
    if FIGURES.fullmatch(words):
        return int(words.replace(",", ""))
    parts = [NUMBERS.get(part) for part in words.lower().split("-")]
    known = [int(part) for part in parts if part is not None]
    tens = len(known) == 2 and known[0] >= 20 and known[1] < 10
    return sum(known) if len(known) == len(parts) and (len(known) == 1 or tens) else None

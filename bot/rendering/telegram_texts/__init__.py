"""Every text that a person reads in Telegram, by language; report text stays in its own.

Each language has a file beside this one, which is read when its first text is needed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

from bot.rendering.telegram_texts.shape import Count, Texts
from bot.text.tables import read_table

__all__ = ["DEFAULT", "LANGUAGES", "Count", "Texts", "polite_lines", "texts_for"]

DEFAULT: Final = "en"
CODES: Final = ("en", "vi", "th", "id")


class ByLanguage(Mapping[str, Texts]):
    """The texts of each language by its code, in the order of `CODES`; read when looked up."""

    def __getitem__(self, code: str) -> Texts:
        if code not in CODES:
            raise KeyError(code)
        return _texts(code)

    def __iter__(self) -> Iterator[str]:
        return iter(CODES)

    def __len__(self) -> int:
        return len(CODES)


LANGUAGES: Final = ByLanguage()


@cache
def _texts(code: str) -> Texts:
    said = read_table(__name__, code)
    return Texts(**{**said, "months": tuple(said["months"])})


@cache
def polite_lines() -> Mapping[str, str]:
    """Return a line for each language that is known and that there are no texts in."""
    return MappingProxyType(read_table(__name__, "polite"))


def texts_for(*codes: str | None) -> Texts:
    """Return the texts of the first of these IETF language tags that there are any in.

    Where there is none, these are English.
    """
    for code in codes:
        if code and (found := LANGUAGES.get(code.split("-")[0].lower())):
            return found
    return LANGUAGES[DEFAULT]

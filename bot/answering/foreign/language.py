"""Which language a question is in, by its script or its small words."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from bot.answering.foreign.table import LANGUAGES, plain, read_yaml, table
from bot.text.words import STOP

if TYPE_CHECKING:
    from collections.abc import Mapping

WORD: Final = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
LEAST: Final = 2  # small words of a language
OTHERS: Final = frozenset("a an as at in me no on so do he i was am".split())  # of others too
ALONE: Final = frozenset("who when where how_long how_many talk".split())
# Ranges of code points, in this order: Japanese has Chinese letters too.
SCRIPTS: Final = MappingProxyType(
    {
        "th": re.compile(r"[\u0e01-\u0e4e]"),
        "ja": re.compile(r"[\u3041-\u30fa]"),
        "ko": re.compile(r"[\uac00-\ud7a3\u1100-\u11ff]"),
        "zh": re.compile(r"[\u4e00-\u9fff\u3400-\u4dbf]"),
        "ar": re.compile(r"[\u0621-\u064a]"),
        "ru": re.compile(r"[\u0400-\u04ff]"),
        "hi": re.compile(r"[\u0900-\u097f]"),
    }
)
VIETNAMESE: Final = re.compile(r"[ăđơưĂĐƠƯ\u1ea0-\u1ef9]")
# Letters of other languages in the same scripts: Persian, Urdu, Ukrainian.
OTHER: Final = re.compile(r"[\u067e\u0686\u0698\u06a9\u06af\u06cc\u0679\u0688\u06d2іїєґ]")
# Words of English questions; no question in another language has one of them.
ASKING: Final = frozenset("who what when where which whom whose how did does tell there".split())


def language_of(question: str) -> str | None:
    """Return the code of the language that a question is in; None for English, or not known."""
    typed = unicodedata.normalize("NFC", question)
    script = next((code for code, s in SCRIPTS.items() if len(s.findall(typed)) >= LEAST), None)
    shouted = script is None and typed.isupper()  # else WHO is the name of a body
    words = [plain(word) for word in WORD.findall(typed) if shouted or not word.isupper()]
    if ASKING & set(words):
        return None
    if script is not None:
        return None if OTHER.search(plain(typed)) else script
    return _by_words(words)


def _by_words(words: list[str]) -> str | None:
    """Return the language in Latin letters of which most small words are there."""
    english = sum(word in STOP and word not in OTHERS for word in words)
    known = {code: sum(map(said.__contains__, words)) for code, said in _small_words().items()}
    if known["vi"]:  # else its letters may be those of a name only
        known["vi"] += sum(VIETNAMESE.search(word) is not None for word in words)
    known["vi"] += _without_diacritics(words)
    known["id"] += sum(word.endswith("nya") and len(word) > len("kenya") for word in words)
    best = max(known, key=known.__getitem__)
    few = 2 * known[best] >= len(words) and not all(map(str.isascii, words))
    if not _alone(best).isdisjoint((*words[:1], *words[-1:], " ".join(words))):
        return best  # before or after a name in English
    enough = known[best] >= LEAST or few
    return best if 2 * known[best] > english and enough else None


def _without_diacritics(words: list[str]) -> int:
    """Return how many words belong to Vietnamese phrases of several words, typed in ASCII."""
    pattern = table("vi").bare_pattern
    if pattern is None or not all(map(str.isascii, words)):
        return 0
    found = (match[1].split() for match in pattern.finditer(" ".join(words)))
    return sum(len(phrase) for phrase in found if len(phrase) > 1)


@lru_cache(maxsize=16)
def _alone(language: str) -> frozenset[str]:
    """Return the phrases that show the language by themselves: "kapan"."""
    if language not in LANGUAGES:
        return frozenset()
    known = table(language).phrases.items()
    return frozenset(t for t, phrase in known if phrase.tags & ALONE) - _shared()


@lru_cache(maxsize=1)
def _small_words() -> Mapping[str, frozenset[str]]:
    """Return for each language in Latin letters the words that are known, none of English."""
    found = {code: frozenset(said.split()) for code, said in read_yaml("profiles").items()}
    del found["english"]
    for code in ("vi", "id"):
        found[code] = table(code).words
    return {code: words - _shared() for code, words in found.items()}


@lru_cache(maxsize=1)
def _shared() -> frozenset[str]:
    """Return the words of the tables that may stand in a text in English."""
    return STOP | frozenset(read_yaml("profiles")["english"].split())

"""Text -> terms: the normalised, stemmed words that questions and passages are compared by.

And whether a text is in English, by how many of its words are the small ones of English.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import islice
from sys import intern
from typing import Final

from Stemmer import Stemmer

from bot.model import Value
from bot.text.words import IRREGULAR, NUMBERS, ORDINALS, STOP

# A word may have inner apostrophes and dots between single letters; hyphens split words. Lengths
# are bounded so that no text, however odd, costs more than time in proportion or fills the caches.
TOKEN = re.compile(
    r"\d{1,64}(?:[.,]\d{1,64}){0,8}(?:st|nd|rd|th)?\b|(?:[^\W\d_]\.){2,16}"
    r"|[^\W_]{1,64}(?:['’](?![sS]\b)[^\W\d_]{1,64}){0,4}|['’][sS]\b|\S"
)
WORD_START = re.compile(r"\w")
POSSESSIVE = re.compile(r"['’](?:s|S)?$")
AMERICAN = re.compile(r"(\w{3}[iy])z(e[drs]?|ers|ing|ations?)$")  # spelled with an s here
NAMES_TOO = frozenset({"US", "U.S.", "IT", "WHO"})  # in lower case stop words
ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th)$")


class Token(Value, frozen=True):
    """A word or mark with its half-open range of code points."""

    text: str
    start: int
    end: int


def tokenise(text: str) -> list[Token]:
    """Return words and punctuation marks in order, white space left out."""
    return [Token(intern(m[0]), *m.span()) for m in TOKEN.finditer(text)]


@lru_cache(maxsize=1 << 17)
def fold(word: str) -> str:
    """Return the word in lower case without accents, possessive ending and dots."""
    word = POSSESSIVE.sub("", word.casefold())
    if not word[:1].isdigit():
        word = word.replace(".", "")
    if word.isascii():
        return word
    parts = unicodedata.normalize("NFKD", word)
    plain = "".join(c for c in parts if not unicodedata.combining(c)).replace("’", "'")
    return plain.casefold()  # again: "𝔸" is a capital only once it is decomposed


@lru_cache(maxsize=1 << 17)
def term(word: str) -> str:
    """Return the term of a word: its stem, its digits, or "" for a mark.

    Number words become digits and ordinals one form, so that "ninth" meets "9th".
    """
    if not WORD_START.match(word):
        return ""
    folded = fold(word)
    if folded in NUMBERS:
        return NUMBERS[folded]
    if folded in ORDINALS:
        return ORDINALS[folded]
    if (ordinal := ORDINAL.match(folded)) is not None:
        return f"{ordinal[1]}th"
    if not folded.isalpha():
        return folded
    base = AMERICAN.sub(r"\1s\2", IRREGULAR.get(folded, folded))
    return str(Stemmer("english", 0).stemWord(base))  # of its own: one isn't for several threads


def is_stop(word: str) -> bool:
    """Say whether the word is too common to tell passages apart; "US" and "WHO" are not."""
    return fold(word) in STOP and word not in NAMES_TOO


@lru_cache(maxsize=1 << 17)
def content_term(word: str) -> str:
    """Return the term of a word, or "" for a mark or a stop word."""
    return "" if is_stop(word) else term(word)


def terms(text: str) -> list[str]:
    """Return the terms of a text in order, stop words and marks left out."""
    return [t for word in TOKEN.findall(text) if (t := content_term(word))]


FEW_WORDS: Final = 40  # below which nothing is said
MOST_WORDS: Final = 1500  # that are looked at
SMALL_SHARE: Final = 0.12  # of the words; English prose has a third or more, tables a fifth
LOWER_SHARE: Final = 0.25  # of those that are no names: minutes and lists have little else
LEAST_SMALL: Final = 5  # words, which names alone hardly have
ALSO_FOREIGN: Final = frozenset("a an as at in me no on so us we am do he i".split())


def is_english(text: str) -> bool:
    """Say whether a text is in English, or too short to tell."""
    found = (match[0] for match in TOKEN.finditer(text))
    words = list(islice((word for word in found if word[0].isalpha()), MOST_WORDS))
    if len(words) < FEW_WORDS:
        return sum(not word.isascii() for word in words) <= len(words) / 2
    small = sum(is_stop(word) and word.lower() not in ALSO_FOREIGN for word in words)
    if small >= SMALL_SHARE * len(words):
        return True
    lower = sum(not word[0].isupper() or is_stop(word) for word in words)
    return small >= LEAST_SMALL and small >= LOWER_SHARE * lower

"""The phrases that are known of each language, and which language a question is in."""

from __future__ import annotations

import gettext
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from bot.files import read_table
from bot.text.words import STOP, is_common

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

LANGUAGES: Final = ("vi", "th", "id")  # that questions are understood in
NESTED: Final = ("asks", "roles")
PLAIN: Final = (
    "next", "latest", "first", "countries", "bodies", "people", "talk", "reports", "events", "drop",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Phrase:
    """What a phrase says: tags such as `who` or `chair`, and its English; "" is left out."""

    tags: frozenset[str]
    english: str


@dataclass(frozen=True, slots=True)
class PhraseTable:
    """The phrases of a language.

    Attributes:
        phrases: by their text as `plain` has it, with diacritics.
        pattern: finds them, the longest first.
        bare: the same phrases without diacritics; None where the language has none to leave out.
        bare_pattern: finds those.
        ordinal: finds "the 6th"; its group is the number.
        month: finds a month by its number; None where months have names only.
        spaced: whether spaces part the words.
        small: words by which the language is known, beside those of phrases that ask.
    """

    phrases: Mapping[str, Phrase]
    pattern: re.Pattern[str]
    bare: Mapping[str, Phrase] | None
    bare_pattern: re.Pattern[str] | None
    ordinal: re.Pattern[str]
    month: re.Pattern[str] | None
    spaced: bool
    small: frozenset[str]

    @property
    def words(self) -> frozenset[str]:
        """Return the single words of all phrases that ask or are small, not those for things."""
        held = [text for text, phrase in self.phrases.items() if phrase.tags - {"events"}]
        return self.small | {word for text in held for word in text.split()}


def plain(text: str) -> str:
    """Return the text in lower case, as long as before."""
    return "".join(low if len(low := c.lower()) == 1 else c for c in text)


def without_marks(text: str) -> str:
    """Return the text without diacritics, as long as before where it is composed (NFC)."""
    return "".join(_bare(c) for c in text)


def _bare(character: str) -> str:
    if character in "đĐ":
        return "d" if character == "đ" else "D"
    first = unicodedata.normalize("NFD", character)[:1]
    return first if first.isascii() else character


@lru_cache(maxsize=len(LANGUAGES))
def table(language: str) -> PhraseTable:
    """Return the table of one of `LANGUAGES`."""
    read = read_yaml(language)
    phrases = dict(_countries(language))
    last = frozenset(map(str.strip, read.get("last", "").split(",")))
    asking = ((text, Phrase(frozenset({"yes_no"}), "")) for text in sorted(last) if text)
    for text, phrase in (*asking, *_phrases(read)):
        known = phrases.get(text)
        tags = phrase.tags | known.tags if known and known.tags else phrase.tags
        phrases[text] = Phrase(tags, phrase.english or (known.english if known else ""))
    spaced = read.get("spaced") != "false"
    suffix = read.get("suffix")
    bare = None
    if language == "vi":
        bare = {without_marks(t): p for t, p in reversed(phrases.items()) if _is_safe(t, p)}
    return PhraseTable(
        phrases, _pattern(phrases, suffix, last, spaced=spaced),
        bare, _pattern(bare, suffix, last, spaced=spaced) if bare else None,
        re.compile(read["ordinal"], re.IGNORECASE),
        re.compile(read["month"], re.IGNORECASE) if "month" in read else None, spaced,
        frozenset(read.get("small", "").replace(",", " ").split()),
    )  # fmt: skip


def read_yaml(name: str) -> dict[str, Any]:
    """Return what a file of this folder says, all values as text."""
    return read_table("bot.answering.foreign", name)


def _phrases(read: dict[str, Any]) -> Iterator[tuple[str, Phrase]]:
    groups = [(tag, said) for name in NESTED for tag, said in read[name].items()]
    groups += [(name, read[name]) for name in PLAIN]
    for tag, said in groups:
        for text in filter(None, map(str.strip, said.split(","))):
            yield plain(unicodedata.normalize("NFC", text)), Phrase(frozenset({tag}), "")
    for text, english in read["words"].items():
        yield plain(unicodedata.normalize("NFC", text)), Phrase(frozenset(), english)


def _countries(language: str) -> Iterator[tuple[str, Phrase]]:
    """Yield the countries' names in a language, as pycountry translates them."""
    import pycountry  # noqa: PLC0415 - its data load only when they are needed

    names = gettext.translation(
        "iso3166-1", pycountry.LOCALES_DIR, languages=[language], fallback=True
    )
    for country in pycountry.countries:
        for attribute in ("name", "common_name"):
            english = getattr(country, attribute, None)
            local = names.gettext(english) if english else ""
            if local and local != english and "," not in local:
                short = str(getattr(country, "common_name", country.name)).partition(",")[0]
                yield plain(unicodedata.normalize("NFC", local)), Phrase(frozenset(), short)


# Where a Thai word may begin and end: a vowel that is written before its consonant goes on with it,
# and so do the vowels and tones after, above and below one.
BEGINS: Final = r"(?<![\u0e40-\u0e44])"
ENDS: Final = r"(?![\u0e30-\u0e3a\u0e45\u0e47-\u0e4e])"


def _is_safe(text: str, phrase: Phrase) -> bool:
    """Say whether a phrase is told from English without diacritics too: not "anh" or "nga"."""
    return bool(phrase.tags) or " " in text or len(text) > 3 or phrase.english.islower()


def _pattern(
    phrases: Mapping[str, Phrase], suffix: str | None, last: frozenset[str], *, spaced: bool
) -> re.Pattern[str]:
    longest = sorted(phrases, key=len, reverse=True)
    said = "|".join(
        r"\s+".join(map(re.escape, text.split())) + (r"(?=\W*$)" if text in last else "")
        for text in longest
    )
    if not spaced:
        return re.compile(f"{BEGINS}({said}){ENDS}")
    ending = rf"(?:(?<=\w{{3}})(?:{suffix}))?" if suffix else ""  # "Kenya" is no "ke" with "nya"
    return re.compile(rf"(?<![\w-])({said}){ending}(?!\w|-\w)")


WORD: Final = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
LEAST: Final = 2  # small words of a language
SHORT: Final = 6  # words of a question that the word that begins it may show the language of
AND: Final = frozenset("und et y e i".split())
OTHERS: Final = frozenset(
    "a an as at in me no on so do he i was am de war".split()
)  # of others too
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
    words = [plain(word) for word in WORD.findall(typed) if shouted or not _is_short(word)]
    if ASKING & set(words):
        return None
    if script is not None:
        return None if OTHER.search(plain(typed)) else script
    return _by_words(words) or _by_asking(typed)


def _is_short(word: str) -> bool:
    """Say whether a word is an abbreviation: "WHO", but not "O que"."""
    return len(word) > 1 and word.isupper()


def _by_asking(typed: str) -> str | None:
    """Return the language of the word that begins a short question: "wer leitete Koper?".

    None where a further word is English, or common in it. Names, with a capital, may be of any
    language.
    """
    words = WORD.findall(typed)
    if words and plain(words[0]) in AND:
        words = words[1:]
    first, *others = words or [""]
    known: dict[str, dict[str, str]] = read_yaml("profiles")
    codes = [c for c, said in known["asking"].items() if plain(first) in said.split()]
    if not others or len(others) >= SHORT or not codes:
        return None
    said = {code: frozenset(known["small"][code].split()) for code in codes}
    small = [word for word in others if word.islower()]
    best = max(codes, key=lambda code: sum(map(said[code].__contains__, small)))
    foreign = OTHERS | said[best]
    if any(word not in foreign and (word in STOP or is_common(word)) for word in small):
        return None
    return best


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
    """Return how many words belong to Vietnamese phrases of several words, typed in ASCII.

    The names of countries don't tell, since English has some of them too: "Viet Nam".
    """
    known = table("vi")
    if known.bare is None or known.bare_pattern is None or not all(map(str.isascii, words)):
        return 0
    found = (match[1] for match in known.bare_pattern.finditer(" ".join(words)))
    telling = (text.split() for text in found if not known.bare[text].english[:1].isupper())
    return sum(len(phrase) for phrase in telling if len(phrase) > 1)


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
    found = {code: frozenset(said.split()) for code, said in read_yaml("profiles")["small"].items()}
    for code in ("vi", "id"):
        found[code] = table(code).words
    return {code: words - _shared() for code, words in found.items()}


@lru_cache(maxsize=1)
def _shared() -> frozenset[str]:
    """Return the words of the tables that may stand in a text in English."""
    return STOP | frozenset(read_yaml("profiles")["english"].split())

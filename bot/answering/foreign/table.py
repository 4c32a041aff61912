"""What is known of a language: its phrases that ask, and English words for its own."""

from __future__ import annotations

import gettext
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

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
class Table:
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
def table(language: str) -> Table:
    """Return the table of one of `LANGUAGES`."""
    read = read_yaml(language)
    phrases = dict(_countries(language))
    for text, phrase in _phrases(read):
        known = phrases.get(text)
        tags = phrase.tags | known.tags if known and known.tags else phrase.tags
        phrases[text] = Phrase(tags, phrase.english or (known.english if known else ""))
    spaced = read.get("spaced") != "false"
    suffix = read.get("suffix")
    bare = None
    if language == "vi":
        bare = {without_marks(t): p for t, p in reversed(phrases.items()) if _is_safe(t, p)}
    return Table(
        phrases, _pattern(phrases, suffix, spaced=spaced),
        bare, _pattern(bare, suffix, spaced=spaced) if bare else None,
        re.compile(read["ordinal"], re.IGNORECASE),
        re.compile(read["month"], re.IGNORECASE) if "month" in read else None, spaced,
        frozenset(read.get("small", "").replace(",", " ").split()),
    )  # fmt: skip


def read_yaml(name: str) -> dict[str, Any]:
    """Return what a file of this folder says, all values as text."""
    import yaml  # noqa: PLC0415 - most questions are in English and never need it

    text = resources.files("bot.answering.foreign").joinpath(f"{name}.yaml").read_text("utf-8")
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    found: dict[str, Any] = yaml.load(text, Loader=loader)  # noqa: S506 - it makes texts only
    return found


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


def _is_safe(text: str, phrase: Phrase) -> bool:
    """Say whether a phrase is told from English without diacritics too: not "anh" or "nga"."""
    return bool(phrase.tags) or " " in text or len(text) > 3 or phrase.english.islower()


def _pattern(phrases: Mapping[str, Phrase], suffix: str | None, *, spaced: bool) -> re.Pattern[str]:
    longest = sorted(phrases, key=len, reverse=True)
    said = "|".join(r"\s+".join(map(re.escape, text.split())) for text in longest)
    if not spaced:
        return re.compile(f"({said})")
    ending = rf"(?:(?<=\w{{3}})(?:{suffix}))?" if suffix else ""  # "Kenya" is no "ke" with "nya"
    return re.compile(rf"(?<![\w-])({said}){ending}(?!\w|-\w)")

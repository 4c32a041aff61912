"""What a key accepts: each type converts a YAML value, or says what it expected."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, NamedTuple, Protocol
from urllib.parse import urlsplit

INDEX_NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")
HOST: Final = re.compile(r"[\w.-]{1,253}(?::\d{1,5})?")
# One host or several, of which those after the first are its standbys.
DATABASE: Final = re.compile(
    r"postgresql\+psycopg://(?:[^:@/?#\s]+@)?(?:[\w.-]+|\[[\da-fA-F:]+\])(?::\d{1,5})?"
    r"(?:,(?:[\w.-]+|\[[\da-fA-F:]+\])(?::\d{1,5})?)*/[^/?#@\s]+(?:\?[^?#\s]*)?"
)
SECRET_IN_ADDRESS: Final = re.compile(r"//[^/?#@]*:[^/?#]*@|[?&](?:password|passfile)=")


class InvalidValueError(Exception):
    """The value is refused; the text is what to say after the key's name."""


class ValueType(Protocol):
    """Converts one value."""

    @property
    def expects(self) -> str:
        """Return what is expected, for messages and the reference: "a number from 0 to 1"."""

    def convert(self, value: object) -> object:
        """Return the value in its own type.

        Raises:
            InvalidValueError: the value is none of this type.
        """


def shown(value: object) -> str:
    """Return a value as a message quotes it, on one line and short."""
    match value:
        case None:
            return "nothing"
        case dict():
            return "a section"
        case list():
            return "a list"
        case _:
            return plain(json.dumps(value, ensure_ascii=False, default=str))


def plain(text: str) -> str:
    """Return the text on one line, short, and fit for any terminal."""
    text = text if len(text) <= 60 else f"{text[:56]} …"
    return "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in text)


def refusal(expected: ValueType, value: object) -> InvalidValueError:
    """Return the error that names both what was expected and what was there."""
    return InvalidValueError(f"expected {expected.expects}, got {shown(value)}")


@dataclass(frozen=True, slots=True)
class Boolean:
    """True or false; on, off, yes and no are understood."""

    @property
    def expects(self) -> str:
        """Return what is expected."""
        return "true or false"

    def convert(self, value: object) -> bool:
        """Return the truth value."""
        words = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
        if isinstance(value, str) and value.lower() in words:
            return words[value.lower()]
        if not isinstance(value, bool):
            raise refusal(self, value)
        return value


@dataclass(frozen=True, slots=True)
class Integer:
    """An integer from `low` to `high`, both included."""

    low: int
    high: int
    name: str = "an integer"
    bounded: bool = True  # the bounds help a reader

    @property
    def expects(self) -> str:
        """Return what is expected."""
        return f"{self.name} from {self.low} to {self.high}" if self.bounded else self.name

    def convert(self, value: object) -> int:
        """Return the integer."""
        if isinstance(value, bool) or not isinstance(value, int):
            raise refusal(self, value)
        if not self.low <= value <= self.high:
            raise refusal(self, value)
        return value


@dataclass(frozen=True, slots=True)
class Number:
    """A number from `low` to `high`, both included."""

    low: float
    high: float

    @property
    def expects(self) -> str:
        """Return what is expected."""
        return f"a number from {self.low:g} to {self.high:g}"

    def convert(self, value: object) -> float:
        """Return the number, as it was written; nan lies outside of every range."""
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise refusal(self, value)
        if not self.low <= value <= self.high:
            raise refusal(self, value)
        return value


@dataclass(frozen=True, slots=True)
class String:
    """One line of text."""

    name: str = "a line of text"
    longest: int = 1000

    @property
    def expects(self) -> str:
        """Return what is expected."""
        return self.name

    def convert(self, value: object) -> str:
        """Return the text without spaces around it."""
        if not isinstance(value, str) or not value.strip() or len(value) > self.longest:
            raise refusal(self, value)
        if not value.strip().isprintable():
            raise InvalidValueError(f"{shown(value)} contains a control character or a line break")
        return value.strip()


@dataclass(frozen=True, slots=True)
class FilePath:
    """A path; a relative one is taken from the config file's folder."""

    name: str = "a path"

    @property
    def expects(self) -> str:
        """Return what is expected."""
        return self.name

    def convert(self, value: object) -> Path:
        """Return the path, with ~ for the home folder filled in."""
        try:
            return Path(String(self.name, 4096).convert(value)).expanduser()
        except RuntimeError:
            raise InvalidValueError(f"{shown(value)}: there is no such home folder") from None


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of a few words."""

    words: tuple[str, ...]

    @property
    def expects(self) -> str:
        """Return what is expected."""
        *others, last = self.words
        return f"{', '.join(others)} or {last}"

    def convert(self, value: object) -> str:
        """Return the word, in lower case."""
        if not isinstance(value, str) or value.lower() not in self.words:
            raise refusal(self, value)
        return value.lower()


@dataclass(frozen=True, slots=True)
class Url:
    """A web address."""

    query: bool = False  # whether it may have one

    @property
    def expects(self) -> str:
        """Return what is expected."""
        return "an address that starts with https:// or http://"

    def convert(self, value: object) -> str:
        """Return the address, without a slash at its end unless it may contain a query."""
        if not isinstance(value, str) or any(c.isspace() or not c.isprintable() for c in value):
            raise refusal(self, value)
        try:
            parts = urlsplit(value)
            sound = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
        except ValueError:
            sound = False
        if not sound:
            raise refusal(self, value)
        if parts.username or parts.fragment or (parts.query and not self.query):
            raise InvalidValueError(f"must contain no user name{'' if self.query else ', ?'} or #")
        return value if self.query else value.rstrip("/")


@dataclass(frozen=True, slots=True)
class IndexName:
    """What the names of an engine's indexes may begin with."""

    @property
    def expects(self) -> str:
        """Return what is expected."""
        return "a word of small letters, digits and _, at most 40"

    def convert(self, value: object) -> str:
        """Return the name."""
        if not isinstance(value, str) or not INDEX_NAME.fullmatch(value):
            raise refusal(self, value)
        return value


@dataclass(frozen=True, slots=True)
class DatabaseUrl:
    """The address of a PostgreSQL database, without a password."""

    @property
    def expects(self) -> str:
        """Return what is expected."""
        return "an address such as postgresql+psycopg://user@host/database"

    def convert(self, value: object) -> str:
        """Return the address."""
        if not isinstance(value, str):
            raise refusal(self, value)
        if SECRET_IN_ADDRESS.search(value):  # which the message must not repeat
            raise InvalidValueError("no password here; set the environment variable STORE_PASSWORD")
        if not DATABASE.fullmatch(value):
            raise refusal(self, value)
        return value


@dataclass(frozen=True, slots=True)
class Nullable:
    """Another type, or null."""

    of: ValueType

    @property
    def expects(self) -> str:
        """Return what is expected."""
        return f"{self.of.expects}, or null"

    def convert(self, value: object) -> object:
        """Return what the other type makes of the value, or None."""
        return None if value is None else self.of.convert(value)


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list of one type; who validates it converts its elements, to name each that is wrong."""

    of: ValueType
    name: str

    @property
    def expects(self) -> str:
        """Return what is expected."""
        return self.name

    def convert(self, value: object) -> object:
        """Return the list itself."""
        if not isinstance(value, list):
            raise refusal(self, value)
        return value


class Source(NamedTuple):
    """A feed or sitemap: what names pages to fetch."""

    kind: Literal["feed", "sitemap"]
    url: str


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """A feed or a sitemap, named as such."""

    @property
    def expects(self) -> str:
        """Return what is expected."""
        return "feed: ADDRESS or sitemap: ADDRESS"

    def convert(self, value: object) -> Source:
        """Return the source."""
        match value:
            case {"feed": url, **more} if not more:
                return Source("feed", Url(query=True).convert(url))
            case {"sitemap": url, **more} if not more:
                return Source("sitemap", Url(query=True).convert(url))
            case _:
                raise refusal(self, value)


@dataclass(frozen=True, slots=True)
class HostName:
    """The name or address of a host, with a port or without."""

    @property
    def expects(self) -> str:
        """Return what is expected."""
        return "a host such as example.org or example.org:8080"

    def convert(self, value: object) -> str:
        """Return the host in lower case."""
        if not isinstance(value, str) or not HOST.fullmatch(value):
            raise refusal(self, value)
        return value.lower()

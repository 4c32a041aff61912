"""What a key may hold: each kind reads a YAML value, or says what it expected."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit


class RefusedError(Exception):
    """The value is refused; the text is what to say after the key's name."""


class Kind(Protocol):
    """Reads one value."""

    @property
    def says(self) -> str:
        """What is expected, for messages and the reference: "a number from 0 to 1"."""

    def read(self, value: object) -> object:
        """The value in its own type. Raises RefusedError."""


def shown(value: object) -> str:
    """A value as a message quotes it, on one line and short."""
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
    """The text on one line, short, and fit for any terminal."""
    text = text if len(text) <= 60 else f"{text[:56]} …"
    return "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in text)


def refuse(kind: Kind, value: object) -> RefusedError:
    """The refusal that names both what was expected and what was there."""
    return RefusedError(f"expected {kind.says}, got {shown(value)}")


@dataclass(frozen=True, slots=True)
class Flag:
    """True or false; on, off, yes and no are understood."""

    @property
    def says(self) -> str:
        """What is expected."""
        return "true or false"

    def read(self, value: object) -> bool:
        """The truth value."""
        words = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
        if isinstance(value, str) and value.lower() in words:
            return words[value.lower()]
        if not isinstance(value, bool):
            raise refuse(self, value)
        return value


@dataclass(frozen=True, slots=True)
class Whole:
    """An integer from `low` to `high`, both included."""

    low: int
    high: int
    name: str = "an integer"
    bounded: bool = True  # the bounds help a reader

    @property
    def says(self) -> str:
        """What is expected."""
        return f"{self.name} from {self.low} to {self.high}" if self.bounded else self.name

    def read(self, value: object) -> int:
        """The integer."""
        if isinstance(value, bool) or not isinstance(value, int):
            raise refuse(self, value)
        if not self.low <= value <= self.high:
            raise refuse(self, value)
        return value


@dataclass(frozen=True, slots=True)
class Number:
    """A number from `low` to `high`, both included."""

    low: float
    high: float

    @property
    def says(self) -> str:
        """What is expected."""
        return f"a number from {self.low:g} to {self.high:g}"

    def read(self, value: object) -> float:
        """The number, as it was written; nan lies outside of every range."""
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise refuse(self, value)
        if not self.low <= value <= self.high:
            raise refuse(self, value)
        return value


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text."""

    name: str = "a line of text"
    longest: int = 1000

    @property
    def says(self) -> str:
        """What is expected."""
        return self.name

    def read(self, value: object) -> str:
        """The text without spaces around it."""
        if not isinstance(value, str) or not value.strip() or len(value) > self.longest:
            raise refuse(self, value)
        if not value.strip().isprintable():
            raise RefusedError(f"{shown(value)} holds a control character or a line break")
        return value.strip()


@dataclass(frozen=True, slots=True)
class File:
    """A path; a relative one is taken from the config file's folder."""

    name: str = "a path"

    @property
    def says(self) -> str:
        """What is expected."""
        return self.name

    def read(self, value: object) -> Path:
        """The path, with ~ for the home folder filled in."""
        try:
            return Path(Text(self.name, 4096).read(value)).expanduser()
        except RuntimeError:
            raise RefusedError(f"{shown(value)}: there is no such home folder") from None


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few words."""

    words: tuple[str, ...]

    @property
    def says(self) -> str:
        """What is expected."""
        *others, last = self.words
        return f"{', '.join(others)} or {last}"

    def read(self, value: object) -> str:
        """The word, in lower case."""
        if not isinstance(value, str) or value.lower() not in self.words:
            raise refuse(self, value)
        return value.lower()


@dataclass(frozen=True, slots=True)
class Url:
    """A web address."""

    query: bool = False  # whether it may hold one

    @property
    def says(self) -> str:
        """What is expected."""
        return "an address that starts with https:// or http://"

    def read(self, value: object) -> str:
        """The address without a slash at its end."""
        if not isinstance(value, str) or any(c.isspace() or not c.isprintable() for c in value):
            raise refuse(self, value)
        try:
            parts = urlsplit(value)
            sound = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
        except ValueError:
            sound = False
        if not sound:
            raise refuse(self, value)
        if parts.username or parts.fragment or (parts.query and not self.query):
            raise RefusedError(f"must hold no user name{'' if self.query else ', ?'} or #")
        return value if self.query else value.rstrip("/")


@dataclass(frozen=True, slots=True)
class Optional:
    """Another kind, or null."""

    kind: Kind

    @property
    def says(self) -> str:
        """What is expected."""
        return f"{self.kind.says}, or null"

    def read(self, value: object) -> object:
        """What the kind reads, or None."""
        return None if value is None else self.kind.read(value)


@dataclass(frozen=True, slots=True)
class Several:
    """A list of one kind; the checker reads its elements, to name each that is wrong."""

    kind: Kind
    name: str

    @property
    def says(self) -> str:
        """What is expected."""
        return self.name

    def read(self, value: object) -> object:
        """The list itself."""
        if not isinstance(value, list):
            raise refuse(self, value)
        return value

"""The frozen values that the stages hand on: reports, passages, quotes, answers."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, Protocol, TypeAlias, TypeVar

from msgspec import Struct

T = TypeVar("T")
WORD = re.compile(r"[^\W_]{1,64}")  # as the tokens of bot.text, which part words at "_"


class Value(Struct, frozen=True, array_like=True, gc=False):
    """What never changes and never contains itself; the garbage collector needn't walk it.

    Of what is read of reports there are millions, and all threads wait while it walks.
    """


class Span(Value, frozen=True):
    """A half-open range of code points."""

    start: int
    end: int


@dataclass(frozen=True)
class Report:
    """One event report; `body` is the text that all offsets count in."""

    path: str  # relative to the corpus folder, with forward slashes
    title: str
    body: str
    date: str | None = None  # of publication, ISO 8601; not the event's
    source: str | None = None
    url: str | None = None

    @cached_property
    def digest(self) -> str:
        """Return hex SHA-256 of title and body: what a reading of this report depends on."""
        content = f"{self.title}\0{self.body}"
        return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()


class Passage(Value, frozen=True):
    """A slice of a report's body, so that a quote can't differ from its source."""

    report: Report
    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end <= len(self.report.body):
            raise ValueError(f"{self.start}:{self.end} is no slice of {self.report.path}")

    @property
    def text(self) -> str:
        """Return the passage as it is in the report."""
        return self.report.body[self.start : self.end]

    @property
    def key(self) -> str:
        """Return twelve hex digits that name this slice of this content, in any process."""
        content = f"{self.report.digest}:{self.start}:{self.end}"
        return hashlib.sha256(content.encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Job:
    """A report that is to be read for a publication; `file` is the SHA-256 of its file."""

    number: int
    path: str
    file: str


@dataclass(frozen=True, slots=True)
class JobDone:
    """What came of it: the packed sheet, which is empty where whoever publishes read it itself.

    Else the reason why there is none.
    """

    path: str
    sheet: bytes | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class JobsLeft:
    """Whether there are jobs still, and how many other workers have claimed some of them."""

    jobs: bool
    workers: int


@dataclass(frozen=True, slots=True)
class Quote:
    """A passage with the parts of it that answer; `highlights` count from the passage's start."""

    passage: Passage
    highlights: tuple[Span, ...] = ()

    def __post_init__(self) -> None:
        length = self.passage.end - self.passage.start
        if any(not 0 <= h.start < h.end <= length for h in self.highlights):
            raise ValueError("a highlight lies outside its quote")


@dataclass(frozen=True, slots=True)
class Scored:
    """A passage with its rank score; higher is better, comparable within one question only."""

    passage: Passage
    score: float


@dataclass(frozen=True, slots=True)
class Choice:
    """Another event that the question fits as well, with its own answer."""

    report: Report
    answer: str


Kind: TypeAlias = Literal["fact", "events", "summary", "reports", "chatter", "language"]
Outcome: TypeAlias = Literal["sure", "closest", "not_stated"]


@dataclass(frozen=True, slots=True)
class Field:
    """A line of a summary: a slot, its value, and the number of the quote that shows it."""

    name: str
    value: str
    quote: int


@dataclass(frozen=True, slots=True)
class Found:
    """An answer whose every word is in its quotes; building another kind raises ValueError.

    `verdict` is set for yes/no questions and is then the answer; `text` contains what shows it.
    """

    question: str
    text: str
    quotes: tuple[Quote, ...]
    confidence: float
    items: tuple[str, ...] = ()
    verdict: Literal["Yes", "No"] | None = None
    choices: tuple[Choice, ...] = ()
    passages: tuple[Scored, ...] = ()
    count: int | None = None  # of what is listed, where its number was asked for
    over: int | None = None  # reports that were gone through, where several may answer
    kind: Kind = "fact"
    event: Report | None = None  # that the question is about
    fields: tuple[Field, ...] = ()  # of a summary
    followed: bool = False  # the event is the one that was talked of before
    doubtful: bool = False  # by itself it may be small talk, and only seem to be a follow-up
    slot: str | None = None  # of the event's sheet that was asked for
    language: str | None = None  # of the question, where it isn't English
    counts: Literal["people", "countries"] | None = None  # what a number in that language counts

    def __post_init__(self) -> None:
        if not self.quotes:
            raise ValueError("an answer needs a quote")
        said = {word for quote in self.quotes for word in WORD.findall(quote.passage.text)}
        given = [word for part in (self.text, *self.items) for word in WORD.findall(part)]
        missing = [word for word in given if word not in said]
        if missing:
            raise ValueError(f"not in the quoted passages: {missing}")

    @property
    def answer(self) -> str:
        """Return the short answer that a person reads first."""
        if self.count is not None:
            return str(self.count)
        return self.verdict or self.text

    @property
    def outcome(self) -> Outcome:
        """Return "sure": what is less likely is withheld."""
        return "sure"


Silence: TypeAlias = Literal[
    "not_stated",
    "closest",  # likely enough to show the passage, not to answer
    "unknown_event",  # one is named that no report has
    "no_question",
    "too_long",
    "no_reports",
    "took_long",
    "language",
    "chatter",
    "reports",  # about what is indexed
]


@dataclass(frozen=True, slots=True)
class Silent:
    """The reports don't say, or the question can't be looked up; `why` tells which."""

    question: str
    confidence: float = 0.0  # of the best answer that was withheld
    why: Silence = "not_stated"
    asked: str | None = None  # the question as a clause: "who closed the planning session"
    passages: tuple[Scored, ...] = ()
    kind: Kind = "fact"
    event: Report | None = None  # that the question is about
    choices: tuple[Choice, ...] = ()  # the events that the question fits equally
    followed: bool = False  # the event is the one that was talked of before
    doubtful: bool = False  # by itself it may be small talk, and only seem to be a follow-up
    slot: str | None = None  # of the event's sheet that was asked for
    language: str | None = None  # of the question, where it isn't English

    @property
    def outcome(self) -> Outcome:
        """Return "closest" where the first of the passages may answer, else "not_stated"."""
        return "closest" if self.why == "closest" else "not_stated"


Answer: TypeAlias = Found | Silent


@dataclass(frozen=True, slots=True)
class Turn:
    """What a follow-up refers to: the question before it and the report that answered it."""

    question: str
    report: str | None = None  # path
    start: int | None = None  # of the passage that answered it, in that report's body
    answer: str | None = None  # what it was answered with, whom "she" may mean


@dataclass(frozen=True, slots=True)
class Problem:
    """A file that could not be read, and why."""

    path: str
    reason: str
    line: int | None = None

    def __str__(self) -> str:
        where = f"{self.path}, line {self.line}" if self.line else self.path
        return f"{where}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Changes:
    """What a reload brought, as paths in the order of the corpus."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    reports: int = 0
    passages: int = 0
    seconds: float = field(default=0.0, compare=False)


class Progress(Protocol):
    """Gives things one after another, and may tell somebody how far that has come."""

    def __call__(self, things: Sequence[T], what: str, /) -> Iterable[T]:
        """Return the things in their order; `what` names them: "reports"."""
        ...


def no_progress(things: Sequence[T], _what: str, /) -> Iterable[T]:
    """Return the things and say nothing of it."""
    return things

"""The YAML head of a report: title, date, source, url.

Read from the parser's events, for these build no objects: tags, alias bombs and deep nesting do
nothing, whereas composing a deep document would overflow libyaml's C stack.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import yaml

LOADER: Final = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
OPENING: Final = re.compile(r"---[ \t]*\n")
# A word after the dashes names the part that begins there: "--- abstract".
CLOSING: Final = re.compile(
    r"^(?:(?:---|\.\.\.)[ \t]*|---[ \t]+(?P<part>[a-z][\w-]{0,30})[ \t]*)$", re.MULTILINE
)
KEY: Final = re.compile(r"[\"']?\w[\w -]{0,60}[\"']?[ \t]{0,9}:")
BEFORE_KEY: Final = re.compile(r"(?:[ \t]*(?:#[^\n]*)?\n)*")  # blank lines and comments
MAX_LENGTH: Final = 64 * 1024
MAX_DEPTH: Final = 20
NO_MAPPING: Final = "the front matter holds no `key: value` lines"


class FrontMatterError(ValueError):
    """The front matter can't be read; `line` counts from 1 in the file."""

    def __init__(self, reason: str, line: int) -> None:
        super().__init__(reason)
        self.line = line


@dataclass(frozen=True, slots=True)
class Entry:
    """A value as it is written, and the line in the file that it stands in, from 1."""

    value: str
    line: int


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The plain `key: value` pairs of the head, and the offset at which the body starts."""

    entries: dict[str, Entry]
    body_start: int


def read_front_matter(text: str) -> FrontMatter:
    """Return the head of a report; without one, no entries and a body that starts at 0.

    Three dashes that no key follows are a rule, not a head, and all of it is text. Raises
    FrontMatterError where a head is opened and can't be read.
    """
    none = FrontMatter({}, 0)
    opening = OPENING.match(text)
    if opening is None:
        return none
    closing = CLOSING.search(text, opening.end())
    if closing is None:
        if KEY.match(text, opening.end()):
            raise FrontMatterError("the front matter has no closing line of three dashes", 1)
        return none
    if closing.start() > MAX_LENGTH:
        raise FrontMatterError(f"the front matter is over {MAX_LENGTH // 1024} KB", 1)
    head = text[opening.end() : closing.start()]
    if not _is_mapping(head):
        return none
    end = min(closing.end() + 1, len(text))
    if closing["part"] is None:
        return FrontMatter(_entries(head), end)
    try:
        return FrontMatter(_entries(head), end)
    except FrontMatterError:
        return none


def _is_mapping(head: str) -> bool:
    """Whether a head is meant as YAML: its first line has a key, or it holds nothing at all."""
    start = BEFORE_KEY.match(head)
    first = start.end() if start else 0
    return first == len(head) or head[first] in "{!&" or KEY.match(head, first) is not None


def _entries(head: str) -> dict[str, Entry]:
    try:
        scalars = list(_top_level(head))
    except yaml.YAMLError as error:
        raise FrontMatterError(_reason(error), _line(error)) from None
    pairs = zip(scalars[::2], scalars[1::2], strict=True)
    return {key.value: value for key, value in pairs}


def _top_level(head: str) -> Iterator[Entry]:
    """Yield keys and values by turns; a list or mapping as a value counts as an empty one."""
    depth = 0
    for event in yaml.parse(head, Loader=LOADER):
        line = event.start_mark.line + 2 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent):
            raise FrontMatterError("the front matter holds a YAML alias; write it out", line)
        if isinstance(event, yaml.NodeEvent) and depth == 0:
            if not isinstance(event, yaml.MappingStartEvent):
                raise FrontMatterError(NO_MAPPING, line)
        elif isinstance(event, yaml.NodeEvent) and depth == 1:
            yield Entry(event.value if isinstance(event, yaml.ScalarEvent) else "", line)
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            raise FrontMatterError("the front matter is nested too deeply", line)


def _reason(error: yaml.YAMLError) -> str:
    problem = getattr(error, "problem", None)
    detail = f" ({problem}); a value with a colon or a quote in it needs quotes" if problem else ""
    return f"the front matter is not valid YAML{detail}"


def _line(error: yaml.YAMLError) -> int:
    """Return the line to mend: for what is never closed, where it was opened."""
    context = str(getattr(error, "context", None) or "")
    opened = "quoted scalar" in context or "flow" in context
    mark = getattr(error, "context_mark" if opened else "problem_mark", None)
    return mark.line + 2 if mark else 2

"""The YAML head of a report: title, date, source, url.

Read from libyaml's events, so that neither a tag, nor an alias bomb, nor deep nesting does anything:
events build no objects, and composing a deep document overflows the C stack.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

import yaml

LOADER: Final = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
HEAD: Final = re.compile(r"---[ \t]*\n(?=\S)")
CLOSING: Final = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
MAX_HEAD: Final = 64 * 1024
MAX_DEPTH: Final = 20


class BadFrontMatter(ValueError):
    """The front matter can't be read; `line` counts from 1 in the file."""

    def __init__(self, reason: str, line: int) -> None:
        super().__init__(reason)
        self.line = line


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The plain `key: value` pairs of the head, as written, and where the body starts."""

    values: dict[str, str]
    lines: dict[str, int]
    body_start: int


def read_front_matter(text: str) -> FrontMatter:
    """The head of a report; without one, no values and a body that starts at 0.

    Raises BadFrontMatter where a head is opened and can't be read.
    """
    opening = HEAD.match(text)
    if opening is None:
        return FrontMatter({}, {}, 0)
    closing = CLOSING.search(text, opening.end())
    if closing is None:
        raise BadFrontMatter("the front matter has no closing line of three dashes", 1)
    if closing.start() > MAX_HEAD:
        raise BadFrontMatter(f"the front matter is over {MAX_HEAD // 1024} KB", 1)
    values, lines = _top_level(text[opening.end() : closing.start()])
    return FrontMatter(values, lines, min(closing.end() + 1, len(text)))


def _top_level(head: str) -> tuple[dict[str, str], dict[str, int]]:
    values: dict[str, str] = {}
    lines: dict[str, int] = {}
    depth, key = 0, None
    try:
        for event in yaml.parse(head, Loader=LOADER):
            line = event.start_mark.line + 2
            if isinstance(event, yaml.AliasEvent):
                raise BadFrontMatter(
                    "the front matter holds a YAML alias; write the value out", line
                )
            if isinstance(event, yaml.CollectionStartEvent):
                if depth == 0 and not isinstance(event, yaml.MappingStartEvent):
                    raise BadFrontMatter("the front matter is no list of `key: value` lines", line)
                depth += 1
                if depth > MAX_DEPTH:
                    raise BadFrontMatter("the front matter is nested too deeply", line)
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
                key = None if depth == 1 else key
            elif isinstance(event, yaml.ScalarEvent) and depth == 0:
                raise BadFrontMatter("the front matter is no list of `key: value` lines", line)
            elif isinstance(event, yaml.ScalarEvent) and depth == 1:
                if key is None:
                    key = event.value
                else:
                    values[key], lines[key], key = event.value, line, None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 2 if mark else 1
        raise BadFrontMatter("the front matter is not valid YAML", line) from None
    return values, lines

"""A YAML file → plain values, by YAML 1.2's rules for on, off, dates and numbers.

YAML 1.1, which PyYAML follows, reads `groups: off` as false and `22:30` as 1350. Aliases are
refused, since a few lines of them expand to gigabytes and a configuration needs none.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, NoReturn

import yaml

LARGEST = 256 * 1024
DEEPEST = 10
NEWLINE = b"\n"


class _Refused(yaml.MarkedYAMLError):
    """Valid YAML that a configuration has no use for."""


class _Loader(yaml.SafeLoader):
    depth = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        event: Any = self.peek_event()  # type: ignore[no-untyped-call]
        self.depth += 1
        if event.anchor or isinstance(event, yaml.AliasEvent):
            self.refuse("anchors and aliases are not read", event)
        elif event.tag:
            self.refuse("tags are not read", event)
        elif self.depth > DEEPEST:
            self.refuse("nested too deeply", event)
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node

    def refuse(self, problem: str, at: Any) -> NoReturn:  # noqa: ANN401 -- an event or a node
        raise _Refused(problem=problem, problem_mark=at.start_mark)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for name, _ in node.value:
            if not isinstance(name, yaml.ScalarNode):
                self.refuse("a key must be a word", name)
            if name.value in seen:
                self.refuse(f'"{name.value}" stands twice', name)
            seen.add(name.value)
        return super().construct_mapping(node, deep)


_Loader.yaml_implicit_resolvers = {}


def _resolve(tag: str, pattern: str, first: str) -> None:
    starts = [*first, ""] if tag == "null" else list(first)
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(pattern), starts)


_resolve("bool", r"^(true|True|TRUE|false|False|FALSE)$", "tTfF")
_resolve("null", r"^(~|null|Null|NULL|)$", "~nN")
_resolve("int", r"^[-+]?(0|[1-9][0-9]{0,17})$", "-+0123456789")
_resolve(
    "float",
    r"^[-+]?([0-9]+\.[0-9]*|\.[0-9]+|[0-9]+(?=[eE]))([eE][-+]?[0-9]{1,3})?$",
    "-+.0123456789",
)


def read_yaml(path: Path) -> tuple[Any, str | None]:
    """What the file holds, and the problem that kept it from being read: "line 3: …"."""
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        return None, error.strerror or "can't be read"
    if len(content) > LARGEST:
        return None, f"larger than {LARGEST // 1024} KB, which no configuration is"
    try:
        return yaml.load(content.decode("utf-8-sig"), Loader=_Loader), None  # noqa: S506 -- a SafeLoader
    except UnicodeDecodeError as error:
        return None, f"line {content[: error.start].count(NEWLINE) + 1}: not UTF-8"
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        return None, f"line {mark.line + 1 if mark else 1}: {error.problem or error.context}"
    except (yaml.YAMLError, ValueError) as error:
        return None, " ".join(str(error).split())

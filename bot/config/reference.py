"""The declared keys as config.yaml with comments, and as a table for the documentation."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

from bot.config.sections import Config, all_keys, section_of

WIDTH = 96


def as_yaml() -> str:
    """Return config.yaml: every key with its default, and what it means above it."""
    head = (
        "# Rapporteur's settings. Every key may be left out: what stands here are the defaults.\n"
        "# Relative paths are relative to this file. Secrets don't stand here: the bot's token is\n"
        "# read from TELEGRAM_BOT_TOKEN, or from the file that TELEGRAM_BOT_TOKEN_FILE names.\n"
    )
    return head + "\n".join(_section(Config, "")) + "\n"


def as_table() -> str:
    """Return the table of all keys for docs/configuration.md."""
    rows = ["| key | default | may hold | meaning |", "|---|---|---|---|"]
    for name, key in all_keys(Config).items():
        default = f"`{_written(_default(name))}`"
        rows.append(f"| `{name}` | {default} | {key.type.expects} | {key.meaning} |")
    return "\n".join(rows) + "\n"


def _section(section: type[Any], indent: str) -> Iterator[str]:
    for field in fields(section):
        if inner := section_of(field):
            if not indent:
                yield ""
            yield f"{indent}# {(inner.__doc__ or '').strip()}"
            yield f"{indent}{field.name}:"
            yield from _section(inner, f"{indent}  ")
        else:
            line = f"{indent}{field.name}: {_written(field.default)}"
            comment = f"# {field.metadata['key'].meaning}"
            beside = len(line) + len(comment) < WIDTH
            yield f"{line}  {comment}" if beside else f"{indent}{comment}\n{line}"


def _default(name: str) -> object:
    value: Any = Config()
    for part in name.split("."):
        value = getattr(value, part)
    return value


def _written(value: object) -> str:
    match value:
        case Path():
            return value.as_posix()
        case tuple():
            return json.dumps(value)
        case str():
            return value
        case _:
            return json.dumps(value)

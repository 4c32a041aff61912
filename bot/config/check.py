"""A loaded mapping → sections, with every problem noted beside its key."""

from __future__ import annotations

from dataclasses import Field, fields, is_dataclass
from difflib import get_close_matches
from typing import Any, TypeVar, cast
from urllib.parse import urlsplit

from bot.config.kinds import Kind, RefusedError, Several, plain, shown
from bot.config.sections import Config, Key

T = TypeVar("T")

SECRETS = {
    "token": "TELEGRAM_BOT_TOKEN",
    "bot_token": "TELEGRAM_BOT_TOKEN",
    "api_key": "TELEGRAM_BOT_TOKEN",
    "secret": "TELEGRAM_WEBHOOK_SECRET",
    "secret_token": "TELEGRAM_WEBHOOK_SECRET",
    "webhook_secret": "TELEGRAM_WEBHOOK_SECRET",
}


def section_of(declared: Field[Any]) -> type | None:
    """The section that a field holds, or None for a key."""
    made: object = declared.default_factory
    return made if isinstance(made, type) and is_dataclass(made) else None


def check(mapping: dict[Any, Any]) -> tuple[Config, list[str]]:
    """The configuration as far as it is sound, and each problem as "key: what is wrong"."""
    problems: list[str] = []
    config = _section(Config, mapping, "", problems)
    webhook = config.telegram.webhook
    lacking = config.telegram.mode == "webhook" and not webhook.url
    if lacking and not any(problem.startswith("telegram.webhook.url") for problem in problems):
        problems.append("telegram.webhook.url: mode webhook needs the bot's public address")
    if webhook.path and not webhook.path.startswith("/"):
        problems.append(f"telegram.webhook.path: must start with /, got {shown(webhook.path)}")
    return config, problems


def webhook_path(config: Config) -> str:
    """Where the webhook is served: its own path, or the one of its public address."""
    webhook = config.telegram.webhook
    return webhook.path or urlsplit(webhook.url or "").path or "/"


def _section(kind: type[T], mapping: dict[Any, Any], path: str, problems: list[str]) -> T:
    declared = {field.name: field for field in fields(cast("Any", kind))}
    values: dict[str, Any] = {}
    for name, value in mapping.items():
        where = f"{path}{plain(str(name))}"
        if name not in declared:
            problems.append(f"{where}: {_unknown(name, path, tuple(declared))}")
        elif inner := section_of(declared[name]):
            if value is None:  # every key of it is commented out
                continue
            if isinstance(value, dict):
                values[name] = _section(inner, value, f"{where}.", problems)
            else:
                problems.append(f"{where}: expected a section, got {shown(value)}")
        else:
            before = len(problems)
            read = _read(declared[name].metadata["key"].kind, value, where, problems)
            if len(problems) == before:
                values[name] = read
    return kind(**values)


def _read(kind: Kind, value: object, where: str, problems: list[str]) -> Any:  # noqa: ANN401 -- the kind's own type
    try:
        read = kind.read(value)
    except RefusedError as refusal:
        problems.append(f"{where}: {refusal}")
        return None
    if not isinstance(kind, Several):
        return read
    listed = enumerate(cast("list[object]", read))
    elements = [_read(kind.kind, one, f"{where}[{n}]", problems) for n, one in listed]
    return tuple(dict.fromkeys(elements))


def _unknown(name: object, path: str, known: tuple[str, ...]) -> str:
    text = str(name)
    if text in SECRETS:
        return f"secrets don't stand in the file; set the environment variable {SECRETS[text]}"
    elsewhere = [full for full in all_keys(Config) if full.rpartition(".")[2] == text]
    elsewhere.sort(key=lambda full: not full.startswith(path))
    if meant := elsewhere or get_close_matches(text.lower(), known, n=1, cutoff=0.6):
        return f'unknown key; did you mean "{meant[0]}"?'
    return f"unknown key; {path.rstrip('.') or 'the file'} has {', '.join(known)}"


def all_keys(kind: type[Any], path: str = "") -> dict[str, Key]:
    """Every key's full name, in the order of declaration, with what is declared of it."""
    keys: dict[str, Key] = {}
    for declared in fields(kind):
        if inner := section_of(declared):
            keys |= all_keys(inner, f"{path}{declared.name}.")
        else:
            keys[f"{path}{declared.name}"] = declared.metadata["key"]
    return keys

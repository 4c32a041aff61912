"""The configuration: config.yaml → one frozen `Config`, or all its problems at once.

Three steps: YAML → a mapping (at the end of this file), the mapping → sections with every problem
noted beside its key, sections → paths that are relative to the file. And secrets, from the
environment.
"""

from __future__ import annotations

import os
import re
from dataclasses import fields, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final, NamedTuple, NoReturn, TypeVar, cast
from urllib.parse import urlsplit

import yaml

from bot.config.sections import (
    AnswerSection,
    ChatSection,
    Config,
    CorpusSection,
    FetchSection,
    HttpSection,
    IndexSection,
    LimitsSection,
    LogSection,
    RateSection,
    SearchSection,
    StoreSection,
    TelegramSection,
    WebhookSection,
    all_keys,
    section_of,
)
from bot.config.value_types import (
    DatabaseUrl,
    InvalidValueError,
    ListOf,
    Source,
    ValueType,
    plain,
    shown,
)
from bot.errors import ConfigError

__all__ = [
    "AnswerSection",
    "ChatSection",
    "Config",
    "CorpusSection",
    "FetchSection",
    "HttpSection",
    "IndexSection",
    "LimitsSection",
    "LogSection",
    "RateSection",
    "SearchSection",
    "Source",
    "StoreSection",
    "TelegramSection",
    "WebhookSection",
    "database_url",
    "load_config",
    "read_config",
    "secret",
]

T = TypeVar("T")

DEFAULT: Final = Path("config.yaml")
LARGEST_CONFIG: Final = 256 * 1024
LARGEST_SECRET: Final = 64 * 1024
DEEPEST: Final = 10  # of nested sections and lists
NEWLINE: Final = b"\n"
SECRETS: Final = {
    "token": "TELEGRAM_BOT_TOKEN",
    "bot_token": "TELEGRAM_BOT_TOKEN",
    "api_key": "TELEGRAM_BOT_TOKEN",
    "secret": "TELEGRAM_WEBHOOK_SECRET",
    "secret_token": "TELEGRAM_WEBHOOK_SECRET",
    "webhook_secret": "TELEGRAM_WEBHOOK_SECRET",
    "password": "STORE_PASSWORD",
    "store_password": "STORE_PASSWORD",
}


class LoadedConfig(NamedTuple):
    """The settings, with defaults for what is refused, and the problems beside them.

    `located` is False where it isn't known which folder of reports was meant; `config` has the
    default then.
    """

    config: Config
    problems: tuple[str, ...]
    located: bool


def load_config(path: Path | None, corpus: Path | None = None) -> Config:
    """Return the settings of a file, of ./config.yaml where no file is named, or the defaults.

    Args:
        path: of the file; relative paths in it are relative to it.
        corpus: replaces corpus.path, and is relative to the working folder.

    Raises:
        ConfigError: with all problems, a line each.
    """
    loaded = read_config(path, corpus)
    if loaded.problems:
        raise ConfigError(*loaded.problems)
    return loaded.config


def read_config(path: Path | None, corpus: Path | None = None) -> LoadedConfig:
    """Return the settings as `load_config` does, but with defaults for what is refused."""
    if path is None and DEFAULT.exists():
        path = DEFAULT
    loaded = _read_file(path) if path else LoadedConfig(Config(), (), located=True)
    if corpus is None:
        return loaded
    section = replace(loaded.config.corpus, path=corpus.expanduser())
    config = replace(loaded.config, corpus=section)
    return LoadedConfig(config, loaded.problems, located=True)


def secret(name: str) -> str | None:
    """Return the value of NAME, else of the file that NAME_FILE names, stripped; None without both.

    Raises:
        ConfigError: the file can't be read.
    """
    if value := os.environ.get(name, "").strip():
        return value
    path = os.environ.get(f"{name}_FILE", "").strip()
    if not path:
        return None
    try:
        with Path(path).open("rb") as file:
            return file.read(LARGEST_SECRET).decode("utf-8-sig").strip() or None
    except OSError as error:
        raise ConfigError(f"{name}_FILE: {path}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise ConfigError(f"{name}_FILE: {path}: not a text file") from None


def database_url(value: str) -> str:
    """Return the address of a database as `store.url` takes it.

    Raises:
        ConfigError: it is none, or has a password in it.
    """
    try:
        return DatabaseUrl().convert(value)
    except InvalidValueError as refusal:
        raise ConfigError(str(refusal)) from None


def _read_file(path: Path) -> LoadedConfig:
    mapping, problem = _read_yaml(path)
    if problem is None and not isinstance(mapping, dict | None):
        problem = f"expected sections such as corpus:, got {shown(mapping)}"
    if problem:
        joint = ", " if problem.startswith("line ") else ": "
        defaults = _with_paths(Config(), path.parent)
        return LoadedConfig(defaults, (f"{path}{joint}{problem}",), located=False)
    config, problems = validate(mapping or {})
    refused = any("corpus" in problem for problem in problems)
    located = not refused or config.corpus.path != Config().corpus.path
    named = tuple(f"{path}: {problem}" for problem in problems)
    return LoadedConfig(_with_paths(config, path.parent), named, located)


def _with_paths(config: Config, folder: Path) -> Config:
    telegram = config.telegram
    webhook = replace(telegram.webhook, path=_webhook_path(config))
    return replace(
        config,
        corpus=replace(config.corpus, path=folder / config.corpus.path),
        index=replace(config.index, path=folder / config.index.path),
        store=replace(config.store, path=folder / config.store.path),
        telegram=replace(telegram, webhook=webhook),
    )


def _webhook_path(config: Config) -> str:
    """Return where the webhook is served: its own path, or the one of its public address."""
    webhook = config.telegram.webhook
    return webhook.path or urlsplit(webhook.url or "").path or "/"


def validate(mapping: dict[Any, Any]) -> tuple[Config, list[str]]:
    """Return the configuration as far as it is valid, and each problem as "key: what is wrong"."""
    problems: list[str] = []
    config = _section(Config, mapping, "", problems)
    webhook = config.telegram.webhook
    lacking = config.telegram.mode == "webhook" and not webhook.url
    if lacking and not any(problem.startswith("telegram.webhook.url") for problem in problems):
        problems.append("telegram.webhook.url: mode webhook needs the bot's public address")
    if webhook.path and not webhook.path.startswith("/"):
        problems.append(f"telegram.webhook.path: must start with /, got {shown(webhook.path)}")
    return config, problems


def _section(section: type[T], mapping: dict[Any, Any], path: str, problems: list[str]) -> T:
    """Return a section with defaults for what is refused; adds to the problems."""
    declared = {field.name: field for field in fields(cast("Any", section))}
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
            converted = _converted(declared[name].metadata["key"].type, value, where, problems)
            if len(problems) == before:
                values[name] = converted
    return section(**values)


def _converted(type_: ValueType, value: object, where: str, problems: list[str]) -> Any:  # noqa: ANN401 -- the value's own type
    try:
        converted = type_.convert(value)
    except InvalidValueError as refusal:
        problems.append(f"{where}: {refusal}")
        return None
    if not isinstance(type_, ListOf):
        return converted
    listed = enumerate(cast("list[object]", converted))
    elements = [_converted(type_.of, one, f"{where}[{n}]", problems) for n, one in listed]
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


def _read_yaml(path: Path) -> tuple[Any, str | None]:
    """Return what is in the file, and the problem that kept it from being read: "line 3: …"."""
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_CONFIG + 1)
    except OSError as error:
        return None, error.strerror or "can't be read"
    if len(content) > LARGEST_CONFIG:
        return None, f"larger than {LARGEST_CONFIG // 1024} KB, which no configuration is"
    try:
        return yaml.load(content.decode("utf-8-sig"), Loader=_Loader), None  # noqa: S506 -- a SafeLoader
    except UnicodeDecodeError as error:
        return None, f"line {content[: error.start].count(NEWLINE) + 1}: not UTF-8"
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        return None, f"line {mark.line + 1 if mark else 1}: {error.problem or error.context}"
    except (yaml.YAMLError, ValueError) as error:
        return None, " ".join(str(error).split())


class _RefusedYAMLError(yaml.MarkedYAMLError):
    """Valid YAML that a configuration has no use for."""


class _Loader(yaml.SafeLoader):
    """Reads YAML by version 1.2's rules for on, off, dates and numbers.

    YAML 1.1, which PyYAML follows, reads `groups: off` as false and `22:30` as 1350. Aliases are
    refused, since a few lines of them expand to gigabytes and a configuration needs none.
    """

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
        raise _RefusedYAMLError(problem=problem, problem_mark=at.start_mark)

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

"""Every key of config.yaml, declared once: its default, what it accepts, what it means.

Validation, config.yaml with its comments (`as_yaml`) and the table of docs/configuration.md
(`as_table`) all come from here.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import Field, dataclass, field, fields, is_dataclass
from pathlib import Path
from typing import Any, Literal, TypeVar

from bot.config.value_types import (
    Boolean,
    DatabaseUrl,
    FilePath,
    HostName,
    IndexName,
    Integer,
    ListOf,
    Nullable,
    Number,
    OneOf,
    Source,
    SourceEntry,
    String,
    Url,
    ValueType,
)

T = TypeVar("T")

USER = Integer(1, 2**52, "an integer user id", bounded=False)
CHAT = Integer(-(2**52), -1, "an integer chat id, which is negative", bounded=False)
USERS = ListOf(USER, "a list of integer user ids")
CHATS = ListOf(CHAT, "a list of integer chat ids")
HOST = String("a host name or address to listen on", 255)
PORT = Integer(1, 65535, "a port")
HOSTS = ListOf(HostName(), "a list of hosts")
URLS = ListOf(Url(), "a list of addresses that start with https:// or http://")
SOURCES = ListOf(SourceEntry(), "a list of sources, each as feed: ADDRESS or sitemap: ADDRESS")
PER_SECOND = Number(0.01, 100_000)


@dataclass(frozen=True, slots=True)
class KeyDeclaration:
    """What is declared of a key beside its default."""

    type: ValueType
    meaning: str


def key(default: T, type_: ValueType, meaning: str) -> T:
    """Return the declaration of a key: a field of a section, with what it accepts and means."""
    declared: T = field(default=default, metadata={"key": KeyDeclaration(type_, meaning)})
    return declared


@dataclass(frozen=True, slots=True)
class CorpusSection:
    """The reports."""

    path: Path = key(
        Path("corpus"), FilePath("a folder"), "the folder of reports, read recursively"
    )
    max_file_mb: float = key(5, Number(0.001, 1024), "larger files are left out, and named")
    watch: bool = key(False, Boolean(), "reload when the folder changes")


@dataclass(frozen=True, slots=True)
class FetchSection:
    """Reports from the web: what `rapporteur fetch` puts into the folder of reports."""

    sources: tuple[Source, ...] = key(
        (), SOURCES, "RSS or Atom feeds and sitemaps: `- feed: https://…` or `- sitemap: https://…`"
    )
    hosts: tuple[str, ...] = key(
        (), HOSTS, "hosts that may be called beside those of the sources; others never are"
    )
    private_hosts: tuple[str, ...] = key(
        (), HOSTS, "hosts that may lie in a private network, such as an intranet's"
    )
    pause_seconds: float = key(1, Number(0, 3600), "the least time between two calls to a host")
    timeout_seconds: float = key(30, Number(0.1, 3600), "how long a call may take in all")
    max_pages: int = key(
        1000, Integer(1, 100_000), "pages of one source; further ones are left out"
    )


@dataclass(frozen=True, slots=True)
class IndexSection:
    """Built indexes."""

    path: Path = key(Path("var/index"), FilePath("a folder"), "where built indexes are kept")


@dataclass(frozen=True, slots=True)
class SearchSection:
    """Searching in OpenSearch. Its user and password are in SEARCH_USER and SEARCH_PASSWORD."""

    urls: tuple[str, ...] = key(
        (), URLS, "the nodes of OpenSearch; none: the reports are searched in this process"
    )
    name: str = key("rapporteur", IndexName(), "what the indexes in OpenSearch begin with")
    shards: int = key(1, Integer(1, 64), "into how many parts each index is split")
    timeout: float = key(1, Number(0.1, 60), "seconds after which another node is asked")
    retries: int = key(5, Integer(0, 20), "how often a call is tried again")


@dataclass(frozen=True, slots=True)
class AnswerSection:
    """When to answer, and what to say when the reports don't."""

    max_wrong: float = key(
        0.2,
        Number(0, 1),
        "the share of given answers that may be wrong; less of it, and more are withheld",
    )
    contact: str | None = key(
        None,
        Nullable(String()),
        'a line added to "the reports don\'t say", such as whom to ask',
    )


@dataclass(frozen=True, slots=True)
class ChatSection:
    """Conversations."""

    focus_minutes: float = key(30, Number(0, 525_600), "how long a follow-up may refer back")


@dataclass(frozen=True, slots=True)
class WebhookSection:
    """For `mode: webhook`: plain HTTP behind a proxy that ends TLS."""

    url: str | None = key(
        None, Nullable(Url()), "the full public address, path included; Telegram calls it"
    )
    listen: str = key("127.0.0.1", HOST, "the address to listen on")
    port: int = key(8080, PORT, "the port to listen on")
    path: str | None = key(
        None,
        Nullable(String("a path that starts with /")),
        "the path that the proxy passes on; null: the path of `url`",
    )


@dataclass(frozen=True, slots=True)
class RateSection:
    """What the bot sends at most: the defaults are Telegram's limits."""

    total_per_second: float = key(30, PER_SECOND, "messages a second to all chats together")
    chat_per_second: float = key(1, PER_SECOND, "messages a second to one chat")
    group_per_minute: float = key(20, PER_SECOND, "messages a minute to one group")


@dataclass(frozen=True, slots=True)
class TelegramSection:
    """The bot. Its token is not set here, but in TELEGRAM_BOT_TOKEN."""

    base_url: str = key("https://api.telegram.org", Url(), "the root of the Bot API server")
    mode: Literal["polling", "webhook"] = key(
        "polling", OneOf(("polling", "webhook")), "ask Telegram for updates, or be called by it"
    )
    webhook: WebhookSection = field(default_factory=WebhookSection)
    admins: tuple[int, ...] = key((), USERS, "users who may run admin commands")
    admin_chats: tuple[int, ...] = key(
        (), CHATS, "channels and groups in which channel posts and anonymous admins are admins"
    )
    group_admins: bool = key(
        False, Boolean(), "let a group's own administrators change that group's /settings"
    )
    access: Literal["everyone", "listed"] = key(
        "everyone",
        OneOf(("everyone", "listed")),
        "whom to answer; `listed`: only these users, and the members of these chats in them",
    )
    users: tuple[int, ...] = key((), USERS, "who is answered when access is `listed`")
    chats: tuple[int, ...] = key((), CHATS, "where everybody is answered when access is `listed`")
    groups: Literal["mention", "all", "off"] = key(
        "mention",
        OneOf(("mention", "all", "off")),
        "in groups: answer what is addressed to the bot, every question, or nothing but /settings",
    )
    rate: RateSection = field(default_factory=RateSection)


@dataclass(frozen=True, slots=True)
class LimitsSection:
    """What one user may ask."""

    per_user_per_minute: int = key(
        20,
        Integer(1, 1_000_000),
        "questions a user may ask a minute; inline queries and buttons count",
    )


@dataclass(frozen=True, slots=True)
class StoreSection:
    """What the bot remembers, in one SQLite file, or of several replicas in PostgreSQL."""

    path: Path = key(Path("var/rapporteur.sqlite3"), FilePath("a file"), "the SQLite file")
    url: str | None = key(
        None,
        Nullable(DatabaseUrl()),
        "of a database instead; its password is read from STORE_PASSWORD",
    )
    keep_days: int = key(
        90, Integer(1, 36_500), "how many days questions, and former files of reports, are kept"
    )


@dataclass(frozen=True, slots=True)
class HttpSection:
    """Liveness, readiness and metrics."""

    listen: str = key("127.0.0.1", HOST, "the address to listen on")
    port: int | None = key(None, Nullable(PORT), "the port; null: off")


@dataclass(frozen=True, slots=True)
class LogSection:
    """The log, on standard error."""

    level: Literal["debug", "info", "warning", "error"] = key(
        "info", OneOf(("debug", "info", "warning", "error")), "the least that is logged"
    )
    format: Literal["text", "json"] = key(
        "text", OneOf(("text", "json")), "for people or for machines"
    )


@dataclass(frozen=True, slots=True)
class Config:
    """All settings; `Config()` has the defaults."""

    corpus: CorpusSection = field(default_factory=CorpusSection)
    fetch: FetchSection = field(default_factory=FetchSection)
    index: IndexSection = field(default_factory=IndexSection)
    search: SearchSection = field(default_factory=SearchSection)
    answer: AnswerSection = field(default_factory=AnswerSection)
    chat: ChatSection = field(default_factory=ChatSection)
    telegram: TelegramSection = field(default_factory=TelegramSection)
    limits: LimitsSection = field(default_factory=LimitsSection)
    store: StoreSection = field(default_factory=StoreSection)
    http: HttpSection = field(default_factory=HttpSection)
    log: LogSection = field(default_factory=LogSection)


def all_keys(section: type[Any], prefix: str = "") -> dict[str, KeyDeclaration]:
    """Return every key's full name, in the order of declaration, with what is declared of it."""
    keys: dict[str, KeyDeclaration] = {}
    for declared in fields(section):
        if inner := section_of(declared):
            keys |= all_keys(inner, f"{prefix}{declared.name}.")
        else:
            keys[f"{prefix}{declared.name}"] = declared.metadata["key"]
    return keys


def section_of(declared: Field[Any]) -> type | None:
    """Return the section that a field contains, or None where it is a key."""
    made: object = declared.default_factory
    return made if isinstance(made, type) and is_dataclass(made) else None


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
    rows = ["| key | default | accepts | meaning |", "|---|---|---|---|"]
    for name, key in all_keys(Config).items():
        default = f"`{_written(_default(name))}`"
        rows.append(f"| `{name}` | {default} | {key.type.expects} | {key.meaning} |")
    return "\n".join(rows) + "\n"


def _section(section: type[Any], indent: str) -> Iterator[str]:
    for declared in fields(section):
        if inner := section_of(declared):
            if not indent:
                yield ""
            yield f"{indent}# {(inner.__doc__ or '').strip()}"
            yield f"{indent}{declared.name}:"
            yield from _section(inner, f"{indent}  ")
        else:
            line = f"{indent}{declared.name}: {_written(declared.default)}"
            comment = f"# {declared.metadata['key'].meaning}"
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

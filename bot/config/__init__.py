"""The configuration: config.yaml → one frozen `Config`, or all its problems at once."""

from bot.config.load import load_config, read_config, secret
from bot.config.sections import (
    Answer,
    Chat,
    Config,
    Corpus,
    Fetch,
    Http,
    Index,
    Limits,
    Log,
    Rate,
    Search,
    Store,
    Telegram,
    Webhook,
)
from bot.config.value_types import Source

__all__ = [
    "Answer",
    "Chat",
    "Config",
    "Corpus",
    "Fetch",
    "Http",
    "Index",
    "Limits",
    "Log",
    "Rate",
    "Search",
    "Source",
    "Store",
    "Telegram",
    "Webhook",
    "load_config",
    "read_config",
    "secret",
]

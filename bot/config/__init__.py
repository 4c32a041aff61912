"""The configuration: config.yaml → one frozen `Config`, or all its problems at once."""

from bot.config.load import database_url, load_config, read_config, secret
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
)
from bot.config.value_types import Source

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

"""The stage that searches in OpenSearch: reports are published once, and many bots ask for them."""

from bot.opensearch.connection import Connection, connect
from bot.opensearch.documents import current_generation, remove_old
from bot.opensearch.library import Published, open_published
from bot.opensearch.publishing import publish

__all__ = [
    "Connection",
    "Published",
    "connect",
    "current_generation",
    "open_published",
    "publish",
    "remove_old",
]

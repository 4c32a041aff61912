"""The stage that keeps what was read and indexed, so that it is read and indexed but once."""

from bot.index_cache.indexed import IndexedCorpus, completed, no_reports, updated
from bot.index_cache.storage import keep, kept_in

__all__ = ["IndexedCorpus", "completed", "keep", "kept_in", "no_reports", "updated"]

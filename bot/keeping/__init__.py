"""The stage that keeps what was read and indexed, so that it is read and indexed but once."""

from bot.keeping.storage import IndexedCorpus, keep, kept_in
from bot.keeping.updating import completed, no_reports, updated

__all__ = ["IndexedCorpus", "completed", "keep", "kept_in", "no_reports", "updated"]

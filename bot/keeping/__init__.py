"""The stage that keeps what was read and indexed, so that it is read and indexed but once."""

from bot.keeping.folder import keep, kept_in
from bot.keeping.kept import Kept
from bot.keeping.updating import completed, no_reports, updated

__all__ = ["Kept", "completed", "keep", "kept_in", "no_reports", "updated"]

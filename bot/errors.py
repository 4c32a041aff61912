"""What can go wrong in a way that a person can fix.

    BotError
    ├── ConfigError   one line for each problem of the configuration
    ├── CorpusError   the folder of reports is missing, empty or unreadable
    ├── StoredIndexError  a kept index is torn, foreign or of another version
    ├── SearchError   the search engine can't be reached, or has no index that can be used
    ├── StoreError    the store can't be opened, read or written
    │   └── StoreUnreachableError  its server is down, frozen or cut off; later it may answer
    ├── WeightsError  the reader's weights are missing, damaged or of another version
    └── StartError    the bot can't start: no token, a wrong token, a taken port

Each is caught only at the edges (command line, Telegram). "The reports don't say" is an answer, not
an error.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import logging

LOST: Final = "lost"  # attribute of the log records about passages that are lost


class BotError(Exception):
    """A person can fix this; `problems` are lines that say what, where and what to do."""

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class ConfigError(BotError):
    """The configuration is refused; all its problems at once."""


class CorpusError(BotError):
    """No report could be read."""


class StoredIndexError(BotError):
    """A kept index can't be used; it has to be built anew."""


class SearchError(BotError):
    """The search engine can't answer now; the question may be asked again."""


class StoreError(BotError):
    """The store can't be used."""


class StoreUnreachableError(StoreError):
    """The store's server doesn't answer, or no longer leaves a chat to this process."""


class StartError(BotError):
    """The bot can't start."""


class WeightsError(BotError):
    """The reader's weights are missing, damaged, or of another version of the program."""


def lost(log: logging.Logger, report: str, passage: int | None, error: Exception) -> None:
    """Log that a passage can't be read: where it is and the kind of error, never its text.

    Args:
        log: of the module that read it.
        report: the path of its report.
        passage: its number there; None where that is the whole report.
        error: what was raised.
    """
    place = report if passage is None else f"{report}, passage {passage}"
    log.warning("%s can't be read: %s", place, type(error).__name__, extra={LOST: True})

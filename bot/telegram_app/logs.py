"""The log: one line an event on standard error, as text or JSON, without secrets or tracebacks."""

from __future__ import annotations

import json
import logging
import re
import sys
from collections.abc import Collection, Mapping
from typing import Any, Final

from bot.config import Log

TOKEN: Final = re.compile(r"\d{3,20}:[A-Za-z0-9_-]{20,100}")


class Redacting(logging.Formatter):
    """Formats a record in one line; secrets become ***."""

    def __init__(self, secrets: Collection[str], *, as_json: bool) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        self._secrets = tuple(secret for secret in secrets if secret)
        self._json = as_json

    def format(self, record: logging.LogRecord) -> str:
        """The record as a line."""
        message = record.getMessage()
        if record.exc_info and (error := record.exc_info[1]):
            message += f" ({type(error).__name__}: {error})"
        message = self._redacted(" ".join(message.splitlines()))
        if self._json:
            fields = {
                "time": self.formatTime(record),
                "level": record.levelname.lower(),
                "logger": record.name,
                "message": message,
            }
            return json.dumps(fields | self._harmless(getattr(record, "fields", {})))
        return f"{self.formatTime(record)} {record.levelname} {record.name}: {message}"

    def _harmless(self, value: Any) -> Any:  # noqa: ANN401  whatever is logged
        """The value as JSON takes it, without secrets in any text or name of it."""
        if value is None or isinstance(value, bool | int | float):
            return value
        if isinstance(value, Mapping):
            return {self._redacted(str(name)): self._harmless(v) for name, v in value.items()}
        if isinstance(value, list | tuple | set | frozenset):
            return [self._harmless(item) for item in value]
        return self._redacted(str(value))

    def _redacted(self, line: str) -> str:
        for secret in self._secrets:
            line = line.replace(secret, "***")
        return TOKEN.sub("***", line)


def event(log: logging.Logger, name: str, **fields: object) -> None:
    """Log an event at INFO: `name field=value …` as text, the fields apart as JSON."""
    said = " ".join(f"{field}={value}" for field, value in fields.items() if value is not None)
    log.info("%s %s", name, said, extra={"fields": {"event": name, **fields}})


def set_up_logging(settings: Log, secrets: Collection[str]) -> None:
    """Log to standard error; of libraries only what is wrong: httpx logs the token at INFO."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Redacting(secrets, as_json=settings.format == "json"))
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.getLogger("bot").setLevel(settings.level.upper())

"""The parameters of a call: from the address, a form, a multipart form or a JSON body."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.botapi_fake.entities import Json
from bot.botapi_fake.refusals import bad_request


@dataclass(frozen=True, slots=True)
class FilePart:
    """A file in a multipart form."""

    name: str
    data: bytes
    mime_type: str | None = None


@dataclass(frozen=True, slots=True)
class Params:
    """What a call was given; a missing parameter and an empty one are the same, as in Telegram."""

    values: Mapping[str, Any]
    files: Mapping[str, FilePart] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """The value as text, empty where there is none."""
        value = self.values.get(name)
        if value is None:
            return ""
        return value if isinstance(value, str) else json.dumps(value)

    def integer(self, name: str, default: int = 0) -> int:
        """The value as a number; what isn't one counts as 0, as in Telegram."""
        text = self.text(name).strip()
        if not text:
            return default
        try:
            return int(text)
        except ValueError:
            return 0

    def flag(self, name: str) -> bool:
        """Whether the value says yes."""
        return self.text(name).strip().lower() in ("true", "yes", "1")

    def parsed(self, name: str, what: str) -> Any:  # noqa: ANN401 - any JSON value
        """The value as JSON, None where there is none; `what` names it in a refusal."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        if not value.strip():
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise bad_request(f"can't parse {what} JSON object") from None

    def object(self, name: str, what: str) -> Json | None:
        """The value as a JSON object."""
        value = self.parsed(name, what)
        if value is not None and not isinstance(value, dict):
            raise bad_request(f"object expected as {what}")
        return value

    def array(self, name: str, what: str) -> list[Any] | None:
        """The value as a JSON array."""
        value = self.parsed(name, what)
        if value is not None and not isinstance(value, list):
            raise bad_request(f"expected an Array of {what}")
        return value

    def logged(self) -> Json:
        """The parameters as values, for the log of calls; files by name."""
        values = {name: _value(value) for name, value in self.values.items()}
        return values | {name: {"file_name": part.name} for name, part in self.files.items()}


def _value(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    if isinstance(value, str) and value[:1] in ("{", "["):
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value

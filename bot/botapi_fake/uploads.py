"""Files that people and bots sent."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from bot.botapi_fake.entities import Json

DOWNLOAD_LIMIT = 20 * 1024 * 1024
UPLOAD_LIMIT = 50 * 1024 * 1024
PHOTO_LIMIT = 10 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Upload:
    """A file's content and what its sender said about it."""

    id: str
    data: bytes
    name: str | None = None
    mime_type: str | None = None
    size: int | None = None  # as claimed, where it differs from the content's

    @property
    def unique_id(self) -> str:
        """The same for the same content, for any bot."""
        return "AgAD" + hashlib.sha256(self.data).hexdigest()[:11]

    @property
    def path(self) -> str:
        """Where `/file/bot<token>/` serves it."""
        return f"documents/{self.id}"

    def json(self) -> Json:
        """A Bot API `Document`."""
        document: Json = {
            "file_id": self.id,
            "file_unique_id": self.unique_id,
            "file_size": len(self.data) if self.size is None else self.size,
        }
        named = {"file_name": self.name, "mime_type": self.mime_type}
        return document | {key: value for key, value in named.items() if value is not None}

"""Files that people and bots sent."""

from __future__ import annotations

import hashlib
import struct
from dataclasses import dataclass

from bot.botapi_fake.entities import Json

DOWNLOAD_LIMIT = 20 * 1024 * 1024
UPLOAD_LIMIT = 50 * 1024 * 1024
PHOTO_LIMIT = 10 * 1024 * 1024
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"RIFF", b"GIF8", b"BM")


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
        """Where `/file/bot<token>/` serves it; never a name that its sender chose."""
        return f"documents/{self.id}"

    @property
    def claimed_size(self) -> int:
        """Its size in bytes, as Telegram tells it."""
        return len(self.data) if self.size is None else self.size

    def json(self) -> Json:
        """What all kinds of files show: ids and size."""
        return {
            "file_id": self.id,
            "file_unique_id": self.unique_id,
            "file_size": self.claimed_size,
        }

    def document(self) -> Json:
        """A Bot API `Document`."""
        named = {"file_name": self.name, "mime_type": self.mime_type}
        return self.json() | {key: value for key, value in named.items() if value is not None}

    def photo(self) -> list[Json]:
        """A Bot API photo: its sizes, of which there is one here."""
        width, height = _dimensions(self.data)
        return [self.json() | {"width": width, "height": height}]

    @property
    def is_picture(self) -> bool:
        """Whether it begins as pictures do."""
        return self.data.startswith(_PICTURES)


def _dimensions(data: bytes) -> tuple[int, int]:
    """Width and height in pixels of a PNG; a guess for others."""
    if data.startswith(_PICTURES[0]) and len(data) >= 24:
        width, height = struct.unpack(">II", data[16:24])
        return int(width), int(height)
    return 1280, 960

"""What is said to a person once in a while only, and what is no text at all."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from telegram import Message

OTHER_MEDIA: Final = (
    "sticker", "voice", "photo", "video", "video_note", "audio", "animation", "document",
    "location", "contact", "dice", "poll", "story",
)  # fmt: skip
PAUSE: Final = 600.0  # seconds between two such lines to one person
REMEMBERED: Final = 10_000


def is_other_media(message: Message) -> bool:
    """Whether the message is a sticker, a voice, a picture … without a text."""
    return not (message.text or message.caption) and any(
        getattr(message, kind) for kind in OTHER_MEDIA
    )


class Notices:
    """Tells a person the same thing once in a while only."""

    def __init__(self) -> None:
        self._told: OrderedDict[tuple[int, str], float] = OrderedDict()

    def due(self, person: int, what: str, at: float) -> bool:
        """Whether to tell it now; then it counts as told."""
        key = (person, what)
        if at - self._told.get(key, -PAUSE) < PAUSE:
            return False
        self._told[key] = at
        self._told.move_to_end(key)
        while len(self._told) > REMEMBERED:
            self._told.popitem(last=False)
        return True

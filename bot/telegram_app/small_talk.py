"""What is said to a bot and is no question."""

from __future__ import annotations

import re
from collections import OrderedDict
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from telegram import Message

THANKS: Final = (
    r"thanks?(?: you)?(?: so much| a lot| very much)?|thx|cheers|ok(?:ay)?|great|nice|bye|goodbye|"
    r"c[aả]m [oơ]n|ขอบคุณ(?:ครับ|ค่ะ)?|terima kasih"
)
GREETING: Final = (
    r"hi|hello|hey|good (?:morning|afternoon|evening|day)|xin ch[aà]o|สวัสดี(?:ครับ|ค่ะ)?|halo"
)
PHRASES: Final = re.compile(
    rf"(?:many |ok(?:ay)? |oh )?(?:(?P<thanks>{THANKS})|(?P<greeting>{GREETING}))"
    r"(?: there| all| everyone| bot)?[\s.!,🙏👍❤️😊]*",
    re.IGNORECASE,
)
OTHER_MEDIA: Final = (
    "sticker", "voice", "photo", "video", "video_note", "audio", "animation", "document",
    "location", "contact", "dice", "poll", "story",
)  # fmt: skip
PAUSE: Final = 600.0  # seconds between two such lines to one person
REMEMBERED: Final = 10_000


def small_talk(text: str) -> str | None:
    """What the text is where it is nothing else: "thanks" (or the like) or "greeting"."""
    found = PHRASES.fullmatch(text.strip()) if len(text) <= 60 else None
    return found.lastgroup if found else None


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

"""Everything that the page's server works with."""

from __future__ import annotations

import secrets
from collections import OrderedDict
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bot.try_page.memory import Asked, Memory

if TYPE_CHECKING:
    from bot.assistant import Assistant
    from bot.botapi_fake import FakeBotApi
    from bot.try_page.cast import Cast

MOST_POSTED: Final = 500


@dataclass(slots=True)
class Stage:
    """The chats, and what is behind them; `assistant` comes once the reports are read."""

    api: FakeBotApi
    cast: Cast
    corpus: Path
    memory: Memory
    assistant: Assistant | None = None
    run: str = field(default_factory=lambda: secrets.token_hex(8))
    posted: OrderedDict[tuple[int, int], str] = field(default_factory=OrderedDict)

    def post(self, chat_id: int, message_id: int, question: str) -> None:
        """Note what was asked for a message that inline mode posted, which the bot doesn't keep."""
        self.posted[(chat_id, message_id)] = question
        if len(self.posted) > MOST_POSTED:
            self.posted.popitem(last=False)

    def asked(self, chat_id: int, message_id: int) -> Asked | None:
        """The question that a message answers."""
        question = self.posted.get((chat_id, message_id))
        return Asked(question) if question else self.memory.asked(chat_id, message_id)

    @property
    def ready(self) -> Assistant:
        """What answers. Raises LookupError until the reports are read."""
        if self.assistant is None:
            raise LookupError("the reports are still being read")
        return self.assistant

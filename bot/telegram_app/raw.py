"""Updates as they come, before anything is known of their shape."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from bot.store import Arrival, Key

Raw = Mapping[str, Any]

KINDS: Final = (
    "message",
    "edited_message",
    "channel_post",
    "edited_channel_post",
    "inline_query",
    "callback_query",
    "my_chat_member",
    "business_message",
    "edited_business_message",
    "guest_message",
)
SLOW_COMMANDS: Final = ("/reload",)  # each its own lane, so that its chat is answered meanwhile


def arrival(raw: object, bot_id: int, now: float) -> Arrival | None:
    """The update as the inbox takes it; None where it has no usable id."""
    if not isinstance(raw, dict):
        return None
    number = raw.get("update_id")
    if not isinstance(number, int) or isinstance(number, bool) or not 0 <= number < 2**62:
        return None
    return Arrival(Key(bot_id, number), lane(raw), json.dumps(raw), now)


def lane(raw: Raw) -> str:
    """What has to be answered in order: the chat, or the person who types an inline query."""
    kind, content = body(raw)
    if kind == "inline_query":
        return f"inline {_number(content.get('from'))}"
    message = content.get("message") if kind == "callback_query" else content
    chat = _number(message.get("chat")) if isinstance(message, dict) else 0
    text = content.get("text")
    if isinstance(text, str) and text.startswith(SLOW_COMMANDS):
        return f"slow {raw.get('update_id')}"
    return f"chat {chat}" if chat else f"user {_number(content.get('from'))}"


def body(raw: Raw) -> tuple[str, Raw]:
    """The update's kind and content; of one that is not handled the kind is empty."""
    for kind in KINDS:
        if isinstance(content := raw.get(kind), dict):
            return kind, content
    return "", {}


def _number(owner: object) -> int:
    number = owner.get("id") if isinstance(owner, dict) else 0
    return number if isinstance(number, int) else 0

"""The updates that wait for a bot."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice

from bot.botapi_fake.entities import Json

KINDS = (
    "message",
    "edited_message",
    "channel_post",
    "edited_channel_post",
    "business_connection",
    "business_message",
    "edited_business_message",
    "deleted_business_messages",
    "guest_message",
    "message_reaction",
    "message_reaction_count",
    "inline_query",
    "chosen_inline_result",
    "callback_query",
    "shipping_query",
    "pre_checkout_query",
    "purchased_paid_media",
    "poll",
    "poll_answer",
    "my_chat_member",
    "chat_member",
    "chat_join_request",
    "chat_boost",
    "removed_chat_boost",
    "managed_bot",
)
_OPT_IN = ("chat_member", "message_reaction", "message_reaction_count")


@dataclass(slots=True)
class UpdateQueue:
    """Updates in order of their ids; one leaves when it is confirmed by a higher offset."""

    next_id: int = 0
    waiting: deque[tuple[int, Json]] = field(default_factory=deque)
    allowed: tuple[str, ...] = ()  # empty: Telegram's default
    confirmed: int = 0

    def wants(self, kind: str) -> bool:
        """Whether updates of this kind are kept for the bot."""
        return kind in self.allowed if self.allowed else kind not in _OPT_IN

    def allow(self, kinds: Iterable[str]) -> None:
        """Keeps only these kinds from now on; unknown ones are ignored, none means the default."""
        wanted = set(kinds)
        self.allowed = tuple(kind for kind in KINDS if kind in wanted)

    def put(self, kind: str, content: Json) -> int | None:
        """The new update's id; None where the bot doesn't want this kind."""
        return self.put_raw({kind: content}) if self.wants(kind) else None

    def put_raw(self, update: Json) -> int:
        """Queues an update of any shape, even a malformed one."""
        update_id = self.next_id
        self.next_id += 1
        self.waiting.append((update_id, {"update_id": update_id, **update}))
        return update_id

    def confirm(self, offset: int) -> None:
        """Forgets what lies before `offset`; a negative one keeps the last `-offset` only."""
        if offset < 0:
            while len(self.waiting) > -offset:
                self._forget()
        while offset > 0 and self.waiting and self.waiting[0][0] < offset:
            self._forget()

    def batch(self, limit: int) -> list[Json]:
        """The next updates; they stay until they are confirmed."""
        return [update for _, update in islice(self.waiting, limit)]

    def clear(self) -> None:
        """Drops what waits."""
        self.waiting.clear()

    def _forget(self) -> None:
        self.waiting.popleft()
        self.confirmed += 1

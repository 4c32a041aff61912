"""A call of a method: its parameters, its chat, how it is refused, and how it fails as ordered."""

from __future__ import annotations

import json
import math
import random
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from bot.trial.botapi.entities import Json
from bot.trial.botapi.objects import Chat
from bot.trial.botapi.world import Bot, World


class ApiError(Exception):
    """The answer `{"ok": false}` with its code, description and parameters."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def json(self) -> dict[str, object]:
        """Return the body of the HTTP answer."""
        body: dict[str, object] = {
            "ok": False,
            "error_code": self.code,
            "description": self.description,
        }
        if self.parameters:
            body["parameters"] = self.parameters
        return body


def bad_request(reason: str, **parameters: int) -> ApiError:
    """Return the 400 for a call that can't be carried out."""
    return ApiError(400, f"Bad Request: {reason}", **parameters)


def forbidden(reason: str) -> ApiError:
    """Return the 403 for a chat that the bot may not write to."""
    return ApiError(403, f"Forbidden: {reason}")


def conflict(reason: str) -> ApiError:
    """Return the 409 for a second receiver of updates."""
    return ApiError(409, f"Conflict: {reason}")


def too_many_requests(seconds: int) -> ApiError:
    """Return the 429 that asks to wait for `seconds`."""
    return ApiError(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)


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
        """Return the value as text, empty where there is none."""
        value = self.values.get(name)
        if value is None:
            return ""
        return value if isinstance(value, str) else json.dumps(value)

    def integer(self, name: str, default: int = 0) -> int:
        """Return the value as a number; what isn't one counts as 0, as in Telegram."""
        text = self.text(name).strip()
        if not text:
            return default
        try:
            return int(text)
        except ValueError:
            return 0

    def flag(self, name: str) -> bool:
        """Return whether the value says yes."""
        return self.text(name).strip().lower() in ("true", "yes", "1")

    def parsed(self, name: str, what: str) -> Any:  # noqa: ANN401 - any JSON value
        """Return the value as JSON, None where there is none; `what` names it in a refusal."""
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
        """Return the value as a JSON object."""
        value = self.parsed(name, what)
        if value is not None and not isinstance(value, dict):
            raise bad_request(f"object expected as {what}")
        return value

    def array(self, name: str, what: str) -> list[Any] | None:
        """Return the value as a JSON array."""
        value = self.parsed(name, what)
        if value is not None and not isinstance(value, list):
            raise bad_request(f"expected an Array of {what}")
        return value

    def logged(self) -> Json:
        """Return the parameters as values, for the log of calls; files by name."""
        values = {name: _value(value) for name, value in self.values.items()}
        return values | {name: {"file_name": part.name} for name, part in self.files.items()}


def _value(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    if isinstance(value, str) and value[:1] in ("{", "["):
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value


@dataclass(frozen=True, slots=True)
class MethodRequest:
    """Who calls, with what, in which world."""

    world: World
    bot: Bot
    params: Params

    def chat(self, name: str = "chat_id") -> Chat:
        """Return the chat that a parameter names, if the bot may look at it.

        Raises:
            ApiError: it doesn't exist for this bot, or the bot was put out of it.
        """
        wanted = self.params.text(name).strip()
        if not wanted:
            raise bad_request(f"{name} is empty")
        connection = self.params.text("business_connection_id")
        chat = self._of_business(connection, wanted) if connection else self._named(wanted)
        if chat is None:
            raise bad_request("chat not found")
        if chat.kind == "private":
            return self._reachable(chat)
        if chat.migrated_to:
            raise ApiError(
                400,
                "Bad Request: group chat was upgraded to a supergroup chat",
                migrate_to_chat_id=chat.migrated_to,
            )
        self._check_membership(chat)
        return chat

    def writable(self, name: str = "chat_id") -> Chat:
        """Return the chat, if the bot may write to it."""
        chat = self.chat(name)
        member = chat.member(self.bot.account.id)
        if chat.kind == "channel" and not (member and member.admin):
            raise bad_request("need administrator rights in the channel chat")
        if member and not member.can_send:
            raise bad_request("not enough rights to send text messages to the chat")
        return chat

    def _named(self, wanted: str) -> Chat | None:
        if wanted.startswith("@"):
            return self.world.public_chat(wanted[1:])
        try:
            chat_id = int(wanted)
        except ValueError:
            return None
        if chat_id > 0:
            return self.world.privates.get((self.bot.account.id, chat_id))
        return self.world.chats.get(chat_id)

    def _of_business(self, connection_id: str, wanted: str) -> Chat | None:
        connection = self.world.connections.get(connection_id)
        if connection is None or connection.bot_id != self.bot.account.id:
            raise bad_request("business connection not found")
        if not (connection.enabled and connection.can_reply):
            raise bad_request("BUSINESS_PEER_INVALID")
        return connection.chats.get(int(wanted)) if wanted.isdecimal() else None

    def _reachable(self, chat: Chat) -> Chat:
        if not chat.started:
            raise bad_request("chat not found")
        if chat.blocked:
            raise forbidden("bot was blocked by the user")
        return chat

    def _check_membership(self, chat: Chat) -> None:
        member = chat.member(self.bot.account.id)
        if member is None and not chat.username:
            raise bad_request("chat not found")
        if member is None or member.status == "left":
            raise forbidden(f"bot is not a member of the {chat.kind} chat")
        if member.status == "kicked":
            raise forbidden(f"bot was kicked from the {chat.kind} chat")


_REASONS = {
    401: "Unauthorized",
    404: "Not Found",
    409: "Conflict: terminated by other getUpdates request; make sure that only one bot "
    "instance is running",
    500: "Internal Server Error",
    502: "Bad Gateway",
    504: "Gateway Timeout",
}
COUNTED = ("send", "edit", "copy", "forward")
_FREE = ("sendchataction",)


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that goes wrong with a call; with `after`, once the call has had its effect."""

    kind: Literal["error", "reset", "hang", "slow", "garbage"]
    after: bool = False
    code: int = 200
    description: str = ""
    retry_after: int | None = None
    seconds: float = 0.0
    body: bytes = b""


def error(code: int, description: str | None = None, *, after: bool = False) -> Fault:
    """Return an answer with this code."""
    return Fault("error", after, code, description or _REASONS.get(code, "Bad Request"))


def flood(seconds: int) -> Fault:
    """Return a 429 that asks to wait for `seconds`."""
    return Fault("error", False, 429, f"Too Many Requests: retry after {seconds}", seconds)


def reset(*, after: bool = False) -> Fault:
    """Return a connection that breaks without an answer."""
    return Fault("reset", after)


def hang(seconds: float = 60.0, *, after: bool = False) -> Fault:
    """Return no answer for so long, then a broken connection."""
    return Fault("hang", after, seconds=seconds)


def slow(seconds: float) -> Fault:
    """Return a call that has its effect at once, and whose answer comes late."""
    return Fault("slow", True, seconds=seconds)


def garbage(body: bytes = b"<html>502 Bad Gateway</html>", code: int = 200) -> Fault:
    """Return an answer that isn't the Bot API's."""
    return Fault("garbage", False, code, body=body)


@dataclass(slots=True)
class _Rule:
    method: str
    fault: Fault
    left: int | None
    rate: float
    dice: random.Random


class Faults:
    """The faults in force."""

    def __init__(self) -> None:
        self._rules: list[_Rule] = []

    def add(self, method: str, fault: Fault, times: int | None, rate: float, seed: int) -> None:
        """Let calls of `method` (`*`: of any) fail: the next `times`, or at random for ever."""
        self._rules.append(_Rule(method.lower(), fault, times, rate, random.Random(seed)))  # noqa: S311 - repeatable, not secret

    def clear(self) -> None:
        """End all faults."""
        self._rules.clear()

    def next(self, method: str) -> Fault | None:
        """Return what goes wrong with this call, by the first rule that applies."""
        for rule in self._rules:
            if rule.method not in ("*", method) or rule.left == 0:
                continue
            if rule.dice.random() < rule.rate:
                if rule.left is not None:
                    rule.left -= 1
                return rule.fault
        return None


@dataclass(frozen=True, slots=True)
class FloodLimits:
    """How many messages a bot may send; Telegram's own figures."""

    total_per_second: int = 30
    chat_per_second: float = 1.0
    chat_burst: int = 3
    group_per_minute: int = 20


@dataclass(slots=True)
class FloodLimiter:
    """Counts what each bot sends and refuses what comes too fast."""

    limits: FloodLimits
    _sent: dict[tuple[int, str], deque[float]] = field(default_factory=dict)

    def check(self, bot_id: int, method: str, chat: str, now: float) -> None:
        """Count a call that sends or edits.

        Raises:
            ApiError: 429 with the seconds to wait; the call isn't counted then.
        """
        if not method.startswith(COUNTED) or method in _FREE:
            return
        limits = self.limits
        burst_seconds = limits.chat_burst / limits.chat_per_second
        windows = [
            ("", limits.total_per_second, 1.0),
            (f"{chat}/", limits.chat_burst, burst_seconds),
        ]
        if chat.startswith(("-", "@")):
            windows.append((f"{chat}/minute", limits.group_per_minute, 60.0))
        wait = max(self._wait((bot_id, key), most, span, now) for key, most, span in windows)
        if wait > 0:
            raise too_many_requests(math.ceil(wait))
        for key, _, _ in windows:
            self._sent[(bot_id, key)].append(now)

    def _wait(self, key: tuple[int, str], most: int, span: float, now: float) -> float:
        times = self._sent.setdefault(key, deque())
        while times and times[0] <= now - span:
            times.popleft()
        return times[0] + span - now if len(times) >= most else 0.0

"""Long polling: asks Telegram for updates as raw JSON and confirms only what is kept."""

from __future__ import annotations

import asyncio
import json
import logging
import random
import time
from typing import Any, Final

import httpx

from bot.errors import StartError, StoreError
from bot.telegram_app.intake import Intake
from bot.telegram_app.raw import KINDS

log = logging.getLogger(__name__)

LONG_POLL: Final = 25  # seconds that Telegram may hold a request open
BATCH: Final = 100
LONGEST_PAUSE: Final = 30.0


class PollError(Exception):
    """A poll brought nothing; `pause` is what Telegram asks to wait, in seconds."""

    def __init__(self, reason: str, pause: float | None = None) -> None:
        super().__init__(reason)
        self.pause = pause


class Poller:
    """One poll after another; `trouble` says why the last one failed, None when it went well."""

    def __init__(self, root: str, token: str, intake: Intake) -> None:
        self.trouble: str | None = None
        self.polled: float | None = None  # when a poll last went well, monotonic
        self._url = f"{root}/bot{token}/getUpdates"
        self._intake = intake
        self._offset: int | None = None
        self._next: int | None = None

    async def run(self) -> None:
        """Poll until cancelled. Raises StartError where the token is refused."""
        failures = 0
        # A hung connection ends by its time-out, so polling can't die silently.
        timeout = httpx.Timeout(10, read=LONG_POLL + 10)
        async with httpx.AsyncClient(timeout=timeout) as client:
            while True:
                try:
                    await self._intake.accept(await self._poll(client))
                    failures = 0
                    self._well()
                except (PollError, StoreError, httpx.HTTPError) as error:
                    failures += 1
                    await asyncio.sleep(self._pause(error, failures))

    async def _poll(self, client: httpx.AsyncClient) -> list[object]:
        asked: dict[str, object] = {
            "timeout": LONG_POLL if self.trouble is None else 0,
            "limit": BATCH,
            "allowed_updates": KINDS,
        }
        if self._offset is not None:
            asked["offset"] = self._offset
        answer = await client.post(self._url, json=asked)
        updates = _result(answer)
        self._next = max((n + 1 for u in updates if (n := _number(u)) is not None), default=None)
        return updates

    def _well(self) -> None:
        self._offset = self._offset if self._next is None else self._next
        self.polled = time.monotonic()
        if self.trouble is not None:
            log.warning("Polling works again")
            self.trouble = None

    def _pause(self, error: Exception, failures: int) -> float:
        reason = str(error) or type(error).__name__
        if reason != self.trouble:
            log.warning("Polling fails: %s", reason)
        self.trouble = reason
        if isinstance(error, PollError) and error.pause is not None:
            return error.pause
        return min(LONGEST_PAUSE, 0.5 * 2.0 ** min(failures, 10)) * random.uniform(0.5, 1.0)  # noqa: S311


def _result(answer: httpx.Response) -> list[object]:
    try:
        content: Any = json.loads(answer.content)
    except ValueError:
        raise PollError(f"the Bot API server answers {answer.status_code} and no JSON") from None
    if isinstance(content, dict) and content.get("ok") and isinstance(content.get("result"), list):
        return list(content["result"])
    fields = content if isinstance(content, dict) else {}
    description = fields.get("description") or f"status {answer.status_code}"
    if answer.status_code in (401, 404):
        raise StartError(f"Telegram refuses the token ({description}); get one from @BotFather")
    if answer.status_code == 409:
        raise PollError(f"another program receives this bot's updates: {description}")
    after = (fields.get("parameters") or {}).get("retry_after")
    raise PollError(str(description), float(after) if isinstance(after, int) else None)


def _number(update: object) -> int | None:
    number = update.get("update_id") if isinstance(update, dict) else None
    return number if isinstance(number, int) else None

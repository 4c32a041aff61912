"""Long polling: asks Telegram for updates as raw JSON and confirms only what is kept."""

from __future__ import annotations

import asyncio
import json
import logging
import random
from typing import Any, Final

import httpx

from bot.errors import StartError, StoreError
from bot.telegram_app.health import Source
from bot.telegram_app.intake import Intake
from bot.telegram_app.outage import Outage, reason
from bot.telegram_app.raw import KINDS

log = logging.getLogger(__name__)

LONG_POLL: Final = 25  # seconds that Telegram may hold a request open
HUNG: Final = LONG_POLL + 15.0  # after which a poll is given up, whatever it waits for
BATCH: Final = 100
LONGEST_PAUSE: Final = 30.0


class PollError(Exception):
    """A poll brought nothing; `pause` is what Telegram asks to wait, in seconds."""

    def __init__(self, reason: str, pause: float | None = None) -> None:
        super().__init__(reason)
        self.pause = pause


class Poller:
    """One poll after another; says in `source` how it goes."""

    def __init__(
        self, root: str, token: str, intake: Intake, source: Source, hung: float = HUNG
    ) -> None:
        self._url = f"{root}/bot{token}/getUpdates"
        self._intake = intake
        self._source = source
        self._hung = hung
        self._outage = Outage(root)
        self._offset: int | None = None

    async def run(self) -> None:
        """Poll until cancelled. Raises StartError where the token is refused."""
        failures = 0
        async with httpx.AsyncClient(timeout=httpx.Timeout(10, read=LONG_POLL + 10)) as client:
            while True:
                try:
                    async with asyncio.timeout(self._hung):
                        await self._turn(client)
                    failures = 0
                except (PollError, StoreError, httpx.HTTPError, TimeoutError) as error:
                    failures += 1
                    await asyncio.sleep(self._failed(error, failures))

    async def _turn(self, client: httpx.AsyncClient) -> None:
        updates = await self._poll(client)
        await self._intake.accept(updates)
        # The next poll's offset confirms these updates: only now that they are kept.
        numbers = [n for update in updates if (n := _number(update)) is not None]
        self._offset = max(numbers) + 1 if numbers else self._offset
        self._outage.works()
        if self._source.works():
            log.info("Polling works")

    async def _poll(self, client: httpx.AsyncClient) -> list[object]:
        asked: dict[str, object] = {
            # After a failure, an answer at once tells whether it is over.
            "timeout": 0 if self._source.trouble else LONG_POLL,
            "limit": BATCH,
            "allowed_updates": KINDS,
        }
        if self._offset is not None:
            asked["offset"] = self._offset
        return _result(await client.post(self._url, json=asked))

    def _failed(self, error: Exception, failures: int) -> float:
        said = reason(error)
        new = self._source.fails(said)
        if isinstance(error, httpx.TransportError):
            self._outage.fails(error)
        elif new:
            log.warning("Polling fails: %s", said)
        if isinstance(error, PollError) and error.pause is not None:
            return error.pause
        pause = min(LONGEST_PAUSE, 0.25 * 2.0 ** min(failures, 10))
        return pause * random.uniform(0.5, 1.0)  # noqa: S311


def _result(answer: httpx.Response) -> list[object]:
    try:
        content: Any = json.loads(answer.content)
    except ValueError:
        raise PollError(f"the Bot API server answers {answer.status_code} and no JSON") from None
    fields = content if isinstance(content, dict) else {}
    if fields.get("ok") is True and isinstance(fields.get("result"), list):
        return list(fields["result"])
    description = fields.get("description") or f"status {answer.status_code}"
    if answer.status_code in (401, 404):
        raise StartError(f"Telegram refuses the token ({description}); get one from @BotFather")
    if answer.status_code == 409:
        raise PollError(f"another program receives this bot's updates ({description}); stop it")
    parameters = fields.get("parameters")
    after = parameters.get("retry_after") if isinstance(parameters, dict) else None
    raise PollError(str(description), float(after) if isinstance(after, int) else None)


def _number(update: object) -> int | None:
    number = update.get("update_id") if isinstance(update, dict) else None
    return number if isinstance(number, int) else None

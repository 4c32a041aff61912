"""How updates come in: ordered at the start, then polled or delivered to a webhook.

They are confirmed only once they are kept.
"""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
import random
import re
import time
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

import httpx
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from telegram.error import BadRequest, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.errors import StartError, StoreError
from bot.telegram_app.intake import KINDS, Intake, arrival
from bot.telegram_app.monitoring import UpdateSource

if TYPE_CHECKING:
    from starlette.requests import Request
    from telegram import Bot

    from bot.config import Config

log = logging.getLogger(__name__)

LONG_POLL: Final = 25  # seconds that Telegram may keep a request open
HUNG: Final = LONG_POLL + 15.0  # after which a poll is given up, whatever it waits for
BATCH: Final = 100
LONGEST_PAUSE: Final = 30.0
AGAIN: Final = 60.0  # seconds until an outage is logged again; each time twice as long
SELDOM: Final = 3600.0
INTERNAL: Final = re.compile(r"^(?:httpx\.\w+: )?(?:\[Errno -?\d+\] )?")
LARGEST_UPDATE: Final = 1_000_000  # bytes; Telegram's are far smaller
SECRET_HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  a name, no secret
REFUSED: Final = "Telegram refuses the token; get one from @BotFather"


class PollError(Exception):
    """A poll brought nothing; `pause` is what Telegram asks to wait, in seconds."""

    def __init__(self, reason: str, pause: float | None = None) -> None:
        super().__init__(reason)
        self.pause = pause


class Poller:
    """One poll after another; says in `source` how it goes."""

    def __init__(
        self, root: str, token: str, intake: Intake, source: UpdateSource, hung: float = HUNG
    ) -> None:
        self._url = f"{root}/bot{token}/getUpdates"
        self._intake = intake
        self._source = source
        self._hung = hung
        self._outage = Outage(root)
        self._offset: int | None = None

    async def run(self) -> None:
        """Poll until cancelled.

        Raises:
            StartError: the token is refused.
        """
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


def webhook_app(path: str, secret: str, intake: Intake, bot_id: int) -> Starlette:
    """Return what takes updates in at `path`.

    Telegram delivers again what is not answered with 200.
    """

    async def receive(request: Request) -> Response:
        shown = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(shown.encode(), secret.encode()):
            return PlainTextResponse("wrong secret\n", 403)
        raw = await _update(request)
        if arrival(raw, bot_id, 0.0) is None:
            return PlainTextResponse("no update\n", 400)
        try:
            await intake.accept([raw])
        except StoreError:
            return PlainTextResponse("later\n", 503)
        return Response(status_code=200)

    return Starlette(routes=[Route(path, receive, methods=["POST"])])


async def _update(request: Request) -> object:
    """Return what the body contains; None where it is no JSON or far too large."""
    content = bytearray()
    async for chunk in request.stream():
        content += chunk
        if len(content) > LARGEST_UPDATE:
            return None
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        return None


class Outage:
    """One server's failures, said in the log; `works` ends them."""

    def __init__(self, root: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._server = urlsplit(root).netloc or root
        self._clock = clock
        self._next = 0.0
        self._pause = 0.0  # 0: nothing is said yet

    def fails(self, error: Exception) -> None:
        """Note a failure, and log it where that is due."""
        now = self._clock()
        if self._pause and now < self._next:
            return
        more = " still" if self._pause else ""
        self._pause = min(SELDOM, self._pause * 2) or AGAIN
        self._next = now + self._pause
        log.warning("%s%s can't be reached, trying again: %s", self._server, more, reason(error))

    def works(self) -> None:
        """Take the next failure for a new one."""
        self._pause = 0.0


def reason(error: Exception) -> str:
    """Return what an error says, without the names that only a programmer knows."""
    return INTERNAL.sub("", " ".join(str(error).split())) or type(error).__name__


async def until_reached(call: Callable[[], Awaitable[None]], outage: Outage) -> None:
    """Call, and while the server is down, wait for it.

    Raises:
        StartError: the server refuses.
    """
    failures = 0
    while True:
        try:
            await call()
        except InvalidToken:  # whose text contains the token
            raise StartError(REFUSED) from None
        except BadRequest as error:
            raise StartError(f"The Bot API server refuses to start the bot: {error}") from None
        except (NetworkError, RetryAfter) as error:
            outage.fails(error)
            await asyncio.sleep(min(10.0, 0.5 * 2.0 ** min(failures, 10)))
            failures += 1
        except TelegramError as error:
            raise StartError(f"The Bot API server refuses to start the bot: {error}") from None
        else:
            return


async def order_updates(config: Config, bot: Bot, secret: str | None) -> None:
    """Say how the bot wants its updates, now that it can take them; what waits there is kept."""
    if config.telegram.mode == "polling":
        await bot.delete_webhook()
    else:
        webhook = config.telegram.webhook
        await bot.set_webhook(webhook.url or "", allowed_updates=KINDS, secret_token=secret)

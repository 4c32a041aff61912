"""The Telegram application: updates in, replies out, nothing lost between."""

from __future__ import annotations

import asyncio
import logging
import os
import re
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from bot.assistant import Assistant
    from bot.config import Config

LONG = ("worker", "apart")  # how the names of threads begin that may work for long


def run(
    config: Config,
    make_assistant: Callable[[Config], Assistant] | None = None,
    token: str | None = None,
) -> int:
    """Run the bot until it is stopped; return the exit status.

    `make_assistant` reads the reports, slowly; without it, as `bot.assistant.Assistant` does.
    With `token`, for polling, nothing is taken from the environment.

    Raises:
        ConfigError: the configuration is wrong.
        StartError: Telegram or the system refuses the start.
        StoreError: the store can't be used.
    """
    # The library gives durations as timedelta only where this is set, and warns where it is not.
    os.environ.setdefault("PTB_TIMEDELTA", "true")
    from bot.assistant import Assistant  # noqa: PLC0415
    from bot.telegram_app.monitoring import set_up_logging  # noqa: PLC0415  after the variable
    from bot.telegram_app.running import Secrets, run_bot  # noqa: PLC0415

    secrets = Secrets(token, None) if token else Secrets(*_secrets(config))
    set_up_logging(config.log, [secrets.token, secrets.webhook or "", _password(config)])
    asyncio.run(_ended(run_bot(config, secrets, make_assistant or Assistant)))
    return 0


async def _ended(life: Coroutine[None, None, None]) -> None:
    """Run the bot to its end, without waiting for a reload or an answer that still runs then."""
    await life
    await asyncio.sleep(0.1)  # in which idle threads end by themselves
    if any(thread.name.startswith(LONG) for thread in threading.enumerate()):
        logging.shutdown()
        os._exit(0)  # the interpreter would wait for the thread; all that matters is stored


def _password(config: Config) -> str:
    from bot.config import secret  # noqa: PLC0415

    return (secret("STORE_PASSWORD") if config.store.url else None) or ""


def _secrets(config: Config) -> tuple[str, str | None]:
    from bot.config import secret  # noqa: PLC0415
    from bot.errors import StartError  # noqa: PLC0415

    token = secret("TELEGRAM_BOT_TOKEN")
    if not token:
        raise StartError(
            "TELEGRAM_BOT_TOKEN is not set; talk to @BotFather in Telegram to get a token"
        )
    webhook = secret("TELEGRAM_WEBHOOK_SECRET")
    if config.telegram.mode == "webhook" and not re.fullmatch(
        r"[A-Za-z0-9_-]{1,256}", webhook or ""
    ):
        raise StartError(
            "TELEGRAM_WEBHOOK_SECRET: webhook mode needs a secret of 1 to 256 letters, digits, "
            "_ and -; any long random one will do"
        )
    return token, webhook

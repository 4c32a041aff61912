"""The Telegram application: updates in, replies out, nothing lost between."""

from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.config import Config


def run(config: Config) -> int:
    """Run the bot until it is told to stop; the exit status.

    Raises ConfigError, StartError or StoreError with lines that an operator can act on.
    """
    # The library returns durations as timedelta only where this is set before it is imported.
    os.environ.setdefault("PTB_TIMEDELTA", "true")
    from bot.config import secret  # noqa: PLC0415
    from bot.errors import StartError  # noqa: PLC0415
    from bot.telegram_app.logs import set_up_logging  # noqa: PLC0415
    from bot.telegram_app.running import run_bot  # noqa: PLC0415

    token = secret("TELEGRAM_BOT_TOKEN")
    if not token:
        raise StartError(
            "TELEGRAM_BOT_TOKEN is not set; talk to @BotFather in Telegram to get a token"
        )
    set_up_logging(config.log, [token])
    asyncio.run(run_bot(config, token))
    return 0

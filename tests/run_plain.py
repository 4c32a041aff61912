"""Starts the bot as `rapporteur run` does, but with the assistant of tests/plain_assistant.py."""

import sys
from pathlib import Path

from plain_assistant import PlainAssistant

from bot.config import load_config
from bot.errors import BotError
from bot.telegram_app import run

if __name__ == "__main__":
    try:
        sys.exit(run(load_config(Path(sys.argv[-1]), None), PlainAssistant))
    except BotError as error:
        sys.exit("\n".join(error.problems))

"""Starts the bot as `rapporteur run` does, but with the assistant of tests/plain_assistant.py."""

import sys
from pathlib import Path

from plain_assistant import PlainAssistant

from bot.config import load_config
from bot.telegram_app import run

if __name__ == "__main__":
    sys.exit(run(load_config(Path(sys.argv[-1]), None), PlainAssistant))

"""Starts what `rapporteur try` starts, but with the assistant of tests/plain_assistant.py."""

import sys
from dataclasses import replace
from pathlib import Path

import click
from plain_assistant import PlainAssistant

from bot.config import LimitsSection, RateSection, load_config
from bot.trial.page import run


def hurried(config):
    """The configuration without limits that a test would have to wait for."""
    rate = RateSection(10_000, 10_000, 10_000)
    telegram = replace(config.telegram, rate=rate)
    return replace(config, telegram=telegram, limits=LimitsSection(10_000))


if __name__ == "__main__":
    settings = hurried(load_config(None, Path(sys.argv[-1])))
    sys.exit(run(settings, PlainAssistant, click.echo))

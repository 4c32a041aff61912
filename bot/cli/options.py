"""What every command takes: the configuration and the folder of reports."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from bot.cli.progress import quietly

if TYPE_CHECKING:
    from bot.assistant import Assistant
    from bot.config import Config

R = TypeVar("R")
FILE = click.Path(path_type=Path)


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the configuration and the reports are, as given on the command line."""

    config: Path | None
    corpus: Path | None

    def load(self) -> Config:
        """The configuration. Raises ConfigError."""
        from bot.config import load_config

        return load_config(self.config, self.corpus)

    def open(self) -> Assistant:
        """What answers questions. Raises ConfigError, or CorpusError where nothing can be read."""
        from bot.assistant import Assistant

        return Assistant(self.load(), must_read=True, through=quietly)


def settings(command: Callable[..., R]) -> Callable[..., R]:
    """Give a command the options --config and --corpus, and hand it them as `Settings`."""

    @click.option("--config", metavar="FILE", type=FILE, help="Settings [default: config.yaml]")
    @click.option("--corpus", metavar="DIR", type=FILE, help="Folder of reports")
    @wraps(command)
    def with_settings(*, config: Path | None, corpus: Path | None, **more: object) -> R:
        return command(Settings(config, corpus), **more)

    return with_settings


def clean(question: str) -> str:
    """The question without halves of characters: bytes of an argument that are no text."""
    return question.encode("utf-8", "replace").decode("utf-8")

"""What commands share: the options --config and --corpus, clean questions, JSON as output."""

from __future__ import annotations

import json
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
class CommonOptions:
    """Where the configuration and the reports are, as given on the command line."""

    config: Path | None
    corpus: Path | None

    def load(self) -> Config:
        """Return the configuration.

        Raises:
            ConfigError: with all its problems.
        """
        from bot.config import load_config

        return load_config(self.config, self.corpus)

    def open(self) -> Assistant:
        """Return what answers questions.

        Raises:
            ConfigError: with all problems of the configuration.
            CorpusError: no report can be read.
        """
        from bot.assistant import Assistant

        return Assistant(self.load(), must_read=True, through=quietly)


def common_options(command: Callable[..., R]) -> Callable[..., R]:
    """Return the command with --config and --corpus, which it gets as `CommonOptions`."""

    @click.option("--config", metavar="FILE", type=FILE, help="Settings [default: config.yaml]")
    @click.option("--corpus", metavar="DIR", type=FILE, help="Folder of reports")
    @wraps(command)
    def with_options(*, config: Path | None, corpus: Path | None, **more: object) -> R:
        return command(CommonOptions(config, corpus), **more)

    return with_options


def clean(question: str) -> str:
    """Return the question without halves of characters: bytes of an argument that are no text."""
    return question.encode("utf-8", "replace").decode("utf-8")


def print_json(value: object) -> None:
    """Print a value as one line of UTF-8, whatever the terminal's encoding is."""
    click.echo(json.dumps(value, ensure_ascii=False).encode("utf-8"))

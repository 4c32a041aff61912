"""config.yaml → Config."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from bot.config.check import check, webhook_path
from bot.config.kinds import shown
from bot.config.sections import Config
from bot.config.yaml_file import read_yaml
from bot.errors import ConfigError

DEFAULT = Path("config.yaml")


class Read(NamedTuple):
    """The settings, with defaults for what is refused, and the problems beside them.

    `located` is False where it isn't known which folder of reports was meant: the default stands
    in for it.
    """

    config: Config
    problems: tuple[str, ...]
    located: bool


def load_config(path: Path | None, corpus: Path | None = None) -> Config:
    """The settings of a file, of ./config.yaml where no file is named, or the defaults.

    Relative paths are relative to the file; `corpus` stands in for corpus.path and is relative to
    the working folder. Raises ConfigError with all problems, a line each.
    """
    read = read_config(path, corpus)
    if read.problems:
        raise ConfigError(*read.problems)
    return read.config


def read_config(path: Path | None, corpus: Path | None = None) -> Read:
    """As `load_config`, but with defaults for what is refused."""
    if path is None and DEFAULT.exists():
        path = DEFAULT
    read = _read(path) if path else Read(Config(), (), located=True)
    if corpus is None:
        return read
    config = replace(read.config, corpus=replace(read.config.corpus, path=corpus.expanduser()))
    return Read(config, read.problems, located=True)


def _read(path: Path) -> Read:
    loaded, problem = read_yaml(path)
    if problem is None and not isinstance(loaded, dict | None):
        problem = f"expected sections such as corpus:, got {shown(loaded)}"
    if problem:
        joint = ", " if problem.startswith("line ") else ": "
        unknown = _settled(Config(), path.parent)
        return Read(unknown, (f"{path}{joint}{problem}",), located=False)
    config, problems = check(loaded or {})
    refused = any("corpus" in problem for problem in problems)
    located = not refused or config.corpus.path != Config().corpus.path
    said = tuple(f"{path}: {problem}" for problem in problems)
    return Read(_settled(config, path.parent), said, located)


def _settled(config: Config, folder: Path) -> Config:
    telegram = config.telegram
    webhook = replace(telegram.webhook, path=webhook_path(config))
    return replace(
        config,
        corpus=replace(config.corpus, path=folder / config.corpus.path),
        index=replace(config.index, path=folder / config.index.path),
        store=replace(config.store, path=folder / config.store.path),
        telegram=replace(telegram, webhook=webhook),
    )

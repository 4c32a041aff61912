"""config.yaml → Config."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from bot.config.check import check, webhook_path
from bot.config.kinds import shown
from bot.config.sections import Config
from bot.config.yaml_file import read_yaml
from bot.errors import ConfigError

DEFAULT = Path("config.yaml")


def load_config(path: Path | None, corpus: Path | None = None) -> Config:
    """The settings of a file, of ./config.yaml where no file is named, or the defaults.

    Relative paths are relative to the file; `corpus` stands in for corpus.path and is relative to
    the working folder. Raises ConfigError with all problems, a line each.
    """
    if path is None and DEFAULT.exists():
        path = DEFAULT
    config = _read(path) if path else Config()
    if corpus is not None:
        config = replace(config, corpus=replace(config.corpus, path=corpus.expanduser()))
    return config


def _read(path: Path) -> Config:
    loaded, problem = read_yaml(path)
    if problem:
        joint = ", " if problem.startswith("line ") else ": "
        raise ConfigError(f"{path}{joint}{problem}")
    if loaded is None:
        loaded = {}
    if not isinstance(loaded, dict):
        raise ConfigError(f"{path}: expected sections such as corpus:, got {shown(loaded)}")
    config, problems = check(loaded)
    if problems:
        raise ConfigError(*(f"{path}: {problem}" for problem in problems))
    return _settled(config, path.parent)


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

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
    config, problems = read_config(path, corpus)
    if problems:
        raise ConfigError(*problems)
    return config


def read_config(path: Path | None, corpus: Path | None = None) -> tuple[Config, tuple[str, ...]]:
    """As `load_config`, but with defaults for what is refused, and the problems beside them."""
    if path is None and DEFAULT.exists():
        path = DEFAULT
    config, problems = _read(path) if path else (Config(), ())
    if corpus is not None:
        config = replace(config, corpus=replace(config.corpus, path=corpus.expanduser()))
    return config, problems


def _read(path: Path) -> tuple[Config, tuple[str, ...]]:
    loaded, problem = read_yaml(path)
    if problem is None and not isinstance(loaded, dict | None):
        problem = f"expected sections such as corpus:, got {shown(loaded)}"
    if problem:
        joint = ", " if problem.startswith("line ") else ": "
        return _settled(Config(), path.parent), (f"{path}{joint}{problem}",)
    config, problems = check(loaded or {})
    return _settled(config, path.parent), tuple(f"{path}: {problem}" for problem in problems)


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

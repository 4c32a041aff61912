"""What is known of each page and source since the last run, in a hidden file beside the pages."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

from bot.fetching.web import Validators

NAME: Final = ".fetched.json"
VERSION: Final = 1


@dataclass(frozen=True, slots=True)
class Known:
    """A page that was fetched."""

    file: str | None  # relative to the folder, with forward slashes; None where it held no report
    source: str
    stamp: str | None = None  # what its source said of its last change
    validators: Validators = Validators()  # noqa: RUF009 (frozen)


@dataclass(slots=True)
class State:
    """What is known, by address; a source is known only once all that it names was fetched."""

    pages: dict[str, Known] = field(default_factory=dict)
    sources: dict[str, Validators] = field(default_factory=dict)


def load_state(folder: Path) -> State:
    """Return what is known; nothing where it can't be read, and then all is fetched again."""
    try:
        kept = json.loads((folder / NAME).read_bytes())
        if kept["version"] != VERSION:
            return State()
        pages = {url: _known(page) for url, page in kept["pages"].items()}
        sources = {url: _validators(source) for url, source in kept["sources"].items()}
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return State()
    return State(pages, sources)


def save_state(folder: Path, state: State) -> None:
    """Write down what is known, whole or not at all. Raises OSError."""
    kept = {
        "version": VERSION,
        "sources": {url: asdict(source) for url, source in state.sources.items()},
        "pages": {url: asdict(page) for url, page in state.pages.items()},
    }
    write_whole(folder / NAME, json.dumps(kept, ensure_ascii=True, indent=0).encode())


def write_whole(file: Path, content: bytes) -> None:
    """Write a file so that it is there whole or as it was before. Raises OSError."""
    part = file.with_name(f".{file.name.lstrip('.')}.part")
    try:
        with part.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)


def _known(page: dict[str, Any]) -> Known:
    file = _text(page["file"])
    if file is not None and {"..", ""} & set(file.split("/")):
        raise ValueError(file)
    return Known(file, str(page["source"]), _text(page["stamp"]), _validators(page["validators"]))


def _validators(kept: dict[str, Any]) -> Validators:
    return Validators(_text(kept["etag"]), _text(kept["modified"]))


def _text(value: object) -> str | None:
    return None if value is None else str(value)

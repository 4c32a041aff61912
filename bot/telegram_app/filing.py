"""Adding and removing reports from the chat; what was there before is kept, to be undone."""

from __future__ import annotations

import asyncio
import json
import os
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from telegram import Document
from telegram.error import BadRequest

from bot.config import Config
from bot.corpus import SUFFIXES
from bot.files import PRIVATE, lock_file, write_whole
from bot.model import Changes
from bot.rendering.telegram_html import escape, file_name, label
from bot.telegram_app.keyboards import button, keyboard
from bot.telegram_app.reloading import reloaded_html
from bot.telegram_app.services import Press, Request

ENDINGS: Final = "|".join(suffix.lstrip(".") for suffix in SUFFIXES)
NAME: Final = re.compile(rf"[^\W_][\w ()-]{{0,99}}\.(?:{ENDINGS})", re.IGNORECASE)
RESERVED: Final = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)\.", re.IGNORECASE)
MEGABYTE: Final = 1024 * 1024
LOCK: Final = "lock"
LONGEST_TURN: Final = 10.0  # seconds that another replica may take for a change
LAST: Final = "last"  # the file with the number of the newest change


@dataclass(frozen=True, slots=True)
class Filed:
    """A change of the folder: its number, and the file as a path in the folder."""

    number: int
    path: str


class Files:
    """The folder of reports as admins change it. Synchronous; safe to use from several threads."""

    def __init__(self, config: Config) -> None:
        self._corpus = config.corpus.path
        # Replicas have the folder of reports in common, and no other.
        self._versions = (
            config.corpus.path / ".versions"
            if config.store.url
            else config.store.path.parent / "versions"
        )
        self._shared = config.store.url is not None
        self._turn = threading.Lock()
        self.largest = int(config.corpus.max_file_mb * MEGABYTE)

    def put(self, path: str, content: bytes | None) -> Filed:
        """Write the file, or with None remove it; return the change.

        Raises:
            OSError: the folder can't be written, or the path leads out of it.
        """
        with self._alone():
            return self._put(path, content)

    def undo(self, number: int) -> str | None:
        """Put back what was there before; return the path, None where that is not kept."""
        about, before = (self._versions / f"{number}.{kind}" for kind in ("json", "before"))
        with self._alone():
            if not about.is_file():
                return None
            kept = json.loads(about.read_text("utf-8"))
            if kept["existed"] and not before.is_file():
                return None
            self._put(kept["path"], before.read_bytes() if kept["existed"] else None)
            about.unlink()
            before.unlink(missing_ok=True)
            return str(kept["path"])

    def purge(self, before: float) -> int:
        """Delete what is kept of changes before then; return how many files that were.

        Raises:
            OSError: the folder can't be written.
        """
        with self._alone():
            files = [p for p in self._versions.glob("*") if p.name not in (LAST, LOCK)]
            old = [p for p in files if p.stat().st_mtime < before]
            for path in old:
                path.unlink()
            return len(old)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Keep other threads from the folder, and other replicas where there are any."""
        with self._turn:
            if not self._shared:
                yield
                return
            self._versions.mkdir(parents=True, exist_ok=True, mode=0o700)
            lock = lock_file(self._versions / LOCK, PRIVATE, seconds=LONGEST_TURN)
            try:
                yield
            finally:
                os.close(lock)

    def _put(self, path: str, content: bytes | None) -> Filed:
        target = self._inside(path)
        before = target.read_bytes() if target.is_file() else None
        filed = Filed(self._next(), path)
        self._keep(filed, before)
        if content is None:
            target.unlink(missing_ok=True)
        else:
            write_whole(target, content, PRIVATE)
        return filed

    def _inside(self, path: str) -> Path:
        target = self._corpus / path
        if not target.parent.resolve().is_relative_to(self._corpus.resolve()):
            raise PermissionError(f"{path} is outside of the folder of reports")
        return target

    def _next(self) -> int:
        """Return a number that no change had, also where what was kept of that is purged."""
        self._versions.mkdir(parents=True, exist_ok=True, mode=0o700)
        last = self._versions / LAST
        numbers = [int(p.stem) for p in self._versions.glob("*.json") if p.stem.isdigit()]
        if last.is_file() and (said := last.read_text("ascii", "replace")).isdecimal():
            numbers.append(int(said))
        number = max(numbers, default=0) + 1
        write_whole(last, str(number).encode(), PRIVATE)
        return number

    def _keep(self, filed: Filed, before: bytes | None) -> None:
        about = {"path": filed.path, "existed": before is not None}
        if before is not None:
            write_whole(self._versions / f"{filed.number}.before", before, PRIVATE)
        about_file = self._versions / f"{filed.number}.json"
        write_whole(about_file, json.dumps(about).encode(), PRIVATE)


def usable_name(name: str | None) -> str | None:
    """Return the name as a file of the folder's top level; None for one that no report may have."""
    name = " ".join((name or "").split())
    return name if NAME.fullmatch(name) and not RESERVED.match(name) else None


async def add(request: Request, _: str) -> None:
    """Add the report that is sent with the command, or replied to."""
    texts, files = request.texts, request.services.files
    document = _document(request)
    if document is None:
        await request.reply(escape(texts.add_usage))
        return
    name = usable_name(document.file_name)
    if name is None:
        await request.reply(escape(texts.add_name))
        return
    content = await _download(document, files.largest)
    if content is None:
        limit = f"{files.largest / MEGABYTE:g}"
        await request.reply(escape(texts.add_large.format(limit=limit)))
        return
    await _file(request, name, content)


async def remove(request: Request, argument: str) -> None:
    """Take the report with this number out."""
    if not (argument.isascii() and argument.isdigit()):
        await request.reply(escape(request.texts.remove_usage))
        return
    number = int(argument[:9])
    found = request.services.catalogue.get(number)
    if found is None:
        await request.reply(escape(request.texts.report_unknown.format(number=number)))
        return
    await _file(request, found.path, None)


async def undo(press: Press) -> None:
    """Put back what was there before a change."""
    request = press.request
    number = press.numbers[0] if press.numbers else 0
    try:
        path = await asyncio.to_thread(request.services.files.undo, number)
    except OSError as error:
        await press.tell(f"{error.strerror}", alert=True)
        return
    if path is None:
        await press.tell(request.texts.not_undone, alert=True)
        return
    await press.tell()
    running = asyncio.create_task(request.services.reloader.reload())
    line = _said(request.texts.undone, path)
    await press.change(f"{line}\n{await reloaded_html(request, running)}")


async def _file(request: Request, path: str, content: bytes | None) -> None:
    texts = request.texts
    try:
        filed = await asyncio.to_thread(request.services.files.put, path, content)
    except OSError as error:
        await request.reply(label(f"{path}: {error.strerror or error}"))
        return
    running = asyncio.create_task(request.services.reloader.reload())
    brought = await reloaded_html(request, running)
    said = texts.added if content is not None else texts.removed
    if content is not None and _is_unread(path, running):
        said = texts.added_unread
    buttons = keyboard([button(texts.undo, "u", filed.number)])
    await request.reply(f"{_said(said, path)}\n{brought}", buttons)


def _said(text: str, path: str) -> str:
    return escape(text).format(name=file_name(path))


def _is_unread(path: str, ended: asyncio.Task[Changes]) -> bool:
    return not ended.exception() and any(p.path == path for p in ended.result().problems)


def _document(request: Request) -> Document | None:
    replied = request.message.reply_to_message
    return request.message.document or (replied.document if replied else None)


async def _download(document: Document, largest: int) -> bytes | None:
    """Return the file's content; None where it is too large or can't be fetched."""
    if (document.file_size or 0) > largest:
        return None
    try:
        file = await document.get_file()
        content = bytes(await file.download_as_bytearray())
    except BadRequest:  # "file is too big": Telegram hands out 20 MB at most
        return None
    return content if len(content) <= largest else None

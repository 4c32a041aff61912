"""Reading the reports again, on demand and where their folder changes; what that brought.

And what is read beside the answering: events that were left for later, what others published.
"""

from __future__ import annotations

import asyncio
import logging
import os
import stat
import time
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import aclosing, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from telegram.error import TelegramError
from watchfiles import Change, awatch

from bot.assistant import Assistant
from bot.corpus import SUFFIXES
from bot.errors import BotError, CorpusError, SearchError, StoreError
from bot.model import Changes
from bot.opensearch.sharing import Helper, SharedReading
from bot.rendering import counted
from bot.rendering.telegram_messages import Understood, changes_html, reload_failed_html
from bot.store import JOBS, REPORTS
from bot.telegram_app.access import Actor
from bot.telegram_app.asking import apart, set_aside
from bot.telegram_app.cards import part_of
from bot.telegram_app.outgoing import marked
from bot.telegram_app.replicas import Follower
from bot.telegram_app.services import Request

if TYPE_CHECKING:
    from telegram import Bot

    from bot.model import Problem
    from bot.rendering.telegram_texts import Texts
    from bot.telegram_app.services import Services
    from bot.telegram_app.storage import Storage

log = logging.getLogger(__name__)

SETTLED: Final = 1.0  # seconds without a change
LONGEST: Final = 60.0  # seconds for which changes may go on before the folder is read all the same
LOOK: Final = 5.0  # seconds until a missing folder, a publication, unread reports are looked for
PROBE: Final = 1.0  # seconds between two looks at the engine
POLL: Final = 2.0  # seconds between two looks at all files, where the system doesn't tell
MOST_UNDERSTOOD: Final = 5  # reports that are described one by one


class Reloader:
    """Whoever asks while a reload runs shares the next: the running one may miss their files."""

    def __init__(
        self,
        assistant: Assistant,
        after: Callable[[], Awaitable[None]],
        storage: Storage,
    ) -> None:
        self.others = Follower(storage, {REPORTS: self._follow, JOBS: self._called})
        self.called = asyncio.Event()  # another replica publishes, and wants help
        self._assistant = assistant
        self._storage = storage
        self._after = after
        self._turn = asyncio.Lock()
        self._next: asyncio.Task[Changes] | None = None
        self.runs = 0  # that went well

    @property
    def busy(self) -> bool:
        """Whether a reload runs."""
        return self._turn.locked()

    async def reload(self) -> Changes:
        """Return what changed; the old index stays where it fails.

        Other replicas read the reports again too, or answer from what was published.

        Raises:
            CorpusError: no report can be read.
            SearchError: the engine doesn't take them.
        """
        changes = await self._read()
        await self.others.announce(REPORTS)
        return changes

    async def _follow(self) -> None:
        if self._assistant.engine is None:
            await self._read()
        else:  # whoever announced it has published
            await self.follow()

    async def _called(self) -> None:
        self.called.set()

    async def _read(self) -> Changes:
        if self._next is None:
            self._next = asyncio.create_task(self._run())
        return await asyncio.shield(self._next)

    async def follow(self) -> None:
        """Answer from what was published meanwhile. Raises SearchError."""
        async with self._turn:
            if await apart(self._assistant.follow):
                set_aside()
                self.runs += 1
                await self._after()
                reports = counted(len(self._assistant.snapshot.reports), "report")
                log.info("Now answers from %s, as published", reports)

    async def _run(self) -> Changes:
        async with self._turn:
            self._next = None  # from here on files may be read already
            changes = await asyncio.to_thread(self._reload())
            set_aside()
            self.runs += 1
            await self._after()
            return changes

    def _reload(self) -> Callable[[], Changes]:
        """Return what reads the reports; where they are published, others read along."""
        if self._storage.shared is None or self._assistant.engine is None:
            return self._assistant.reload
        return partial(self._assistant.reload, SharedReading(self._storage.shared.jobs))


async def watch_folder(services: Services, bot: Bot) -> None:
    """Reload each time the files have settled, and tell the admins what that brought."""
    known_failure: str | None = None
    async for _ in settled(services.config.corpus.path):
        known = services.assistant.snapshot.problems
        try:
            brought: Changes | BotError = await services.reloader.reload()
        except (CorpusError, SearchError) as error:
            brought = error
        if _is_news(brought, known, known_failure):
            for admin in services.config.telegram.admins:
                await _tell(services, bot, admin, brought)
        known_failure = None if isinstance(brought, Changes) else str(brought)


def _is_news(
    brought: Changes | BotError, known: tuple[Problem, ...], known_failure: str | None
) -> bool:
    if isinstance(brought, BotError):
        return str(brought) != known_failure
    changed = brought.added or brought.changed or brought.removed
    return bool(changed) or brought.problems != known or known_failure is not None


async def _tell(services: Services, bot: Bot, admin: int, brought: Changes | BotError) -> None:
    texts = services.chats.texts(admin, Actor(admin))
    if isinstance(brought, Changes):
        html = brought_html(services.assistant, brought, texts)
    else:
        had = len(services.assistant.snapshot.reports)
        html = reload_failed_html(str(brought), had, texts)
    try:
        await marked(bot.send_message, html, {"chat_id": admin})
    except TelegramError as error:  # an admin who never wrote to the bot
        log.info("An admin can't be told of the reload: %s", error)


async def reloaded_html(request: Request, running: asyncio.Task[Changes]) -> str:
    """Return what came of the reload."""
    try:
        return brought_html(request.services.assistant, await running, request.texts)
    except (CorpusError, SearchError) as error:
        had = len(request.services.assistant.snapshot.reports)
        return reload_failed_html(str(error), had, request.texts)


def brought_html(assistant: Assistant, changes: Changes, texts: Texts) -> str:
    """Return what a reload brought, and of the first reports when and where their events were."""
    paths = (*changes.added, *changes.changed)
    found = (_understood(assistant, path) for path in paths[:MOST_UNDERSTOOD])
    return changes_html(changes, texts, [one for one in found if one], len(paths[MOST_UNDERSTOOD:]))


def _understood(assistant: Assistant, path: str) -> Understood | None:
    """Return what the sheet says; None where the report is gone by now."""
    library = assistant.snapshot.library
    number = library.number_of.get(path)
    if number is None:
        return None
    report, event = library.readings[number].report, library.events[number]
    when, where = (part_of(assistant, report, name) for name in ("when", "where"))
    return Understood(
        report,
        when=when.found.text if when else None,
        where=where.found.text if where else None,
        read=event.read,
        english=event.english,
    )


async def read_events(services: Services) -> None:
    """Read the events of many new reports beside the answering, and log how far that is."""
    logged = 0.0
    while True:
        left = await apart(services.assistant.complete)
        if left and time.monotonic() - logged > LOOK:
            logged = time.monotonic()
            log.info("The events of %d reports have still to be read", left)
        if not left:
            await asyncio.sleep(LOOK)


async def help_reading(services: Services) -> None:
    """Read reports that another replica publishes, beside the answering."""
    shared, reloader = services.storage.shared, services.reloader
    if shared is None or services.assistant.engine is None:
        return
    helper, read = Helper(shared.jobs, services.config), 0
    while True:
        reloader.called.clear()
        helped = 0
        if not reloader.busy:  # else it reads for itself
            try:
                helped = await apart(helper.help)
            except StoreError as error:
                log.debug("What others publish can't be looked up: %s", error)
        read += helped
        if not helped:
            if read:
                log.info("Read %s for another replica", counted(read, "report"))
            read = 0
            with suppress(TimeoutError):
                await asyncio.wait_for(reloader.called.wait(), LOOK)


async def follow_engine(services: Services) -> None:
    """Notice whether the engine works, and what is published there."""
    assistant, looked = services.assistant, 0.0
    while True:
        await apart(assistant.probe)
        works = assistant.engine is not None and assistant.engine.trouble is None
        if works and time.monotonic() - looked > (LOOK if assistant.snapshot.published else 0):
            looked = time.monotonic()
            try:
                await services.reloader.follow()
            except SearchError as error:
                log.debug("What is published can't be looked up: %s", error)
        await asyncio.sleep(PROBE)


async def settled(
    folder: Path, quiet: float = SETTLED, longest: float = LONGEST, look: float = LOOK
) -> AsyncIterator[None]:
    """Yield when the folder is to be read again: soon after the start, and after each change.

    A file that is being written, or many that are copied, count as one change when all is quiet. A
    folder that is gone is a change and waited for, as is one that is put in the place of another.
    """
    polling: bool | None = None  # where the system doesn't tell of changes
    while True:
        before = _identity(folder)
        if before is None:
            await asyncio.sleep(look)
            continue
        try:
            async with aclosing(_watch(folder, quiet, polling)) as changes:
                since: float | None = time.monotonic()  # of what wasn't yielded yet
                async for changed in changes:
                    now = time.monotonic()
                    since = (since or now) if changed else since
                    found = _identity(folder)
                    if found is None or (since and (not changed or now - since > longest)):
                        since = None
                        yield
                    if found != before:
                        break
        except (OSError, RuntimeError) as error:
            if _identity(folder) == before and not polling:
                log.warning("The system can't watch the reports, so they are polled: %s", error)
                polling = True
            await asyncio.sleep(look)


def _watch(
    folder: Path, quiet: float, polling: bool | None
) -> AsyncGenerator[set[tuple[Change, str]], None]:
    """Return the changes as they come, and nothing each time that all was quiet."""
    root = folder.resolve()
    return awatch(
        root,
        watch_filter=lambda _, path: _is_shown(root, path),
        rust_timeout=int(1000 * quiet),
        yield_on_timeout=True,
        force_polling=polling,
        poll_delay_ms=int(1000 * POLL),
        ignore_permission_denied=True,
    )


def _identity(folder: Path) -> tuple[int, int] | None:
    try:
        about = folder.stat()
    except OSError:
        return None
    return (about.st_dev, about.st_ino) if stat.S_ISDIR(about.st_mode) else None


def _is_shown(root: Path, path: str) -> bool:
    """Return whether a path may be a report's, or a folder's of reports.

    Hidden files, those of editors and of other kinds aren't read, such as a kept index.
    """
    inside = Path(os.path.relpath(path, root))
    hidden = any(part.startswith(".") for part in inside.parts) or inside.name.startswith("~$")
    other = not path.lower().endswith(SUFFIXES) and os.path.isfile(path)
    return not (hidden or other or path.endswith("~"))

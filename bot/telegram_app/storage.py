"""The store off the event loop; the reports and passages by the numbers and keys it keeps."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import re
from collections.abc import Awaitable, Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final, ParamSpec, TypeVar

from bot.errors import StoreError, StoreUnreachableError
from bot.model import Passage, Report
from bot.snapshot import Snapshot
from bot.store import Store

log = logging.getLogger(__name__)

P = ParamSpec("P")
T = TypeVar("T")
Guard = Callable[[], Awaitable[None]]
YEAR: Final = re.compile(r"(?:19|20)\d\d")


class Storage:
    """Runs the store's calls; `trouble` says why the last one failed, None when it went well.

    While a store of one's own fails, answers go out all the same; while a `shared` one does, its
    updates wait, for another replica may answer them.
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        self.shared = store.shared
        self.trouble: str | None = None
        self._threads = ThreadPoolExecutor(store.threads, "store")

    async def run(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Return the call's result.

        Raises:
            StoreError: the store fails; `trouble` says why.
        """
        loop = asyncio.get_running_loop()
        try:
            result = await loop.run_in_executor(self._threads, lambda: call(*args, **kwargs))
        except StoreError as error:
            if self.trouble is None:
                meanwhile = "updates wait for it" if self.shared else "going on without it"
                log.error("The store fails; %s. %s", meanwhile, error)
            self.trouble = str(error)
            raise
        if self.trouble is not None:
            log.warning("The store works again")
            self.trouble = None
        return result

    async def attempt(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T | None:
        """Return the call's result, or None where the store fails: an answer matters more."""
        for _ in range(2 if self.shared else 1):  # of several connections the next one may work
            with contextlib.suppress(StoreError):
                return await self.run(call, *args, **kwargs)
        return None

    def guard(self, lane: str) -> Guard | None:
        """Return what raises StoreUnreachableError where the lane is no longer ours.

        None where it can't be another's.
        """
        if self.shared is None:
            return None

        async def owned() -> None:
            if not await self.run(self.store.lanes.owns, lane):
                raise StoreUnreachableError("another replica answers this chat by now")

        return owned

    def close(self) -> None:
        """Finish what was begun and let go of the file."""
        self._threads.shutdown()
        self.store.close()


@dataclass(frozen=True, slots=True)
class NumberedReport:
    """A report and its number."""

    number: int
    report: Report


class Catalogue:
    """Number ↔ report, renewed after each reload."""

    def __init__(self, storage: Storage) -> None:
        self.entries: tuple[NumberedReport, ...] = ()
        self._storage = storage
        self._numbers: Mapping[str, int] = {}
        self._passages: Mapping[str, Passage] = {}

    async def fill(self, snapshot: Snapshot) -> None:
        """Number the reports; while the store fails, the new ones stay without."""
        reports = snapshot.reports
        self._passages = await asyncio.to_thread(_keyed, snapshot.passages)
        numbers = self._storage.store.numbers
        paths = [report.path for report in reports]
        found = await self._storage.attempt(numbers.assign, paths)
        self._numbers = found or self._numbers
        known = [
            NumberedReport(self._numbers[r.path], r) for r in reports if r.path in self._numbers
        ]
        self.entries = tuple(sorted(known, key=lambda entry: entry.number))

    def get(self, number: int) -> Report | None:
        """Return the report of this number."""
        return next((e.report for e in self.entries if e.number == number), None)

    def passage(self, key: str) -> Passage | None:
        """Return the passage of this key, as far as the reports still contain it."""
        return self._passages.get(key)

    def number(self, path: str | None) -> int | None:
        """Return the number of the report at this path."""
        return self._numbers.get(path) if path else None

    def matching(self, words: str) -> tuple[NumberedReport, ...]:
        """Return the reports with each of these words, newest first, those without a date last.

        A year counts outside of the text only.
        """
        wanted = words.casefold().split()
        found = [e for e in self.entries if all(_holds(e.report, word) for word in wanted)]
        return tuple(sorted(found, key=lambda entry: entry.report.date or "", reverse=True))


def _keyed(passages: Iterable[Passage]) -> dict[str, Passage]:
    return {passage.key: passage for passage in passages}


def _holds(report: Report, word: str) -> bool:
    about = f"{report.title} {report.date or ''} {report.path}".casefold()
    return word in about or (not YEAR.fullmatch(word) and word in report.body.casefold())

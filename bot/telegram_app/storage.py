"""The store off the event loop; the reports and passages by the numbers and keys it keeps."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import ParamSpec, TypeVar

from bot.errors import StoreError, StoreUnreachableError
from bot.model import Passage, Report
from bot.retrieval.table import Lazy
from bot.snapshot import Snapshot, empty_snapshot
from bot.store import Store

log = logging.getLogger(__name__)

P = ParamSpec("P")
T = TypeVar("T")
Guard = Callable[[], Awaitable[None]]


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

    async def retried(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Return the call's result; a shared store's is tried twice.

        Of its connections the next may work, for after a failure all are opened anew.

        Raises:
            StoreError: the store fails; `trouble` says why.
        """
        if self.shared:
            with contextlib.suppress(StoreUnreachableError):
                return await self.run(call, *args, **kwargs)
        return await self.run(call, *args, **kwargs)

    async def attempt(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T | None:
        """Return the call's result, or None where the store fails: an answer matters more."""
        with contextlib.suppress(StoreError):
            return await self.retried(call, *args, **kwargs)
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
        self._storage = storage
        self._snapshot = empty_snapshot()
        self._numbers: Mapping[str, int] = {}
        self._reports: Mapping[int, int] = {}  # number -> place in the snapshot
        self._passages: Mapping[str, Passage] = {}
        self._newest: Sequence[int] = ()  # places in the snapshot

    async def fill(self, snapshot: Snapshot) -> None:
        """Give the reports their numbers; while the store fails, the new ones stay without."""
        here = snapshot.published is None
        self._passages = await asyncio.to_thread(_keyed, snapshot.passages) if here else {}
        paths = await asyncio.to_thread(lambda: [report.path for report in snapshot.reports])
        found = await self._storage.attempt(self._storage.store.numbers.assign, paths)
        self._numbers = found or self._numbers
        numbered = ((self._numbers.get(path), place) for place, path in enumerate(paths))
        self._reports = {number: place for number, place in numbered if number is not None}
        self._snapshot = snapshot
        self._newest = await asyncio.to_thread(self._by_date, self._reports.values())

    def get(self, number: int) -> Report | None:
        """Return the report of this number."""
        place = self._reports.get(number)
        return None if place is None else self._snapshot.reports[place]

    async def passage(self, key: str) -> Passage | None:
        """Return the passage of this key, as far as the reports still contain it.

        Raises:
            SearchError: the engine can't be reached.
        """
        if (published := self._snapshot.published) is not None:
            return await asyncio.to_thread(published.passage, key)
        return self._passages.get(key)

    def number(self, path: str | None) -> int | None:
        """Return the number of the report at this path."""
        return self._numbers.get(path) if path else None

    def title(self, path: str) -> str | None:
        """Return the title of the report at this path."""
        report = self.get(self._numbers.get(path, 0))
        return report.title if report else None

    def newest(self) -> Sequence[NumberedReport]:
        """Return all reports, newest first, those without a date last."""
        return self._listed(self._newest)

    async def matching(self, words: str) -> Sequence[NumberedReport]:
        """Return the reports with each of these words, newest first, those without a date last.

        A year counts outside of the text only.

        Raises:
            SearchError: the engine can't be reached.
        """
        if not words.split():
            return self.newest()
        found = await asyncio.to_thread(self._snapshot.saying, words)
        numbered = set(self._reports.values())
        return self._listed(self._by_date([place for place in found if place in numbered]))

    def _listed(self, places: Sequence[int]) -> Sequence[NumberedReport]:
        reports, numbers = self._snapshot.reports, self._numbers

        def entry(at: int) -> NumberedReport:
            report = reports[places[at]]
            return NumberedReport(numbers[report.path], report)

        return Lazy(len(places), entry, 0)

    def _by_date(self, places: Iterable[int]) -> list[int]:
        """Return the places by their reports' dates, newest first; of one day by their numbers."""
        reports, numbers = self._snapshot.reports, self._numbers
        by_number = sorted(places, key=lambda place: numbers[reports[place].path])
        return sorted(by_number, key=lambda place: reports[place].date or "", reverse=True)


def _keyed(passages: Iterable[Passage]) -> dict[str, Passage]:
    return {passage.key: passage for passage in passages}

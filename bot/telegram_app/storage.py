"""The store off the event loop; the reports and passages by the numbers and keys it keeps."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from bisect import bisect_left
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, ParamSpec, TypeVar

import numpy as np

from bot.errors import StoreError, StoreUnreachableError
from bot.model import Passage, Report
from bot.retrieval.table import Lazy
from bot.snapshot import Snapshot, empty_snapshot
from bot.store import Store

if TYPE_CHECKING:
    from numpy.typing import NDArray

AT_ONCE: Final = 5000  # reports that get their numbers in one call

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
    """Number ↔ report, renewed after each reload. Arrays, for there may be very many reports."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._snapshot = empty_snapshot()
        self._places: Mapping[str, int] = {}  # path -> place in the snapshot
        self._numbers: NDArray[np.int64] = np.empty(0, np.int64)  # by place; 0 where there is none
        self._numbered: NDArray[np.int64] = np.empty(0, np.int64)  # places by their numbers
        self._newest: NDArray[np.int64] = np.empty(0, np.int64)  # places
        self._passages: Mapping[str, Passage] = {}

    async def fill(self, snapshot: Snapshot) -> None:
        """Give the reports their numbers; while the store fails, the new ones stay without."""
        here = snapshot.published is None
        self._passages = await asyncio.to_thread(_keyed, snapshot.passages) if here else {}
        numbers = await self._numbers_of(snapshot.reports)
        self._places = await asyncio.to_thread(_places_in, snapshot)
        self._numbers, self._snapshot = numbers, snapshot
        order = np.argsort(numbers, kind="stable")
        self._numbered = order[np.count_nonzero(numbers == 0) :]
        self._newest = await asyncio.to_thread(self._by_date, self._numbered)

    async def _numbers_of(self, reports: Sequence[Report]) -> NDArray[np.int64]:
        """Return the number of each report, 0 where it has none."""
        numbers = np.zeros(len(reports), np.int64)
        for start in range(0, len(reports), AT_ONCE):
            part = range(start, min(start + AT_ONCE, len(reports)))
            paths = await asyncio.to_thread(_paths, reports, part)
            found = await self._storage.attempt(self._storage.store.numbers.assign, paths)
            known = self.number if found is None else found.get
            numbers[part.start : part.stop] = [known(path) or 0 for path in paths]
        return numbers

    def get(self, number: int) -> Report | None:
        """Return the report of this number."""
        places, numbers = self._numbered, self._numbers
        at = bisect_left(places, number, key=lambda place: int(numbers[place]))
        if at == len(places) or numbers[places[at]] != number:
            return None
        return self._snapshot.reports[int(places[at])]

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
        place = self._places.get(path) if path else None
        return None if place is None else int(self._numbers[place]) or None

    def title(self, path: str) -> str | None:
        """Return the title of the report at this path."""
        number = self.number(path)
        report = self.get(number) if number else None
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
        places = np.array(found, np.int64)
        return self._listed(self._by_date(places[self._numbers[places] > 0]))

    def _listed(self, places: NDArray[np.int64]) -> Sequence[NumberedReport]:
        reports, numbers = self._snapshot.reports, self._numbers

        def entry(at: int) -> NumberedReport:
            place = int(places[at])
            return NumberedReport(int(numbers[place]), reports[place])

        return Lazy(len(places), entry, 0)

    def _by_date(self, places: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the places by their reports' dates, newest first; of one day by their numbers."""
        reports = self._snapshot.reports
        ordered = places[np.argsort(self._numbers[places], kind="stable")].tolist()
        ordered.sort(key=lambda place: reports[place].date or "", reverse=True)
        return np.array(ordered, np.int64)


def _paths(reports: Sequence[Report], places: Iterable[int]) -> list[str]:
    return [reports[place].path for place in places]


def _places_in(snapshot: Snapshot) -> Mapping[str, int]:
    if snapshot.published is not None:
        return snapshot.published.library.number_of
    return {report.path: place for place, report in enumerate(snapshot.reports)}


def _keyed(passages: Iterable[Passage]) -> dict[str, Passage]:
    return {passage.key: passage for passage in passages}

"""Calls to OpenSearch: each has a deadline, is tried on other nodes, and fails as SearchError."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final, TypeVar

from bot.config import secret
from bot.errors import SearchError

if TYPE_CHECKING:
    from opensearchpy import OpenSearch

    from bot.config import SearchSection

T = TypeVar("T")
FIRST_PAUSE: Final = 0.1  # seconds before a call is tried again; then twice as long, and so on
LONGEST_PAUSE: Final = 1.0
SLOW: Final = 120.0  # seconds that a call may take which builds an index
LEFT_OUT: Final = 3.0  # seconds for which a node that failed isn't asked; then twice as long
LONGER: Final = 2  # how often that is doubled at most
LOOKS: Final = 1  # how often a look is tried again
RETRIED: Final = frozenset({"N/A", "TIMEOUT", 429, 500, 502, 503, 504})
AT_ONCE: Final = 500  # documents that are written by one call
PIECE: Final = 4 << 20  # bytes of such a call
REFUSED: Final = 400
# Each node has copies of everything, so the one that is asked needs none that may be frozen.
NEAREST: Final = "_local"
MISSING: Final = (
    "search.urls needs the package opensearch-py: install rapporteur with the extra opensearch"
)

log = logging.getLogger(__name__)


class Connection:
    """The nodes of one cluster, asked in turn; safe to use from several threads.

    `trouble` says why the last call failed in spite of all retries, None once one went well. While
    there is trouble calls fail at once, until a `probe` goes well.
    """

    def __init__(self, settings: SearchSection, client: OpenSearch) -> None:
        self.settings = settings
        self.trouble: str | None = None
        self._client = client
        self._probing = threading.Lock()

    @property
    def patience(self) -> float:
        """Return the most seconds that a call may take with all of its retries."""
        tries = self.settings.retries + 1
        return tries * self.settings.timeout + sum(map(_pause, range(tries - 1)))

    def call(self, work: Callable[[OpenSearch], T]) -> T:
        """Return what the work gives; it is done again on another node where one fails.

        Raises:
            SearchError: no node answers, or the engine refuses the call.
        """
        if self.trouble is not None:
            raise SearchError(self.trouble)
        try:
            return self._tried(work)
        except SearchError as error:
            self._fails(str(error))
            raise

    def look(self, work: Callable[[OpenSearch], T]) -> T:
        """Return what the work gives; where it fails, questions are answered all the same.

        Raises:
            SearchError: two nodes don't answer, or the engine refuses the call.
        """
        return self._tried(work, LOOKS)

    def probe(self, work: Callable[[OpenSearch], object]) -> None:
        """Try the work once, to notice that the engine fails, or that it works again."""
        with self._probing:
            try:
                self._tried(work, LOOKS)
            except SearchError as error:
                self._fails(str(error))
            else:
                if self.trouble is not None:
                    log.warning("The search engine works again")
                self.trouble = None

    def write(self, documents: Iterable[Mapping[str, Any]]) -> None:
        """Write documents, each with its `_index` and `_id`.

        Raises:
            SearchError: not all of them could be written.
        """
        from opensearchpy.helpers import streaming_bulk

        written = streaming_bulk(
            self._client,
            documents,
            chunk_size=AT_ONCE,
            max_chunk_bytes=PIECE,
            max_retries=self.settings.retries,
            request_timeout=SLOW,
            raise_on_error=False,
        )
        try:
            for sound, answer in written:
                if not sound:
                    raise SearchError(f"search: a document is refused: {answer}"[:500])
        except _failures() as error:
            raise SearchError(said(error)) from error

    def _fails(self, reason: str) -> None:
        if self.trouble is None:
            log.error("The search engine fails: %s", reason)
        self.trouble = reason

    def _tried(self, work: Callable[[OpenSearch], T], retries: int | None = None) -> T:
        most = self.settings.retries if retries is None else retries
        for tried in range(most + 1):
            try:
                return work(self._client)
            except _failures() as error:
                status = getattr(error, "status_code", "N/A")
                if status == REFUSED:  # a call that is wrong in itself is no trouble of the engine
                    raise
                if tried == most or status not in RETRIED:
                    raise SearchError(said(error)) from error
                log.debug("The search engine is asked again: %s", said(error))
                time.sleep(_pause(tried))
        raise AssertionError("the last try returns or raises")


def connect(settings: SearchSection) -> Connection:
    """Return the connection to the nodes that are set.

    Raises:
        SearchError: the client's package isn't installed.
        ConfigError: the file with the password can't be read.
    """
    try:
        from opensearchpy import OpenSearch
    except ImportError:
        raise SearchError(MISSING) from None
    logging.getLogger("opensearch").setLevel(logging.CRITICAL)  # what fails is said once, here
    user, password = secret("SEARCH_USER"), secret("SEARCH_PASSWORD")
    client = OpenSearch(
        list(settings.urls),
        http_auth=(user, password) if user and password else None,
        http_compress=True,
        timeout=settings.timeout,
        max_retries=0,  # `Connection` tries again; this much is needed to leave a frozen node out:
        retry_on_timeout=True,
        dead_timeout=LEFT_OUT,
        timeout_cutoff=LONGER,
        pool_maxsize=32,
    )
    return Connection(settings, client)


def said(error: Exception) -> str:
    """Return one line that says why the engine failed."""
    status, kind = getattr(error, "status_code", "N/A"), type(error).__name__
    if status == "TIMEOUT":
        return "search: no answer in time"
    if status == "N/A":
        return "search: no node can be reached"
    reason = str(getattr(error, "error", kind))
    return f"search: {status} {' '.join(reason.split())}"[:300]


def _pause(tried: int) -> float:
    return min(LONGEST_PAUSE, FIRST_PAUSE * 2.0**tried)


def _failures() -> type[Exception]:
    from opensearchpy.exceptions import OpenSearchException

    return OpenSearchException

"""What lets a replica know at once that another changed something."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from bot.errors import StoreError, StoreUnreachableError
from bot.store.dialects import CALL
from bot.store.postgres import Postgres, handle_of

if TYPE_CHECKING:
    from sqlalchemy import Connection

LISTEN: Final = "LISTEN generations"  # `shared_schema` says when there is something to hear
WAIT: Final = 1.0  # seconds of one wait, so that closing takes no longer
AGAIN: Final = 2.0  # seconds until a server that was lost is listened to again

log = logging.getLogger(__name__)


class Listener:
    """Calls back, from a thread of its own, each time that a replica changed something.

    It has a connection of its own. While that is lost nothing is heard, so whoever listens looks
    now and then all the same; once there is a new one, it calls back for what it may have missed.
    """

    def __init__(self, database: Postgres, changed: Callable[[], None]) -> None:
        self._database = database
        self._changed = changed
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._run, name="store listening", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Hear nothing more."""
        self._closed.set()
        self._thread.join(2 * WAIT)

    def _run(self) -> None:
        while not self._closed.is_set():
            try:
                session = self._database.session()
                try:
                    self._listen(session)
                finally:
                    session.invalidate()  # closed at once, also where the server is frozen
                    session.close()
            except StoreError as error:
                log.debug("Other replicas aren't heard: %s", error)
                self._closed.wait(AGAIN)

    def _listen(self, session: Connection) -> None:
        import psycopg  # noqa: PLC0415  an extra

        with (
            self._database.refusals(),
            self._database.deadlines.within(handle_of(session), CALL),
        ):
            session.exec_driver_sql(LISTEN)
        self._call_back()
        driver: Any = session.connection.driver_connection
        try:
            while not self._closed.is_set():
                for _ in driver.notifies(timeout=WAIT):
                    self._call_back()
        except psycopg.Error as error:
            raise StoreUnreachableError(f"{self._database.address}: {error}") from error

    def _call_back(self) -> None:
        if not self._closed.is_set():
            self._changed()

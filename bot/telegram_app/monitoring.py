"""What operators see of the bot: its log, its metrics, whether it lives and is ready."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import os
import re
import socket
import sys
import time
from collections import deque
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import uvicorn
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.config import LogSection
from bot.errors import LOST, StartError

if TYPE_CHECKING:
    from starlette.requests import Request

    from bot.telegram_app.services import Services
    from bot.telegram_app.storage import Storage

log = logging.getLogger(__name__)

MEASURE: Final = 5.0  # seconds between two looks at the gauges
STALE: Final = 90.0  # seconds without a poll that went well
ERRORS_SHOWN: Final = 5
SECONDS: Final = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)
TOKEN: Final = re.compile(r"\d{3,20}:[A-Za-z0-9_-]{20,100}")


@dataclass(slots=True)
class UpdateSource:
    """Where updates come from: why that fails, and when it last went well (monotonic)."""

    trouble: str | None = "not started yet"
    well: float | None = None
    pushed: bool = False  # a webhook: silence is no trouble

    def fails(self, reason: str) -> bool:
        """Note the trouble; whether it is a new one."""
        new = reason != self.trouble
        self.trouble = reason
        return new

    def works(self) -> bool:
        """Note that updates come; whether they did not before."""
        healed = self.trouble is not None
        self.trouble, self.well = None, time.monotonic()
        return healed


class Metrics:
    """The counters of one process; a registry of their own, so that two can be made."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.questions = self._counter("questions", "Questions, by what came of them", "outcome")
        self.errors = self._counter("errors", "What went wrong, by kind", "kind")
        self.updates = self._counter("updates", "Updates that were settled, by how", "how")
        self.seconds = Histogram(
            "rapporteur_seconds",
            "Time by stage: waiting in the inbox, finding the answer, the whole update",
            ["stage"],
            buckets=SECONDS,
            registry=self.registry,
        )
        self.queue = self._gauge("queue", "Updates that wait for their reply")
        self.aside = self._gauge("set_aside", "Updates that could not be handled")
        self.waits = self._gauge("flood_waits", "429 answers since the start")
        self.retries = self._gauge("retried_calls", "Calls repeated since the start")
        self.generation = self._gauge("index_generation", "Reloads since the start")
        self.reports = self._gauge("reports", "Reports in the index")
        self.passages = self._gauge("passages", "Passages in the index")
        self.jobs = self._gauge("jobs", "Reports that are to be read for a publication")
        self.ready = self._gauge("ready", "1 where updates come in and are kept")

    def text(self) -> bytes:
        """Return all of them in Prometheus' text format."""
        return generate_latest(self.registry)

    def _counter(self, name: str, meaning: str, label: str) -> Counter:
        return Counter(f"rapporteur_{name}", meaning, [label], registry=self.registry)

    def _gauge(self, name: str, meaning: str) -> Gauge:
        return Gauge(f"rapporteur_{name}", meaning, registry=self.registry)


def no_trouble() -> str | None:
    """Return none, for there is none."""
    return None


@dataclass(slots=True)
class Health:
    """What liveness, readiness and /status show."""

    storage: Storage
    metrics: Metrics = field(default_factory=Metrics)
    source: UpdateSource = field(default_factory=UpdateSource)
    engine: Callable[[], str | None] = no_trouble  # why nothing can be searched
    started: float = field(default_factory=time.time)
    errors: deque[tuple[float, str]] = field(default_factory=lambda: deque(maxlen=ERRORS_SHOWN))

    def failed(self, kind: str, detail: str) -> None:
        """Count an error and keep it for /status."""
        self.metrics.errors.labels(kind).inc()
        self.errors.append((time.time(), detail[:200]))

    def troubles(self) -> list[str]:
        """Return why the bot is not ready; empty where it is."""
        found = []
        source = self.source
        if source.trouble:
            found.append(f"updates: {source.trouble}")
        elif not source.pushed and source.well and time.monotonic() - source.well > STALE:
            found.append(f"updates: none asked for in {STALE:.0f} s")
        if (trouble := self.engine()) is not None:
            found.append(trouble)
        if self.storage.trouble:
            found.append(f"store: {self.storage.trouble}")
        self.metrics.ready.set(not found)
        return found


class Losses(logging.Handler):
    """Counts the passages that the core logs as lost, as the error "passage"."""

    def __init__(self, metrics: Metrics) -> None:
        super().__init__(logging.WARNING)
        self._metrics = metrics

    def emit(self, record: logging.LogRecord) -> None:
        """Count the record where it is about a lost passage."""
        if getattr(record, LOST, False):
            self._metrics.errors.labels("passage").inc()


def health_app(health: Health) -> Starlette:
    """Return `/livez`, `/readyz` and `/metrics`."""

    async def live(_: Request) -> Response:
        return PlainTextResponse("alive\n")

    async def ready(_: Request) -> Response:
        troubles = health.troubles()
        lines = "\n".join(troubles or ["ready"])
        return PlainTextResponse(f"{lines}\n", 503 if troubles else 200)

    async def metrics(_: Request) -> Response:
        health.troubles()
        return Response(health.metrics.text(), media_type="text/plain; version=0.0.4")

    return Starlette(
        routes=[Route("/livez", live), Route("/readyz", ready), Route("/metrics", metrics)]
    )


def listen(host: str, port: int, key: str) -> socket.socket:
    """Return a listening socket.

    Raises:
        StartError: the port can't be had; it names the configuration's `key`.
    """
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host, port), family=family)
    except OSError as error:
        reason = error.strerror or str(error)
        raise StartError(f"{key}: can't listen on {host}:{port}: {reason}") from None


async def serve(app: Starlette, on: socket.socket) -> None:
    """Serve until cancelled."""
    settings = uvicorn.Config(app, log_config=None, lifespan="off", server_header=False)
    server = _Server(settings)
    try:
        await server.serve(sockets=[on])
    finally:
        on.close()


class _Server(uvicorn.Server):
    """Leaves the signals to the bot."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def notify(*states: str) -> None:
    """Send states such as `READY=1`."""
    address = os.environ.get("NOTIFY_SOCKET")
    if not address:
        return
    if address.startswith("@"):
        address = "\0" + address[1:]
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as to:
            to.sendto("\n".join(states).encode(), address)
    except OSError:
        return  # the bot works without being watched


def watchdog_seconds() -> float | None:
    """Return how often systemd wants a sign of life, twice as often as it must.

    None: it does not.
    """
    wanted = os.environ.get("WATCHDOG_USEC", "")
    return int(wanted) / 2_000_000 if wanted.isdigit() and int(wanted) > 0 else None


async def measure(services: Services) -> None:
    """Keep the gauges up to date, and notice when the store works again."""
    metrics = services.health.metrics
    while True:
        metrics.queue.set(await services.intake.waiting())
        counts = await services.storage.attempt(services.storage.store.inbox.counts)
        metrics.aside.set((counts or {}).get("aside", 0))
        metrics.waits.set(services.flood.waited)
        metrics.retries.set(services.flood.retried)
        if (shared := services.storage.shared) is not None:
            metrics.jobs.set(await services.storage.attempt(shared.jobs.waiting) or 0)
        snapshot = services.assistant.snapshot
        metrics.reports.set(len(snapshot.reports))
        metrics.passages.set(len(snapshot.passages))
        metrics.generation.set(services.reloader.runs)
        await asyncio.sleep(MEASURE)


async def watch(health: Health) -> None:
    """Tell systemd that it goes well; where updates stop coming in, it restarts the bot."""
    pause = watchdog_seconds()
    notify("READY=1")
    while pause is not None:
        if not any(trouble.startswith("updates: none") for trouble in health.troubles()):
            notify("WATCHDOG=1")
        await asyncio.sleep(pause)


class Redacting(logging.Formatter):
    """Formats a record in one line; secrets become ***."""

    def __init__(self, secrets: Collection[str], *, as_json: bool) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        self._secrets = tuple(secret for secret in secrets if secret)
        self._json = as_json

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as a line."""
        message = record.getMessage()
        if record.exc_info and (error := record.exc_info[1]):
            message += f" ({type(error).__name__}: {error})"
        message = self._redacted(" ".join(message.splitlines()))
        if self._json:
            fields = {
                "time": self.formatTime(record),
                "level": record.levelname.lower(),
                "logger": record.name,
                "message": message,
            }
            return json.dumps(fields | self._harmless(getattr(record, "fields", {})))
        return f"{self.formatTime(record)} {record.levelname} {record.name}: {message}"

    def _harmless(self, value: Any) -> Any:  # noqa: ANN401  whatever is logged
        """Return the value as JSON takes it, without secrets in any text or name of it."""
        if value is None or isinstance(value, bool | int | float):
            return value
        if isinstance(value, Mapping):
            return {self._redacted(str(name)): self._harmless(v) for name, v in value.items()}
        if isinstance(value, list | tuple | set | frozenset):
            return [self._harmless(item) for item in value]
        return self._redacted(str(value))

    def _redacted(self, line: str) -> str:
        for secret in self._secrets:
            line = line.replace(secret, "***")
        return TOKEN.sub("***", line)


def event(log: logging.Logger, name: str, **fields: object) -> None:
    """Log an event at INFO: `name field=value …` as text, the fields apart as JSON."""
    said = " ".join(f"{field}={value}" for field, value in fields.items() if value is not None)
    log.info("%s %s", name, said, extra={"fields": {"event": name, **fields}})


def set_up_logging(settings: LogSection, secrets: Collection[str]) -> None:
    """Log to standard error; of libraries only what is wrong: httpx logs the token at INFO."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Redacting(secrets, as_json=settings.format == "json"))
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.getLogger("bot").setLevel(settings.level.upper())

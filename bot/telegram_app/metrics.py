"""What Prometheus is told."""

from __future__ import annotations

import logging
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from bot.errors import LOST

SECONDS: Final = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)


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
        self.ready = self._gauge("ready", "1 where updates come in and are kept")

    def text(self) -> bytes:
        """All of them in Prometheus' text format."""
        return generate_latest(self.registry)

    def _counter(self, name: str, meaning: str, label: str) -> Counter:
        return Counter(f"rapporteur_{name}", meaning, [label], registry=self.registry)

    def _gauge(self, name: str, meaning: str) -> Gauge:
        return Gauge(f"rapporteur_{name}", meaning, registry=self.registry)


class Losses(logging.Handler):
    """Counts the passages that the core logs as lost, as the error "passage"."""

    def __init__(self, metrics: Metrics) -> None:
        super().__init__(logging.WARNING)
        self._metrics = metrics

    def emit(self, record: logging.LogRecord) -> None:
        """Count the record where it is about a lost passage."""
        if getattr(record, LOST, False):
            self._metrics.errors.labels("passage").inc()

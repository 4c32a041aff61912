"""Questions asked one after another from several threads, while something is done to the nodes."""

import threading
import time
from dataclasses import dataclass, field

from bot.errors import SearchError

THREADS = 4
PAUSE = 0.3  # seconds of a thread between two questions, so that the nodes have the machine too


@dataclass
class Asked:
    """What came of the questions."""

    assistant: object
    answers: dict  # question -> the right answers, as texts
    asked: int = 0
    lost: int = 0  # an error in place of an answer
    wrong: int = 0
    slowest: float = 0.0
    errors: list = field(default_factory=list)
    _ended: threading.Event = field(default_factory=threading.Event)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __enter__(self):
        self._threads = [threading.Thread(target=self._run, args=(n,)) for n in range(THREADS)]
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self._ended.set()
        for thread in self._threads:
            thread.join()

    def more(self, count, timeout=240):
        """Waits until so many more questions were asked."""
        until, wanted = time.monotonic() + timeout, self.asked + count
        while self.asked < wanted:
            assert time.monotonic() < until, "questions are no longer answered"
            time.sleep(0.05)

    def _run(self, first):
        questions = list(self.answers)
        number = first
        while not self._ended.wait(PAUSE):
            question = questions[number % len(questions)]
            number += 1
            started = time.monotonic()
            try:
                text = said(self.assistant.ask(question))
            except SearchError as error:
                text = None
                self.errors.append(str(error))
            with self._lock:
                self.asked += 1
                self.lost += text is None
                self.wrong += text is not None and text not in self.answers[question]
                self.slowest = max(self.slowest, time.monotonic() - started)


def said(answer):
    return repr(answer).replace("StoredReport(", "Report(")

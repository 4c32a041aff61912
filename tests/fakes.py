"""Values made short, and stand-ins for what answers questions."""

import threading
from dataclasses import dataclass, field

from bot.model import Found, Passage, Quote, Report, Scored, Silent


def report(body, path="a.md", title="Planning session", **more):
    return Report(path, title, body, **more)


def quote(body, path="a.md", **more):
    """The whole of a body, quoted."""
    return Quote(Passage(report(body, path, **more), 0, len(body)))


def found(text, *bodies, path="a.md", confidence=0.9, **more):
    """An answer quoted from bodies, or from one that holds nothing else."""
    quotes = tuple(quote(body, path) for body in bodies or (text,))
    return Found("?", text, quotes, confidence, **more)


def scored(*bodies, path="a.md"):
    """Passages, best first."""
    return tuple(
        Scored(Passage(report(body, path), 0, len(body)), float(len(bodies) - rank))
        for rank, body in enumerate(bodies)
    )


@dataclass
class Replies:
    """Answers by question; it knows nothing else, and keeps what it was asked with which turn."""

    answers: dict
    asked: list = field(default_factory=list)

    def ask(self, question, turn=None):
        self.asked.append((question, turn))
        return self.answers.get(question) or Silent(question)


def later(act, *args):
    """Do it in a moment, in another thread."""
    threading.Timer(0.05, act, args).start()

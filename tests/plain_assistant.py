"""An assistant whose answers a test can foretell: it knows a few verbs and copies what follows."""

import re
import time
from dataclasses import replace

from bot.assistant import Assistant
from bot.errors import SearchError
from bot.model import Choice, Found, Quote, Scored, Silent, Span

VERBS = {
    "chaired": r"chaired by ([A-Z]\w+(?: \w+)?)",
    "opened": r"opened by ([A-Z]\w+(?: \w+)?)",
    "where": r"took place in ([A-Z]\w+)",
    "when": r"on (\d+ \w+ \d{4})",
    "took part": r"Present were ([^.]+)",
}
SLOTS = {
    "chair": "chaired", "opener": "opened", "where": "where", "when": "when",
    "participants": "took part",
}  # fmt: skip
STOP = {"chaired", "opened", "where", "when", "took", "place", "part", "with", "from", "that"}


class PlainAssistant(Assistant):
    """Reads and reloads as the real one does; answers by rule."""

    def __init__(self, config):
        if (config.corpus.path / ".slow").exists():
            (config.corpus.path / ".read").touch()
            time.sleep(60)
        super().__init__(config)

    def reload(self, share=None):
        if (self._config.corpus.path / ".slow").exists():
            time.sleep(60)
        return super().reload(share)

    def engine_trouble(self):
        """Why nothing can be searched: as long as a test says so by a file."""
        down = (self._config.corpus.path / ".down").exists()
        return "search: no node can be reached" if down else None

    def ask(self, question, turn=None):
        if trouble := self.engine_trouble():
            raise SearchError(trouble)
        snapshot = self.snapshot
        if question.endswith("slowly?"):
            time.sleep(1.6)  # longer than the bot works without showing it
        if question.endswith("at length?"):
            time.sleep(40)  # longer than anybody is kept waiting
        if question.startswith("Reports: "):
            return Silent(question, why="reports", kind="reports")
        words = {w for w in re.findall(r"\w{4,}", question.lower()) if w not in STOP}
        if not snapshot.reports:
            return Silent(question, why="no_reports")
        if not re.search(r"[a-z]{3}", question.lower()):
            return Silent(question, why="no_question")
        if len(question) > 2000:
            return Silent(question, why="too_long")
        ranked = sorted(snapshot.passages, key=lambda p: -_score(p, words, turn))
        nearest = tuple(Scored(p, float(_score(p, words, turn))) for p in ranked[:5])
        found = [f for p in ranked if (f := _read(p, question, nearest))]
        if not found or not nearest[0].score:
            about = nearest[0].passage.report
            slot = "closer" if "closed" in question else None
            return Silent(
                question,
                asked=question.rstrip("?").lower(),
                passages=nearest,
                event=about if turn or about.title.split()[-1] in question else None,
                slot=slot,
            )
        best = found[0]
        same = [f for f in found[1:4] if _title(f).split()[:2] == _title(best).split()[:2]]
        named = any(word in question for word in _title(best).split()[-1:]) or turn
        choices = () if named else tuple(Choice(_report(f), f.text) for f in same)
        titled = any(word in question for word in _title(best).split()[-1:])
        event = _report(best) if named else None
        slot = next((s for s, verb in SLOTS.items() if verb in question.lower()), None)
        followed = bool(event) and not titled
        return replace(best, choices=choices, event=event, followed=followed, slot=slot)

    def stated(self, path, slot, question):
        if slot not in SLOTS or SLOTS[slot] not in question.lower():
            return None
        own = (passage for passage in self.snapshot.passages if passage.report.path == path)
        found = next((f for passage in own if (f := _read(passage, question, ()))), None)
        return found and replace(found, event=_report(found))


def _report(found):
    return found.quotes[0].passage.report


def _title(found):
    return _report(found).title


def _score(passage, words, turn):
    text = f"{passage.report.title} {passage.text}".lower()
    focus = 1 if turn and turn.report == passage.report.path else 0
    return sum(word in text for word in words) + focus


def _read(passage, question, nearest):
    for word, pattern in VERBS.items():
        found = re.search(pattern, passage.text) if word in question.lower() else None
        if found:
            items = tuple(re.split(r", | and ", found.group(1))) if word == "took part" else ()
            quote = Quote(passage, (Span(*found.span(1)),))
            return Found(question, found.group(1), (quote,), 0.9, items, passages=nearest)
    return None

"""What is done about a message: answered, asked back, shown, met with a line or with silence.

Private chats, groups, inline, the page and the terminal all ask here, so that none has a manner of
its own. Whether a message is talk, or about the reports themselves, is what the router says; only
commands of a word or two, and thanks and greetings, are known by their words; so is which of these
small talk is that has one of them at an end ("thx bye").

A `Conversation` remembers what follow-ups refer to, for one person in one process; what Telegram's
chats refer to is in the store.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from bot.model import Answer, Found, Silent, Turn

if TYPE_CHECKING:
    from bot.assistant import Assistant
    from bot.model import Passage, Report

Spoken: TypeAlias = Literal[
    "thanks", "greeting", "noted", "help", "more", "leave", "sure", "source", "whole"
]
Kind: TypeAlias = Literal[
    "answer",  # shown as it is, a refusal too
    "which",  # the question fits several events: it is asked back, of which
    "line",  # the text of that name
    "help",
    "more",  # further passages of the answer before
    "sure",  # how sure the answer before is, and where it is from
    "leave",
    "count",  # how many reports, and which
    "list",
    "card",  # one report at a glance
    "whole",  # its text
    "source",  # its title, date and address
    "silence",
]

THANKS: Final = (
    r"thanks?(?: you)?(?: so much| a lot| very much)?|thx|cheers|ok(?:ay)?|great|nice|"
    r"c[aả]m [oơ]n|ขอบคุณ(?:ครับ|ค่ะ)?|terima kasih|makasih|merci|danke|gracias|grazie|"
    r"obrigad[oa]|спасибо|谢谢|[👍❤🙏😊👏]"
)
GREETING: Final = (
    r"hi|hello|hey|good (?:morning|afternoon|evening|day)|xin ch[aà]o|สวัสดี(?:ครับ|ค่ะ)?|halo|"
    r"hola|hallo|bonjour|ciao|olá|guten (?:tag|morgen|abend)|buenos días|buenas tardes|привет|你好"
)
YOU: Final = re.compile(r"\b(?:you|your|u)\b", re.IGNORECASE)  # said to people, not of a report
PHRASES: Final = re.compile(
    rf"(?:many |ok(?:ay)? |oh )?(?:(?P<thanks>{THANKS})|(?P<greeting>{GREETING}))"
    r"(?: there| all| everyone| bot)?[\s.!,🙏👍❤\ufe0f\U0001f3fb-\U0001f3ff😊👏]*",
    re.IGNORECASE,
)
FIXED: Final[dict[str, Spoken]] = {
    "yes": "noted", "no": "noted", "help": "help", "/help": "help",
    "more": "more", "more passages": "more", "show more": "more",
    "quit": "leave", "exit": "leave", "bye": "leave", "goodbye": "leave",
    "are you sure": "sure", "really": "sure", "sure": "sure",
    "link": "source", "url": "source", "source": "source",
    "full report": "whole", "the full report": "whole", "full text": "whole",
}  # fmt: skip
DRAWN: Final = re.compile(r"([^\W\d_])\1+\b")  # the last letter of "hii" and "thankssss"
LONGEST: Final = 60  # characters of what is known by its words
COURTESIES: Final[frozenset[Spoken]] = frozenset({"thanks", "greeting", "leave"})
MOST_WORDS: Final = 3  # of a courtesy
AROUND: Final = " ,;:.!-–—"
LIKELIEST: Final = 3  # events that are offered at first
FURTHER: Final = 9  # and each time that others are wanted


@dataclass(frozen=True, slots=True)
class Act:
    """What is done about a message.

    Attributes:
        kind: of doing.
        answer: what is shown of the reports' passages, or what is asked back about.
        reports: which are meant, newest first; for "which" the likeliest first.
        line: the name of a text: thanks, greeting, noted, leave, nothing_before, reports_none,
            ask_usage.
        narrowed: only reports that fit a name, a place or a year are meant.
    """

    kind: Kind
    answer: Answer | None = None
    reports: tuple[Report, ...] = ()
    line: str = ""
    narrowed: bool = False


SILENCE: Final = Act("silence")


def spoken(text: str) -> Spoken | None:
    """Return which fixed command, thanks or greeting the whole text is; None for all else."""
    said = " ".join(text.split())
    if len(said) > LONGEST:
        return None
    return _spoken(said) or _spoken(DRAWN.sub(r"\1", said))


def _spoken(said: str) -> Spoken | None:
    if command := FIXED.get(said.casefold().strip(" .!?…")):
        return command
    found = PHRASES.fullmatch(said)
    if found is None:
        return None
    return "thanks" if found.lastgroup == "thanks" else "greeting"


def act_spoken(said: Spoken, assistant: Assistant, report: str | None) -> Act:
    """Return what is done about a fixed command; `report` is the path that was talked of before."""
    if said == "leave":
        return Act("leave")
    if said in {"thanks", "greeting", "noted"}:
        return Act("line", line=said)
    if said == "help":
        return Act("help")
    found = assistant.report(report)
    if found is None:
        return Act("line", line="nothing_before")
    if said in {"more", "sure"}:
        return Act("more" if said == "more" else "sure", reports=(found,))
    return Act("whole" if said == "whole" else "source", reports=(found,))


def act_on(
    answer: Answer, assistant: Assistant, turn: Turn | None = None, *, meant: bool = True
) -> Act:
    """Return what is done about a message that was asked as a question.

    One that nobody addressed to the bot (`meant` is false) is met with silence, unless the answer
    is sure and of one event that is named, or in focus and surely followed up.
    """
    if not meant:
        sure = isinstance(answer, Found) and answer.event is not None and not answer.choices
        doubtful = answer.doubtful or (answer.followed and YOU.search(answer.question))
        return Act("answer", answer) if sure and not doubtful else SILENCE
    if answer.choices:
        return Act("which", answer, fitting(answer))
    if answer.kind == "reports":
        return _about_reports(answer, assistant, turn)
    if isinstance(answer, Silent) and answer.why == "chatter":
        return _small_talk(answer, assistant)
    if isinstance(answer, Silent) and answer.why == "language" and _is_short(answer.question):
        line = _courtesy(answer)  # "merci beaucoup" is no question
        return Act("line", answer, line=line) if line else Act("answer", answer)
    return Act("answer", _own_nearest(answer))


def _own_nearest(answer: Answer) -> Answer:
    """Return a refusal with the passages of its own event before those of others."""
    if not isinstance(answer, Silent) or answer.why != "not_stated" or answer.event is None:
        return answer
    own = answer.event
    ordered = sorted(answer.passages, key=lambda scored: scored.passage.report != own)
    return replace(answer, passages=tuple(ordered))


def _small_talk(chatter: Silent, assistant: Assistant) -> Act:
    """Return what is done about no question: a courtesy's line, or what it names is shown."""
    if line := _courtesy(chatter):
        return Act("line", chatter, line=line)
    if named := assistant.named(chatter.question):
        return Act("card" if len(named) == 1 else "list", chatter, named, narrowed=True)
    return Act("answer", chatter)


def _is_short(message: str) -> bool:
    return len(message.split()) <= MOST_WORDS


def _courtesy(chatter: Silent) -> Spoken | None:
    """Return which courtesy the small talk ends or begins with.

    None for questions, and where there is none.
    """
    if "?" in chatter.question:
        return None
    words = [word for part in chatter.question.split() if (word := part.strip(AROUND))]
    ends = (part for n in range(MOST_WORDS, 0, -1) for part in (words[-n:], words[:n]))
    said = (spoken(" ".join(part)) for part in ends)
    return next((one for one in said if one in COURTESIES), None)


def fitting(answer: Answer) -> tuple[Report, ...]:
    """Return the events that the question fits, the likeliest first."""
    own = [answer.event] if answer.event else []
    if isinstance(answer, Found):
        own = [answer.quotes[0].passage.report]
    reports = (*own, *(choice.report for choice in answer.choices))
    return tuple({report.path: report for report in reports}.values())


def _about_reports(answer: Answer, assistant: Assistant, turn: Turn | None) -> Act:
    found = assistant.indexed(answer.question, turn.report if turn else None)
    if found.form == "help":
        return Act("help")
    if not found.reports:
        return Act("line", answer, line="reports_none", narrowed=found.narrowed)
    return Act(found.form, answer, found.reports, narrowed=found.narrowed)


def further(found: Answer) -> tuple[Passage, ...]:
    """Return the passages nearest to the question of which the answer quotes nothing."""
    quoted = [quote.passage for quote in found.quotes] if isinstance(found, Found) else []
    near = (scored.passage for scored in found.passages)
    return tuple(p for p in near if not any(_overlap(p, shown) for shown in quoted))


def _overlap(one: Passage, other: Passage) -> bool:
    return one.report == other.report and one.start < other.end and other.start < one.end


@dataclass(frozen=True, slots=True)
class PendingQuestion:
    """A question that waits for the choice of an event, and how many of these were shown.

    Without a question it is the event alone that is chosen.
    """

    question: str | None
    act: Act
    offered: tuple[Report, ...]
    shown: int = LIKELIEST


@dataclass(slots=True)
class Conversation:
    """Questions and their follow-ups; what was asked `minutes` ago is no longer referred to."""

    assistant: Assistant
    minutes: float
    clock: Callable[[], float] = time.monotonic
    turn: Turn | None = None
    asked: float = 0.0
    answer: Answer | None = None  # the last one of the reports
    pending: PendingQuestion | None = None

    def say(self, line: str) -> Act:
        """Return what is done about a line: an answer, a choice of events, a report, a text."""
        pending, self.pending = self.pending, None
        if pending and (act := self._chosen(pending, line)):
            return act
        if said := spoken(line):
            self._expire()
            act = act_spoken(said, self.assistant, self._report())
            return replace(act, answer=self.answer) if act.reports else act
        return self._about(line)

    def offer(self) -> Act:
        """Return the events to choose from, newest first, where no question waits for it."""
        act = Act("which", line="ask_usage")
        self.pending = PendingQuestion(None, act, self._newest())
        return replace(act, reports=self.pending.offered[:LIKELIEST])

    def _newest(self) -> tuple[Report, ...]:
        reports = self.assistant.snapshot.reports
        return tuple(sorted(reports, key=lambda r: r.date or "", reverse=True))

    def _about(self, line: str) -> Act:
        self._expire()
        before = self.turn
        answer = self.assistant.ask(line, before)
        act = act_on(answer, self.assistant, before)
        if act.kind == "which":
            others = [report for report in self._newest() if report not in act.reports]
            self.pending = PendingQuestion(line, act, (*act.reports, *others))
            return replace(act, reports=self.pending.offered[:LIKELIEST])
        if act.kind == "answer":
            self._remember(line, answer)
        elif len(act.reports) == 1:
            self.turn, self.asked = Turn(line, act.reports[0].path), self.clock()
        return act

    def _chosen(self, pending: PendingQuestion, line: str) -> Act | None:
        """Return what comes of a choice; None where the line is none."""
        said = line.strip().casefold()
        if said in {"more", "another"}:
            self.pending = replace(pending, shown=pending.shown + FURTHER)
            return replace(pending.act, reports=pending.offered[: self.pending.shown])
        if not (said.isascii() and said.isdigit() and len(said) < LIKELIEST + FURTHER):
            return None
        number = int(said)
        if not 1 <= number <= min(pending.shown, len(pending.offered)):
            return None
        report = pending.offered[number - 1]
        if pending.question is None:
            self.turn, self.asked = Turn(report.title, report.path), self.clock()
            return Act("card", reports=(report,))
        answer = self.assistant.ask(pending.question, Turn(report.title, report.path))
        self._remember(pending.question, answer)
        said_before = answer.answer if isinstance(answer, Found) else None
        self.turn = Turn(pending.question, report.path, answer=said_before)
        return Act("answer", answer)

    def _report(self) -> str | None:
        """Return the path of the report that is talked of; where there is none, of the nearest."""
        if self.turn and self.turn.report:
            return self.turn.report
        near = self.answer.passages if self.answer else ()
        return near[0].passage.report.path if near else None

    def _expire(self) -> None:
        if self.clock() - self.asked > self.minutes * 60:
            self.turn = None

    def _remember(self, question: str, answer: Answer) -> None:
        """Note what follow-ups are about. A refusal is no new subject where there is one."""
        if isinstance(answer, Found):
            path = answer.quotes[0].passage.report.path
            self.turn, self.asked = Turn(question, path, answer=answer.answer), self.clock()
            self.answer = answer
        elif answer.why in {"not_stated", "closest"}:
            self.answer = answer
            if answer.event and not (self.turn and self.turn.report):
                self.turn, self.asked = Turn(question, answer.event.path), self.clock()

"""Answers as people and programs see them.

Here is what is said about an answer in a line, in English and in the language of the question.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from bot.answering.foreign.language import language_of
from bot.model import Found, Passage, Report, Silence, Silent
from bot.reading import columns_of
from bot.rendering.telegram_texts import LANGUAGES, Count, polite_lines
from bot.text.words import NUMBERS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.model import Answer
    from bot.rendering.telegram_texts import Texts

COUNTED = 4  # items that a reader no longer counts at a glance
SHOWN: Final = 0.3  # probability from which a value is shown to people
LABELS: Final = {
    "panellists": "on the panel", "count": "number", "next_when": "next, when",
    "next_where": "next, where",
}  # fmt: skip
# Marks of Markdown: of a table's rule and its rows, of headings, links and pictures, of emphasis.
RULE: Final = re.compile(r"[ \t]*\|?(?:[ \t]*:?-{2,}:?[ \t]*\|)+(?:[ \t]*:?-{2,}:?)?[ \t]*\r?")
ROW: Final = re.compile(r"[ \t]*\|(.*)\|[ \t]*\r?")
HEADING: Final = re.compile(r"^[ \t]{0,3}#{1,6}[ \t]+|[ \t]+#+[ \t]*$")
LINK: Final = re.compile(r"!?\[([^\]\n]{0,500})\]\([^()\s]{1,2000}\)")
EMPHASISED: Final = (
    re.compile(r"(?<![\w*\\])(\*{1,3})(?=[^\s*])([^*\n]*[^\s*\\])\1(?![\w*])"),
    re.compile(r"(?<![\w_\\])(_{1,3})(?=[^\s_])([^_\n]*[^\s_\\])\1(?![\w_])"),
    re.compile(r"(?<![`\\])(`)([^`\n]+)`(?!`)"),
)
ESCAPED: Final = re.compile(r"\\([*_#`\[\]|\\])")
OVERRIDES = "\u202a\u202b\u202d\u202e"  # of writing direction: text that reads as other text

WHY: dict[Silence, str] = {
    "no_question": "Ask in a few words what the reports may say, such as: Who chaired the session?",
    "too_long": "That is too long for one question; ask it in a sentence or two.",
    "no_reports": "No reports are indexed yet.",
    "took_long": "Finding an answer took too long; ask in fewer or other words.",
    "closest": "I'm not sure the reports say this.",
    "unknown_event": "No answer: the reports don't say anything of such an event.",
    "chatter": "Ask me what the reports say, such as: Who chaired the session?",
    "reports": "/reports lists what is indexed; `rapporteur check` tells more.",
    "language": "I search reports in English; please ask in English.",
}
FIGURES: Final = re.compile(r"\d{1,3}(?:,\d{3}){1,3}|\d{1,9}")
# Why there is no answer -> the text that says so.
LINES: Final[Mapping[Silence, str]] = MappingProxyType(
    {
        "not_stated": "not_stated",
        "closest": "closest",
        "unknown_event": "unknown_event",
        "took_long": "took_long",
        "no_question": "no_question",
        "too_long": "too_long",
        "no_reports": "no_reports",
        "language": "other_language",
        "chatter": "chatter",
        "reports": "about_reports",
    }
)


def headline(found: Found) -> str:
    """Return the short answer in one line.

    A longer list with the number of its items before them.
    """
    if own := own_headline(found):
        return f"{own}."
    if found.verdict:
        return f"{found.verdict}."
    if len(found.items) < COUNTED and found.count is None:
        return " ".join(found.text.split())
    mark = "; " if any("," in item for item in found.items) else ", "
    listed = " ".join(mark.join(found.items or (found.text,)).split())
    return f"{found.count or len(found.items)}: {listed}"


def refusal(silent: Silent) -> str:
    """Return why there is no answer, in one sentence."""
    if silent.language is not None:
        return refusal_line(silent, LANGUAGES["en"])
    if silent.why in WHY:
        return WHY[silent.why]
    asked = f" {' '.join(silent.asked.split())}" if silent.asked else ""
    return f"No answer: the reports don't say{asked}."


def source(report: Report, page: int | None = None) -> tuple[str, ...]:
    """Return title, date, page and address, as far as the report has them."""
    parts = (report.title, day(report.date), f"p. {page}" if page else None, report.url)
    return tuple(part for part in parts if part)


def day(iso: str | None) -> str | None:
    """Return "31 July 2023" for 2023-07-31; what is no such date stays as it is."""
    try:
        parsed = date.fromisoformat(iso or "")
    except ValueError:
        return iso
    return f"{parsed.day} {parsed:%B %Y}"


def counted(count: int, what: str) -> str:
    """Return the number with what it counts: "1 report", "2 reports"."""
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def harmless(text: str) -> str:
    """Return the text, as long as before, without what a report could steer a terminal by.

    The form feed of a quote that goes on over the end of a page becomes a space.
    """
    text = text.replace("\f", " ")
    return "".join("\ufffd" if _steers(character) else character for character in text)


def _steers(character: str) -> bool:
    if character in "\n\t":
        return False
    return unicodedata.category(character) in {"Cc", "Cs"} or character in OVERRIDES


def row(passage: Passage) -> str:
    """Return a table row as "column: value · column: value"; empty for what is none."""
    return " · ".join(f"{name}: {value}" for name, value in columns_of(passage))


def readable(report: Report) -> str:
    """Return the report's text for people to read, without the marks of Markdown.

    A quote keeps them, since it is word for word.
    """
    lines = report.body.replace("\f", "\n").split("\n")
    return "\n".join(_unmarked(line) for line in lines if not RULE.fullmatch(line))


def _unmarked(line: str) -> str:
    """Return a line without the marks of headings, emphasis, links, code and cells."""
    cells = ROW.fullmatch(line)
    if cells:
        line = " · ".join(filter(None, map(str.strip, cells[1].split("|"))))
    line = LINK.sub(r"\1", HEADING.sub("", line))
    for mark in EMPHASISED:
        line = mark.sub(r"\2", line)
    return ESCAPED.sub(r"\1", line)


def texts_of(answer: Answer, texts: Texts) -> Texts:
    """Return the texts in the language of the question, where there are some, else these."""
    return LANGUAGES.get(answer.language or "", texts)


def texts_asked(question: str, texts: Texts) -> Texts:
    """Return the texts in which a question was answered; `texts` are the person's own."""
    return LANGUAGES.get(language_of(question) or "", texts)


def refusal_line(silent: Silent, texts: Texts) -> str:
    """Return why there is no answer, in the language of the question, else in that of `texts`."""
    polite = polite_lines().get(silent.language or "")
    if silent.why == "language" and polite:
        return polite
    line: str = getattr(texts_of(silent, texts), LINES[silent.why])
    return line


def nearest_line(silent: Silent) -> str | None:
    """Return what is said before the nearest passage in the language of the question.

    That is "" where the refusal says it already; None for a question in English.
    """
    texts = LANGUAGES.get(silent.language or "")
    if texts is None:
        return None
    return "" if silent.why in {"closest", "unknown_event"} else texts.nearest


def own_headline(found: Found) -> str | None:
    """Return a verdict or a number in the language of the question.

    None where it is as in English.
    """
    texts = LANGUAGES.get(found.language or "")
    if texts is None:
        return None
    if found.verdict:
        return texts.yes if found.verdict == "Yes" else texts.no
    number = _number(found.text)
    if found.counts is None or number is None:
        return None
    line = texts.people if found.counts == "people" else texts.countries
    return line.format(count=Count(number))


def _number(words: str) -> int | None:
    """Return the number that an answer is, and nothing else: "112", "Seven", "twenty-eight"."""
    if FIGURES.fullmatch(words):
        return int(words.replace(",", ""))
    parts = [NUMBERS.get(part) for part in words.lower().split("-")]
    known = [int(part) for part in parts if part is not None]
    tens = len(known) == 2 and known[0] >= 20 and known[1] < 10
    return sum(known) if len(known) == len(parts) and (len(known) == 1 or tens) else None

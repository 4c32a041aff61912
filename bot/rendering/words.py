"""What is said in English about an answer: its headline, its source, why there is none."""

from __future__ import annotations

import unicodedata
from datetime import date

from bot.model import Found, Passage, Report, Silence, Silent
from bot.passages import columns_of
from bot.rendering.asker import own_headline, refusal_line
from bot.rendering.telegram_texts import LANGUAGES

COUNTED = 4  # items that a reader no longer counts at a glance
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


def headline(found: Found) -> str:
    """The short answer in one line; a longer list with the number of its items before them."""
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
    """Why there is no answer, in one sentence."""
    if silent.language is not None:
        return refusal_line(silent, LANGUAGES["en"])
    if silent.why in WHY:
        return WHY[silent.why]
    asked = f" {' '.join(silent.asked.split())}" if silent.asked else ""
    return f"No answer: the reports don't say{asked}."


def source(report: Report, page: int | None = None) -> tuple[str, ...]:
    """Title, date, page and address, as far as the report has them."""
    parts = (report.title, day(report.date), f"p. {page}" if page else None, report.url)
    return tuple(part for part in parts if part)


def day(iso: str | None) -> str | None:
    """31 July 2023 for 2023-07-31; what is no such date stays as it is."""
    try:
        parsed = date.fromisoformat(iso or "")
    except ValueError:
        return iso
    return f"{parsed.day} {parsed:%B %Y}"


def counted(count: int, what: str) -> str:
    """The number with what it counts: "1 report", "2 reports"."""
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def harmless(text: str) -> str:
    """The text, as long as before, without characters by which a report could steer a terminal.

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

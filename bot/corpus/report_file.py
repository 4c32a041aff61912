"""What a file holds → a report."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from bot.corpus.dates import date_of, day_in
from bot.corpus.decoding import DecodingError, decode_any, decode_utf8
from bot.corpus.foreign import Extracted
from bot.corpus.front_matter import Entry, FrontMatter, FrontMatterError, read_front_matter
from bot.corpus.markup import MARKDOWN, read_markup
from bot.corpus.titles import REACH, is_generic, title_of
from bot.model import Problem, Report

WEB_ADDRESS: Final = re.compile(r"https?://[^\s<>\"\x00-\x20\x7f]{1,2000}", re.IGNORECASE)
ISO_DATE: Final = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ].*)?")
LONGEST: Final = 300  # of what is shown in a line
CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff]")
NOTHING: Final = frozenset({"", "~", "null", "none"})
UNSHOWN: Final = re.compile(r"[\s\x00-\x1f\x7f-\x9f\ud800-\udfff]+")


class UnreadableError(ValueError):
    """A file holds no report that can be read."""

    def __init__(self, reason: str, line: int | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line


def read_report(path: str, data: bytes) -> tuple[Report, list[Problem]]:
    """Return the report that a file holds, and what in its front matter could not be used.

    Markdown is UTF-8; text is in any encoding, and a head in it that can't be read is text too.
    Raises UnreadableError.
    """
    try:
        text, head = _parsed(data, markdown=path.lower().endswith(MARKDOWN))
    except (DecodingError, FrontMatterError) as error:
        raise UnreadableError(str(error), error.line) from None
    body = text[head.body_start :]
    if not any(map(str.isalnum, body)):
        raise UnreadableError("holds no text")
    warnings: list[Problem] = []
    seen = read_markup(body[:REACH], path).text
    title = _given(head, "title") or title_of(seen, path)
    report = Report(
        path=path,
        title=title,
        body=body,
        date=_date(path, head.entries.get("date"), warnings) or date_of(title, seen, path),
        source=_given(head, "source"),
        url=_url(path, head.entries.get("url"), warnings),
    )
    return report, warnings


def report_of(path: str, extracted: Extracted) -> Report:
    """Return the report of a file that was neither Markdown nor text. Raises UnreadableError."""
    body = CONTROL.sub("", extracted.body.replace("\r\n", "\n").replace("\r", "\n"))
    if not any(map(str.isalnum, body)):
        raise UnreadableError("holds no text")
    url = (extracted.url or "").strip()
    title = _stated_title(extracted, body) or title_of(body, path)
    return Report(
        path=path,
        title=title,
        body=body,
        date=date_of(title, body, path) or _iso_date(extracted.date or ""),
        source=_clean(extracted.source or ""),
        url=url if WEB_ADDRESS.fullmatch(url) else None,
    )


def _stated_title(extracted: Extracted, body: str) -> str | None:
    """Return the title that a file states of itself; None for a template's.

    One that names another day than the text is that of the file which was taken as a template.
    """
    title = _clean(extracted.title or "")
    if title is None or is_generic(title):
        return None
    day, said = day_in(title), date_of("", body, "")
    return None if day and said and day != said else title


def _parsed(data: bytes, *, markdown: bool) -> tuple[str, FrontMatter]:
    text = decode_utf8(data) if markdown else decode_any(data)
    try:
        return text, read_front_matter(text)
    except FrontMatterError:
        if markdown:
            raise
        return text, FrontMatter({}, 0)


def _given(head: FrontMatter, key: str) -> str | None:
    entry = head.entries.get(key)
    return _clean(entry.value) if entry else None


def _clean(value: str) -> str | None:
    """Return a value in one line, None where it says nothing."""
    value = UNSHOWN.sub(" ", value).strip()
    if len(value) > LONGEST:
        value = f"{value[: LONGEST - 1].rstrip()}…"
    return None if value.lower() in NOTHING else value


def _url(path: str, entry: Entry | None, warnings: list[Problem]) -> str | None:
    value = entry.value.strip() if entry else ""
    if entry is None or value.lower() in NOTHING:
        return None
    if WEB_ADDRESS.fullmatch(value):
        return value
    reason = "url is no http or https address; the report is shown without a link"
    warnings.append(Problem(path, reason, entry.line))
    return None


def _date(path: str, entry: Entry | None, warnings: list[Problem]) -> str | None:
    value = _clean(entry.value) if entry else None
    if entry is None or value is None:
        return None
    found = _iso_date(value)
    if found is None:
        reason = "date is no date such as 2023-07-31; the report is shown without one"
        warnings.append(Problem(path, reason, entry.line))
    return found


def _iso_date(value: str) -> str | None:
    iso = ISO_DATE.fullmatch(value)
    try:
        return date.fromisoformat(iso.group(1)).isoformat() if iso else day_in(value)
    except ValueError:
        return None

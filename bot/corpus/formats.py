"""The bytes of a file → a report."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Final

from bot.corpus.decoding import Undecodable, decode_any, decode_utf8
from bot.corpus.front_matter import BadFrontMatter, FrontMatter, read_front_matter
from bot.corpus.titles import title_of
from bot.model import Problem, Report

WEB: Final = re.compile(r"https?://[^\s<>\"]+\Z")
EMPTY: Final = frozenset({"", "~", "null", "none"})
DATE_FORMATS: Final = ("%d %B %Y", "%d %b %Y", "%B %d, %Y", "%d.%m.%Y")


class Unreadable(ValueError):
    """A file holds no report that can be read."""

    def __init__(self, reason: str, line: int | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line


def read_report(path: str, data: bytes) -> tuple[Report, list[Problem]]:
    """The report that a file holds, and what of its front matter could not be used.

    Raises Unreadable.
    """
    strict = path.lower().endswith((".md", ".markdown"))
    try:
        text = decode_utf8(data) if strict else decode_any(data)
        head = read_front_matter(text)
    except (Undecodable, BadFrontMatter) as error:
        if strict:
            raise Unreadable(str(error), error.line) from None
        head = FrontMatter({}, {}, 0)
    body = text[head.body_start :]
    if not body.strip():
        raise Unreadable("holds no text")
    warnings: list[Problem] = []
    title = " ".join(head.values.get("title", "").split()) or title_of(body, path)
    report = Report(
        path=path,
        title=title,
        body=body,
        date=_date(path, head, warnings),
        source=_given(head, "source"),
        url=_url(path, head, warnings),
    )
    return report, warnings


def _given(head: FrontMatter, key: str) -> str | None:
    value = " ".join(head.values.get(key, "").split())
    return None if value.lower() in EMPTY else value


def _url(path: str, head: FrontMatter, warnings: list[Problem]) -> str | None:
    value = _given(head, "url")
    if value is None or WEB.match(value):
        return value
    warnings.append(Problem(path, "url is no http(s) address; it is left out", head.lines["url"]))
    return None


def _date(path: str, head: FrontMatter, warnings: list[Problem]) -> str | None:
    value = _given(head, "date")
    if value is None:
        return None
    try:
        return date.fromisoformat(value[:10]).isoformat()
    except ValueError:
        pass
    for form in DATE_FORMATS:
        try:
            return datetime.strptime(value, form).date().isoformat()  # noqa: DTZ007
        except ValueError:
            continue
    warnings.append(
        Problem(path, "date is no date such as 2023-07-31; it is left out", head.lines["date"])
    )
    return None

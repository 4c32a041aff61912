"""What a file has in it → a report: its front matter, title, date and body."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath
from typing import Final

import yaml

from bot.corpus.blocks import (
    Block,
    TextLine,
    is_sentence,
    is_wrapped,
    read_lines,
    scan_blocks,
    wrap_width,
)
from bot.corpus.dates import date_of, day_in
from bot.corpus.decoding import DecodingError, decode_any, decode_utf8
from bot.corpus.extraction import Extracted
from bot.corpus.markup import MARKDOWN, read_markup
from bot.model import Problem, Report

WEB_ADDRESS: Final = re.compile(r"https?://[^\s<>\"\x00-\x20\x7f]{1,2000}", re.IGNORECASE)
ISO_DATE: Final = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ].*)?")
LONGEST_VALUE: Final = 300  # of what is shown in a line
CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff]")
NOTHING: Final = frozenset({"", "~", "null", "none"})
UNSHOWN: Final = re.compile(r"[\s\x00-\x1f\x7f-\x9f\ud800-\udfff]+")

# Of titles.
LONGEST_TITLE: Final = 120
SEPARATORS: Final = re.compile(r"_+|(?<!\d)-+|-+(?!\d)")  # the hyphens of a date stay
PREDICATE: Final = re.compile(r"\b(?:was|were|has|have|had|been)\b")  # titles go without
EMPHASIS: Final = re.compile(r"\*{1,3}|_{2,3}|`")
# What programs and templates write where a title belongs, and what is no title without more.
TEMPLATE: Final = re.compile(
    r"microsoft\b.*|.*\.(?:docx?|dotx?|pdf|indd|pptx?|odt|rtf|xlsx?|pages|tex|dvi)"
    r"|(?:(?:new|blank|untitled|default|word|excel|power ?point) )*"
    r"(?:untitled|unnamed|document|doc|presentation|file|slide|layout|page|title)[ _-]?\d{0,4}"
    r"|(?:(?:final|first|second|third|working|revised|rough)[ -])?draft"
    r"(?:[ -](?:\d{1,3}|version|copy|document|only|agenda|minutes))*"
    r"|(?:(?:final|proposed|tentative|provisional|meeting|the)[ -])?agenda"
    r"|confidential|for (?:discussion|approval|official use)(?: only)?|attachment|annex|appendix"
    r"|template|template (?:for|of)\b.*|.*[\w)] template|lorem ipsum.*|<.*>"
    r"|.*\b(?:do not|don.t) forget\b.*|note(?: to [\w ]{1,20})?:.*"
    r"|.*\b(?:insert|enter|type|add|your)\b.*\b(?:title|name|subject|text|here)\b.*",
    re.IGNORECASE,
)
GENERIC: Final = re.compile(
    r"(?:the )?(?:meeting |event |final )?(?:minutes|notes|report|memo|summary)", re.IGNORECASE
)
# Headings of a part, under which no report is known.
SECTION: Final = re.compile(
    r"(?:\W*(?:\d{1,3}|[ivxIVX]{1,5}|[A-Za-z])[.)]\s.*)"
    r"|(?i:\W*(?:attend(?:ance|ees|ing)|present|participa(?:nts|tion)|apologies|absent|opening|"
    r"introduction|summary|abstract|background|contents|table of contents|call to order|welcome|"
    r"in attendance|roll call|members? present)\W*)"
)
REACH: Final = 64 * 1024  # code points in which a title is looked for
TITLE_BLOCKS: Final = 8  # where a title is looked for if the first heading is a template's

# Of the front matter.
LOADER: Final = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
OPENING: Final = re.compile(r"---[ \t]*\n")
# A word after the dashes names the part that begins there: "--- abstract".
CLOSING: Final = re.compile(
    r"^(?:(?:---|\.\.\.)[ \t]*|---[ \t]+(?P<part>[a-z][\w-]{0,30})[ \t]*)$", re.MULTILINE
)
KEY: Final = re.compile(r"[\"']?\w[\w -]{0,60}[\"']?[ \t]{0,9}:")
BEFORE_KEY: Final = re.compile(r"(?:[ \t]*(?:#[^\n]*)?\n)*")  # blank lines and comments
MAX_LENGTH: Final = 64 * 1024
MAX_DEPTH: Final = 20
NO_MAPPING: Final = "the front matter contains no `key: value` lines"


class UnreadableError(ValueError):
    """Says that a file contains no report that can be read."""

    def __init__(self, reason: str, line: int | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line


def read_report(path: str, data: bytes) -> tuple[Report, list[Problem]]:
    """Return the report that a file contains, and what in its front matter could not be used.

    Markdown is UTF-8; text is in any encoding, and a head in it that can't be read is text too.

    Raises:
        UnreadableError: it contains no report that can be read.
    """
    try:
        text, head = _parsed(data, markdown=path.lower().endswith(MARKDOWN))
    except (DecodingError, FrontMatterError) as error:
        raise UnreadableError(str(error), error.line) from None
    body = text[head.body_start :]
    if not any(map(str.isalnum, body)):
        raise UnreadableError("contains no text")
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
    """Return the report of a file that was neither Markdown nor text.

    Raises:
        UnreadableError: it contains no report that can be read.
    """
    body = CONTROL.sub("", extracted.body.replace("\r\n", "\n").replace("\r", "\n"))
    if not any(map(str.isalnum, body)):
        raise UnreadableError("contains no text")
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
    if len(value) > LONGEST_VALUE:
        value = f"{value[: LONGEST_VALUE - 1].rstrip()}…"
    return None if value.lower() in NOTHING else value


def _url(path: str, entry: FrontMatterValue | None, warnings: list[Problem]) -> str | None:
    value = entry.value.strip() if entry else ""
    if entry is None or value.lower() in NOTHING:
        return None
    if WEB_ADDRESS.fullmatch(value):
        return value
    reason = "url is no http or https address; the report is shown without a link"
    warnings.append(Problem(path, reason, entry.line))
    return None


def _date(path: str, entry: FrontMatterValue | None, warnings: list[Problem]) -> str | None:
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


def title_of(body: str, path: str) -> str:
    """Return the first heading, else the first line that looks like a title, else the file's name.

    Of the headings, those of the first level come first. A template's heading is none.
    """
    body = body[:REACH]
    blocks = scan_blocks(body, path)
    headings = [block for block in blocks if block.kind == "heading"]
    headings.sort(key=lambda block: (block.level != 1, block.start))
    texts = [_shown(body[block.start : block.end]) for block in headings]
    first = next((text for text in texts if text), "")
    if not first or is_template(first):
        first = _other_title(body, blocks)
    return first or title_from_name(path)


def is_template(title: str) -> bool:
    """Say whether a title says nothing of a report: "DRAFT", "Microsoft Word - minutes.doc"."""
    title = title.strip(" \t\n*_#-–—:|()[]")
    return not any(map(str.isalpha, title)) or TEMPLATE.fullmatch(title[:LONGEST_TITLE]) is not None


def is_generic(title: str) -> bool:
    """Say whether a title names a kind of report and not which one it is."""
    return is_template(title) or GENERIC.fullmatch(title.strip(" *_#:")[:LONGEST_TITLE]) is not None


def _other_title(body: str, blocks: tuple[Block, ...]) -> str:
    """Return the first heading or line at the top that is no template's and no part's."""
    for block in blocks[:TITLE_BLOCKS]:
        heading = block.kind == "heading"
        text = _shown(body[block.start : block.end] if heading else _first_line(body, block))
        if text and not is_template(text):
            return "" if SECTION.fullmatch(text) else text
        if not text and not heading:
            return ""
    return ""


def _shown(text: str) -> str:
    return " ".join(EMPHASIS.sub("", text).split())


def title_from_name(path: str) -> str:
    """Return a file's name made readable: "Joint planning session" of joint-planning_session.md."""
    stem = PurePosixPath(path).stem
    words = " ".join(SEPARATORS.sub(" ", stem).split())
    return words[:1].upper() + words[1:] or stem


def _first_line(body: str, block: Block) -> str:
    """Return the first line of a paragraph, nothing where it is no title.

    A sentence is none, nor is the start of one that was wrapped.
    """
    if block.kind != "paragraph":
        return ""
    lines = list(read_lines(body))
    inside = [line for line in lines if block.start <= line.start < block.end]
    first = inside[0]
    if len(inside) > 1 and (PREDICATE.search(first.text) or _is_wrapped(lines, *inside[:2])):
        return ""
    unfit = len(first.text) > LONGEST_TITLE or is_sentence(first.text) or first.text.endswith(",")
    return "" if unfit else first.text


def _is_wrapped(lines: list[TextLine], first: TextLine, second: TextLine) -> bool:
    return is_wrapped(first, second, wrap_width(lines))


class FrontMatterError(ValueError):
    """The front matter can't be read; `line` counts from 1 in the file."""

    def __init__(self, reason: str, line: int) -> None:
        super().__init__(reason)
        self.line = line


@dataclass(frozen=True, slots=True)
class FrontMatterValue:
    """A value as it is written, and the line in the file that it is in, from 1."""

    value: str
    line: int


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The plain `key: value` pairs of the head, and the offset at which the body starts."""

    entries: dict[str, FrontMatterValue]
    body_start: int


def read_front_matter(text: str) -> FrontMatter:
    """Return the head of a report; without one, no entries and a body that starts at 0.

    Three dashes that no key follows are a rule, not a head, and all of it is text. Raises
    FrontMatterError where a head is opened and can't be read.
    """
    none = FrontMatter({}, 0)
    opening = OPENING.match(text)
    if opening is None:
        return none
    closing = CLOSING.search(text, opening.end())
    if closing is None:
        if KEY.match(text, opening.end()):
            raise FrontMatterError("the front matter has no closing line of three dashes", 1)
        return none
    if closing.start() > MAX_LENGTH:
        raise FrontMatterError(f"the front matter is over {MAX_LENGTH // 1024} KB", 1)
    head = text[opening.end() : closing.start()]
    if not _is_mapping(head):
        return none
    end = min(closing.end() + 1, len(text))
    if closing["part"] is None:
        return FrontMatter(_entries(head), end)
    try:
        return FrontMatter(_entries(head), end)
    except FrontMatterError:
        return none


def _is_mapping(head: str) -> bool:
    """Say whether a head is meant as YAML: its first line has a key, or it is empty."""
    start = BEFORE_KEY.match(head)
    first = start.end() if start else 0
    return first == len(head) or head[first] in "{!&" or KEY.match(head, first) is not None


def _entries(head: str) -> dict[str, FrontMatterValue]:
    try:
        scalars = list(_top_level(head))
    except yaml.YAMLError as error:
        raise FrontMatterError(_reason(error), _line(error)) from None
    pairs = zip(scalars[::2], scalars[1::2], strict=True)
    return {key.value: value for key, value in pairs}


def _top_level(head: str) -> Iterator[FrontMatterValue]:
    """Yield keys and values by turns; a list or mapping as a value counts as an empty one.

    Read from the parser's events, for these build no objects: tags, alias bombs and deep nesting do
    nothing, whereas composing a deep document would overflow libyaml's C stack.
    """
    depth = 0
    for event in yaml.parse(head, Loader=LOADER):
        line = event.start_mark.line + 2 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent):
            raise FrontMatterError("the front matter contains a YAML alias; write it out", line)
        if isinstance(event, yaml.NodeEvent) and depth == 0:
            if not isinstance(event, yaml.MappingStartEvent):
                raise FrontMatterError(NO_MAPPING, line)
        elif isinstance(event, yaml.NodeEvent) and depth == 1:
            yield FrontMatterValue(event.value if isinstance(event, yaml.ScalarEvent) else "", line)
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            raise FrontMatterError("the front matter is nested too deeply", line)


def _reason(error: yaml.YAMLError) -> str:
    problem = getattr(error, "problem", None)
    detail = f" ({problem}); a value with a colon or a quote in it needs quotes" if problem else ""
    return f"the front matter is not valid YAML{detail}"


def _line(error: yaml.YAMLError) -> int:
    """Return the line to fix: for what is never closed, where it was opened."""
    context = str(getattr(error, "context", None) or "")
    opened = "quoted scalar" in context or "flow" in context
    mark = getattr(error, "context_mark" if opened else "problem_mark", None)
    return mark.line + 2 if mark else 2

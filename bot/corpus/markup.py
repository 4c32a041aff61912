"""HTML inside Markdown → the same text, as long as before, without its tags.

Offsets stay what they are, so that a slice that is found in what is shown is one of the body. Where
a tag parts or marks something, there are line ends and the marks of Markdown in its place.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final, NamedTuple

from bot.model import Span

MARKDOWN: Final = (".md", ".markdown")
BLOCKS: Final = (
    "address|article|aside|blockquote|body|br|caption|center|col|colgroup|dd|details|dialog|div|dl|"
    "dt|fieldset|figcaption|figure|footer|form|h[1-6]|head|header|hr|html|iframe|legend|li|link|"
    "main|menu|meta|nav|object|ol|optgroup|option|p|pre|section|select|source|summary|svg|table|"
    "tbody|td|tfoot|th|thead|title|tr|ul|video"
)
INLINE: Final = (
    "abbr|acronym|a|big|bdi|bdo|b|button|cite|code|data|del|dfn|em|font|img|input|ins|i|kbd|label|"
    "mark|nobr|picture|q|ruby|rt|samp|script|small|span|strike|strong|style|sub|sup|s|template|"
    "time|tt|u|var|wbr"
)
VALUE: Final = r"""(?:"[^"<>]{0,4000}"|'[^'<>]{0,4000}'|[^\s"'<>`=]{1,4000})"""
TAG: Final = re.compile(
    rf"<(?P<end>/?)(?P<name>{BLOCKS}|{INLINE})"
    rf"(?:\s{{1,99}}(?:[\w:.-]{{1,60}}\s{{0,9}}=\s{{0,9}}{VALUE}|open|hidden|checked|nowrap))"
    r"{0,60}\s{0,99}/?>",
    re.IGNORECASE,
)
NOTE: Final = re.compile(r"<sup>\s?(?:<a [^<>]{1,300}>)?\[?(?:\d{1,3}|[*†‡])\]?(?:</a>)?\s?</sup>")
IS_BLOCK: Final = re.compile(BLOCKS, re.IGNORECASE)
MARKED: Final = re.compile(r"li|summary|h[1-6]")
UNSEEN: Final = frozenset({"script", "style", "template"})  # what is in them is no text
FILLER: Final = "\v"  # white space that means nothing to Markdown
SPACES: Final = re.compile(r"\s{0,200}")
LONGEST_LABEL: Final = 120


class Tag(NamedTuple):
    """A tag, a comment, or an element whose content isn't shown, with the space after it."""

    name: str  # in small letters, "/" before that of one that closes; "" of what is not shown
    start: int
    end: int
    parts: bool  # what is before it from what is after it


class Cell(NamedTuple):
    """A cell of a table; `labels` are the first cell of its row and the header of its column."""

    start: int
    end: int
    labels: tuple[str, ...]
    is_header: bool


class Shown(NamedTuple):
    """A body with its HTML masked, and the cells of its HTML tables in order, not overlapping."""

    text: str
    cells: tuple[Cell, ...] = ()


def read_markup(body: str, path: str) -> Shown:
    """Return what is shown of the body of a Markdown file; another body as it is."""
    if "<" not in body or not path.lower().endswith(MARKDOWN):
        return Shown(body)
    tables = _Tables()
    parts: list[str] = []
    at = 0
    marked = -1  # where a mark ends; a paragraph that begins there must not part it from its text
    for tag in _tags(body):
        tables.take(tag)
        parts.append(body[at : tag.start])
        inside = marked == tag.start and tag.name in {"p", "div"}
        if marked == tag.start and not inside:  # what is marked has no text
            parts[-2] = "\n\n".ljust(len(parts[-2]))
        parts.append(FILLER * (tag.end - tag.start) if inside else _mask(tag))
        marked = tag.end if inside or MARKED.fullmatch(tag.name) else -1
        at = tag.end
    text = "".join([*parts, body[at:]])
    return Shown(text, tuple(tables.named(text)))


def cell_at(cells: Sequence[Cell], span: Span) -> Cell | None:
    """Return the cell that contains a range of the body."""
    index = bisect_right(cells, span.start, key=lambda cell: cell.start) - 1
    cell = cells[index] if index >= 0 else None
    return cell if cell is not None and span.end <= cell.end else None


def _tags(body: str) -> Iterator[Tag]:
    ends = _Ends(body)
    at = body.find("<")
    while at >= 0:
        tag = _tag_at(body, at, ends)
        if tag is not None:
            yield tag
        at = body.find("<", tag.end if tag else at + 1)


def _tag_at(body: str, at: int, ends: _Ends) -> Tag | None:
    if body[at - 1 : at] == "`":  # a tag that is spoken of
        return None
    if (note := NOTE.match(body, at)) and not body[at - 1 : at].isalnum():
        return Tag("", at, note.end(), False)
    if body.startswith("<!--", at):
        end = ends.after("-->", at)
        return Tag("", at, end, True) if end else None
    match = TAG.match(body, at)
    if match is None:
        return None
    name = match["name"].lower()
    end = ends.after(f"</{name}", match.end()) if name in UNSEEN and not match["end"] else None
    if end:
        closed = TAG.match(body, end - len(name) - 2)
        return Tag("", at, closed.end() if closed else end, True)
    space = SPACES.match(body, match.end()) if IS_BLOCK.fullmatch(name) else None
    return Tag(match["end"] + name, at, space.end() if space else match.end(), space is not None)


@dataclass(slots=True)
class _Ends:
    """Where things end; what isn't found once is not looked for again."""

    body: str
    missing: set[str] = field(default_factory=set)

    def after(self, mark: str, start: int) -> int | None:
        """Return the offset after the next mark, in small letters or capitals; None without one."""
        if mark in self.missing:
            return None
        at = self.body.find(mark, start)
        if at < 0 and mark != mark.upper():
            at = self.body.find(mark.upper(), start)
        if at < 0:
            self.missing.add(mark)
            return None
        return at + len(mark)


def _mask(tag: Tag) -> str:
    """Return what is in the place of a tag, as long as it is."""
    length = tag.end - tag.start
    name = tag.name
    if name == "li":
        return "\n\n- ".ljust(length)
    if name == "h1":
        return "\n" + "# ".rjust(length - 1)
    if MARKED.fullmatch(name):
        return "\n" + "## ".rjust(length - 1)
    return "\n\n".ljust(length) if tag.parts else FILLER * length


class _Open(NamedTuple):
    """A cell as its tags give it; rows and tables are counted from 1, columns from 0."""

    start: int
    end: int
    table: int
    row: int
    column: int
    is_header: bool


@dataclass(slots=True)
class _Tables:
    """The cells of the tables, as their tags come."""

    cells: list[_Open] = field(default_factory=list)
    table: int = 0
    row: int = 0
    column: int = 0
    open: Tag | None = None

    def take(self, tag: Tag) -> None:
        """Take the next tag."""
        name = tag.name.lstrip("/")
        if name not in {"table", "tr", "td", "th"}:
            return
        if self.open is not None:
            end, is_header = max(self.open.end, tag.start), self.open.name == "th"
            place = (self.table, self.row, self.column)
            self.cells.append(_Open(self.open.end, end, *place, is_header))
            self.column += 1
        self.open = tag if tag.name in {"td", "th"} else None
        if name in {"table", "tr"}:
            self.row, self.column = self.row + 1, 0
            self.table += name == "table"

    def named(self, text: str) -> Iterator[Cell]:
        """Yield the cells, each with the first one of its row and the header of its column.

        A table's header is its first row, where that has several cells and all are headers, and
        where another row follows.
        """
        for _, table in groupby(self.cells, key=lambda cell: cell.table):
            rows = [list(row) for _, row in groupby(table, key=lambda cell: cell.row)]
            headed = len(rows) > 1 and len(rows[0]) > 1 and all(c.is_header for c in rows[0])
            header = [_label(text, cell) for cell in rows[0]] if headed else []
            for number, row in enumerate(rows):
                is_header = headed and number == 0
                first = _label(text, row[0])
                for cell in row:
                    column = header[cell.column] if cell.column < len(header) else ""
                    labels = (first if cell.column else "", column)
                    yield Cell(cell.start, cell.end, tuple(filter(None, labels)), is_header)


def _label(text: str, cell: _Open) -> str:
    return " ".join(text[cell.start : cell.end].split()).strip("*_:# ")[:LONGEST_LABEL]

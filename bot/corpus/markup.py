"""HTML inside Markdown → the same text, as long as before, without its tags.

Offsets stay what they are, so that a slice that is found in what is shown is one of the body. Where
a tag parts or marks something, there are line ends and the marks of Markdown in its place.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
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


class Cell(NamedTuple):
    """A cell of a table; `labels` are the first cell of its row and the header of its column."""

    start: int
    end: int
    labels: tuple[str, ...]
    is_header: bool


def shown(body: str, path: str) -> str:
    """Return the body of a Markdown file with its HTML masked; another body as it is."""
    if "<" not in body or not path.lower().endswith(MARKDOWN):
        return body
    parts: list[str] = []
    at = 0
    marked = -1  # where a mark ends; a paragraph that begins there must not part it from its text
    for tag in _tags(body):
        parts.append(body[at : tag.start])
        inside = marked == tag.start and tag.name in {"p", "div"}
        parts.append(FILLER * (tag.end - tag.start) if inside else _mask(tag, body))
        marked = tag.end if inside or MARKED.fullmatch(tag.name) else -1
        at = tag.end
    return "".join([*parts, body[at:]])


def cells_of(body: str, path: str) -> tuple[Cell, ...]:
    """Return the cells of the HTML tables in a Markdown file, in order and not overlapping."""
    if "<t" not in body.lower() or not path.lower().endswith(MARKDOWN):
        return ()
    reader = _Tables(shown(body, path))
    for tag in _tags(body):
        reader.take(tag)
    return tuple(reader.cells)


def cell_at(cells: Sequence[Cell], span: Span) -> Cell | None:
    """Return the cell that holds a stretch of the body."""
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
        return Tag("", at, note.end())
    if body.startswith("<!--", at):
        end = ends.after("-->", at)
        return Tag("", at, end) if end else None
    match = TAG.match(body, at)
    if match is None:
        return None
    name = match["name"].lower()
    end = ends.after(f"</{name}", match.end()) if name in UNSEEN and not match["end"] else None
    if end:
        closed = TAG.match(body, end - len(name) - 2)
        return Tag("", at, closed.end() if closed else end)
    space = SPACES.match(body, match.end()) if IS_BLOCK.fullmatch(name) else None
    return Tag(match["end"] + name, at, space.end() if space else match.end())


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


def _mask(tag: Tag, body: str) -> str:
    """Return what stands in the place of a tag, as long as it is."""
    length = tag.end - tag.start
    name = tag.name
    if name == "li":
        return "\n\n- ".ljust(length)
    if name == "h1":
        return "\n" + "# ".rjust(length - 1)
    if MARKED.fullmatch(name):
        return "\n" + "## ".rjust(length - 1)
    if name and IS_BLOCK.fullmatch(name.lstrip("/")):
        return "\n\n".ljust(length)
    before, after = body[: tag.start].rpartition("\n")[2], body[tag.end : tag.end + 1]
    alone = not name and not before.strip() and after in {"", "\n"}
    return "\n\n".ljust(length) if alone else FILLER * length


@dataclass(slots=True)
class _Tables:
    """The cells of the tables, as their tags come."""

    text: str  # as it is shown
    cells: list[Cell] = field(default_factory=list)
    header: tuple[str, ...] = ()
    row: list[str] = field(default_factory=list)
    heads: int = 0  # cells of the row that are headers
    first: int = 0  # of the row, in `cells`
    headed: int = 0  # of the header, in `cells`
    open: Tag | None = None

    def take(self, tag: Tag) -> None:
        name = tag.name
        if name in {"table", "/table"}:
            self._close(tag.start)
            self._end_row()
            if self.header and self.cells and self.cells[-1].is_header:
                self._as_text(self.headed)  # nothing follows it
            self.header = ()
        elif name in {"tr", "/tr"}:
            self._close(tag.start)
            self._end_row()
        elif name in {"td", "th"}:
            self._close(tag.start)
            self.open = tag
        elif name in {"/td", "/th"}:
            self._close(tag.start)

    def _close(self, end: int) -> None:
        if self.open is None:
            return
        text = " ".join(self.text[self.open.end : end].split()).strip("*_:# ")[:LONGEST_LABEL]
        is_header = self.open.name == "th"
        column = self.header[len(self.row)] if len(self.row) < len(self.header) else ""
        labels = (self.row[0] if self.row else "", column)
        start = self.open.end
        self.cells.append(Cell(start, max(start, end), tuple(filter(None, labels)), is_header))
        self.row.append(text)
        self.heads += is_header
        self.open = None

    def _end_row(self) -> None:
        """Take a row of nothing but headers for the table's; the first cell of another names it."""
        if self.row and self.heads == len(self.row) and len(self.row) > 1 and not self.header:
            self.header, self.headed = tuple(self.row), self.first
        elif self.heads:
            self._as_text(self.first)
        self.row, self.heads, self.first = [], 0, len(self.cells)

    def _as_text(self, first: int) -> None:
        """Let header cells be text: those of a row that has others, or of an empty table."""
        for index in range(first, len(self.cells)):
            self.cells[index] = self.cells[index]._replace(is_header=False)

"""The layout of a body: headings, paragraphs, list items and table rows, as exact slices.

One pass over the lines, for Markdown and for text as people paste it: Markdown joins the lines of a
paragraph, pasted text may hold a paragraph a line or be wrapped at a width.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final, Literal, TypeAlias

from bot.model import Span

Kind: TypeAlias = Literal["heading", "paragraph", "list_item", "table_row"]

BULLET: Final = re.compile(r"(?:[-*+–][ \t]+|[•‣◦▪●·][ \t]*)(?=\S)")
NUMBER: Final = re.compile(r"(?:\d{1,3}[.)]|\((?:\d{1,3}|[a-z]|[ivx]{1,5})\)|[a-z]\))[ \t]+(?=\S)")
ATX: Final = re.compile(r"(#{1,6})[ \t]+(?=\S)")
BOLD_LINE: Final = re.compile(r"(?:\*\*|__)([^*_]{1,100})(?:\*\*|__):?\Z")
NOISE: Final = re.compile(r"<!--.*-->\Z|!\[[^\]]*\]\([^)]*\)\Z|\[[^\]]{1,80}\]:[ \t]*\S|`{3}|~{3}")
LABEL: Final = re.compile(r"[*_]{0,2}[A-Z][^\s:.,;]{0,30}(?: [^\s:.,;]{1,30}){0,3}:[*_]{0,2}[ \t]")
QUOTE_MARK: Final = re.compile(r"(?:>[ \t]?){1,9}")
ENDS: Final = re.compile(r"[.!?:;…][\"'”’»)\]*_]{0,3}\Z")
MARKDOWN: Final = (".md", ".markdown")
WRAPPED_AT: Final = range(40, 121)


@dataclass(frozen=True, slots=True)
class Block:
    """A slice of the body, of an item without its marker, of a row with its bars; offsets are half-open code points of the body."""

    kind: Kind
    start: int
    end: int
    level: int = 0  # of a heading: 1-6; of a list item: the indent of its marker
    heading: str = ""  # the heading above, without its marks
    intro: Span | None = None  # of a list item: what introduces it
    header: tuple[str, ...] = ()  # of a table row: the cells of the table's header
    cells: tuple[Span, ...] = ()  # of a table row


@dataclass(frozen=True, slots=True)
class _Line:
    start: int  # of the first visible character
    end: int
    indent: int
    text: str  # stripped
    hard_break: bool


def scan_blocks(body: str, path: str) -> tuple[Block, ...]:
    """The blocks of a body in reading order, not overlapping; white space and marks between them
    belong to none. The file's name says whether single line ends join, as in Markdown.
    """
    lines = list(_lines(body))
    markdown = path.lower().endswith(MARKDOWN)
    scanner = _Scanner(markdown=markdown, width=_width(lines))
    for index, line in enumerate(lines):
        scanner.take(line, lines[index + 1] if index + 1 < len(lines) else None)
    scanner.flush()
    return tuple(_with_context(body, scanner.blocks))


def _lines(body: str) -> Iterator[_Line]:
    at = 0
    for raw in body.split("\n"):
        text = raw.strip()
        start = at + len(raw) - len(raw.lstrip())
        mark = QUOTE_MARK.match(text)
        skipped = mark.end() if mark else 0
        yield _Line(
            start + skipped,
            start + len(text),
            start - at,
            text[skipped:],
            raw.endswith(("  ", "\\")),
        )
        at += len(raw) + 1


def _width(lines: list[_Line]) -> int:
    """The width at which a text is wrapped; 0 where it isn't."""
    lengths = sorted(line.end - line.start for line in lines if line.text)
    if len(lengths) < 3:
        return 0
    width = lengths[(len(lengths) - 1) * 95 // 100]
    near = sum(1 for length in lengths if 0.75 * width <= length <= width)
    return width if width in WRAPPED_AT and near >= 3 else 0


@dataclass(slots=True)
class _Scanner:
    markdown: bool
    width: int
    blocks: list[Block] = field(default_factory=list)
    last: _Line | None = None  # the line that the open block ends with
    lines_in_block: int = 0
    open: Block | None = None
    header: tuple[str, ...] | None = None  # of the table that is open
    seen_text: bool = False

    def take(self, line: _Line, following: _Line | None) -> None:
        if not line.text or NOISE.match(line.text):
            self.flush()
            self.header = None
        elif self._is_table(line, following):
            self._take_row(line, following)
        elif _is_rule(line.text):
            self._take_rule(line)
        else:
            self.header = None
            self._take_text(line)
            self.seen_text = True

    def flush(self) -> None:
        if self.open is not None:
            self.blocks.append(self.open)
        self.open, self.last, self.lines_in_block = None, None, 0

    def _begin(self, block: Block, line: _Line) -> None:
        self.flush()
        self.open, self.last, self.lines_in_block = block, line, 1

    def _take_text(self, line: _Line) -> None:
        heading = ATX.match(line.text)
        if heading:
            start = line.start + heading.end()
            end = line.start + max(len(line.text.rstrip("#").rstrip()), heading.end() + 1)
            self._begin(Block("heading", start, end, len(heading.group(1))), line)
            self.flush()
            return
        marker = self._marker(line)
        if marker:
            start = line.start + marker.end()
            self._begin(Block("list_item", start, line.end, line.indent), line)
        elif self.open is not None and self._goes_on(line):
            self.open = replace(self.open, end=line.end)
            self.last = line
            self.lines_in_block += 1
        else:
            self._begin(Block("paragraph", line.start, line.end), line)

    def _marker(self, line: _Line) -> re.Match[str] | None:
        bullet = BULLET.match(line.text)
        number = NUMBER.match(line.text)
        inside = self.open is not None and self.open.kind == "paragraph"
        if bullet and not (inside and line.text[0] in "–·" and not self._ended()):
            return bullet
        if number and not (
            inside and not self._ended() and not line.text.startswith(("1", "(", "a"))
        ):
            return number
        return None

    def _ended(self) -> bool:
        return self.last is None or ENDS.search(self.last.text[-6:]) is not None

    def _goes_on(self, line: _Line) -> bool:
        """Whether this line belongs to the block that the line before it is in."""
        if self.last is None or self.open is None or self.last.hard_break:
            return False
        if LABEL.match(line.text) and (self._ended() or LABEL.match(self.last.text)):
            return False
        first = not self.seen_text or (not self.blocks and self.lines_in_block == 1)
        if self.open.kind == "list_item" and line.indent > self.open.level:
            return True
        if self.markdown and not first:
            return True
        return self._is_wrapped(line)

    def _is_wrapped(self, line: _Line) -> bool:
        assert self.last is not None
        if line.text[0].islower():
            return not self._ended() or self.width > 0
        word = line.text[: self.width].split(None, 1)[0] if self.width else ""
        room = self.width - (self.last.end - self.last.start)
        return bool(word) and len(word) + 1 > room

    def _is_table(self, line: _Line, following: _Line | None) -> bool:
        if "|" not in line.text:
            return False
        framed = line.text.startswith("|") and line.text.endswith("|") and len(line.text) > 2
        return (
            framed
            or self.header is not None
            or (following is not None and _is_separator(following.text))
        )

    def _take_row(self, line: _Line, following: _Line | None) -> None:
        self.flush()
        if _is_separator(line.text):
            return
        cells = _cells(line)
        if self.header is None and following is not None and _is_separator(following.text):
            self.header = tuple(line.text[c.start - line.start : c.end - line.start] for c in cells)
            return
        if any(cell.start < cell.end for cell in cells):
            row = Block("table_row", line.start, line.end, header=self.header or (), cells=cells)
            self.blocks.append(row)
        self.header = self.header if self.header is not None else ()

    def _take_rule(self, line: _Line) -> None:
        """A rule under a single line of Markdown makes it a heading."""
        self.header = None
        if self.markdown and self.open is not None and self.open.kind == "paragraph":
            if self.lines_in_block == 1 and line.text[0] in "=-":
                self.open = replace(
                    self.open, kind="heading", level=1 if line.text[0] == "=" else 2
                )
        self.flush()


def _is_rule(text: str) -> bool:
    marks = set(text) - {" ", "\t"}
    return len(text) >= 3 and len(marks) == 1 and marks <= set("-=*_")


def _is_separator(text: str) -> bool:
    return "|" in text and "-" in text and set(text) <= set("|-: \t")


def _cells(line: _Line) -> tuple[Span, ...]:
    cells: list[Span] = []
    at = 0
    parts = line.text.split("|")
    for index, part in enumerate(parts):
        outer = index in {0, len(parts) - 1} and not part.strip()
        if not outer:
            left = len(part) - len(part.lstrip())
            start = line.start + at + (left if part.strip() else 0)
            cells.append(Span(start, start + len(part.strip())))
        at += len(part) + 1
    return tuple(cells)


def _with_context(body: str, blocks: list[Block]) -> Iterator[Block]:
    """Headings found in bold lines, and for each block what stands above it."""
    heading = ""
    parents: list[Block] = []  # what introduces the items of the open list, outermost first
    for block in blocks:
        text = body[block.start : block.end]
        bold = BOLD_LINE.match(text) if block.kind == "paragraph" and len(text) < 110 else None
        if bold:
            block = replace(block, kind="heading", level=6)
            text = bold.group(1)
        if block.kind == "heading":
            heading, parents = text.strip("*_ :"), []
            yield block
        elif block.kind == "list_item":
            while parents and parents[-1].kind == "list_item" and parents[-1].level >= block.level:
                parents.pop()
            intro = Span(parents[-1].start, parents[-1].end) if parents else None
            parents.append(block)
            yield replace(block, heading=heading, intro=intro)
        else:
            parents = [block] if block.kind == "paragraph" else []
            yield replace(block, heading=heading)

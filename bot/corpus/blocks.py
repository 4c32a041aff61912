"""The layout of a body: lines; headings, paragraphs, list items and table rows as exact slices.

One pass over the lines, for Markdown and for text as people paste it: Markdown joins the lines of a
paragraph; pasted text contains a paragraph a line or is wrapped at some width.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain, pairwise
from typing import Final, Literal, NamedTuple, TypeAlias

from msgspec.structs import replace

from bot.corpus.markup import FILLER, MARKDOWN, Cell, Shown, cell_at, read_markup
from bot.model import Span, Value

BULLET: Final = re.compile(r"(?:[-*+–]\s+|[•‣◦▪●·■□○◆◇❖➢➤►▶✓✔]\s*)(?=\S)")
NUMBER: Final = re.compile(r"(?:\d{1,3}[.)]|\((?:\d{1,3}|[a-z]|[ivx]{1,5})\)|[a-z]\))\s+(?=\S)")
FIRST_NUMBER: Final = re.compile(r"\(?(?:1|a|i)[.)]")
HEADING: Final = re.compile(r"(#{1,6})\s+(?=\S)")
QUOTED: Final = re.compile(r"(?:>\s?){1,9}")
FENCE_OR_UNSEEN: Final = re.compile(
    r"`{3}|~{3}|<!--.*-->\Z|!\[[^\]]*\]\([^)]*\)\Z|\[[^\]]{1,80}\]:[ \t]*\S+\Z"
    r"|-{3}[ \t]+[a-z][\w-]{0,30}\Z|\{:[^{}]*\}\Z"  # kramdown: a part's name, attributes
)
LABEL: Final = re.compile(r"[*_]{0,2}[A-Z][^\s:.,;]{0,30}(?: [^\s:.,;]{1,30}){0,3}:[*_]{0,2}[ \t]")
ENDED: Final = re.compile(r"[.!?:;…。！？][\"'”’»)\]*_]{0,3}\Z")
FULL_STOP: Final = re.compile(r"[.。][\"'”’»)\]*_]{0,3}\Z")
OPEN_ENDED: Final = re.compile(
    r"(?:,|\b(?:a|an|the|and|or|of|in|on|at|to|by|for|from|with|between|that|which))\Z"
)
TAB: Final = re.compile(r"\S[ ]*\t+[ ]*\S")
WRAP_WIDTHS: Final = range(40, 121)


class TextLine(NamedTuple):
    """A line without the white space and the quotation marks of e-mail around it."""

    text: str
    start: int  # code points of the body, half-open
    end: int
    indent: int
    broken: bool  # ends in Markdown's mark for a line break


def read_lines(body: str) -> Iterator[TextLine]:
    """Yield every line in order, blank ones too."""
    at = 0
    for raw in body.split("\n"):
        text = raw.strip()
        indent = len(raw) - len(raw.lstrip())
        quoted = QUOTED.match(text) if text.startswith(">") else None
        shown = text[quoted.end() :].lstrip() if quoted else text
        end = at + indent + len(text)
        broken = raw.endswith(("  ", "\\"))
        yield TextLine(shown, end - len(shown), end, indent, broken)
        at += len(raw) + 1


def wrap_width(lines: Iterable[TextLine]) -> int:
    """Return the width at which a text was wrapped, 0 where it wasn't."""
    counts = Counter(len(line.text) for line in lines if line.text)
    rank = (counts.total() - 1) * 95 // 100
    width = 0
    for width in sorted(counts):
        if rank < counts[width]:
            break
        rank -= counts[width]
    full = sum(count for length, count in counts.items() if 0.75 * width <= length <= width)
    return width if width in WRAP_WIDTHS and full >= 3 else 0


def is_wrapped(before: TextLine, line: TextLine, width: int) -> bool:
    """Say whether a line goes on with what the line before it says.

    At a wrap, the next word would not have fitted into the line before.
    """
    ended = has_ended(before)
    if line.text[0].islower() or OPEN_ENDED.search(before.text[-10:]):
        return not ended or width > 0
    word = line.text[: width + 1].split(None, 1)[0]
    return width > 0 and len(before.text) + 1 + len(word) > width


def has_ended(line: TextLine) -> bool:
    """Say whether a line ends as sentences do."""
    return ENDED.search(line.text[-6:]) is not None


def is_sentence(text: str) -> bool:
    """Say whether a text ends in a full stop, quotation marks and the like after it left out."""
    return FULL_STOP.search(text[-6:]) is not None


def starts_anew(before: TextLine, line: TextLine) -> bool:
    """Say whether a line of the kind "Venue: Suva" follows another one, or a sentence's end."""
    if not LABEL.match(line.text):
        return False
    return has_ended(before) or LABEL.match(before.text) is not None


def same_text(left: str, right: str) -> bool:
    """Say whether two texts differ in case and white space only."""
    return fold(left) == fold(right)


def fold(text: str) -> str:
    """Return a text without the differences of case and white space."""
    return " ".join(text.casefold().split())


def is_rule(text: str) -> bool:
    """Say whether a line is a row of dashes or the like."""
    if len(text) < 3 or text[0] not in "-=*_~":
        return False
    return set(text) <= {text[0], " ", "\t"}


def is_separator(text: str) -> bool:
    """Say whether a line parts a table's header from its rows."""
    return "|" in text and text[0] in "|-: " and "-" in text and set(text) <= set("|-: \t")


def is_framed(text: str) -> bool:
    """Say whether a line is a row of a table by its bars alone."""
    return len(text) > 2 and text.startswith("|") and text.endswith("|")


Kind: TypeAlias = Literal["heading", "paragraph", "list_item", "table_row"]

BOLD_LINE: Final = re.compile(r"(?:\*\*|__)([^*_\n]{1,100})(?:\*\*|__):?")
LONGEST_HEADING: Final = 120
LONGEST_MARKED: Final = 300  # of a line that "#" makes a heading


class Block(Value, frozen=True):
    """A slice of the body: an item without its marker, a row with its bars.

    Offsets are half-open, in code points of the body.
    """

    kind: Kind
    start: int
    end: int
    level: int = 0  # of a heading: 1-6; of a list item: the indent of its marker
    heading: str = ""  # the nearest heading above, without its marks
    intro: Span | None = None  # of a list item: what introduces it
    header: tuple[str, ...] = ()  # of a table row: the cells of the table's header
    cells: tuple[
        Span, ...
    ] = ()  # of a table row, without white space; an empty one has start == end


def scan_blocks(
    body: str, path: str, title: str = "", shown: Shown | None = None
) -> tuple[Block, ...]:
    """Return the blocks of a body in reading order, not overlapping.

    White space, rules, a table's header and the like between them belong to none. The file's name
    says whether it is Markdown, and `shown` what is seen of it, where that is known. A first line
    that repeats the title is a heading, if it is no sentence. An item is introduced by the item
    that it is nested in, or by the paragraph right above its list. A cell of an HTML table is a row
    of its own, the header of which names its row and column.
    """
    seen, cells = shown or read_markup(body, path)
    markdown = path.lower().endswith(MARKDOWN)
    scanner = _Scanner(markdown, 0 if markdown else wrap_width(read_lines(seen)))
    begun = False
    for line, following in pairwise(chain(read_lines(seen), [None])):
        if line is None:
            break
        first, begun = not begun and bool(line.text), begun or bool(line.text)
        if first and same_text(line.text, title) and not is_sentence(line.text):
            scanner.blocks.append(Block("heading", line.start, line.end, 1))
        else:
            scanner.take(line, following)
    scanner.close()
    blocks = list(_in_cells(scanner.blocks, cells)) if cells else scanner.blocks
    return tuple(_in_context(seen, blocks))


@dataclass(slots=True)
class _Scanner:
    markdown: bool
    width: int
    blocks: list[Block] = field(default_factory=list)
    open: Block | None = None
    end: int = 0  # of the open block
    before: TextLine | None = None  # the last line of the open block
    count: int = 0  # lines in the open block
    header: tuple[str, ...] | None = None  # of the table that the line before is in

    def take(self, line: TextLine, following: TextLine | None) -> None:
        if not line.text or FENCE_OR_UNSEEN.match(line.text):
            self.close()
            self.header = None
        elif self._is_row(line, following):
            self._take_row(line, following)
        elif is_rule(line.text):
            self._take_rule(line)
        else:
            self.header = None
            self._take_text(line)

    def close(self) -> None:
        if self.open is not None:
            more = self.count > 1
            self.blocks.append(replace(self.open, end=self.end) if more else self.open)
        self.open, self.before, self.count = None, None, 0

    def _begin(self, block: Block, line: TextLine) -> None:
        self.close()
        self.open, self.end, self.before, self.count = block, line.end, line, 1

    def _take_text(self, line: TextLine) -> None:
        heading = HEADING.match(line.text) if len(line.text) <= LONGEST_MARKED else None
        marker = self._marker(line)
        if heading:
            end = max(len(line.text.rstrip("#").rstrip()), heading.end() + 1)
            level = len(heading.group(1))
            self._begin(Block("heading", line.start + heading.end(), line.start + end, level), line)
            self.close()
        elif marker:
            self._begin(Block("list_item", line.start + marker.end(), line.end, line.indent), line)
        elif self.open is not None and self._goes_on(self.open, line):
            self.end, self.before = line.end, line
            self.count += 1
        else:
            self._begin(Block("paragraph", line.start, line.end), line)

    def _marker(self, line: TextLine) -> re.Match[str] | None:
        """Return the match of a list item's marker; inside a sentence a dash or number is none."""
        bullet = BULLET.match(line.text)
        number = None if bullet else NUMBER.match(line.text)
        paragraph = self.open is not None and self.open.kind == "paragraph"
        if paragraph and self.before is not None and not has_ended(self.before):
            bullet = bullet if line.text[0] not in "–·" else None
            number = number if FIRST_NUMBER.match(line.text) else None
        return bullet or number

    def _goes_on(self, block: Block, line: TextLine) -> bool:
        before = self.before
        if before is None or starts_anew(before, line):
            return False
        if block.kind == "list_item" and line.indent > block.level:
            return True
        if self.markdown:
            return not before.broken or line.text[0].islower()
        return is_wrapped(before, line, self.width)

    def _is_row(self, line: TextLine, following: TextLine | None) -> bool:
        if TAB.search(line.text[:500]) and not (BULLET.match(line.text) or NUMBER.match(line.text)):
            near = following is not None and TAB.search(following.text[:500]) is not None
            return near or self.header is not None
        if "|" not in line.text:
            return False
        headed = following is not None and is_separator(following.text)
        return headed or self.header is not None or is_framed(line.text)

    def _take_row(self, line: TextLine, following: TextLine | None) -> None:
        self.close()
        if is_separator(line.text):
            return
        cells = _cells(line)
        if self.header is None:
            headed = following is not None and is_separator(following.text)
            self.header = _texts(line, cells) if headed else ()
            if headed:
                return
        if any(cell.start < cell.end for cell in cells):
            row = Block("table_row", line.start, line.end, header=self.header, cells=cells)
            self.blocks.append(row)

    def _take_rule(self, line: TextLine) -> None:
        """Close the block; in Markdown a rule under a single line makes it a heading."""
        block, before = self.open, self.before
        if self.markdown and block is not None and before is not None and line.text[0] in "=-":
            short = len(before.text) <= LONGEST_HEADING and not is_sentence(before.text)
            if block.kind == "paragraph" and self.count == 1 and short:
                self.open = replace(block, kind="heading", level=1 if line.text[0] == "=" else 2)
        self.header = None
        self.close()


def _cells(line: TextLine) -> tuple[Span, ...]:
    mark = "|" if "|" in line.text else "\t"
    parts = line.text.split(mark)
    cells: list[Span] = []
    at = line.start
    for index, part in enumerate(parts):
        text = part.strip()
        if text or index not in {0, len(parts) - 1}:
            start = at + (len(part) - len(part.lstrip()) if text else 0)
            cells.append(Span(start, start + len(text)))
        at += len(part) + 1
    return tuple(cells)


def _texts(line: TextLine, cells: tuple[Span, ...]) -> tuple[str, ...]:
    return tuple(line.text[cell.start - line.start : cell.end - line.start] for cell in cells)


def _in_cells(blocks: list[Block], cells: tuple[Cell, ...]) -> Iterator[Block]:
    """Yield the blocks, those of a table's cells as rows; its header belongs to none."""
    for block in blocks:
        span = Span(block.start, block.end)
        cell = cell_at(cells, span)
        if cell is None:
            yield block
        elif not cell.is_header:
            plain = block.kind == "paragraph"
            row = replace(block, kind="table_row", header=cell.labels, cells=(span,))
            yield row if plain else block


def _in_context(body: str, blocks: list[Block]) -> Iterator[Block]:
    heading = ""
    above: list[Block] = []  # what may introduce the next item, outermost first
    for scanned in blocks:
        block = _or_heading(body, scanned)
        if block.kind == "heading":
            heading = body[block.start : block.end].replace(FILLER, "").strip("*_: \t")
            above = []
            yield block
        elif block.kind == "list_item":
            while above and above[-1].kind == "list_item" and above[-1].level >= block.level:
                above.pop()
            intro = Span(above[-1].start, above[-1].end) if above else None
            above.append(block)
            yield replace(block, heading=heading, intro=intro)
        else:
            above = [block] if block.kind == "paragraph" else []
            yield replace(block, heading=heading)


def _or_heading(body: str, block: Block) -> Block:
    """Return the block, a bold line that is a paragraph of its own as a heading."""
    if block.kind != "paragraph" or block.end - block.start > LONGEST_HEADING:
        return block
    bold = BOLD_LINE.fullmatch(body, block.start, block.end)
    if bold is None or is_sentence(bold.group(1)):
        return block
    return replace(block, kind="heading", level=6)

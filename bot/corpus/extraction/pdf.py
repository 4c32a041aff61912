"""A PDF → its text in reading order, by pypdfium2."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Final, NamedTuple, TypeAlias

import pypdfium2
from pypdfium2 import raw

from bot.corpus.dates import day_of_line
from bot.corpus.extraction import LOCKED, Extracted, ExtractionError
from bot.corpus.extraction.pdf_layout import TextFragment, lines_of, rows_of, with_bullets
from bot.corpus.extraction.pdf_paragraphs import text_of_pages

Box: TypeAlias = tuple[float, float, float, float]  # left, bottom, right, top

MOST_PAGES: Final = 2000
MOST_CHARACTERS: Final = 200_000  # on a page
# Titles that programs write by themselves.
NO_TITLE: Final = re.compile(r"(?i)microsoft|untitled|powerpoint|\.(?:docx?|pdf|indd|pptx?|odt)\Z")
BROKEN_WORD: Final = "\x02\ufffe\u00ad"  # what represents a hyphen at the end of a line
OWN_SIGN: Final = re.compile("[\ue000-\uf8ff]")  # a font's own: alone, the mark of a list's item
SLANT: Final = 0.05  # radians by which a line may be off

# Of running headers and footers.
EDGE: Final = 2  # lines at the top and at the bottom that may be running ones, wherever they stand
DEEP: Final = 6  # lines that may be, where they stand at the same place on most pages
OFTEN: Final = 0.4  # of all pages: those on the left may have others than those on the right
MOST: Final = 0.5
PLACE: Final = 4.0  # points by which lines at the same place may differ
STAMP: Final = 2  # lines that a scanner prints on a page, which make no text of it
SHORTEST: Final = 6  # letters of a part of a line by which the line is known to be a running one
PAGE_NUMBER: Final = re.compile(
    r"(?i)\W*(?:page|p\.)?\W*(?:\d{1,4}|[ivxl]{1,6})(?:\s*(?:/|of)\s*\d{1,4})?[^\w.]*"
)


@dataclass(slots=True)
class _Word:
    """The characters of a word and its place; `quarter` counts its quarter turns clockwise."""

    text: str
    quarter: int
    left: float
    bottom: float
    right: float
    top: float
    end: Box  # of the last character

    def add(self, char: str, box: Box) -> None:
        self.text += char
        if box[2] > box[0]:  # an accent may have no place of its own
            self.left = min(self.left, box[0])
            self.bottom = min(self.bottom, box[1])
            self.right = max(self.right, box[2])
            self.top = max(self.top, box[3])
            self.end = box


def read_pdf(data: bytes) -> Extracted:
    """Return the text of a PDF, its pages separated by form feeds.

    Raises:
        ExtractionError: it can't be read; the text says why.
    """
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = error.err_code in {raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY}
        raise ExtractionError(LOCKED if locked else f"can't be opened as PDF: {error}") from None
    if len(document) > MOST_PAGES:
        raise ExtractionError(f"has over {MOST_PAGES} pages; split it")
    running = without_running([with_bullets(_words(page)) for page in document])
    body = text_of_pages(lines_of(running.pages))
    if not body.strip():
        raise ExtractionError("contains no text; a scanned page is a picture")
    title = document.get_metadata_value("Title").strip()
    return Extracted(
        body,
        title=None if NO_TITLE.search(title) else title or None,
        date=next(filter(None, map(day_of_line, running.left_out)), None),
    )


def _words(page: pypdfium2.PdfPage) -> Iterator[TextFragment]:
    """Yield the words of a page that run as most do, as if they ran from left to right."""
    words = list(_all_words(page.get_textpage()))
    turned: Counter[int] = Counter()
    for word in words:
        turned[word.quarter] += len(word.text)
    most = turned.most_common(1)
    for word in words:
        if word.quarter == most[0][0]:
            text = "•" if OWN_SIGN.fullmatch(word.text) else word.text
            yield TextFragment(text, word.left, word.right, word.bottom, word.top)


def _all_words(text_page: pypdfium2.PdfTextPage) -> Iterator[_Word]:
    handle, place = text_page.raw, raw.FS_RECTF()
    word: _Word | None = None
    for index in range(min(text_page.count_chars(), MOST_CHARACTERS)):
        char = chr(raw.FPDFText_GetUnicode(handle, index))
        if char.isspace():
            if word is not None:
                yield word
            word = None
            continue
        raw.FPDFText_GetLooseCharBox(handle, index, place)
        box = (place.left, place.bottom, place.right, place.top)
        if word is not None:
            box = _upright(box, word.quarter)
            if box[2] > box[0] and _is_apart(word.end, box):
                yield word
                word = None
                box = (place.left, place.bottom, place.right, place.top)
        char = "-" if char in BROKEN_WORD else char
        if word is not None:
            word.add(char, box)
        elif box[2] > box[0]:
            quarter = _quarter(raw.FPDFText_GetCharAngle(handle, index))
            box = _upright(box, quarter)
            word = _Word(char, quarter, *box, box)
    if word is not None:
        yield word


def _quarter(angle: float) -> int:
    """Return how many quarter turns an angle is; 4 for one in between."""
    turns = angle / (math.pi / 2)
    return round(turns) % 4 if abs(turns - round(turns)) < SLANT else 4


def _upright(box: Box, quarter: int) -> Box:
    left, bottom, right, top = box
    match quarter:
        case 1:
            return -top, left, -bottom, right
        case 2:
            return -right, -top, -left, -bottom
        case 3:
            return bottom, -right, top, -left
        case _:
            return box


def _is_apart(before: Box, box: Box) -> bool:
    """Say whether a gap is wider than between words: that of a column or a table's cell."""
    height = max(before[3] - before[1], box[3] - box[1])
    return box[0] - before[2] > 2 * height or box[0] < before[0] - 2 * height


class Running(NamedTuple):
    """The words of each page that are its own, and the lines that were left out of the first."""

    pages: list[list[TextFragment]]
    left_out: tuple[str, ...]


class _EdgeRow(NamedTuple):
    """A line near an edge; `far` is the white space between it and the line further inside."""

    words: list[TextFragment]
    top: bool
    far: float
    outer: bool  # whether it may be a running one wherever it is
    numbers: tuple[tuple[bool, int], ...] = ()  # of the outermost: edge, number less the page's


def without_running(pages: Sequence[Sequence[TextFragment]]) -> Running:
    """Return each page's words without what is at the edge of many pages, numbers apart."""
    edges = [_edges(words, number) for number, words in enumerate(pages)]
    seen = Counter(key for edge in edges for key in {_likeness(r.words) for r in edge if r.outer})
    placed = Counter(key for edge in edges for key in {k for row in edge for k in _places(row)})
    numbered = Counter(key for edge in edges for key in {k for row in edge for k in row.numbers})
    known = _Known(seen, placed, numbered, len(pages))
    gone = [list(_running(edge, known)) for edge in edges]
    own = [_without(words, rows) for words, rows in zip(pages, gone, strict=True)]
    emptied = sum(not kept and len(rows) > STAMP for kept, rows in zip(own, gone, strict=True))
    if emptied > len(pages) / 2:  # forms, of which each page says the same of something else
        return Running([list(words) for words in pages], ())
    return Running(own, tuple(_text(row) for row in gone[0]) if gone else ())


@dataclass(frozen=True, slots=True)
class _Known:
    seen: Counter[str]  # pages that have such a line at an edge
    placed: Counter[tuple[str, int]]  # that have such a part of a line at that place
    numbered: Counter[tuple[bool, int]]  # that have a number which counts with the pages
    pages: int

    def is_running(self, row: _EdgeRow) -> bool:
        """Say whether a line is on many pages, or a part of it at one place on most."""
        often = self.seen[_likeness(row.words)] >= max(2, OFTEN * self.pages)
        if row.outer and (often or _is_number(row.words, row.far)):
            return True
        counts = any(self.numbered[key] >= max(3, OFTEN * self.pages) for key in row.numbers)
        if counts and row.far > row.words[0].height:
            return True
        most = max(3, MOST * self.pages)
        return any(self.placed[key] >= most for key in _places(row))


def _running(edge: Sequence[_EdgeRow], known: _Known) -> Iterator[list[TextFragment]]:
    """Yield the running lines; those further inside are some only where white space ends them."""
    for top in (True, False):
        rows = [row for row in edge if row.top is top]
        together = list(takewhile(known.is_running, rows))
        apart = [n for n, row in enumerate(together, 1) if row.far > 0.8 * row.words[0].height]
        inside = apart[-1] if apart else 0
        yield from (
            row.words
            for n, row in enumerate(rows)
            if n < inside or (row.outer and known.is_running(row))
        )


def _edges(words: Sequence[TextFragment], page: int) -> list[_EdgeRow]:
    """Return the lines at the top and at the bottom, each from the edge inwards."""
    down = rows_of(words)
    outer = min(EDGE, len(down) // 3)
    deep = max(0, min(DEEP, len(down) - 1))
    edges: list[_EdgeRow] = []
    for top, rows in ((True, down), (False, down[::-1])):
        for n in range(deep):
            far = _between(rows[n], rows[n + 1]) if top else _between(rows[n + 1], rows[n])
            numbers = tuple(_numbers(rows[n], top=top, page=page)) if n == 0 else ()
            edges.append(_EdgeRow(rows[n], top, far, n < outer, numbers))
    return edges


def _numbers(row: Sequence[TextFragment], *, top: bool, page: int) -> Iterator[tuple[bool, int]]:
    """Yield the numbers at the ends of a line as they stand to the page's."""
    for word in {row[0].text, row[-1].text}:
        if word.isascii() and word.isdigit() and len(word) <= 4:
            yield top, int(word) - page


def _places(row: _EdgeRow) -> Iterator[tuple[str, int]]:
    """Yield what the parts of a line say and where, each for two places as rounding may part them.

    Parts stand apart by wide gaps: a title to the left, the name of a chapter to the right.
    """
    parts: list[list[TextFragment]] = []
    for word in row.words:
        if parts and word.left - parts[-1][-1].right <= 2 * word.height:
            parts[-1].append(word)
        else:
            parts.append([word])
    for part in parts:
        said = re.sub(r"[\W\d_]+", "", _text(part)).casefold()
        if len(said) >= SHORTEST:
            place = round(part[0].top / PLACE)
            yield from ((said, place), (said, place + 1))


def _between(upper: Sequence[TextFragment], lower: Sequence[TextFragment]) -> float:
    """Return the white space between two rows."""
    return min(word.bottom for word in upper) - max(word.top for word in lower)


def _without(
    words: Sequence[TextFragment], rows: Sequence[Sequence[TextFragment]]
) -> list[TextFragment]:
    gone = {id(word) for row in rows for word in row}
    return [word for word in words if id(word) not in gone]


def _likeness(row: Sequence[TextFragment]) -> str:
    return re.sub(r"\d+", "#", _text(row)).casefold()


def _is_number(row: Sequence[TextFragment], far: float) -> bool:
    """Say whether a row is a page's number: one that is apart, not a sentence's last word."""
    return far > row[0].height and PAGE_NUMBER.fullmatch(_text(row)) is not None


def _text(row: Sequence[TextFragment]) -> str:
    return " ".join(word.text for word in row)

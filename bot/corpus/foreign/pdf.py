"""A PDF → its text in reading order, by pypdfium2."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, TypeAlias

import pypdfium2
from pypdfium2 import raw

from bot.corpus.dates import day_of_line
from bot.corpus.foreign.extracted import LOCKED, Extracted, ExtractionError
from bot.corpus.foreign.page_layout import lines_of
from bot.corpus.foreign.paragraphs import text_of_pages
from bot.corpus.foreign.pieces import Piece, with_bullets
from bot.corpus.foreign.running import without_running

Box: TypeAlias = tuple[float, float, float, float]  # left, bottom, right, top

MOST_PAGES: Final = 2000
MOST_CHARACTERS: Final = 200_000  # on a page
# Titles that programs write by themselves.
NO_TITLE: Final = re.compile(r"(?i)microsoft|untitled|powerpoint|\.(?:docx?|pdf|indd|pptx?|odt)\Z")
BROKEN_WORD: Final = "\x02\ufffe\u00ad"  # what stands for a hyphen at the end of a line
OWN_SIGN: Final = re.compile("[\ue000-\uf8ff]")  # a font's own: alone, the mark of a list's item
SLANT: Final = 0.05  # radians by which a line may be off


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
    """Return the text of a PDF, its pages parted by form feeds. Raises ExtractionError."""
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
        raise ExtractionError("holds no text; a scanned page is a picture")
    title = document.get_metadata_value("Title").strip()
    return Extracted(
        body,
        title=None if NO_TITLE.search(title) else title or None,
        date=next(filter(None, map(day_of_line, running.left_out)), None),
    )


def _words(page: pypdfium2.PdfPage) -> Iterator[Piece]:
    """Yield the words of a page that run as most do, as if they ran from left to right."""
    words = list(_all_words(page.get_textpage()))
    turned: Counter[int] = Counter()
    for word in words:
        turned[word.quarter] += len(word.text)
    most = turned.most_common(1)
    for word in words:
        if word.quarter == most[0][0]:
            text = "•" if OWN_SIGN.fullmatch(word.text) else word.text
            yield Piece(text, word.left, word.right, word.bottom, word.top)


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
    """Whether a gap is wider than between words: that of a column or a table's cell."""
    height = max(before[3] - before[1], box[3] - box[1])
    return box[0] - before[2] > 2 * height or box[0] < before[0] - 2 * height

"""A PDF → its text in reading order, by pypdfium2."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator
from typing import Final, NamedTuple, TypeAlias

import pypdfium2
from pypdfium2 import raw

from bot.corpus.foreign.extracted import Extracted, ExtractionError
from bot.corpus.foreign.page_layout import Piece, lines_of
from bot.corpus.foreign.paragraphs import text_of_pages
from bot.corpus.foreign.running import without_running

Box: TypeAlias = tuple[float, float, float, float]  # left, bottom, right, top

MOST_PAGES: Final = 2000
MOST_CHARACTERS: Final = 200_000  # on a page
# Titles that programs write by themselves.
NO_TITLE: Final = re.compile(r"(?i)microsoft|untitled|powerpoint|\.(?:docx?|pdf|indd|pptx?|odt)\Z")
BROKEN_WORD: Final = "\x02\ufffe\u00ad"  # what stands for a hyphen at the end of a line
OWN_SIGN: Final = re.compile("[\ue000-\uf8ff]")  # a font's own: alone, the mark of a list's item
SLANT: Final = 0.05  # radians by which a line may be off


class Character(NamedTuple):
    """A character and its place; `quarter` is how many quarter turns clockwise it is turned."""

    text: str
    box: Box
    quarter: int


def read_pdf(data: bytes) -> Extracted:
    """Return the text of a PDF, its pages parted by form feeds. Raises ExtractionError."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise ExtractionError(f"can't be opened as PDF: {error}") from None
    if len(document) > MOST_PAGES:
        raise ExtractionError(f"has over {MOST_PAGES} pages; split it")
    pages = without_running([list(_words(page)) for page in document])
    body = text_of_pages(lines_of(pages))
    if not body.strip():
        raise ExtractionError("holds no text; a scanned page is a picture")
    title = document.get_metadata_value("Title").strip()
    return Extracted(body, title=None if NO_TITLE.search(title) else title or None)


def _words(page: pypdfium2.PdfPage) -> Iterator[Piece]:
    """Yield the words of a page that run as most do, as if they ran from left to right."""
    characters = list(_characters(page.get_textpage()))
    turned = Counter(each.quarter for each in characters if each.quarter >= 0)
    quarter = turned.most_common(1)[0][0] if turned else 0
    word: list[tuple[str, Box]] = []
    for each in characters:
        if each.quarter not in {quarter, -1}:
            continue
        box = _upright(each.box, quarter)
        if word and (each.text.isspace() or (_has_place(box) and _is_apart(word[-1][1], box))):
            yield _piece(word)
            word = []
        if not each.text.isspace() and (_has_place(box) or word):  # an accent may have none
            word.append((each.text, box if _has_place(box) else word[-1][1]))
    if word:
        yield _piece(word)


def _characters(text_page: pypdfium2.PdfTextPage) -> Iterator[Character]:
    """Yield each character; a quarter of -1 is that of what has no direction, such as a space."""
    place = raw.FS_RECTF()
    for index in range(min(text_page.count_chars(), MOST_CHARACTERS)):
        char = chr(raw.FPDFText_GetUnicode(text_page, index))
        raw.FPDFText_GetLooseCharBox(text_page, index, place)
        quarter = -1
        if not char.isspace():
            turns = raw.FPDFText_GetCharAngle(text_page, index) / (math.pi / 2)
            quarter = round(turns) % 4 if abs(turns - round(turns)) < SLANT else 4
        box = (place.left, place.bottom, place.right, place.top)
        yield Character("-" if char in BROKEN_WORD else char, box, quarter)


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


def _has_place(box: Box) -> bool:
    return box[2] > box[0]


def _is_apart(before: Box, box: Box) -> bool:
    """Whether a gap is wider than between words: that of a column or a table's cell."""
    height = max(before[3] - before[1], box[3] - box[1])
    return box[0] - before[2] > 2 * height or box[0] < before[0] - 2 * height


def _piece(word: list[tuple[str, Box]]) -> Piece:
    boxes = [box for _, box in word]
    text = "".join(char for char, _ in word)
    return Piece(
        text="•" if OWN_SIGN.fullmatch(text) else text,
        left=min(box[0] for box in boxes),
        right=max(box[2] for box in boxes),
        bottom=min(box[1] for box in boxes),
        top=max(box[3] for box in boxes),
    )

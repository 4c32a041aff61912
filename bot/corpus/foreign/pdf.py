"""A PDF → its text in reading order, by pypdfium2."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from typing import Final

import pypdfium2
from pypdfium2 import raw

from bot.corpus.foreign.extracted import Extracted, ExtractionError
from bot.corpus.foreign.page_layout import Piece, lines_of
from bot.corpus.foreign.paragraphs import text_of_pages

MOST_PAGES: Final = 2000
# Titles that programs write by themselves.
NO_TITLE: Final = re.compile(r"(?i)microsoft|untitled|powerpoint|\.(?:docx?|pdf|indd|pptx?|odt)\Z")
LINE_ENDS: Final = frozenset("\r\n")
BROKEN_WORD: Final = "\x02\ufffe\u00ad"  # what stands for a hyphen at the end of a line


def read_pdf(data: bytes) -> Extracted:
    """Return the text of a PDF, its pages parted by form feeds. Raises ExtractionError."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise ExtractionError(f"can't be opened as PDF: {error}") from None
    if len(document) > MOST_PAGES:
        raise ExtractionError(f"has over {MOST_PAGES} pages; split it")
    body = text_of_pages([lines_of(list(_pieces(page))) for page in document])
    if not body.strip():
        raise ExtractionError("holds no text; a scanned page is a picture")
    title = document.get_metadata_value("Title").strip()
    return Extracted(body, title=None if NO_TITLE.search(title) else title or None)


def _pieces(page: pypdfium2.PdfPage) -> Iterator[Piece]:
    """Yield runs of characters on a line without a wide gap."""
    text_page = page.get_textpage()
    run: list[tuple[str, tuple[float, float, float, float]]] = []
    for char, box in _characters(text_page):
        wide = bool(run) and box is not None and _is_apart(run[-1][1], box)
        if run and (char in LINE_ENDS or wide):
            yield _piece(run)
            run = []
        if char not in LINE_ENDS and (box is not None or run):
            run.append((char, box or run[-1][1]))
    if run:
        yield _piece(run)


def _characters(
    text_page: pypdfium2.PdfTextPage,
) -> Iterator[tuple[str, tuple[float, float, float, float] | None]]:
    """Yield each character with left, bottom, right and top; None for what was put in between."""
    sides = [ctypes.c_double() for _ in range(4)]
    left, right, bottom, top = sides
    for index in range(text_page.count_chars()):
        code = raw.FPDFText_GetUnicode(text_page, index)
        char = "-" if chr(code) in BROKEN_WORD else chr(code)
        placed = raw.FPDFText_GetCharBox(text_page, index, *sides)
        shown = placed and right.value > left.value and not char.isspace()
        yield char, (left.value, bottom.value, right.value, top.value) if shown else None


def _is_apart(
    before: tuple[float, float, float, float], box: tuple[float, float, float, float]
) -> bool:
    """Whether a gap is wider than between words: that of a column or a table's cell."""
    height = max(before[3] - before[1], box[3] - box[1])
    return box[0] - before[2] > 2 * height or box[0] < before[0] - 2 * height


def _piece(run: list[tuple[str, tuple[float, float, float, float]]]) -> Piece:
    boxes = [box for _, box in run]
    return Piece(
        text=" ".join("".join(char for char, _ in run).split()),
        left=min(box[0] for box in boxes),
        right=max(box[2] for box in boxes),
        bottom=min(box[1] for box in boxes),
        top=max(box[3] for box in boxes),
    )

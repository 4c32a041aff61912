"""A Word file → text, by python-docx."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Final

import docx
from docx.document import Document
from docx.oxml.ns import qn
from docx.table import Table, _Row
from docx.text.paragraph import Paragraph

from bot.corpus.foreign.extracted import Extracted, ExtractionError

MOST_BYTES: Final = 200 * 1024 * 1024  # unpacked
LEVEL: Final = re.compile(r"Heading ([1-6])")


def read_word(data: bytes) -> Extracted:
    """Return the paragraphs, lists and tables of a Word file in order. Raises ExtractionError."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            size = sum(entry.file_size for entry in packed.infolist())
    except zipfile.BadZipFile:
        raise ExtractionError("is no Word file (.docx)") from None
    if size > MOST_BYTES:
        raise ExtractionError(f"unpacks to over {MOST_BYTES // 1024**2} MB")
    document = docx.Document(io.BytesIO(data))
    body = "".join(_blocks(document)).strip("\n")
    return Extracted(body, title=document.core_properties.title or None)


def _blocks(document: Document) -> Iterator[str]:
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            yield f"\n{_table(block)}\n"
        elif text := _text(block):
            mark = _mark(block)
            yield f"{mark}{text}\n" if mark == "- " else f"\n{mark}{text}\n\n"


def _mark(paragraph: Paragraph) -> str:
    style = paragraph.style.name if paragraph.style else None
    heading = LEVEL.fullmatch(style or "")
    if style == "Title":
        return "# "
    if heading:
        return "#" * int(heading.group(1)) + " "
    properties = paragraph._p.pPr  # noqa: SLF001 (python-docx has no other way to numbering)
    numbered = properties is not None and properties.numPr is not None
    return "- " if numbered or (style or "").startswith("List") else ""


def _text(paragraph: Paragraph) -> str:
    """Return the text as it is with all changes accepted, links included."""
    parts: list[str] = []
    for node in paragraph._p.iter(qn("w:t"), qn("w:tab"), qn("w:br"), qn("w:noBreakHyphen")):  # noqa: SLF001
        if node.tag == qn("w:t"):
            parts.append(node.text or "")
        else:
            parts.append("-" if node.tag == qn("w:noBreakHyphen") else " ")
    return " ".join("".join(parts).split())


def _table(table: Table) -> str:
    rows = [list(_cells(row)) for row in table.rows]
    lines = [f"| {' | '.join(row)} |" for row in rows if any(row)]
    if len(lines) > 1:
        lines.insert(1, f"|{'---|' * len(rows[0])}")
    return "\n".join(lines)


def _cells(row: _Row) -> Iterator[str]:
    """Yield the cells of a row, merged ones once."""
    before = None
    for cell in row.cells:
        if cell._tc is not before:  # noqa: SLF001
            yield " ".join(_text(paragraph) for paragraph in cell.paragraphs).replace("|", "/")
        before = cell._tc  # noqa: SLF001

"""A Word file → text, by python-docx."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any, Final

import docx
from docx.document import Document
from docx.oxml.ns import qn
from docx.table import Table, _Row
from docx.text.paragraph import Paragraph

from bot.corpus.extraction import LOCKED, Extracted, ExtractionError

MOST_BYTES: Final = 200 * 1024 * 1024  # unpacked
COMPOUND: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # what old Word files begin with
ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
LEVEL: Final = re.compile(r"Heading ([1-6])")
LIST: Final = re.compile(r"List(?: Bullet| Number| Paragraph)?(?: ([2-5]))?")
NUMBERED: Final = "./w:pPr/w:numPr[not(./w:numId/@w:val = '0')]"
DEEPEST: Final = 8  # that a list is nested
TEXT: Final = tuple(qn(f"w:{name}") for name in ("t", "tab", "br", "noBreakHyphen"))
BOX: Final = qn("w:txbxContent")
FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


def read_word(data: bytes) -> Extracted:
    """Return the paragraphs, lists and tables of a Word file in order.

    Raises:
        ExtractionError: it can't be read; the text says why.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            size = sum(entry.file_size for entry in packed.infolist())
            locked = any(entry.flag_bits & 1 for entry in packed.infolist())
    except zipfile.BadZipFile:
        raise ExtractionError(_refusal(data)) from None
    if locked:
        raise ExtractionError(LOCKED)
    if size > MOST_BYTES:
        raise ExtractionError(f"unpacks to over {MOST_BYTES // 1024**2} MB")
    document = docx.Document(io.BytesIO(data))
    body = "".join(_blocks(document.element.body, document)).strip("\n")
    body = re.sub(r"\n{3,}", "\n\n", body)
    return Extracted(body, title=document.core_properties.title or None)


def _refusal(data: bytes) -> str:
    """Return why a file is none that is read: a locked one is wrapped in another format."""
    if not data.startswith(COMPOUND):
        return "is no Word file (.docx)"
    return LOCKED if ENCRYPTED in data else "is no Word file (.docx) but an old one; save it anew"


def _blocks(container: Any, document: Document) -> Iterator[str]:  # noqa: ANN401 (lxml)
    """Yield the paragraphs and tables of a part of the document, those of forms' fields too."""
    for block in container:
        if block.tag == qn("w:tbl"):
            yield f"\n{_table(Table(block, document))}\n"
        elif block.tag == qn("w:p"):
            yield from _paragraph(Paragraph(block, document))
        elif block.tag == qn("w:sdt"):
            for content in block.iterchildren(qn("w:sdtContent")):
                yield from _blocks(content, document)


def _paragraph(paragraph: Paragraph) -> Iterator[str]:
    style = (paragraph.style.name if paragraph.style else None) or ""
    if style.lower().startswith("toc "):
        return
    if text := _text(paragraph):
        heading = LEVEL.fullmatch(style)
        level = _list_level(paragraph, style)
        if style == "Title":
            yield f"\n# {text}\n\n"
        elif heading:
            yield f"\n{'#' * int(heading.group(1))} {text}\n\n"
        elif level is not None:
            yield f"{'  ' * level}- {text}\n"
        else:
            yield f"\n{text}\n\n"
    for box in _boxes(paragraph):
        yield f"\n{box}\n\n"


def _list_level(paragraph: Paragraph, style: str) -> int | None:
    """Return how deep a list's item is nested, from 0; None for what is none."""
    numbered = paragraph._p.xpath(NUMBERED)  # noqa: SLF001 (python-docx has no other way to it)
    if numbered:
        levels = numbered[0].xpath("./w:ilvl/@w:val")
        return min(int(levels[0]), DEEPEST) if levels and levels[0].isdigit() else 0
    named = LIST.fullmatch(style)
    if named:
        return int(named.group(1) or 1) - 1
    return 0 if paragraph.style and paragraph.style.element.xpath(NUMBERED) else None


def _text(paragraph: Paragraph) -> str:
    """Return the text as it is with all changes accepted, links included, without its boxes."""
    return _joined(node for node in paragraph._p.iter(*TEXT) if not _inside(node, BOX))  # noqa: SLF001


def _boxes(paragraph: Paragraph) -> Iterator[str]:
    """Yield the texts of the boxes that hang on a paragraph, of their two forms the newer."""
    for box in paragraph._p.iter(BOX):  # noqa: SLF001 (as above)
        if not _inside(box, FALLBACK) and (text := _joined(box.iter(*TEXT))):
            yield text


def _joined(nodes: Iterable[Any]) -> str:
    parts: list[str] = []
    for node in nodes:
        if node.tag == qn("w:t"):
            parts.append(node.text or "")
        elif node.tag == qn("w:noBreakHyphen"):
            parts.append("-")
        else:
            parts.append(" ")
    return " ".join("".join(parts).split())


def _inside(node: Any, tag: str) -> bool:  # noqa: ANN401 (lxml)
    return next(node.iterancestors(tag), None) is not None


def _table(table: Table) -> str:
    rows = [list(_cells(row)) for row in table.rows]
    lines = [f"| {' | '.join(row)} |" for row in rows if any(row)]
    if len(lines) > 1:
        lines.insert(1, f"|{'---|' * len(rows[0])}")
    return "\n".join(lines)


def _cells(row: _Row) -> Iterator[str]:
    """Yield the cells of a row, merged ones once; what is in a table in a cell is the cell's."""
    before = None
    for cell in row.cells:
        if cell._tc is not before:  # noqa: SLF001
            yield _joined(_with_spaces(cell._tc)).replace("|", "/")  # noqa: SLF001
        before = cell._tc  # noqa: SLF001


def _with_spaces(cell: Any) -> Iterator[Any]:  # noqa: ANN401 (lxml)
    """Yield the nodes of a cell's text; a paragraph counts as a space."""
    for node in cell.iter(qn("w:p"), *TEXT):
        if not _inside(node, FALLBACK):
            yield node

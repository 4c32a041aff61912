import io
import zipfile

import docx
import pytest

from bot.corpus.extraction import ExtractionError
from bot.corpus.extraction.word import read_word
from bot.corpus.report_file import report_of


def saved(document):
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def test_headings_paragraphs_lists_and_tables_come_in_order():
    document = docx.Document()
    document.add_heading("Workshop", 1)
    document.add_paragraph("It took place in Suva. It ended.")
    document.add_paragraph("These came:")
    document.add_paragraph("Fiji", style="List Bullet")
    document.add_paragraph("Samoa", style="List Number")
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(table._cells, ["Country", "Head", "Fiji", "A. | B."], strict=True):
        cell.text = text
    assert [line for line in read_word(saved(document)).body.split("\n") if line] == [
        "# Workshop",
        "It took place in Suva. It ended.",
        "These came:",
        "- Fiji",
        "- Samoa",
        "| Country | Head |",
        "|---|---|",
        "| Fiji | A. / B. |",
    ]


def test_a_merged_cell_comes_once():
    document = docx.Document()
    table = document.add_table(rows=1, cols=3)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "Fiji"
    table.cell(0, 2).text = "3"
    assert read_word(saved(document)).body == "| Fiji | 3 |"


def test_the_title_is_the_one_that_the_file_states():
    document = docx.Document()
    document.core_properties.title = "Workshop"
    assert read_word(saved(document)).title == "Workshop"


def changed(change):
    """A Word file whose text part is replaced."""
    document = docx.Document()
    document.add_paragraph("text")
    out = io.BytesIO()
    source = zipfile.ZipFile(io.BytesIO(saved(document)))
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            part = source.read(name)
            target.writestr(name, change(part) if name == "word/document.xml" else part)
    return out.getvalue()


def test_inserted_text_is_read_and_deleted_text_is_not():
    old = b'<w:del w:id="1" w:author="a"><w:r><w:delText>old</w:delText></w:r></w:del>'
    new = b'<w:ins w:id="2" w:author="a"><w:r><w:t xml:space="preserve">new </w:t></w:r></w:ins>'
    data = changed(lambda part: part.replace(b"<w:r>", old + new + b"<w:r>", 1))
    assert read_word(data).body == "new text"


def test_a_file_that_unpacks_to_too_much_is_refused():
    with pytest.raises(ExtractionError, match="200 MB"):
        read_word(changed(lambda part: bytes(201 * 1024 * 1024)))


def test_a_file_of_the_system_is_not_read_in():
    entity = b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>'
    data = changed(lambda part: part.replace(b"?>", b"?>" + entity, 1).replace(b">text<", b">&b;<"))
    assert "root" not in read_word(data).body


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 no", b"text"])
def test_what_is_no_word_file_is_refused(data):
    with pytest.raises(ExtractionError, match=r"no Word file"):
        read_word(data)


def compound(*names):
    """The beginning of a file in the format that old and locked Word files have."""
    entries = b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in names)
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0") + entries


def test_a_locked_file_is_named_as_locked():
    data = compound("Root Entry", "EncryptionInfo", "EncryptedPackage")
    with pytest.raises(
        ExtractionError, match=r"\Ais locked with a password; save it without one\Z"
    ):
        read_word(data)


def test_a_file_in_a_locked_archive_is_named_as_locked():
    data = bytearray(saved(docx.Document()))
    data[data.index(b"PK\x01\x02") + 8] |= 1  # the first entry of its directory is encrypted
    with pytest.raises(ExtractionError, match="locked"):
        read_word(bytes(data))


def test_an_old_file_under_a_new_name_is_named_as_old():
    with pytest.raises(ExtractionError, match="an old one"):
        read_word(compound("Root Entry", "WordDocument"))


def test_the_title_that_python_docx_gives_by_itself_is_none():
    document = docx.Document()
    document.add_paragraph("Planning Board of Lund")
    document.add_paragraph("Ana Ruiz chaired it.")
    document.core_properties.title = "Word Document"
    report = report_of("a.docx", read_word(saved(document)))
    assert report.title == "Planning Board of Lund"

"""Samples of the formats, made by us, each with the text that a reader sees."""

import io
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import NamedTuple

import docx
from docx.enum.text import WD_BREAK
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

DATA = Path(__file__).parent / "data"
REPORT = (DATA / "report.txt").read_text("utf-8")
BLOCKS = REPORT.strip().split("\n\n")
HEADINGS = (
    "Opening",
    "Participation",
    "Search and rescue in figures",
    "Working groups",
    "Recommendations",
    "Closing",
)
SENT = datetime(2024, 5, 21, 9, 30, tzinfo=timezone(timedelta(hours=11)))


class Sample(NamedTuple):
    """A file of a format; `seen` is what a reader sees of it."""

    format: str
    about: str
    name: str
    make: Callable[[], bytes]
    seen: str = REPORT


def word():
    """A Word file as offices write them: styles, nested list, table, header and footer."""
    document = docx.Document()
    section = document.sections[0]
    section.header.paragraphs[0].text = "Office of Maritime Affairs"
    section.footer.paragraphs[0].text = "Report of the workshop"
    for block in BLOCKS:
        _add(document, block)
    return _saved(document)


def _add(document, block):
    lines = block.split("\n")
    if block == BLOCKS[0]:
        document.add_heading(block, 0)
    elif block in HEADINGS:
        document.add_heading(block, 1)
    elif lines[0] == "The Pacific Community":
        for line in lines:
            inner = line.startswith("Its ")
            document.add_paragraph(line, style="List Bullet 2" if inner else "List Bullet")
    elif lines[0] == "Country":
        table = document.add_table(rows=len(lines) // 3, cols=3)
        for cell, text in zip(table._cells, lines, strict=True):
            cell.text = text
    elif lines[0].startswith("1. "):
        for line in lines:
            document.add_paragraph(line[3:], style="List Number")
    else:
        document.add_paragraph(block)


MARKED = """<w:p %s><w:r><w:t xml:space="preserve">The meeting was chaired by </w:t></w:r>
<w:del w:id="1" w:author="a"><w:r><w:delText>Tonga</w:delText></w:r></w:del>
<w:ins w:id="2" w:author="a"><w:r><w:t>Samoa</w:t></w:r></w:ins>
<w:r><w:t xml:space="preserve"> and held in </w:t></w:r>
<w:hyperlink w:anchor="x"><w:r><w:t>Apia</w:t></w:r></w:hyperlink><w:r><w:t>.</w:t></w:r></w:p>"""
CONTROL = """<w:sdt %s><w:sdtContent><w:p><w:r><w:t>Forty officers attended it.</w:t></w:r></w:p>
</w:sdtContent></w:sdt>"""
BOX = """<w:p %s xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
 xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
 xmlns:v="urn:schemas-microsoft-com:vml"><w:r><mc:AlternateContent><mc:Choice Requires="wps">
<wps:txbx><w:txbxContent><w:p><w:r><w:t>The next meeting is in Suva.</w:t></w:r></w:p>
</w:txbxContent></wps:txbx></mc:Choice><mc:Fallback><v:textbox><w:txbxContent><w:p><w:r>
<w:t>The next meeting is in Suva.</w:t></w:r></w:p></w:txbxContent></v:textbox></mc:Fallback>
</mc:AlternateContent></w:r></w:p>"""
MARKED_SEEN = """Minutes
The meeting was chaired by Samoa and held in Apia.
Forty officers attended it.
The next meeting is in Suva.
Country Head
Fiji Ana Koroi Deputy Jone Vakatawa
It ended at noon."""


def marked_word():
    """A Word file with tracked changes, a form's field, a text box and a table in a table."""
    document = docx.Document()
    document.add_heading("Minutes", 1)
    document.add_paragraph("Opening\t2", style=document.styles.add_style("toc 1", 1))
    for markup in (MARKED, CONTROL, BOX):
        document.element.body.insert(-1, parse_xml(markup % nsdecls("w")))
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(table._cells, ["Country", "Head", "Fiji", "Ana Koroi"], strict=True):
        cell.text = text
    inner = table.cell(1, 1).add_table(rows=1, cols=2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "Deputy", "Jone Vakatawa"
    document.add_paragraph("It ended at noon.").add_run().add_break(WD_BREAK.PAGE)
    return _saved(document)


def _saved(document):
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _letter(subject="Regional workshop on small-craft safety"):
    letter = EmailMessage()
    letter["From"] = "Marie-Hélène Tamatoa <mh@maritime.example>"
    letter["To"] = "all@maritime.example"
    letter["Subject"] = subject
    letter["Date"] = format_datetime(SENT)
    return letter


def letter():
    """A plain letter in windows-1252 with a signature and an attachment."""
    made = _letter()
    text = REPORT + "\n-- \nOffice of Maritime Affairs\nTelephone 12 34 56\n"
    made.set_content(text, charset="windows-1252", cte="quoted-printable")
    made.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="photo.png")
    made.add_attachment("Not part of the letter.", filename="notes.txt")
    return bytes(made)


def newsletter():
    """A newsletter: HTML beside a poor plain text, pictures inside, in ISO 8859-15."""
    made = _letter()
    page = (DATA / "news-page.html").read_text("utf-8")
    page = page.replace("“", "&ldquo;").replace("”", "&rdquo;").replace("’", "&rsquo;")
    page = page.replace("–", "&ndash;")
    made.set_content(page, subtype="html", charset="iso-8859-15", cte="base64")
    made.add_related(b"GIF89a", maintype="image", subtype="gif", cid="<logo>")
    return bytes(made)


FLOWED = """The committee met in Suva on 3 May 2024. It agreed on a budget of \n\
forty thousand dollars, which is a third more than in the year \n\
before, and elected Ana Koroi as its chair.\n\
\n\
> Who takes the minutes?\n\
\n\
Jone Vakatawa will take them.\n"""
FLOWED_SEEN = """The committee met in Suva on 3 May 2024. It agreed on a budget of forty thousand \
dollars, which is a third more than in the year before, and elected Ana Koroi as its chair.
> Who takes the minutes?
Jone Vakatawa will take them."""


def flowed():
    """Lines that a mail program broke, to be put together again (RFC 3676)."""
    head = (
        "From: Ana Koroi <ana@example.org>\nSubject: Budget\nMIME-Version: 1.0\n"
        "Date: Fri, 3 May 2024 10:00:00 +1200\n"
        "Content-Type: text/plain; charset=utf-8; format=flowed\n\n"
    )
    return (head + FLOWED).encode()


def forwarded():
    """A letter that is passed on as an attachment, with a line above it."""
    made = _letter("Fwd: Budget")
    made.set_content("For your information.\n")
    inner = EmailMessage()
    inner["From"], inner["Subject"] = "Ana Koroi <ana@example.org>", "Budget"
    inner.set_content("The budget was adopted on 3 May 2024.\n")
    made.add_attachment(inner)
    return bytes(made)


PASSED_ON_SEEN = """For your information.
The budget was adopted on 3 May 2024."""


def _kept(format_, about, name):
    return Sample(format_, about, name, (DATA / name).read_bytes)


SAMPLES = (
    _kept("HTML", "news page with menus and a cookie banner", "news-page.html"),
    _kept("HTML", "page of the nineties, laid out by tables", "old-page.html"),
    _kept("HTML", "page of nothing but `div`", "divs.html"),
    _kept("PDF", "one column, justified", "one-column.pdf"),
    _kept("PDF", "two columns, justified and hyphenated", "two-columns.pdf"),
    _kept("PDF", "three columns", "three-columns.pdf"),
    Sample("DOCX", "headings, nested list, table", "word.docx", word),
    Sample("DOCX", "tracked changes, form, text box", "marked.docx", marked_word, MARKED_SEEN),
    Sample("EML", "plain text in windows-1252, attachments", "letter.eml", letter),
    Sample("EML", "HTML in ISO 8859-15, pictures", "newsletter.eml", newsletter),
    Sample("EML", "lines broken by the mail program", "flowed.eml", flowed, FLOWED_SEEN),
    Sample("EML", "letter passed on", "forwarded.eml", forwarded, PASSED_ON_SEEN),
)

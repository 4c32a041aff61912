"""Files made to hang, crash or fill the memory are refused, or read within bounds."""

import io
import time
import zipfile
import zlib

import docx
import pytest
from pdf_writer import column, pdf

from bot.corpus.extraction import ExtractionError, Extractor

GOOD = b"Subject: Suva\n\nIt took place in Suva.\n"
SECONDS = 8  # for a file that has to be given up
LAUGHS = b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 12))
PAGE = pdf(column(60, 700, ["It took place in Suva on 3 May 2023."]))


def changed(old, new):
    assert old in PAGE
    return PAGE.replace(old, new)


def streamed(data):
    return b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(data), data)


def objects(count):
    return b"%PDF-1.4\n" + b"".join(
        b"%d 0 obj\n<< /Type /Page /Parent 1 0 R >>\nendobj\n" % number for number in range(count)
    )


def tree(depth):
    """Pages below pages below pages."""
    nodes = b"".join(
        b"%d 0 obj\n<< /Type /Pages /Kids [%d 0 R] /Count 1 >>\nendobj\n" % (n, n + 1)
        for n in range(2, depth)
    )
    root = b"1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
    return b"%PDF-1.4\n" + root + nodes + b"trailer << /Root 1 0 R >>\n%%EOF"


def word(text=b"", parts=0):
    out, document = io.BytesIO(), io.BytesIO()
    docx.Document().save(document)
    with (
        zipfile.ZipFile(document) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as to,
    ):
        for name in source.namelist():
            part = source.read(name)
            to.writestr(name, text or part if name == "word/document.xml" else part)
        for number in range(parts):
            to.writestr(f"word/part{number}.xml", b"<a/>")
    return out.getvalue()


def document(inner, head=b""):
    space = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return word(
        b'<?xml version="1.0"?>%s<w:document xmlns:w="%s"><w:body>%s</w:body></w:document>'
        % (head, space, inner)
    )


TABLES = b"<w:tbl><w:tr><w:tc>" * 20_000 + b"</w:tc></w:tr></w:tbl>" * 20_000
LAUGHING = document(b"<w:p><w:r><w:t>&l11;</w:t></w:r></w:p>", b"<!DOCTYPE a [%s]>" % LAUGHS)

HOSTILE = {
    "pages that are their own children.pdf": lambda: changed(b"/Kids [3 0 R]", b"/Kids [4 0 R]"),
    "a million pages that are not there.pdf": lambda: changed(b"/Count 1", b"/Count 1000000"),
    "many objects.pdf": lambda: objects(60_000),
    "a deep page tree.pdf": lambda: tree(40_000),
    "a page that unpacks to much.pdf": lambda: pdf([]).replace(
        b"<< /Length 0 >>\nstream\n\nendstream", streamed(zlib.compress(bytes(80 * 1024 * 1024), 1))
    ),
    "tables within tables.docx": lambda: document(TABLES),
    "entities that grow.docx": lambda: LAUGHING,
    "many parts.docx": lambda: word(parts=10_000),
    "no end of elements.html": lambda: b"<div>" * 300_000,
    "no end of lists.html": lambda: b"<ul><li>" * 100_000 + b"Suva",
    "no end of tables.html": lambda: b"<table><tr><td>" * 50_000 + b"Suva",
    "one word.html": lambda: b"<p>" + b"a" * 5_000_000,
    "attributes.html": lambda: b"<p " + b"".join(b"a%d=x " % n for n in range(20_000)) + b">Suva",
    "headers.eml": lambda: b"".join(b"X-%d: y\n" % n for n in range(200_000)) + b"\nSuva",
    "a long header.eml": lambda: b"Subject: " + b"=?utf-8?q?a?= " * 4000 + b"\n\nSuva",
    "many senders.eml": lambda: b"From: " + b'"a" <a@b.c>, ' * 3000 + b"\n\nSuva",
    "brackets.eml": lambda: b"From: " + b"(" * 100_000 + b"\n\nSuva",
    "many parts.eml": lambda: b"Subject: x\nContent-Type: multipart/mixed; boundary=x\n\n"
    + b"--x\nContent-Type: text/plain\n\na\n" * 5000,
}  # fmt: skip


@pytest.fixture(scope="module")
def extractor():
    with Extractor(seconds=SECONDS) as made:
        yield made


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_or_read_within_bounds(extractor, name):
    started = time.monotonic()
    try:
        body = extractor.extract(name, HOSTILE[name]()).body
    except ExtractionError as error:
        body = str(error)
    assert time.monotonic() - started < SECONDS + 4
    assert len(body) < 6_000_000
    assert extractor.extract("a.eml", GOOD).title == "Suva"

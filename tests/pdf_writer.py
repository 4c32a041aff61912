"""A PDF made of lines of text at given places."""

PROSE = [
    "The two-day event was opened by Johnathan Kings, New Zealand's Ambassador to Thai-",
    "land, Laos and Cambodia. He spoke of co-operation across all borders, and of co-",
    "operation at sea.",
]


def pdf(*pages, title="", locked=False):
    """Each page is a list of (points from the left, from the bottom, size, text)."""
    objects = [b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"]
    root = 2 * len(pages) + 2
    for page in pages:
        stream = b"".join(_shown(*line) for line in page)
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        objects.append(
            b"<< /Type /Page /Parent %d 0 R /MediaBox [0 0 595 842] /Contents %d 0 R"
            b" /Resources << /Font << /F1 1 0 R >> >> >>" % (root, len(objects))
        )
    kids = b" ".join(b"%d 0 R" % number for number in range(3, root, 2))
    objects.append(b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(pages)))
    objects.append(b"<< /Type /Catalog /Pages %d 0 R >>" % root)
    objects.append(b"<< /Title (%s) >>" % title.encode())
    return _file(objects, LOCK if locked else b"")


def column(left, bottom, lines, size=10, step=13):
    """Lines under each other, the first at `bottom`."""
    return [(left, bottom - number * step, size, line) for number, line in enumerate(lines)]


def _shown(left, bottom, size, text):
    escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)").encode("cp1252")
    return b"BT /F1 %g Tf 1 0 0 1 %g %g Tm (%s) Tj ET\n" % (size, left, bottom, escaped)


# The password that it was locked with is not known to anybody.
LOCK = b"/ID [<%s> <%s>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >>" % (
    b"00" * 16,
    b"00" * 16,
    b"01" * 32,
    b"02" * 32,
)


def _file(objects, more):
    out = b"%PDF-1.4\n"
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    trailer = b"trailer << /Size %d /Root %d 0 R /Info %d 0 R %s >>" % (
        len(objects) + 1,
        len(objects) - 1,
        len(objects),
        more,
    )
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    return out + head + table + trailer + b"\nstartxref\n%d\n%%%%EOF" % len(out)

import pytest

from bot.corpus.extraction import ExtractionError
from bot.corpus.extraction.mail import read_mail

HEAD = (
    b"From: Jane Doe <jane@example.org>\n"
    b"Subject: =?utf-8?q?Meeting_in_Noum=C3=A9a?=\n"
    b"Date: Mon, 31 Jul 2023 10:00:00 +1200\n"
)


def test_a_plain_message_gives_text_subject_date_and_sender():
    mail = read_mail(
        HEAD + b"Content-Type: text/plain; charset=utf-8\n"
        b"Content-Transfer-Encoding: quoted-printable\n\nHeld in Noum=C3=A9a. It=\n ended.\n"
    )
    assert (mail.body, mail.title, mail.date, mail.source) == (
        "Held in Nouméa. It ended.\n",
        "Meeting in Nouméa",
        "2023-07-31",
        "Jane Doe",
    )


def test_a_signature_is_left_out():
    assert read_mail(HEAD + b"\nIt ended.\n\n-- \nJane Doe\n").body == "It ended.\n\n"


def test_of_several_parts_the_plain_one_is_taken():
    mail = read_mail(
        HEAD + b"Content-Type: multipart/alternative; boundary=x\n\n"
        b"--x\nContent-Type: text/html\n\n<p>html</p>\n"
        b"--x\nContent-Type: text/plain\n\nplain\n--x--\n"
    )
    assert mail.body == "plain"


@pytest.mark.parametrize("folded", [b" ", b"\n\t", b" charset=utf-8;\r\n "])
def test_a_boundary_needs_no_quotation_marks(folded):
    mail = read_mail(
        HEAD + b"Content-Type: multipart/alternative;" + folded + b"boundary=----=_NextPart_0\n\n"
        b"------=_NextPart_0\nContent-Type: multipart/mixed; boundary=b=1\n\n"
        b"--b=1\nContent-Type: text/plain\n\nIt ended.\n--b=1--\n------=_NextPart_0--\n"
    )
    assert mail.body == "It ended."


def test_html_alone_is_read_as_a_page():
    page = "<html><body><p>Die Sitzung fand in Nouméa statt.</p></body></html>".encode()
    mail = read_mail(HEAD + b"Content-Type: text/html; charset=utf-8\n\n" + page)
    assert mail.body == "Die Sitzung fand in Nouméa statt."


def test_strange_dates_and_senders_are_none():
    mail = read_mail(b"From: jane@example.org\nDate: soon\n\ntext")
    assert (mail.date, mail.source, mail.title) == (None, None, None)


@pytest.mark.parametrize("data", [b"", b"\xff\xfe no mail", b"Content-Type: image/png\n\nx"])
def test_what_is_no_mail_with_text_is_refused(data):
    with pytest.raises(ExtractionError, match="no e-mail"):
        read_mail(data)

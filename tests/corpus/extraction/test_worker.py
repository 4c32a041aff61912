"""The extracting process, as far as it can be looked at from outside of it."""

import io
import json
import logging
import sys

import pytest

from bot.corpus.extraction import Extractor
from bot.corpus.extraction.listing import read_feed, read_sitemap
from bot.corpus.extraction.mail import read_mail
from bot.corpus.extraction.pdf import read_pdf
from bot.corpus.extraction.web_page import read_web_page
from bot.corpus.extraction.word import read_word
from bot.corpus.extraction.worker import _answer, _reader, _refuse

MAIL = b"Subject: Suva\n\nIt took place in Suva.\n"


@pytest.mark.parametrize(
    ("kind", "reader"),
    [
        (".pdf", read_pdf),
        (".docx", read_word),
        (".eml", read_mail),
        ("feed", read_feed),
        ("sitemap", read_sitemap),
        (".html", read_web_page),
        (".htm", read_web_page),
    ],
)
def test_each_kind_of_file_has_its_reader(kind, reader):
    assert _reader(kind) is reader


def test_an_answer_is_of_as_many_bytes_as_were_said_and_leaves_the_rest():
    source = io.BytesIO(MAIL + b"next")
    answer = _answer({"kind": ".eml", "size": len(MAIL)}, source)
    assert (answer["title"], answer["body"]) == ("Suva", "It took place in Suva.\n")
    assert json.loads(json.dumps(answer))["title"] == "Suva"
    assert source.read() == b"next"


def test_what_can_t_be_read_is_an_answer_with_the_reason():
    assert _answer({"kind": ".pdf", "size": 3}, io.BytesIO(b"%PD")).keys() == {"error"}


@pytest.mark.parametrize(
    ("raised", "said"),
    [
        (MemoryError(), "takes too much memory to read"),
        (KeyError("secret words"), "can't be read: KeyError"),
    ],
)
def test_whatever_a_library_raises_is_an_answer_without_what_it_says(raised, said, monkeypatch):
    def fail(_):
        raise raised

    monkeypatch.setattr("bot.corpus.extraction.mail.read_mail", fail)
    assert _answer({"kind": ".eml", "size": 1}, io.BytesIO(b"x")) == {"error": said}


@pytest.mark.parametrize("event", ["socket.connect", "subprocess.Popen", "os.exec", "os.fork"])
def test_what_the_process_must_not_do_is_refused(event):
    with pytest.raises(PermissionError, match=event):
        _refuse(event, ())


@pytest.mark.parametrize("event", ["open", "import", "os.listdir"])
def test_what_reading_needs_is_not_refused(event):
    assert _refuse(event, ()) is None


def test_what_the_system_lacks_is_logged(tmp_path, monkeypatch, caplog):
    """With a Python that has no ctypes, as some are built."""
    (tmp_path / "ctypes.py").write_text("raise ImportError")
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    with caplog.at_level(logging.INFO), Extractor() as extractor:
        assert extractor.extract("a.eml", MAIL).title == "Suva"
    assert "has no Landlock and seccomp" in caplog.text

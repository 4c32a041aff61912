import os

import pytest

from bot.corpus import read_corpus
from bot.corpus.foreign import ExtractionError, Extractor

MAIL = b"From: Jane Doe <jane@example.org>\nSubject: Suva\n\nIt took place in Suva.\n"
# Python's parser asks every part around a line whether it ends there.
ENDLESS = (
    b"From: a\nContent-Type: multipart/mixed; boundary=0\n\n"
    + b"".join(
        b"--%d\nContent-Type: multipart/mixed; boundary=%d\n\n" % (n, n + 1) for n in range(80)
    )
    + 2_000_000 * b"x\n"
)


def test_a_foreign_file_becomes_a_report(tmp_path):
    (tmp_path / "a.EML").write_bytes(MAIL.replace(b"Suva.", b"Su\0va."))
    report = read_corpus(tmp_path).reports[0]
    assert (report.path, report.title, report.source, report.body) == (
        "a.EML",
        "Suva",
        "Jane Doe",
        "It took place in Suva.\n",
    )


def test_a_foreign_file_that_cannot_be_read_is_named(tmp_path):
    (tmp_path / "a.eml").write_bytes(MAIL)
    (tmp_path / "b.eml").write_bytes(b"\xff")
    assert [str(problem) for problem in read_corpus(tmp_path).problems] == [
        "b.eml: is no e-mail with a text"
    ]


def test_a_file_that_takes_too_long_is_given_up_and_the_next_one_is_read():
    with Extractor(seconds=2) as extractor:
        with pytest.raises(ExtractionError, match="limits of time"):
            extractor.extract("a.eml", ENDLESS)
        assert extractor.extract("b.eml", MAIL).title == "Suva"


def test_a_missing_extra_is_named_with_the_command_that_installs_it():
    extractor = Extractor(is_installed=lambda module: module != "pypdfium2")
    with pytest.raises(ExtractionError, match=r"pip install 'rapporteur\[pdf\]'"):
        extractor.extract("a.pdf", b"")


def test_no_process_is_started_for_nothing_nor_left_behind():
    with Extractor() as extractor:
        assert extractor._process is None
        extractor.extract("a.eml", MAIL)
        process = extractor._process
    assert process.poll() is not None


def test_the_process_sees_no_secrets(monkeypatch):
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "123:secret")
    with Extractor() as extractor:
        extractor.extract("a.eml", MAIL)
        with open(f"/proc/{extractor._process.pid}/environ", "rb") as file:
            assert b"secret" not in file.read()


@pytest.mark.parametrize("suffix", [".html", ".pdf", ".docx", ".eml"])
def test_damaged_files_are_refused(suffix):
    with Extractor() as extractor, pytest.raises(ExtractionError):
        extractor.extract(f"a{suffix}", os.urandom(2000))

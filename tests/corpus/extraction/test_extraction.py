import os
import time

import pytest

from bot.corpus import read_corpus
from bot.corpus.extraction import CachingExtractor, ExtractionError, Extractor

MAIL = b"From: Jane Doe <jane@example.org>\nSubject: Suva\n\nIt took place in Suva.\n"
# Python's parser asks every part around a line whether it ends there.
ENDLESS = (
    b"From: a\nContent-Type: multipart/mixed; boundary=0\n\n"
    + b"".join(
        b"--%d\nContent-Type: multipart/mixed; boundary=%d\n\n" % (n, n + 1) for n in range(80)
    )
    + 2_000_000 * b"x\n"
)
SHORT_MAIL = b"Subject: Suva\n\nIt took place in Suva.\n"
DAY = 24 * 3600


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


class Counting(Extractor):
    """An extractor that counts how often it is asked."""

    asked = 0

    def extract(self, path, data):
        self.asked += 1
        return super().extract(path, data)


@pytest.fixture
def extractor():
    with Counting() as made:
        yield made


def age(folder, days):
    for file in folder.iterdir():
        os.utime(file, (time.time() - days * DAY,) * 2)


def test_what_was_taken_out_once_is_not_taken_out_again_whatever_the_name(tmp_path, extractor):
    first = CachingExtractor(extractor, tmp_path).extract("a.eml", SHORT_MAIL)
    assert CachingExtractor(extractor, tmp_path).extract("b/C.EML", SHORT_MAIL) == first
    assert extractor.asked == 1


def test_other_content_is_taken_out(tmp_path, extractor):
    cache = CachingExtractor(extractor, tmp_path)
    assert cache.extract("a.eml", SHORT_MAIL) != cache.extract("a.eml", SHORT_MAIL + b"It ended.")


def test_another_version_of_what_reads_it_takes_it_out_again(tmp_path, extractor, monkeypatch):
    CachingExtractor(extractor, tmp_path).extract("a.eml", SHORT_MAIL)
    monkeypatch.setattr("bot.corpus.extraction.LIBRARIES", ("click",))
    CachingExtractor(extractor, tmp_path).extract("a.eml", SHORT_MAIL)
    assert extractor.asked == 2


@pytest.mark.parametrize("torn", [b"", b"{}", b"0" * 64 + b"\n{}", b"\xff\xfe"])
def test_what_is_torn_is_taken_out_again(tmp_path, extractor, torn):
    cache = CachingExtractor(extractor, tmp_path)
    first = cache.extract("a.eml", SHORT_MAIL)
    (file,) = tmp_path.iterdir()
    file.write_bytes(torn)
    assert cache.extract("a.eml", SHORT_MAIL) == first
    assert (extractor.asked, file.read_bytes() != torn) == (2, True)


def test_a_refused_file_is_refused_for_a_day_and_then_tried_again(tmp_path, extractor):
    cache = CachingExtractor(extractor, tmp_path)
    for _ in range(2):
        with pytest.raises(ExtractionError, match="no e-mail"):
            cache.extract("a.eml", b"\xff")
    assert extractor.asked == 1
    age(tmp_path, 2)
    with pytest.raises(ExtractionError):
        cache.extract("a.eml", b"\xff")
    assert extractor.asked == 2


def test_a_missing_extra_is_not_remembered(tmp_path):
    for installed in (False, True):
        with Extractor(is_installed=lambda _, there=installed: there) as extractor:
            reason = "opened as PDF" if installed else "needs an extra"
            with pytest.raises(ExtractionError, match=reason):
                CachingExtractor(extractor, tmp_path).extract("a.pdf", b"no PDF")


def test_what_is_used_no_longer_is_deleted(tmp_path, extractor):
    cache = CachingExtractor(extractor, tmp_path)
    cache.extract("a.eml", SHORT_MAIL)
    cache.extract("b.eml", SHORT_MAIL + b"more")
    age(tmp_path, 31)
    cache.extract("a.eml", SHORT_MAIL)
    cache.tidy()
    assert len(list(tmp_path.iterdir())) == 1


def test_a_folder_that_cannot_be_written_does_no_harm(tmp_path, extractor):
    (tmp_path / "file").write_text("in the way")
    cache = CachingExtractor(extractor, tmp_path / "file")
    assert cache.extract("a.eml", SHORT_MAIL).title == "Suva"
    cache.tidy()


def test_a_folder_of_reports_is_read_again_without_a_process(tmp_path, monkeypatch):
    reports, kept = tmp_path / "reports", tmp_path / "kept"
    reports.mkdir()
    (reports / "a.eml").write_bytes(SHORT_MAIL)
    first = read_corpus(reports, extracted=kept)
    monkeypatch.setattr("sys.executable", "nothing that could be started")
    assert read_corpus(reports, extracted=kept) == first

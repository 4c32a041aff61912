import os
import time

import pytest

from bot.corpus import read_corpus
from bot.corpus.foreign import CachingExtractor, ExtractionError, Extractor

MAIL = b"Subject: Suva\n\nIt took place in Suva.\n"
DAY = 24 * 3600


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
    first = CachingExtractor(extractor, tmp_path).extract("a.eml", MAIL)
    assert CachingExtractor(extractor, tmp_path).extract("b/C.EML", MAIL) == first
    assert extractor.asked == 1


def test_other_content_is_taken_out(tmp_path, extractor):
    cache = CachingExtractor(extractor, tmp_path)
    assert cache.extract("a.eml", MAIL) != cache.extract("a.eml", MAIL + b"It ended.")


def test_another_version_of_what_reads_it_takes_it_out_again(tmp_path, extractor, monkeypatch):
    CachingExtractor(extractor, tmp_path).extract("a.eml", MAIL)
    monkeypatch.setattr("bot.corpus.foreign.cache.LIBRARIES", ("click",))
    CachingExtractor(extractor, tmp_path).extract("a.eml", MAIL)
    assert extractor.asked == 2


@pytest.mark.parametrize("torn", [b"", b"{}", b"0" * 64 + b"\n{}", b"\xff\xfe"])
def test_what_is_torn_is_taken_out_again(tmp_path, extractor, torn):
    cache = CachingExtractor(extractor, tmp_path)
    first = cache.extract("a.eml", MAIL)
    (file,) = tmp_path.iterdir()
    file.write_bytes(torn)
    assert cache.extract("a.eml", MAIL) == first
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
    cache.extract("a.eml", MAIL)
    cache.extract("b.eml", MAIL + b"more")
    age(tmp_path, 31)
    cache.extract("a.eml", MAIL)
    cache.tidy()
    assert len(list(tmp_path.iterdir())) == 1


def test_a_folder_that_cannot_be_written_does_no_harm(tmp_path, extractor):
    (tmp_path / "file").write_text("in the way")
    cache = CachingExtractor(extractor, tmp_path / "file")
    assert cache.extract("a.eml", MAIL).title == "Suva"
    cache.tidy()


def test_a_folder_of_reports_is_read_again_without_a_process(tmp_path, monkeypatch):
    reports, kept = tmp_path / "reports", tmp_path / "kept"
    reports.mkdir()
    (reports / "a.eml").write_bytes(MAIL)
    first = read_corpus(reports, extracted=kept)
    monkeypatch.setattr("sys.executable", "nothing that could be started")
    assert read_corpus(reports, extracted=kept) == first

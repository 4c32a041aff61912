"""What is taken out of the samples is what a reader sees of them."""

import runpy
from pathlib import Path

import pytest
from samples import SAMPLES

from bot.corpus.extraction import Extractor
from bot.corpus.report_file import report_of
from bot.reading import page_of, passages_of

PAGE = Path(__file__).parents[3] / "docs/formats.md"
formats_table = runpy.run_path(str(PAGE.with_name("formats_table.py")))

NAMES = [sample.name for sample in SAMPLES]


@pytest.fixture(scope="module")
def extracted():
    with Extractor() as extractor:
        return {sample.name: extractor.extract(sample.name, sample.make()) for sample in SAMPLES}


@pytest.fixture
def passages(extracted):
    def of(name):
        report = report_of(name, extracted[name])
        return [" ".join(passage.text.split()) for passage in passages_of(report)]

    return of


@pytest.mark.parametrize("sample", SAMPLES, ids=NAMES)
def test_all_that_a_reader_sees_is_there_and_hardly_more(sample, extracted):
    recovered, added, _ = formats_table["compared"](sample.seen, extracted[sample.name].body)
    assert recovered >= 0.99
    assert added <= 2


def test_the_table_in_the_document_is_what_is_measured(extracted):
    read = [(s.format, s.about, s.seen, extracted[s.name].body) for s in SAMPLES]
    assert formats_table["table"](read) in PAGE.read_text("utf-8")


@pytest.mark.parametrize("name", ["two-columns.pdf", "word.docx", "news-page.html", "letter.eml"])
def test_a_sentence_can_be_quoted_whole(passages, name):
    assert (
        "Its representative, Tebau Ioane, underlined that four out of five boats were found by "
        "their own neighbours, and that satellite-based beacons had been decisive in eleven cases."
    ) in passages(name)


@pytest.mark.parametrize("name", ["one-column.pdf", "two-columns.pdf", "three-columns.pdf"])
def test_running_headers_and_page_numbers_are_left_out(extracted, name):
    body = extracted[name].body
    assert "Office of Maritime Affairs" not in body
    assert "Page 1" not in body


def test_the_cells_of_a_row_stay_together_in_columns_too(passages):
    for name in ("one-column.pdf", "two-columns.pdf", "three-columns.pdf"):
        assert {"Kiribati 57 96", "| Kiribati | 57 | 96 |"} & set(passages(name))


def test_the_page_of_a_passage_is_known(extracted):
    report = report_of("two-columns.pdf", extracted["two-columns.pdf"])
    pages = {page_of(p) for p in passages_of(report) if "opened by" in p.text}
    last = {page_of(p) for p in passages_of(report) if "closed by" in p.text}
    assert (pages, last) == ({1}, {2})


def test_menus_banners_and_scripts_are_left_out(extracted):
    body = extracted["news-page.html"].body
    assert not [
        word for word in ("cookie", "Home", "Share", "Newsletter", "script") if word in body
    ]


def test_nested_lists_stay_nested(extracted):
    for name in ("news-page.html", "word.docx", "one-column.pdf"):
        lines = [line for line in extracted[name].body.split("\n") if line.strip()]
        at = lines.index("- The Pacific Community")
        assert lines[at + 1] == "  - Its Division of Fisheries"
        assert lines[at + 3] == "- The International Maritime Organization"


def test_what_a_page_or_letter_says_of_itself_is_taken(extracted):
    page, letter = extracted["news-page.html"], extracted["letter.eml"]
    assert (page.date, page.source) == ("2024-05-21", "Office of Maritime Affairs")
    assert (letter.date, letter.source) == ("2024-05-21", "Marie-Hélène Tamatoa")

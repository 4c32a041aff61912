import pytest
from pdf_writer import PROSE, column, pdf

from bot.corpus.extraction import ExtractionError
from bot.corpus.extraction.pdf import read_pdf
from bot.model import Report
from bot.reading import page_of, passages_of


def body(*pages):
    return read_pdf(pdf(*pages)).body


def test_running_headers_and_page_numbers_are_left_out():
    def page(number, text):
        lines = [(60, 800, 9, f"Meeting report {number}"), (300, 30, 9, f"Page {number} of 3")]
        return lines + column(60, 700, [text, "and more about it", "until the end."])

    text = body(
        *(page(number, f"Chapter {name} tells this") for number, name in enumerate("abc", 1))
    )
    assert text == "\n\n\f".join(
        f"Chapter {name} tells this and more about it until the end." for name in "abc"
    )


def test_two_columns_are_read_one_after_the_other():
    left = [f"left line {number} of this column" for number in range(5)]
    right = [f"right line {number} of this column" for number in range(5)]
    title = "A line above both that goes over nearly the whole width of the page"
    text = body([(60, 760, 10, title), *column(320, 700, right), *column(60, 700, left)])
    assert text.index("left line 4") < text.index("right line 0")


def test_a_sentence_over_two_pages_is_one_and_its_page_is_known():
    text = body(
        column(60, 700, ["It began. The officers agreed that the working group will report to"]),
        column(60, 700, ["ministers by the end of the year. It ended."]),
    )
    passages = passages_of(Report("a.pdf", "T", text))
    assert [passage.text.split()[-1] for passage in passages] == ["began.", "year.", "ended."]
    assert [page_of(passage) for passage in passages] == [1, 1, 2]


def test_a_title_that_a_program_wrote_is_none():
    page = column(60, 700, PROSE)
    assert read_pdf(pdf(page, title="Suva")).title == "Suva"
    assert read_pdf(pdf(page, title="Microsoft Word - suva.doc")).title is None


def test_a_pdf_without_text_is_refused():
    with pytest.raises(ExtractionError, match="no text"):
        read_pdf(pdf([]))


@pytest.mark.parametrize("cut", [0, 10, 300])
def test_a_damaged_pdf_is_refused(cut):
    with pytest.raises(ExtractionError):
        read_pdf(pdf(column(60, 700, PROSE))[:cut])


def test_a_page_on_its_side_is_read_like_any_other():
    upright = pdf(column(60, 700, PROSE[:1]))
    turned = upright.replace(b"1 0 0 1 60 700 Tm", b"0 1 -1 0 70 60 Tm ")
    assert read_pdf(turned).body == PROSE[0]


def test_a_slanting_stamp_is_left_out():
    page = pdf([*column(60, 700, PROSE[:1]), (300, 400, 60, "DRAFT")])
    stamped = page.replace(b"1 0 0 1 300 400 Tm", b".7 .7 -.7 .7 300 400 Tm")
    assert read_pdf(stamped).body == PROSE[0]


def test_a_number_that_ends_a_sentence_is_no_page_number():
    lines = ["It was agreed that they", "will meet again at the", "end of the year", "2026"]
    assert body(column(60, 700, lines)).endswith("2026")


def test_a_locked_file_is_named_as_locked():
    data = pdf([(70, 700, 10, "It ended.")], locked=True)
    with pytest.raises(
        ExtractionError, match=r"\Ais locked with a password; save it without one\Z"
    ):
        read_pdf(data)


def pages_of(count, at_edges):
    """Pages of a few lines each, with what `at_edges` gives for each."""
    return [
        [
            *at_edges(number),
            *column(60, 700, [f"Part {letter} of the text tells", f"more than part {letter} did."]),
        ]
        for number, letter in enumerate("abcdefgh"[:count])
    ]


def test_a_letterhead_of_several_lines_is_left_out():
    head = ["Town of Lund", "Planning Board", "12 Harbour Road", "Minutes of the meeting"]
    text = body(*pages_of(5, lambda _: column(60, 810, head, size=9, step=11)))
    assert text.split("\n\n\f") == [
        f"Part {letter} of the text tells more than part {letter} did." for letter in "abcde"
    ]


def test_a_running_line_is_known_by_a_part_of_it():
    chapters = ["Opening", "Budget", "Roads", "Schools", "Harbour", "Closing"]

    def edges(number):
        return [
            (60, 800, 9, "Planning Board of Lund"),
            (400, 800, 9, chapters[number]),
            (60, 30, 9, f"Approved on 5 April 2018 - page {number + 1}"),
        ]

    assert not any(word in body(*pages_of(6, edges)) for word in ("Board", "Approved", *chapters))


def test_a_line_that_counts_with_the_pages_is_a_running_one_whatever_it_says():
    def edges(number):
        chapter = ["Opening of the day", "Budget and roads", "Schools"][number // 3]
        return [(60, 800, 9, chapter), (520, 800, 9, str(number + 17))]

    assert not any(word in body(*pages_of(8, edges)) for word in ("Opening", "Budget", "Schools"))


def test_a_footer_that_some_pages_lack_is_left_out_of_the_others():
    def edges(number):
        return [] if number in {0, 4} else column(60, 52, ["Town of Lund", "P. O. Box 12"], 8, 10)

    assert "Town of Lund" not in body(*pages_of(8, edges))


def test_forms_that_say_the_same_of_something_else_stay_whole():
    pages = [
        [
            (50, 800, 9, "Visit form"),
            *column(50, 700, [f"Visit {n} saw {n + 3} rays.", "All well."]),
        ]
        for n in range(1, 8)
    ]
    body = read_pdf(pdf(*pages)).body
    assert all(f"Visit {n} saw {n + 3} rays." in body for n in range(1, 8))


def test_a_scanner_s_stamp_makes_no_text_of_a_picture():
    pages = [[(50, 800, 9, "Scanned by the town"), (50, 30, 9, f"{n} / 7")] for n in range(1, 8)]
    with pytest.raises(ExtractionError, match="no text"):
        read_pdf(pdf(*pages))


def test_the_day_of_a_running_line_is_the_file_s_own():
    data = pdf(*pages_of(4, lambda n: [(60, 800, 9, f"Planning Board, 8 March 2018, p. {n + 1}")]))
    assert read_pdf(data).date == "2018-03-08"

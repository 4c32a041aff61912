import pytest

from bot.corpus.dates import date_of, day_in, day_in_name
from bot.corpus.extraction import Extracted
from bot.corpus.report_file import read_report, report_of

PROSE = "\n\nThe board met at the town hall. Ana Ruiz chaired it."


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2021-04-09", "2021-04-09"),
        ("2021/4/9", "2021-04-09"),
        ("9.4.2021", "2021-04-09"),
        ("9-10.4.2021", "2021-04-09"),
        ("30.4.-2.5.2021", "2021-04-30"),
        ("8. April 2021", "2021-04-08"),
        ("9.–10. April 2021", "2021-04-09"),
        ("26-27 July 2023", "2023-07-26"),
        ("12, 13 and 14 May 2021", "2021-05-12"),
        ("30 June – 2 July 2023", "2023-06-30"),
        ("8th of March 2018", "2018-03-08"),
        ("3-May-2023", "2023-05-03"),
        ("March 8, 2018", "2018-03-08"),
        ("March 30 – April 2, 2018", "2018-03-30"),
        ("Thursday, 8 March 2018", "2018-03-08"),
        ("11/IV/2021", "2021-04-11"),
        ("13/04/2021", "2021-04-13"),
        ("04/13/2021", "2021-04-13"),
        ("04/04/2021", "2021-04-04"),
        ("03/04/2021", None),
        ("Q3 2021", None),
        ("last Tuesday", None),
        ("March 2018", None),
        ("31 February 2021", None),
        ("version 1.2.3.2018", None),
        ("doi 10.1234/2018.03.08", None),
    ],
)
def test_days_are_read_in_the_styles_that_people_write(written, day):
    assert day_in(written) == day
    assert day_in(f"Planning Board, {written}") == day


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("2018-03-08.pdf", "2018-03-08"),
        ("minutes_20180308.docx", "2018-03-08"),
        ("a/Board 2018 03 08.txt", "2018-03-08"),
        ("minutes 8-March-2018.md", "2018-03-08"),
        ("08-03-2018.md", None),
        ("20181399.md", None),
        ("report-12345.md", None),
    ],
)
def test_a_file_s_name_may_hold_the_day(name, day):
    assert day_in_name(name) == day


@pytest.mark.parametrize(
    "head",
    [
        "# Planning Board, 8 March 2018",
        "# Planning Board\n\n8 March 2018",
        "# Planning Board\n\nNext meeting: 5 April 2018\n\nThursday, March 8th, 2018 at 6 p.m.",
        "# Planning Board\n\nDate: 8 March 2018",
        "# Planning Board\n\n**Date and time:** 8.3.2018, 18:00",
        "# Planning Board\n\nDate\n8 March 2018",
        "# Planning Board\n\n| Date | 8 March 2018 |\n|---|---|\n| Place | Oslo |",
        "# Planning Board\n\nVenue\tTown Hall\tDate\t8 March 2018",
        "# Planning Board\n\n| Place | Oslo | Date: | 8 March 2018 |",
        "# Planning Board\n\nHeld on 8 March 2018 at the town hall.",
        "# Planning Board\n\nOSLO, 8 March 2018 – The board met at the town hall and was told",
        "Town of Lund\n\n## Planning Board of 8 March 2018",
        "# Due diligence, by Ana Ruiz, 8 March 2018",
        "# Next steps for the last mile: workshop of 8 March 2018",
        "# Planning Board\n\n- Date: 8 March 2018",
        "# Planning Board\n\nApproved 5 April 2018\n\n8 March 2018",
        "# Planning Board\n\nReplies by 5 April 2018\n\n8 March 2018",
    ],
)
def test_the_day_is_taken_from_title_heading_first_lines_and_labels(head):
    assert read_report("2001-01-01.md", (head + PROSE).encode())[0].date == "2018-03-08"


@pytest.mark.parametrize(
    "body",
    [
        "The board met on 8 March 2018 in Oslo.",
        "The board, which had met on 8 March 2018\nin Oslo, met again.",
        "Next meeting: 8 March 2018",
        "Approved 8 March 2018",
        "Minutes approved by the board on 8 March 2018",
        "8 March 2018 (revised)",
        "Comments are due by 8 March 2018",
        "- 8 March 2018: the board is told",
        "| 8 March 2018 | Budget |\n|---|---|\n| 9 March 2018 | Roads |",
        "Last updated: 8 March 2018",
        "$Date: 2018/03/08 16:35:56 $",
        "© 8 March 2018",
        "On 8 March 2018, Ana Ruiz wrote:",
        "Born: 8 March 2018",
    ],
)
def test_a_day_of_something_else_is_not_the_report_s(body):
    assert date_of("Planning Board", body + PROSE, "board.md") is None


@pytest.mark.parametrize(
    "title", ["Planning Board: next meeting on 8 March 2018", "Minutes (revised 8 March 2018)"]
)
def test_a_day_of_something_else_in_the_title_is_not_the_report_s(title):
    assert date_of(title, PROSE, "board.md") is None


def test_a_stated_day_counts_before_the_text_s():
    head = "---\ndate: 2018-04-01\n---\n# Board, 8 March 2018\n\nText."
    assert read_report("a.md", head.encode())[0].date == "2018-04-01"


def test_a_day_in_the_head_may_have_any_style():
    head = "---\ndate: 9-10.4.2021\n---\nText."
    assert read_report("a.md", head.encode())[0].date == "2021-04-09"


def test_what_a_file_says_of_itself_counts_last():
    said = Extracted("The board met at noon.", "Planning Board", "2020-01-01T10:00:00Z")
    assert report_of("board.pdf", said).date == "2020-01-01"
    assert report_of("2018-03-08.pdf", said).date == "2018-03-08"

"""Labels, two-column tables and headings state facts, whatever the words around them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.layout import LABELS, rows_counted, stated_by_layout
from bot.model import Report
from bot.reading import read_report
from bot.slots import SLOTS


def laid_out(body, path="minutes.md"):
    reading = read_report(Report(path, "Minutes", body))
    return [
        (found.slot, reading.passages[found.passage].text[found.start : found.end])
        for found in stated_by_layout(reading)
    ]


@pytest.mark.parametrize(
    ("line", "slot", "value"),
    [
        ("Venue: Town Hall, Ely", "where", "Town Hall, Ely"),
        ("**Date:** 4 May 2021", "when", "4 May 2021"),
        ("Chair: Dewi Lestari, Head of Customs", "chair", "Dewi Lestari"),
        ("Regrets: Ann Roe", "absent", "Ann Roe"),
        ("Sponsored by: Harbour Bank", "supporter", "Harbour Bank"),
        ("Next meeting: 3 June", "next_when", "3 June"),
        ("Participants: 45 people from nine offices", "count", "45"),
        ("Attendance: 64 delegates from 9 countries", "count", "64"),
        ("Attendance: 1,040.", "count", "1,040"),
        ("Attendance: 64, of whom 30 women", "count", "64"),
        ("Venue: St. George's Hall, Apia", "where", "St. George's Hall, Apia"),
        ("Venue: Dr. Ito Hall. Lunch was served.", "where", "Dr. Ito Hall"),
        ("Date: 3 Dec. 2023, Apia", "when", "3 Dec. 2023, Apia"),
        ("Date: 3 Dec. 2023; it was cold", "when", "3 Dec. 2023"),
    ],
)
def test_a_labelled_line_states_its_slot(line, slot, value):
    assert (slot, value) in laid_out(f"{line}\n\nThe minutes were read.\n")


def test_each_line_of_a_paragraph_has_its_own_label():
    found = laid_out("Venue: Hall 2\nChair: Jo Lind\n", "minutes.txt")
    assert found == [("where", "Hall 2"), ("chair", "Jo Lind")]


def test_the_names_behind_a_label_are_items():
    found = laid_out("Present: Tom Baker, Lan Nguyen and Priya Nair\n")
    assert found == [
        ("participants", "Tom Baker"),
        ("participants", "Lan Nguyen"),
        ("participants", "Priya Nair"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Present: 1) Tom Baker, 2) Lan Nguyen\n",
        "Present: 1) Tom Baker; 2) Lan Nguyen\n",
        "## Present\n\n1. Tom Baker\n2. Lan Nguyen\n",
        "| Item | Entry |\n|---|---|\n| Present | 1. Tom Baker, 2. Lan Nguyen |\n",
    ],
)
def test_numbered_names_are_items_without_their_numbers(text):
    assert laid_out(text) == [("participants", "Tom Baker"), ("participants", "Lan Nguyen")]


def test_the_number_of_the_first_name_is_no_number_of_people():
    assert "count" not in dict(laid_out("Present: 1. Tom Baker, 2. Lan Nguyen\n"))


def test_who_is_marked_as_chair_among_those_present_is_the_chair_too():
    found = laid_out("Present: Dewi Lestari (chair), Ken Ito\n")
    assert ("chair", "Dewi Lestari") in found
    assert ("participants", "Dewi Lestari") in found
    assert ("chair", "Ken Ito") not in found


def test_a_row_of_two_cells_is_a_label_and_its_value():
    table = "| Item | Entry |\n|---|---|\n| Venue | Adobe Connect |\n| Chair | Ana Ruiz |\n"
    assert laid_out(table) == [("where", "Adobe Connect"), ("chair", "Ana Ruiz")]


def test_a_heading_over_a_list_labels_its_items():
    found = laid_out("# Minutes\n\n## Apologies\n\n- Ann Roe, Treasurer\n- Bo Lind\n")
    assert found == [("absent", "Ann Roe"), ("absent", "Bo Lind")]


@pytest.mark.parametrize("nothing", ["none", "Nil.", "TBC", "to be announced", "-"])
def test_a_label_with_nothing_behind_it_states_nothing(nothing):
    assert laid_out(f"Apologies: {nothing}\n\nVenue: {nothing}\n") == []


@pytest.mark.parametrize(
    "line",
    [
        "Next meeting: in the spring", "Chair: the mayor", "Weather: Cold", "Length: 3 km",
        "Opening: Tom Baker", "Funding: Harbour Bank", "Keynote: Rising Seas",
    ],
)  # fmt: skip
def test_what_is_no_day_no_name_or_no_label_states_nothing(line):
    assert laid_out(f"{line}\n") == []


def test_where_names_hold_commas_semicolons_part_them():
    found = laid_out("Sponsors: ACME, Town Bank; and Red Cross\n")
    assert found == [("supporter", "ACME, Town Bank"), ("supporter", "Red Cross")]


def test_a_sentence_among_names_is_left_out():
    sentence = "All The Others Who Had Come For The First Time From Far Away Too"
    assert laid_out(f"Present: {sentence}, Fiji\n") == [("participants", "Fiji")]


def test_a_day_ends_with_its_sentence_and_decisions_with_their_line():
    assert laid_out("Date: 4 May 2022; it was cold\n") == [("when", "4 May 2022")]
    found = laid_out("Decision: the fees rise; the fines fall\n")
    assert found == [("decisions", "the fees rise"), ("decisions", "the fines fall")]


def test_every_label_is_one_of_a_slot():
    assert LABELS.keys() <= set(SLOTS)


def test_a_sentence_with_a_colon_is_no_label():
    assert laid_out("She said that one thing was missing: a chair for the guest.\n") == []


@given(st.text(alphabet="Venu: ChairPst|\n-*#,;()AbÉعก", max_size=120))
def test_a_value_is_a_part_of_its_passage_with_something_in_it(text):
    reading = read_report(Report("a.md", "A", text))
    for found in stated_by_layout(reading):
        passage = reading.passages[found.passage].text
        assert 0 <= found.start < found.end <= len(passage)
        assert passage[found.start : found.end].strip()


@pytest.mark.parametrize(
    "line",
    [
        "Decisions: a) fares fall; b) a drill in May.",
        "Decisions: 1) fares fall, 2) a drill in May",
        "Decided: fares fall; and a drill in May",
    ],
)
def test_each_decision_behind_a_label_is_one(line):
    assert laid_out(line) == [("decisions", "fares fall"), ("decisions", "a drill in May")]


def test_one_decision_keeps_what_is_in_brackets():
    line = "Decisions: to meet twice (in May and June)"
    assert laid_out(line) == [("decisions", "to meet twice (in May and June)")]


PEOPLE = """
| No | Name | Position | Organisation | Country |
|---|---|---|---|---|
| 1 | Ana Ruiz | Chair | Salt Museum | Spain |
| 2 | Ken Ito | Clerk | - | Japan |
| 3 | Bo Lind | Clerk | Kelp Union, North | Japan |
"""
DELEGATIONS = """
| Country | Delegates |
|---|---|
| Fiji | 14 |
| Samoa | 1,006 |
| Total | 1,020 |
"""


@pytest.mark.parametrize(
    "heading", ["Participants", "List of participants", "Annex 2: List of participants", "Present"]
)
def test_a_heading_says_what_the_columns_of_its_table_are(heading):
    assert laid_out(f"## {heading}\n{PEOPLE}") == [
        ("participants", "Ana Ruiz"),
        ("chair", "Ana Ruiz"),
        ("participants", "Salt Museum"),
        ("participants", "Spain"),
        ("participants", "Ken Ito"),
        ("participants", "Japan"),
        ("participants", "Bo Lind"),
        ("participants", "Kelp Union"),
        ("participants", "Japan"),
    ]


@pytest.mark.parametrize("heading", ["Prizes", "Trainers", "Participants in 2019"])
def test_a_table_of_other_people_states_nothing_of_those_who_came(heading):
    assert laid_out(f"## {heading}\n{PEOPLE}") == []


def test_those_absent_are_the_persons_of_the_rows_without_their_offices():
    found = laid_out(
        "## Apologies\n\n| Name | Organisation |\n|---|---|\n| Jo Roe | Kelp Union |\n"
    )
    assert found == [("absent", "Jo Roe")]


def test_a_column_says_what_it_is_where_no_heading_does():
    table = "| Time | Topic | Speaker |\n|---|---|---|\n| 9:00 | Ropes | Jo Roe, WHO |\n"
    assert laid_out(f"{table}| 10:00 | Tea | - |\n") == [("speakers", "Jo Roe")]


def test_each_row_of_a_column_of_actions_is_a_decision():
    table = "| No | Action | Who |\n|---|---|---|\n| 1 | write to the port | Jo Roe |\n"
    assert laid_out(table) == [("decisions", "write to the port")]


def test_the_row_of_a_sum_is_nobody():
    found = laid_out(f"## Delegations\n{DELEGATIONS}")
    assert found == [("participants", "Fiji"), ("participants", "Samoa")]


def test_a_table_of_labels_has_no_columns_of_people():
    table = "| Participants | 34 |\n|---|---|\n| Venue | Suva |\n| Chair | Ana Ruiz |\n"
    assert laid_out(table) == [("where", "Suva"), ("chair", "Ana Ruiz")]


def counted(text, column):
    reading = read_report(Report("a.md", "A", text))
    found = rows_counted(reading, column)
    if found is None:
        return None
    words = [reading.passages[v.passage].text[v.start : v.end] for v in found[1]]
    return found[0], words


def test_rows_of_people_are_counted_one_by_one_and_their_countries_once():
    table = f"## Participants\n{PEOPLE}"
    assert counted(table, "person") == (3, ["Ana Ruiz", "Ken Ito", "Bo Lind"])
    assert counted(table, "country") == (2, ["Spain", "Japan"])


def test_a_column_of_numbers_is_added_up_without_the_sum():
    assert counted(DELEGATIONS, "person") == (1020, ["Fiji", "Samoa"])
    assert counted(DELEGATIONS, "country") == (2, ["Fiji", "Samoa"])


def test_rows_of_other_tables_are_not_counted():
    assert counted(f"## Prizes\n{PEOPLE}", "person") is None
    assert counted(f"## Apologies\n{PEOPLE}", "person") is None
    assert counted("Forty people came.", "person") is None

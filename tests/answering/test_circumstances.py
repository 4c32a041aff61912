import pytest
from small_library import holding, measured

from bot.model import Report


def told(feature, question, body, date=None, title="Planning session"):
    """A feature of each candidate, by its short answer."""
    found = measured(question, holding(Report("a.md", title, body, date)))
    return {candidate.text: features[feature] for candidate, features in reversed(found)}


def test_diesel_is_a_fuel_and_a_depot_is_none():
    found = told(
        "member", "Which fuel was used?", "The engine with diesel was used beside the depot."
    )
    assert (found["diesel"], found["depot"]) == (1, -1)


def test_a_member_right_after_a_stretch_counts_half():
    found = told(
        "member", "Which fuel was used?", "The engine with diesel was used beside the depot."
    )
    assert found["engine"] == 0.5


def test_a_noun_that_is_no_kind_tells_of_no_member():
    found = told(
        "member", "Which quorum was used?", "The engine with diesel was used beside the depot."
    )
    assert set(found.values()) == {0}


TABLE = "| Group | Chair | Guest |\n|---|---|---|\n| Fish | Samoa | Tonga |\n"


@pytest.mark.parametrize("table", [TABLE, TABLE.replace("| Fish | ", "Fish | ")])
def test_a_cell_is_told_by_the_head_of_its_column(table):
    chair = told("column", "Which country was the chair of fish?", table)
    guest = told("column", "Which country was the guest of fish?", table)
    assert (chair["Samoa"], chair["Tonga"]) == (1, -1)
    assert (guest["Samoa"], guest["Tonga"]) == (-1, 1)


def test_outside_tables_there_are_no_columns():
    assert told("column", "Which country was the chair?", "Samoa | was chair.") == {"Samoa": 0}


def test_of_two_clauses_each_is_about_its_own_name():
    body = "Ana Silva came from Fiji, Ben Tan from Samoa."
    found = told("same_clause", "Where did Ben Tan come from?", body)
    assert (found["Samoa"], found["Fiji"]) == (1, -1)


def test_a_clause_may_end_with_and():
    body = "Fiji sent Ana Silva and Samoa sent Ben Tan."
    found = told("same_clause", "Which country sent Ben Tan?", body)
    assert (found["Samoa"], found["Fiji"]) == (1, -1)


def test_a_name_in_the_title_is_in_no_clause():
    body = "Ana Silva came from Fiji, Ben Tan from Samoa."
    found = told("same_clause", "Where did Ben Tan come from?", body, title="Ben Tan's farewell")
    assert (found["Samoa"], found["Fiji"]) == (0, 0)


def test_the_whole_list_takes_in_all_mentions():
    found = told("largest", "Which countries came?", "Officers came from Fiji, Samoa and Tonga.")
    assert found["Fiji, Samoa and Tonga"] == 1
    assert found["Fiji"] == pytest.approx(1 / 3)


@pytest.mark.parametrize(
    ("when", "parts"), [("3 May 2020", 3), ("May 2020", 2), ("2020", 1), ("May", 1)]
)
def test_a_date_has_up_to_three_parts(when, parts):
    assert told("date_parts", "When was it held?", f"It was held in {when}.")[when] == parts


@pytest.mark.parametrize(
    ("when", "published", "told_by"),
    [
        ("3 May 2020", "2020-05-20", 1),
        ("3 May 2020", "2020-07-17", 1),
        ("3 May 2020", "2020-07-18", -1),
        ("3 May 2020", "2020-04-29", 1),
        ("3 May 2020", "2020-04-28", -1),
        ("May 2019", "2020-05-20", -1),
        ("May", "2020-05-20", 1),
        ("2020", "2020-05-20", 0),
        ("3 May 2020", None, 0),
        ("3 May 2020", "2020", 0),
        ("3 May 2020", "2020-13-45", 0),
    ],
)
def test_an_event_is_reported_soon_after_its_date(when, published, told_by):
    found = told("date_reported", "When was it held?", f"It was held in {when}.", published)
    assert found[when] == told_by


def test_what_is_no_date_has_neither_parts_nor_a_report():
    body = "It was held in Suva."
    assert told("date_parts", "Where was it held?", body)["Suva"] == 0
    assert told("date_reported", "Where was it held?", body, "2020-05-20")["Suva"] == 0

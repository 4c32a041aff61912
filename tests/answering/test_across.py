import pytest
from small_library import holding, library, read, weighed

from bot.answering.across import MOST_EVENTS, events_asked, newest, over_events, over_series
from bot.model import Report, Turn
from bot.question import read_question

APIA = (
    "The fourth forum on seabirds was held in Apia in May 2019. Samoa hosted it. Officers came"
    " from Fiji and Samoa."
)
SUVA = (
    "The fifth forum on seabirds was held in Suva in June 2021. Fiji hosted it. Officers came"
    " from Fiji and Tonga."
)
KITES = "A workshop on kites took place in Apia in July 2022. Tonga paid. Fiji did not attend it."
REPORTS = (
    Report("a.md", "Forum on seabirds", APIA, "2019-05-20"),
    Report("b.md", "Forum on seabirds", SUVA, "2021-06-20"),
    Report("c.md", "Workshop on kites", KITES, "2022-07-20"),
)


def events(question, reports=REPORTS):
    held = holding(*reports)
    asked = read(question, held)
    return over_events(asked, held, events_asked(asked), ())


@pytest.mark.parametrize(
    ("question", "about"),
    [
        ("Which meetings were held in 2019?", "which"),
        ("list all the workshops", "which"),
        ("How many of the forums were in Fiji?", "count"),
        ("What was the latest forum on seabirds?", "latest"),
        ("Which meeting was in Apia?", None),
        ("How many officers came to the forums?", None),
        ("Who came to the latest forum?", None),
        ("Who hosted the forums?", None),
        ("When was the last forum?", None),
    ],
)
def test_a_question_may_be_about_events(question, about):
    assert events_asked(read(question)) == about


def test_a_follow_up_is_about_the_event_before_it():
    turn = Turn("Where was the forum?", "a.md")
    asked = read_question("How many sessions were there?", library().vocabulary, turn)
    assert events_asked(asked) is None


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("Which forums were held?", ["fifth forum on seabirds", "fourth forum on seabirds"]),
        ("Which forums were held in 2019?", ["fourth forum on seabirds"]),
        ("Which forums were held in June?", ["fifth forum on seabirds"]),
        ("Which meetings were held in Apia?", ["workshop on kites", "fourth forum on seabirds"]),
        ("Which events did Tonga attend?", ["fifth forum on seabirds"]),
        ("Which events were on kites?", ["workshop on kites"]),
    ],
)
def test_the_events_that_hold_every_name_and_date_are_given_newest_first(question, names):
    assert events(question).text == ", ".join(names)


@pytest.mark.parametrize(
    "question",
    ["Which meetings were held in 1999?", "Which meetings did Kenya attend?", "list all workshops"],
)
def test_where_no_event_fits_there_is_no_answer(question):
    assert events(question, REPORTS[:2]) is None


def test_who_did_not_attend_is_not_said_to_have_attended():
    assert "kites" not in events("Which events did Fiji attend?").text


def test_how_many_is_answered_by_their_number_with_their_names():
    found = events("How many forums were held?")
    assert (found.answer, found.count) == ("2", 2)
    assert found.items == ("fifth forum on seabirds", "fourth forum on seabirds")


def test_the_latest_is_the_one_that_took_place_last():
    assert events("What was the latest forum on seabirds?").text == "fifth forum on seabirds"


def test_each_event_is_quoted_by_its_name_and_by_what_fits():
    quotes = events("Which events did Tonga attend?").quotes
    assert [q.passage.text for q in quotes] == [
        "The fifth forum on seabirds was held in Suva in June 2021.",
        "Officers came from Fiji and Tonga.",
    ]
    (mark,) = quotes[0].highlights
    assert quotes[0].passage.text[mark.start : mark.end] == "fifth forum on seabirds"


def test_more_events_than_anyone_reads_are_counted_but_not_listed():
    many = [
        Report(f"{n}.md", "Forum", f"Officer {n} opened the forum.") for n in range(MOST_EVENTS + 2)
    ]
    found = events("How many forums were opened?", many)
    assert (found.count, len(found.items)) == (MOST_EVENTS + 2, MOST_EVENTS)


def series(question, *bodies):
    held = library(*bodies)
    asked, _, found = weighed(question, held)
    countries = [c for c in found if c.filler.kind == "country"]
    return over_series(asked, countries, held, countries[0])


def test_of_several_events_each_gives_its_own_answer_newest_first():
    found = series("Who hosted all the forums?", "Samoa hosted the forum in 2019.",
                   "Fiji hosted the forum in 2021.")  # fmt: skip
    assert found.items == ("Fiji", "Samoa")
    assert [q.passage.report.path for q in found.quotes] == ["b.md", "a.md"]


@pytest.mark.parametrize(
    ("question", "other"),
    [
        ("Who hosted the forum?", "Fiji hosted the forum."),
        ("Who hosted all the forums?", "Fiji came to the forum."),
        ("Who hosted all the forums on kites?", "Fiji hosted the forum."),
    ],
)
def test_one_event_or_one_that_fits_less_makes_no_series(question, other):
    assert series(question, "Samoa hosted the forum on kites.", other) is None


@pytest.mark.parametrize(
    ("body", "date", "key"),
    [
        ("It ran in 2019 and 2020.", None, (2020, "")),
        ("It ran in 2019.", "2021-01-02", (2019, "2021-01-02")),
        ("It will run again in 2025.", "2021-01-02", (2021, "2021-01-02")),
        ("It ran.", "2021-01-02", (2021, "2021-01-02")),
        ("It ran.", None, (0, "")),
    ],
)
def test_an_event_is_as_new_as_the_years_of_its_report_up_to_publication(body, date, key):
    held = holding(Report("a.md", "Forum", body, date))
    assert newest(held.readings[0]) == key

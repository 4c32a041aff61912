"""What questions about the reports themselves want, over titles, dates and places."""

import pytest
from small_library import holding, told

from bot.answering import indexed, named_alone

PAIRS = (
    told("It was held in Suva, Fiji.", "Forum on seabirds", "2021-06-20", "a.md", where="Suva"),
    told("It was held in Apia. Nobody fished.", "Workshop on kites", "2023-05-20", "b.md"),
    told("It was held in Koper.", "Course for officers", "2023-07-02", "c.md", where="Koper"),
    told("Held on 3 May 2020.", "Seminar on fog", None, "d.md", when="3 May 2020"),
)  # fmt: skip
LIBRARY = holding(*PAIRS)
REPORTS = tuple(read.report for read, _ in PAIRS)
ASKING = frozenset("have do about on report what".split())


def ask(question, focus=None):
    found = indexed(LIBRARY, REPORTS, ASKING, question, focus)
    return found.form, [report.path for report in found.reports]


@pytest.mark.parametrize(
    ("question", "form", "paths"),
    [
        ("how many reports do you have?", "count", ["c.md", "b.md", "a.md", "d.md"]),
        ("how many reports do you have from 2023?", "count", ["c.md", "b.md"]),
        ("how many reports do you have from 2020?", "count", ["d.md"]),
        ("how many reports do you have since 2021?", "count", ["c.md", "b.md", "a.md"]),
        ("list all reports", "list", ["c.md", "b.md", "a.md", "d.md"]),
        ("list 2023 reports", "list", ["c.md", "b.md"]),
        ("what is the latest report?", "card", ["c.md"]),
        ("what is the oldest report?", "card", ["d.md"]),
        ("latest report from 2021", "card", ["a.md"]),
        ("show me the report on Koper", "card", ["c.md"]),
        ("show me the report on kites", "card", ["b.md"]),
        ("reports where somebody fished", "card", ["b.md"]),
        ("send me the full report on Koper", "whole", ["c.md"]),
        ("link to the Koper report please", "card", ["c.md"]),
        ("reports from Fiji", "card", ["a.md"]),
        ("show me the report on Atlantis", "card", []),
        ("how many reports on tourism", "count", []),
        ("reports from 1999", "card", []),
        ("what can I ask you?", "help", []),
        ("give me some examples of questions", "help", []),
    ],
)
def test_what_is_shown_of_which_reports(question, form, paths):
    assert ask(question) == (form, paths)


@pytest.mark.parametrize(
    ("question", "form"),
    [
        ("send me the full report", "whole"),
        ("which report is that from?", "source"),
        ("can I see the report?", "card"),
        ("where did you get that", "source"),
    ],
)
def test_after_an_answer_its_report_is_meant(question, form):
    assert ask(question, 1) == (form, ["b.md"])


def test_after_an_answer_all_reports_can_still_be_asked_for():
    assert ask("list all reports", 1)[1] == ["c.md", "b.md", "a.md", "d.md"]


def test_where_several_could_be_sent_they_are_listed():
    assert ask("send me the full reports from 2023") == ("list", ["c.md", "b.md"])


def test_a_name_or_a_year_narrows():
    assert indexed(LIBRARY, REPORTS, ASKING, "reports from 2023").narrowed
    assert not indexed(LIBRARY, REPORTS, ASKING, "list all reports").narrowed


@pytest.mark.parametrize(
    ("message", "paths"),
    [
        ("Koper", ["c.md"]),
        ("seabirds?", ["a.md"]),
        ("kites 2023", ["b.md"]),
        ("kites 2021", []),
        ("Fiji", []),
        ("rain in Koper", []),
        ("fished", []),
        ("hello", []),
        ("2023", []),
        ("?", []),
    ],
)
def test_a_message_of_names_alone_names_its_events(message, paths):
    named = named_alone(LIBRARY, REPORTS, ASKING, message)
    assert [report.path for report in named] == paths

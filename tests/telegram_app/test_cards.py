import asyncio
from dataclasses import replace
from types import SimpleNamespace

import pytest

from bot.model import Found, Passage, Quote, Report, Silent, Turn
from bot.slots import SLOTS
from bot.telegram_app.asking import Asker, ask_about
from bot.telegram_app.cards import PARTS, card, examples, named, part_of, short_name


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Seminar on tide gauges", "the seminar on tide gauges"),
        ("Joint planning session on the disruption of networks", "the joint planning session"),
        (
            "Fourth Annual Forum of the Harbour Network",
            "the Fourth Annual Forum of the Harbour Network",
        ),
        ("Course in Port of Spain prepares officials", "the event"),
        ("Twenty customs officers study controls in Jakarta", "the event"),
        ("Mekong River Commission: council adopts work plan", "the event"),
        ("", "the event"),
    ],
)
def test_an_event_is_named_as_people_do(title, name):
    assert named(Report("a.md", title, "Text.")) == name


REPORTS = tuple(
    Report(f"{number}.md", f"Seminar on {about}", "Text.", f"2024-05-{number:02}")
    for number, about in enumerate(("tides", "kites", "reefs", "sands", "winds"), 1)
)


class Sheets:
    """An assistant whose reports state the slots that a test says, each with its whole text."""

    def __init__(self, *slots, reports=REPORTS):
        self.slots = slots
        self.snapshot = SimpleNamespace(reports=reports)

    def stated(self, path, slot, question):
        report = next((r for r in self.snapshot.reports if r.path == path), None)
        if report is None or slot not in self.slots:
            return None
        return Found(question, "Text", (Quote(Passage(report, 0, 5)),), 0.9, event=report)


def test_a_report_that_states_nothing_has_an_empty_card():
    assert card(Sheets(), REPORTS[0]) == ()


def test_a_card_has_the_parts_that_the_sheet_states():
    parts = card(Sheets("decisions", "chair", "absent"), REPORTS[0])
    assert [(part.name, part.question) for part in parts] == [
        ("chairs", "Who chaired the seminar on tides?"),
        ("absent", "Who was absent from the seminar on tides?"),
        ("outcomes", "What was agreed at the seminar on tides?"),
    ]
    assert {part.found.event for part in parts} == {REPORTS[0]}


def test_a_report_that_is_gone_states_no_part():
    assert part_of(Sheets("when"), replace(REPORTS[0], path="gone.md"), "when") is None


def test_every_slot_of_a_card_is_one_of_the_sheet():
    assert {slot for slot, _ in PARTS.values()} <= set(SLOTS)


@pytest.mark.parametrize("part", PARTS)
def test_every_part_asks_about_the_event(part):
    _, question = PARTS[part]
    assert "the seminar" in question.format(title="the seminar")


def test_without_anything_stated_there_are_no_examples():
    assert examples(Sheets()) == ()


def test_examples_are_of_different_kinds_and_of_the_newest_reports():
    found = examples(Sheets("when", "where", "chair", "participants"))
    assert [part.question for part in found] == [
        "Who chaired the seminar on winds?",
        "Where did the seminar on sands take place?",
        "Who took part in the seminar on reefs?",
    ]


def test_an_example_that_no_report_states_is_left_out():
    found = examples(Sheets("when", "chair"))
    assert [part.name for part in found] == ["chairs", "when"]


def test_an_example_whose_event_has_a_long_name_calls_it_by_its_noun_and_its_year():
    title = "Sixth Annual Forum of the Harbour Watch Network"
    report = Report("a.md", title, "Text.", "2023-11-28")
    [asked] = examples(Sheets("chair", reports=(report,)))
    assert asked.question == "Who chaired the 2023 forum?"


def test_or_by_its_town_where_that_is_stated():
    title = "Sixth Annual Forum of the Harbour Watch Network"
    report = Report("a.md", title, "Text.", "2023-11-28")
    [asked] = examples(Sheets("chair", "where", reports=(report,)))
    assert asked.question == "Who chaired the forum in Text?"


def test_an_example_that_no_button_shows_whole_is_left_out():
    title = "Sixth Annual Forum of the Harbour Watch Network"
    assert examples(Sheets("chair", reports=(Report("a.md", title, "Text."),))) == ()


def test_no_example_is_about_a_report_whose_title_names_no_event():
    headline = Report("a.md", "Course in Port of Spain prepares officials", "Text.")
    assert examples(Sheets("when", reports=(headline,))) == ()


def about(assistant, report, limit=2.0):
    return asyncio.run(ask_about(Asker(assistant, limit), 1, report, "Who?"))


class Answering:
    """One that answers any question from one report, and notes what came before it."""

    def __init__(self, report=None):
        self.report = report
        self.turns = []

    def ask(self, question, turn=None):
        self.turns.append(turn)
        if self.report is None:
            return Silent(question)
        return Found(question, "Text", (Quote(Passage(self.report, 0, 5)),), 0.9)


def test_what_is_asked_about_a_report_is_asked_as_a_follow_up_to_its_title():
    assistant = Answering(REPORTS[0])
    assert about(assistant, REPORTS[0]).answer == "Text"
    assert assistant.turns == [Turn("Seminar on tides", "1.md")]


@pytest.mark.parametrize("assistant", [Answering(), Answering(REPORTS[1])])
def test_an_answer_from_another_report_is_none_about_this_one(assistant):
    assert about(assistant, REPORTS[0]) is None


class Stating:
    """An assistant whose reports state these words of these slots."""

    def __init__(self, **said):
        self.said = said

    def stated(self, path, slot, question):
        if (text := self.said.get(slot)) is None:
            return None
        said = Report(path, "Title", text)
        return Found(question, text, (Quote(Passage(said, 0, len(text))),), 0.9)


@pytest.mark.parametrize(
    ("title", "said", "name"),
    [
        ("Seminar on tides", {}, "Seminar on tides"),
        (
            "Joint planning session on the disruption of smuggling and other networks",
            {"name": "another name"},
            "Joint planning session",
        ),
        (
            "Harbour masters in the chair at the Tenth Conference of the Northern Ports",
            {"name": "Tenth Conference of Northern Ports", "where": "offices in Bergen, Norway"},
            "Tenth Conference, Bergen",
        ),
        (
            "Harbour masters from nine countries clear the way for a new agreement",
            {"name": "meeting", "where": "the old fish market, Walvis Bay, Namibia"},
            "Meeting, Walvis Bay",
        ),
        (
            "Students discuss borders at the second Northern Graduate Student Symposium",
            {"name": "Northern University's Migration and Mobilities Graduate Student Symposium"},
            "Graduate Student Symposium",
        ),
        ("Round-the-clock contact points against crime train together", {"where": "Port of Spain"},
         "Port of Spain"),
        ("Round-the-clock contact points against crime train together", {},
         "Round-the-clock contact points against crime…"),
    ],
)  # fmt: skip
def test_a_button_shows_an_event_whole(title, said, name):
    assert short_name(Stating(**said), Report("a.md", title, "Text.", "2024-05-01")) == name

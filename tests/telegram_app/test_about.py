import asyncio
import threading
import time
from dataclasses import replace

import pytest

from bot.model import Found, Passage, Quote, Report, Silent
from bot.telegram_app.about import PARTS, Cards, Examples, named
from bot.telegram_app.asking import Asker


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


class Mute:
    """An assistant that knows nothing, and counts what it is asked."""

    class snapshot:  # noqa: N801
        reports = (Report("a.md", "Seminar on tides", "Text."),)

    def __init__(self, pause=0.0):
        self.asked = []
        self.pause = pause
        self.may_end = threading.Event()
        self.may_end.set()

    def ask(self, question, turn=None):
        self.asked.append(question)
        time.sleep(self.pause)
        self.may_end.wait(20)
        return Silent(question)

    def alone(self, path):
        return None


class Knowing(Mute):
    """One that answers each question with the report's text; with `fails` it raises instead."""

    fails = False

    def ask(self, question, turn=None):
        super().ask(question, turn)
        if self.fails:
            raise ZeroDivisionError
        report = self.snapshot.reports[0]
        return Found(question, "Text", (Quote(Passage(report, 0, 5)),), 0.9)


def carded(assistant, *reports, limit=2.0):
    """The cards of these reports, asked for at the same time."""

    async def life():
        cards = Cards(Asker(assistant, limit))
        return await asyncio.gather(*(cards.of(1, report) for report in reports))

    return asyncio.run(life())


REPORT = Mute.snapshot.reports[0]


def test_a_report_that_states_nothing_has_an_empty_card():
    assert carded(Mute(), REPORT) == [()]


def test_the_questions_of_a_card_are_asked_once_for_each_content_of_the_report():
    once, often = Knowing(), Knowing()
    [card] = carded(once, REPORT)
    assert [part.name for part in card] == list(PARTS)
    assert carded(often, *[REPORT] * 5) == [card] * 5
    assert len(often.asked) == len(once.asked)
    carded(often, REPORT, replace(REPORT, body="Text, another one."))
    assert len(often.asked) == 3 * len(once.asked)


def test_a_question_of_a_person_is_not_kept_waiting_by_a_card():
    assistant = Knowing(pause=0.02)

    async def life():
        asker = Asker(assistant)
        showing = asyncio.create_task(Cards(asker).of(1, REPORT))
        await asyncio.sleep(0.05)
        await asker.ask(2, "Who?")
        after = len(assistant.asked)
        await showing
        return after, len(assistant.asked)

    after, whole = asyncio.run(life())
    assert after <= 6
    assert whole == 2 * len(PARTS) + 1


def test_what_took_too_long_for_a_card_is_asked_again_the_next_time():
    assistant = Knowing()
    assistant.may_end.clear()

    async def life():
        asker = Asker(assistant, limit=0.5)
        cards = Cards(asker)
        assert await cards.of(1, REPORT) == ()
        assistant.may_end.set()
        while asker.busy:
            await asyncio.sleep(0.01)
        return await cards.of(1, REPORT)

    assert len(asyncio.run(life())) == len(PARTS)


@pytest.mark.parametrize("part", PARTS)
def test_every_part_asks_about_the_event(part):
    assert "the seminar" in PARTS[part].format(title="the seminar")


def examples_of(assistant):
    return asyncio.run(Examples(Asker(assistant)).current())


def test_without_answers_there_are_no_examples():
    assert examples_of(Mute()) == ()


def test_an_example_that_cannot_be_found_is_left_out():
    assistant = Knowing()
    assert len(examples_of(assistant)) == 1
    assistant.fails = True
    assert examples_of(assistant) == ()


def test_nobody_waits_long_for_examples(monkeypatch):
    monkeypatch.setattr("bot.telegram_app.about.PATIENCE", 0.02)
    assert examples_of(Knowing(pause=0.2)) == ()

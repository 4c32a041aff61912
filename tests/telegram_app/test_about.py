import asyncio

import pytest

from bot.model import Report, Silent
from bot.telegram_app.about import PARTS, Examples, card, named


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
    """An assistant that knows nothing."""

    class snapshot:  # noqa: N801
        reports = (Report("a.md", "Seminar on tides", "Text."),)

    def ask(self, question, turn=None):
        return Silent(question)

    def alone(self, path):
        return None


def test_a_report_that_states_nothing_has_an_empty_card():
    assert card(Mute(), Mute.snapshot.reports[0]) == ()


@pytest.mark.parametrize("part", PARTS)
def test_every_part_asks_about_the_event(part):
    assert "the seminar" in PARTS[part].format(title="the seminar")


def test_without_answers_there_are_no_examples():
    assert asyncio.run(Examples(Mute()).current()) == ()

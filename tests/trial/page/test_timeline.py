"""When and where events were, as their sheets say; else when their reports were published."""

from types import SimpleNamespace

import pytest
from small_library import holding, told

from bot.event import UNREAD
from bot.trial.page.explaining import event_of, events

TEXT = "It began. The forum met from 13 to 15 October 2021 in Koper, Slovenia."
WHEN, WHERE = "from 13 to 15 October 2021", "Koper, Slovenia"
PUBLISHED = "2021-11-28"


def event(title="Forum", date=PUBLISHED, path="a.md", **slots):
    return event_of(*told(TEXT, title, date, path, **slots))


def test_an_event_was_when_and_where_its_sheet_says():
    found = event(when=WHEN, where=WHERE)
    assert (found.starts, found.stated) == ("2021-10-13", True)
    assert (found.when, found.where) == (WHEN, WHERE)
    assert found.quote == "The forum met from 13 to 15 October 2021 in Koper, Slovenia."
    assert (found.report, found.title) == ("a.md", "Forum")


def test_without_a_date_the_report_s_own_stands():
    found = event(where=WHERE)
    assert (found.starts, found.stated) == (PUBLISHED, False)
    assert (found.when, found.quote, found.where) == (None, None, WHERE)


@pytest.mark.parametrize("slots", [{"when": (WHEN, 0.4)}, {"where": (WHERE, 0.4)}])
def test_what_is_not_likely_is_not_shown(slots):
    found = event(**slots)
    assert (found.starts, found.stated, found.when, found.where) == (PUBLISHED, False, None, None)


def test_a_time_that_is_no_date_leaves_that_of_the_report():
    assert event(when="It began").starts == PUBLISHED


def test_an_undated_report_without_a_sheet_has_no_start():
    read, _ = told(TEXT)
    assert event_of(read, UNREAD).starts is None


def test_events_come_the_earliest_first_and_the_undated_last():
    library = holding(
        told(TEXT, "B", None, "b.md"),
        told(TEXT, "A", None, "a.md"),
        told(TEXT, "D", PUBLISHED, "d.md"),
        told(TEXT, "C", PUBLISHED, "c.md", when=WHEN),
    )
    found = events(SimpleNamespace(library=library))
    assert [event.title for event in found] == ["C", "D", "A", "B"]

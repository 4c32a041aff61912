"""What a person can fix is said in lines; a passage that is lost is logged without its text."""

import inspect
import logging

import pytest

from bot import errors
from bot.errors import LOST, BotError, StoreError, StoreUnreachableError, lost

KINDS = [kind for _, kind in inspect.getmembers(errors, inspect.isclass)]


@pytest.mark.parametrize("kind", KINDS)
def test_each_is_caught_as_one_that_a_person_can_fix_and_has_its_lines(kind):
    error = kind("corpus: no such folder", "store: in use")
    assert isinstance(error, BotError)
    assert error.problems == ("corpus: no such folder", "store: in use")
    assert str(error) == "corpus: no such folder\nstore: in use"


def test_a_server_that_is_away_is_a_store_that_can_t_be_used():
    assert issubclass(StoreUnreachableError, StoreError)


def test_the_picture_of_the_errors_names_each_of_them():
    assert len(KINDS) > 7
    assert [kind.__name__ for kind in KINDS if kind.__name__ not in errors.__doc__] == []


def test_a_lost_passage_is_logged_by_its_place_and_never_by_its_text(caplog):
    lost(logging.getLogger("tested"), "a.md", 7, ValueError("secret words"))
    (record,) = caplog.records
    assert record.getMessage() == "a.md, passage 7 can't be read: ValueError"
    assert getattr(record, LOST)


def test_a_lost_report_is_logged_by_its_path(caplog):
    lost(logging.getLogger("tested"), "a.md", None, ValueError("secret words"))
    assert caplog.messages == ["a.md can't be read: ValueError"]

"""Generations of documents, one after another, and the reports in them."""

import time

from some_reports import ALL, indexed

from bot.opensearch import current_generation, publish, remove_old
from bot.opensearch.documents import KEPT


def test_a_report_is_equal_to_the_same_of_the_next_generation(opened):
    first, second = opened(indexed()).reports, opened(indexed()).reports
    changed = opened(indexed(ALL | {"a.md": "It rained."})).reports
    assert first[0] == second[0]
    assert hash(first[0]) == hash(second[0])
    assert first[0] != changed[0]
    assert first[0] != "a.md"


def test_a_generation_goes_ten_minutes_after_the_next_came_into_use(connection):
    old = publish(connection, indexed())
    assert remove_old(connection, time.time() + 2 * KEPT) == ()
    new = publish(connection, indexed())
    assert remove_old(connection) == ()
    assert remove_old(connection, time.time() + KEPT + 1) == tuple(sorted(old.all))
    assert current_generation(connection) == new
    assert sorted(connection.client.documents) == sorted(new.all)


def test_nothing_is_in_use_before_anything_was_published(connection):
    assert current_generation(connection) is None
    assert remove_old(connection) == ()

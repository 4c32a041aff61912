"""Calls of the store off the loop, and reports by the numbers that it gave them."""

import asyncio
from types import SimpleNamespace

import pytest

from bot.errors import StoreError
from bot.telegram_app.storage import Catalogue, Storage


def broken():
    raise StoreError("the disk is full")


def test_what_fails_is_trouble_until_a_call_goes_well(office, caplog):
    storage = office.storage
    with pytest.raises(StoreError):
        asyncio.run(storage.run(broken))
    assert storage.trouble == "the disk is full"
    assert asyncio.run(storage.run(lambda: 7)) == 7
    assert storage.trouble is None
    assert "The store works again" in caplog.text


def test_a_failure_is_logged_once_while_it_lasts(office, caplog):
    for _ in range(3):
        assert asyncio.run(office.storage.attempt(broken)) is None
    assert caplog.text.count("The store fails") == 1


def test_a_lane_of_ones_own_store_needs_no_guard(office):
    assert office.storage.guard("chat 5") is None


def test_a_report_is_found_by_the_number_that_its_path_has(office):
    catalogue = office.services.catalogue
    number = catalogue.number("pilots.md")
    assert catalogue.get(number).path == "pilots.md"
    assert catalogue.title("pilots.md") == "Workshop on harbour pilots"
    assert catalogue.get(99) is catalogue.title("none.md") is catalogue.number(None) is None


def test_reports_keep_their_numbers_over_a_restart(office, plain_assistant):
    before = office.services.catalogue
    after = Catalogue(Storage(office.storage.store))
    asyncio.run(after.fill(plain_assistant.snapshot))
    paths = [report.path for report in plain_assistant.snapshot.reports]
    assert [after.number(p) for p in paths] == [before.number(p) for p in paths]
    assert len({after.number(p) for p in paths}) == 4


def test_what_has_a_number_keeps_it_while_the_store_fails(plain_assistant, monkeypatch):
    monkeypatch.setattr("bot.telegram_app.storage.AT_ONCE", 3)
    asked = []

    def assign(paths):
        asked.append(paths)
        if len(asked) > 2:
            broken()
        return {path: 10 * len(asked) + place for place, path in enumerate(paths)}

    store = SimpleNamespace(shared=None, threads=1, numbers=SimpleNamespace(assign=assign))
    catalogue = Catalogue(Storage(store))
    for _ in range(2):
        asyncio.run(catalogue.fill(plain_assistant.snapshot))
        paths = [*asked[0], *asked[1]]
        assert [catalogue.number(path) for path in paths] == [10, 11, 12, 20]
        assert [catalogue.get(number).path for number in (10, 11, 12, 20)] == paths
    assert [len(paths) for paths in asked] == [3, 1, 3, 1]


def test_the_newest_reports_come_first_also_among_those_with_the_words(office):
    catalogue = office.services.catalogue
    dates = [listed.report.date for listed in catalogue.newest()]
    assert len(dates) == 4
    assert dates == sorted(dates, reverse=True)
    found = asyncio.run(catalogue.matching("tide"))
    assert [listed.report.path for listed in found] == ["gauges.md", "tables.md"]
    assert found[0].number == catalogue.number("gauges.md")


def test_a_passage_is_found_by_its_key_while_the_reports_have_it(office, plain_assistant):
    catalogue = office.services.catalogue
    passage = plain_assistant.snapshot.passages[0]
    assert asyncio.run(catalogue.passage(passage.key)) == passage
    assert asyncio.run(catalogue.passage("none")) is None

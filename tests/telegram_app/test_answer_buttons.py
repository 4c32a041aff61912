"""What the buttons under an answer do, and to whom: without a network."""

import asyncio

import pytest
from offices import ANNA, BEN, GROUP, QUESTION, TEXTS


@pytest.fixture
def kept(office):
    """The answer to a question, which has the first id of this store."""
    office.says(QUESTION)
    return office.storage.store.answers.get(1)


@pytest.fixture
def between(office):
    """An answer in a group that fits two events."""
    office.says("/ask Who chaired the seminar?", chat=GROUP)
    return office.storage.store.answers.get(1)


def pressed(office, kept, data, **by):
    return office.presses(data, number=kept.reply_id, **by)


def changed_to(office):
    (_, edit), *more = office.bot.named("edit_message_text")
    assert not more
    return edit["text"]


@pytest.mark.parametrize("data", ["p:1:1", "v:1:1", "f:1", "c:1:1", "o:1:1", "w:1"])
def test_a_button_under_another_message_than_its_answer_is_stale(office, kept, data):
    assert office.presses(data, number=kept.reply_id + 1) == TEXTS.stale
    assert office.bot.named("edit_message_text") == []


@pytest.mark.parametrize("data", ["p:1:1", "v:1:1", "f:1"])
def test_a_button_that_is_pressed_in_another_chat_is_stale(office, kept, data):
    assert pressed(office, kept, data, chat=GROUP) == TEXTS.stale


def test_a_page_shows_a_further_passage_and_page_0_the_answer_again(office, kept):
    pressed(office, kept, "p:1:1")
    first = asyncio.run(office.services.catalogue.passage(kept.passages[0]))
    assert changed_to(office).startswith(f"<b>{TEXTS.page_of.format(page=1, count=4)}</b>")
    assert first.text in changed_to(office)
    office.bot.calls.clear()
    pressed(office, kept, "p:1:0")
    assert changed_to(office) == kept.html


def test_a_page_beyond_the_last_is_gone(office, kept):
    assert pressed(office, kept, f"p:1:{len(kept.passages) + 1}") == TEXTS.vanished


def test_a_person_has_one_vote_and_the_last_one_counts(office, kept):
    votes = office.storage.store.answers.votes
    assert pressed(office, kept, "v:1:1") == TEXTS.voted
    assert votes(1) == (1, 0)
    assert pressed(office, kept, "v:1:0") == TEXTS.voted_wrong
    assert votes(1) == (0, 1)


@pytest.mark.parametrize("data", ["v:1:2", "v:1", "v"])
def test_no_vote_but_right_or_wrong_counts(office, kept, data):
    assert pressed(office, kept, data) == TEXTS.stale
    assert office.storage.store.answers.votes(1) == (0, 0)


def test_an_answer_that_is_reported_is_among_the_gaps(office, kept):
    assert pressed(office, kept, "f:1") == TEXTS.reported
    (gap,) = office.storage.store.statistics.gaps(0.0, 10)
    assert gap.question == QUESTION


def test_an_event_that_is_chosen_answers_in_the_same_message(office, between):
    number = office.services.catalogue.number("tables.md")
    pressed(office, between, f"c:1:{number}", chat=GROUP)
    assert changed_to(office).startswith("<b>Samoa</b>")
    assert office.storage.store.answers.get(1).report == "tables.md"


@pytest.mark.parametrize("data", ["c:1:1", "o:1:1"])
def test_in_a_group_only_who_asked_chooses(office, between, data):
    assert pressed(office, between, data, chat=GROUP, by=BEN) == TEXTS.for_asker
    assert office.bot.named("edit_message_text") == []


def test_an_event_that_is_gone_can_not_be_chosen(office, between):
    assert pressed(office, between, "c:1:99", chat=GROUP, by=ANNA) == TEXTS.vanished


def test_all_events_are_answered_in_one_message_the_newest_first(office, between):
    before = len(office.bot.texts)
    office.presses("w:1", number=between.reply_id, chat=GROUP)
    (text,) = office.bot.texts[before:]
    assert 0 <= text.index("<b>Tonga</b>") < text.index("<b>Samoa</b>")

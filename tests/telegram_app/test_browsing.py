"""Commands for everybody and the buttons of lists and cards: without a network."""

import pytest
from offices import BEN, QUESTION, TEXTS

from bot.rendering.telegram_texts import Count


def number(office, path):
    return office.services.catalogue.number(path)


def test_the_reports_are_listed_and_those_with_a_word_too(office):
    (every,) = office.says("/reports")
    (some,) = office.says("/reports harbour")
    assert every.count("tide") == 2
    assert "harbour pilots" in some
    assert "tide" not in some


def test_where_no_report_has_the_words_the_line_says_so(office):
    assert office.says("/reports volcano") == [TEXTS.reports_none.format(words="volcano")]


def test_a_report_is_shown_by_its_number_or_by_words_that_only_it_has(office):
    by_number = office.says(f"/report {number(office, 'pilots.md')}")
    assert by_number == office.says("/report harbour")
    assert "harbour pilots" in by_number[0]


def test_words_that_several_reports_have_list_them(office):
    assert office.says("/report tide") == office.says("/reports tide")


@pytest.mark.parametrize(
    ("words", "line"),
    [("", TEXTS.report_usage), ("volcano", TEXTS.report_usage)]
    + [(n, TEXTS.report_unknown.format(number=n)) for n in ("99", "123456789")],
)
def test_a_report_that_is_not_there_is_told_so(office, words, line):
    assert office.says(f"/report {words}".strip()) == [line]


def test_a_number_that_no_report_can_have_is_taken_for_words(office):
    assert office.says("/report 1234567890") == [TEXTS.report_usage]


@pytest.mark.parametrize("data", ["e:99", "e", "r:99", "r", "q:99=when", "q:1=nothing", "q"])
def test_a_button_of_a_report_that_is_gone_tells_so(office, data):
    assert office.presses(data) == TEXTS.vanished
    assert office.bot.texts == []


def test_a_chosen_event_is_what_follow_ups_are_about(office):
    office.presses(f"e:{number(office, 'pilots.md')}")
    assert "harbour pilots" in office.bot.texts[0]
    assert office.says("Who chaired it?")[0].startswith("<b>Palau</b>")


def test_the_whole_text_of_a_report_is_sent(office):
    office.presses(f"r:{number(office, 'pilots.md')}")
    assert "It took place in Bangkok" in office.bot.texts[0]


def test_forget_deletes_the_persons_own_answers(office):
    office.says(QUESTION)
    office.says(QUESTION, by=BEN, chat={"id": BEN["id"], "type": "private"})
    assert office.says("/forget") == [TEXTS.forgotten.format(count=Count(1))]
    assert office.storage.store.answers.get(1) is None
    assert office.storage.store.answers.get(2).asked.user_id == BEN["id"]


def test_privacy_says_for_how_long_is_stored(office):
    assert office.says("/privacy") == [TEXTS.privacy.format(days=90)]

"""What is no question: courtesies, fixed commands, questions about the reports themselves."""

import pytest

QUESTION = "Who chaired the seminar on tide gauges?"


@pytest.fixture
def talked(world):
    """A chat with an answer in it."""
    chat = world.private()
    return chat, chat.wait_reply(chat.send(QUESTION))


def said(chat, text):
    return chat.wait_reply(chat.send(text))


def test_more_shows_further_passages(talked):
    chat, answer = talked
    more = said(chat, "more")
    assert more.quotes
    assert answer.quotes[0] not in more.quotes


def test_a_doubt_is_met_by_how_sure_it_is_and_by_the_source(talked):
    chat, _ = talked
    sure = said(chat, "Are you sure?")
    assert "90% likely" in sure.text
    assert "Seminar on tide gauges" in sure.text
    assert sure.labels == ["Full report"]


def test_a_doubt_about_what_was_not_answered_is_met_by_why(talked):
    chat, _ = talked
    said(chat, "Who closed the seminar on tide gauges?")
    sure = said(chat, "are you sure?").text
    assert sure.startswith("To “Who closed the seminar on tide gauges?”: no passage says it")
    assert said(chat, "more").quotes


def test_link_gives_where_the_answer_is_from(talked):
    source = said(talked[0], "link?")
    assert source.links == ["https://example.org/auges"]
    assert source.text.startswith("Seminar on tide gauges · ")


def test_the_full_report_is_sent_by_its_words(talked):
    assert "Nobody knows what" in said(talked[0], "full report").text


@pytest.mark.parametrize("text", ["more", "link", "are you sure?", "full report"])
def test_without_an_answer_before_that_is_said(world, text):
    assert said(world.private(), text).text.startswith("There is no answer before")


@pytest.mark.parametrize(("text", "line"), [("quit", "Until next time."), ("yes", "All right.")])
def test_a_word_that_asks_nothing_gets_a_line_once(world, text, line):
    chat = world.private()
    assert said(chat, text).text.startswith(line)
    again = chat.send(text)
    said(chat, QUESTION)
    assert chat.replies(again) == []


def test_help_is_helped(world):
    assert "/reports lists the reports" in said(world.private(), "Help!").text


def test_in_a_group_courtesies_are_answered_where_the_bot_is_addressed(world):
    anna = world.api.user("Anna")
    group = world.api.supergroup("Office", anna, world.bot)
    group.add(world.bot, admin=True)
    loose = group.send("thanks, all", anna)
    answer = group.wait_reply(group.send("@reports_bot thanks!", anna))
    assert answer.text.startswith("You are welcome.")
    assert group.replies(loose) == []


def test_in_a_group_that_answers_every_question_talk_is_met_with_silence(world):
    anna = world.api.user("Anna")
    group = world.api.supergroup("Office", anna, world.admin, world.bot)
    group.add(world.bot, admin=True)
    group.wait_reply(group.send("/settings groups all", world.admin))
    lines = ["more?", "are you sure?", "Reports: how many?", "Who chaired the seminar?"]
    loose = [group.send(line, anna) for line in lines]
    assert "Tonga" in group.wait_reply(group.send(QUESTION, anna)).text
    assert [group.replies(message) for message in loose] == [[], [], [], []]


def test_how_many_reports_there_are_is_counted_in_the_library(world):
    counted = said(world.private(), "Reports: how many do you have from 2023?")
    assert counted.text.splitlines()[0] == "2 reports"
    assert "Workshop on harbour pilots" in counted.text


def test_a_report_that_is_named_is_shown_as_a_card(world):
    chat = world.private()
    card = said(chat, "Reports: show me the report on Koror")
    assert card.text.startswith("Workshop on coral nurseries")
    assert "Full report" in card.labels
    assert "About Workshop on coral nurseries" in said(chat, "Where was it?").text


def test_the_full_report_that_is_named_is_sent(world):
    whole = said(world.private(), "Reports: send me the full report on coral nurseries")
    assert "Nobody knows what the workshop on coral nurseries cost." in whole.text


def test_a_report_that_there_is_none_of_is_not_made_up(world):
    none = said(world.private(), "Reports: show me the report on Atlantis")
    assert none.text.startswith("No report matches")


def test_inline_a_question_about_the_reports_gives_their_cards(world):
    asked = world.api.user("Anna").ask_inline(world.bot, "Reports: list those from 2023")
    titles = [result["title"] for result in asked.wait_answer()["results"]]
    assert titles == ["Workshop on coral nurseries", "Workshop on harbour pilots"]


def test_inline_a_courtesy_is_met_by_what_to_type(world):
    asked = world.api.user("Anna").ask_inline(world.bot, "thanks")
    titles = [result["title"] for result in asked.wait_answer()["results"]]
    assert titles == ["Ask a question about the reports"]

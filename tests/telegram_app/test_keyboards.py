import re

import pytest
from bot_process import STARTED

from bot.telegram_app.keyboards import decode, encode

QUESTION = "Who chaired the seminar on tide gauges?"


@pytest.fixture
def answer(world):
    chat = world.private()
    return chat, chat.wait_reply(chat.send(QUESTION))


def pressed(world, message, label, by="Ben"):
    return world.api.user(by).press(message, label).wait_answer()


def test_an_answer_has_its_buttons(world, answer):
    rows = [[button.text for button in row] for row in answer[1].buttons]
    assert rows == [
        ["Who opened it?", "Who came?", "When?"],
        ["More passages", "Full report", "👍", "👎"],
    ]


def test_a_question_that_is_offered_is_answered_below_its_words(world, answer):
    chat, message = answer
    pressed(world, message, "Who opened it?", by="Anna")
    second = chat.wait_reply(message)
    assert second.text.splitlines()[:2] == ["Who opened the seminar on tide gauges?", "Anna Lee"]
    assert "Who opened it?" not in second.labels
    assert "Who chaired?" in second.labels


def test_further_passages_are_paged_in_the_same_message(world, answer):
    chat, message = answer
    pressed(world, message, "More passages")
    page = chat.wait_edit(message)
    assert "Passage 1 of" in page.text
    assert page.quotes != message.quotes
    pressed(world, page, "▶")
    second = chat.wait_edit(page)
    assert "Passage 2 of" in second.text
    pressed(world, second, "Back to the answer")
    assert chat.wait_edit(second).text == message.text


def test_the_full_report_comes_as_text(world, answer):
    chat, message = answer
    pressed(world, message, "Full report")
    whole = chat.wait_reply(message)
    assert "Present were Tonga, Samoa, Fiji and Palau." in whole.text
    assert "A <b>second</b> meeting & a third" in whole.text


def test_one_vote_a_person_is_counted_and_can_be_changed(world, answer):
    chat, message = answer
    assert pressed(world, message, "👍")["text"]
    once = chat.wait_edit(message)
    assert once.labels[-2:] == ["👍 1", "👎"]
    ben = world.api.user("Ben")
    ben.press(once, "👎").wait_answer()
    both = chat.wait_edit(once)
    assert both.labels[-2:] == ["👍 1", "👎 1"]
    ben.press(both, "👍").wait_answer()
    assert chat.wait_edit(both).labels[-2:] == ["👍 2", "👎"]


def test_an_answer_that_is_called_wrong_can_be_reported_to_the_operators(world, answer):
    chat, message = answer
    ben = world.api.user("Ben")
    assert "report it to the operators" in ben.press(message, "👎").wait_answer()["text"]
    wrong = chat.wait_edit(message)
    assert wrong.labels[0] == "Report to the operators"
    assert wrong.labels[-2:] == ["👍", "👎 1"]
    said = ben.press(wrong, "Report to the operators").wait_answer()
    assert said["show_alert"]
    assert said["text"].startswith("Reported.")
    gaps = world.operate("/gaps").text.splitlines()
    line = next(line for line in gaps if "reported as wrong: “Tonga”" in line)
    assert line.startswith(f"1. {QUESTION}")
    assert gaps[gaps.index(line) - 1].startswith("Seminar on tide gauges")
    assert re.search(r"[1-9]\d* answers? reported", world.operate("/stats").text)


def test_what_can_be_reported_stays_so_over_turned_pages(world, answer):
    chat, message = answer
    pressed(world, message, "👎")
    wrong = chat.wait_edit(message)
    pressed(world, wrong, "More passages")
    page = chat.wait_edit(wrong)
    pressed(world, page, "Back to the answer")
    assert chat.wait_edit(page).labels == wrong.labels


def test_nothing_is_to_be_reported_once_nobody_says_wrong(world, answer):
    chat, message = answer
    ben = world.api.user("Ben")
    ben.press(message, "👎").wait_answer()
    wrong = chat.wait_edit(message)
    ben.press(wrong, "👍").wait_answer()
    assert chat.wait_edit(wrong).labels[-3:] == ["Full report", "👍 1", "👎"]


def test_of_a_question_that_fits_several_events_it_is_asked_which_is_meant(world):
    chat = world.private()
    answer = chat.wait_reply(chat.send("Who chaired the seminar?"))
    assert answer.text == "Which event do you mean?"
    assert [label[:7] for label in answer.labels[:3]] == ["Seminar", "Seminar", "Worksho"]
    assert answer.labels[3:] == ["Another …", "All of them"]


def test_once_the_event_is_chosen_the_question_is_answered_for_it(world):
    chat = world.private()
    answer = chat.wait_reply(chat.send("Who chaired the seminar?"))
    pressed(world, answer, "Seminar on tide tables")
    changed = chat.wait_edit(answer)
    assert changed.parts("bold")[0] == "Samoa"
    assert "Seminar on tide tables" in changed.text.splitlines()[-1]
    assert [len(row) for row in changed.buttons] == [3, 4]
    assert "Suva" in chat.wait_reply(chat.send("And where was it?")).text
    pressed(world, changed, "Another …")
    again = chat.wait_edit(changed)
    assert (again.text, again.labels) == (answer.text, answer.labels)
    pressed(world, again, "Seminar on tide gauges")
    assert chat.wait_edit(again).parts("bold")[0] == "Tonga"


def test_an_event_that_does_not_say_is_chosen_all_the_same(world):
    chat = world.private()
    answer = chat.wait_reply(chat.send("Who chaired the seminar?"))
    pressed(world, answer, "Another …")
    others = chat.wait_edit(answer)
    assert "Briefing 0 · 2019" in others.labels
    pressed(world, others, "▶")
    later = chat.wait_edit(others)
    assert "Briefing 9 · 2019" in later.labels
    pressed(world, later, "Briefing 9 ")
    changed = chat.wait_edit(later)
    assert changed.text.startswith("No answer: the reports don't say")
    assert "About Briefing 9" in changed.text


def test_in_a_group_the_event_is_chosen_by_whoever_asked(world):
    anna, ben = world.api.user("Anna"), world.api.user("Ben")
    group = world.api.supergroup("Office", anna, ben, world.bot)
    answer = group.wait_reply(group.send("/ask Who chaired the seminar?", anna))
    for wanted in ("Seminar on tide tables", "Another …"):
        said = ben.press(answer, wanted).wait_answer()
        assert said["text"] == "This choice is for the one who asked."
    anna.press(answer, "Seminar on tide tables").wait_answer()
    assert group.wait_edit(answer).parts("bold")[0] == "Samoa"


def test_ask_alone_says_how_to_ask_and_offers_events(world):
    chat = world.private()
    usage = chat.wait_reply(chat.send("/ask"))
    assert usage.text.startswith("Write the question after the command: /ask ")
    assert usage.labels[1] == "Workshop on harbour pilots · 2023"
    pressed(world, usage, "Another …")
    others = chat.wait_edit(usage)
    assert others.text == usage.text
    pressed(world, others, "◀")
    first = chat.wait_edit(others)
    assert first.labels == usage.labels
    pressed(world, first, "harbour pilots", by="Anna")
    card = chat.wait_reply(usage)
    assert card.text.splitlines()[0].startswith("Workshop on harbour pilots")
    assert "Full report" in card.labels


def test_a_follow_up_to_an_event_that_was_chosen_is_about_it(world):
    anna = world.api.user("Anna")
    chat = world.api.private(anna, world.bot)
    usage = chat.wait_reply(chat.send("/ask"))
    anna.press(usage, "harbour pilots").wait_answer()
    chat.wait_reply(usage)
    answer = chat.wait_reply(chat.send("Where was it?"))
    assert "Bangkok" in answer.text
    assert "About Workshop on harbour pilots" in answer.text


def test_the_answers_of_all_events_are_shown_together(world):
    chat = world.private()
    answer = chat.wait_reply(chat.send("Who chaired the seminar?"))
    pressed(world, answer, "All of them")
    together = chat.wait_reply(answer)
    assert together.parts("bold") == ["Tonga", "Samoa"]


def test_buttons_work_after_a_restart(steady):
    chat = steady.private()
    message = chat.wait_reply(chat.send(QUESTION))
    assert steady.process.stop() == 0
    steady.process.start()
    steady.bot.wait_polling(STARTED)
    pressed(steady, message, "More passages")
    page = chat.wait_edit(message)
    pressed(steady, page, "Back to the answer")
    assert chat.wait_edit(page).text == message.text


@pytest.mark.parametrize(
    "data",
    [
        "p:1:99999",
        "v:999999:1",
        "x",
        "s=groups all",
        "u:1",
        "g:1",
        "r:0",
        "p",
        "\ud83d",
        "v",
        "o",
        "o:9999:0",
        "e:0",
        "f",
        "f:1",
    ],
)
def test_forged_data_is_refused(world, answer, data):
    chat, message = answer
    said = world.api.user("Eve").press_forged(message, data).wait_answer()
    assert said["text"]
    assert chat.message(message.id).text == message.text


def test_the_button_of_another_chat_is_refused(world, answer):
    other = world.private("Eve")
    message = other.wait_reply(other.send("Who chaired the workshop on coral nurseries?"))
    data = answer[1].button("More passages").data
    said = world.api.user("Eve").press_forged(message, data).wait_answer()
    assert "out of date" in said["text"]


def test_callback_data_is_read_back():
    assert decode(encode("l", 2, words="bangkok 2023=x")) == ("l", (2,), "bangkok 2023=x")
    assert decode(encode("v", 12, 0)) == ("v", (12, 0), "")


def test_callback_data_that_would_be_too_long_is_not_made():
    assert encode("l", 1, words="ก" * 21) is None

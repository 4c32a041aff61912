import re

import pytest

from bot.telegram_app.buttons import decode, encode

QUESTION = "Who chaired the seminar on tide gauges?"


@pytest.fixture
def answer(world):
    chat = world.private()
    return chat, chat.wait_reply(chat.send(QUESTION))


def pressed(world, message, label, by="Ben"):
    return world.api.user(by).press(message, label).wait_answer()


def test_an_answer_has_its_buttons(world, answer):
    assert answer[1].labels == ["More passages", "Full report", "👍 Right", "👎 Wrong"]


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
    assert once.labels[-2:] == ["👍 Right 1", "👎 Wrong"]
    ben = world.api.user("Ben")
    ben.press(once, "👎").wait_answer()
    both = chat.wait_edit(once)
    assert both.labels[-2:] == ["👍 Right 1", "👎 Wrong 1"]
    ben.press(both, "👍").wait_answer()
    assert chat.wait_edit(both).labels[-2:] == ["👍 Right 2", "👎 Wrong"]


def test_an_answer_that_is_called_wrong_can_be_reported_to_the_operators(world, answer):
    chat, message = answer
    ben = world.api.user("Ben")
    assert "report it to the operators" in ben.press(message, "👎").wait_answer()["text"]
    wrong = chat.wait_edit(message)
    assert wrong.labels[-3:] == ["Report to the operators", "👍 Right", "👎 Wrong 1"]
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
    ben.press(wrong, "👍 Right").wait_answer()
    assert chat.wait_edit(wrong).labels[-3:] == ["Full report", "👍 Right 1", "👎 Wrong"]


def test_a_question_that_fits_several_events_offers_them(world):
    chat = world.private()
    answer = chat.wait_reply(chat.send("Who chaired the seminar?"))
    other = next(label for label in answer.labels if label.startswith("Seminar on tide"))
    assert f"Also in: {other.partition(' · ')[0]}" in answer.text
    pressed(world, answer, other)
    changed = chat.wait_edit(answer)
    assert changed.parts("bold")[0] != answer.parts("bold")[0]
    assert other.partition(" · ")[0] in changed.text.splitlines()[-1]
    first = next(label for label in changed.labels if label.startswith("Seminar on tide"))
    pressed(world, changed, first)
    assert chat.wait_edit(changed).parts("bold")[0] == answer.parts("bold")[0]


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
    steady.bot.wait_polling(20)
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

"""Values of a sheet that admins correct."""

import pytest
from bot_process import STARTED

TITLE = "Seminar on tide gauges"


def number(world):
    lines = world.operate("/reports tide gauges").text.splitlines()
    return next(line.partition(".")[0] for line in lines if TITLE in line)


def card(world, chat=None):
    if chat is None:
        return world.operate(f"/report {number(world)}")
    return chat.wait_reply(chat.send(f"/report {number(world)}"))


def asked(world, slot="Chair"):
    """The bot's question for the right value, in the admin's private chat."""
    chat = world.api.private(world.admin, world.bot)
    shown = card(world)
    world.admin.press(shown, "Correct this").wait_answer()
    which = chat.wait_reply(shown)
    assert TITLE in which.text
    world.admin.press(which, slot).wait_answer()
    return chat.wait_reply(which)


def correct(world, value, slot="Chair"):
    return world.operate(value, reply_to=asked(world, slot)).text


@pytest.fixture
def clean(steady):
    yield steady
    for slot in ("Chair", "Closed by"):
        correct(steady, "-", slot)


def test_only_admins_are_offered_to_correct_a_report(steady):
    assert "Correct this" in card(steady).labels
    assert "Correct this" not in card(steady, steady.private()).labels


def test_the_question_says_what_is_to_be_corrected(steady):
    said = asked(steady).text
    assert "Chair" in said
    assert TITLE in said


def test_what_the_report_says_is_taken_for_answers_and_shown_to_all_as_corrected(clean):
    assert correct(clean, "samoa") == "Saved. The report says so, and answers follow it."
    shown = card(clean, clean.private())
    assert "Chair: samoa (corrected by an admin)" in shown.text.splitlines()
    assert "Chair" in shown.labels


def test_what_the_report_does_not_say_is_shown_only(clean):
    said = correct(clean, "Kiri <b>Bati")
    assert said.endswith(f"so only /report {number(clean)} shows it.")
    shown = card(clean)
    assert "Chair: Kiri <b>Bati (corrected by an admin)" in shown.text.splitlines()
    assert "Chair" not in shown.labels


def test_a_slot_that_the_sheet_lacks_is_filled_in(clean):
    correct(clean, "Palau", "Closed by")
    assert "Closed by: Palau (corrected by an admin)" in card(clean).text.splitlines()


def test_a_correction_outlives_a_restart_and_a_reload(clean):
    correct(clean, "Samoa")
    assert clean.process.stop() == 0
    clean.process.start()
    clean.bot.wait_polling(STARTED)
    assert "Chair: Samoa (corrected by an admin)" in card(clean).text
    clean.operate("/reload")
    assert "Chair: Samoa (corrected by an admin)" in card(clean).text


def test_a_correction_is_taken_back(steady):
    correct(steady, "Samoa")
    assert correct(steady, "-").startswith("Taken back")
    assert "Chair: Tonga" in card(steady).text.splitlines()


def test_an_edited_reply_corrects_again(clean):
    chat = clean.api.private(clean.admin, clean.bot)
    reply = chat.send("Samoa", reply_to=asked(clean))
    chat.wait_reply(reply)
    chat.edit(reply, "Fiji")
    chat.wait_reply(reply, count=2)
    assert "Chair: Fiji (corrected by an admin)" in card(clean).text


def test_corrections_are_counted(clean):
    correct(clean, "Samoa")
    assert "1 value corrected" in clean.operate("/stats").text


def test_what_is_too_long_is_no_value(steady):
    assert "500 characters at most" in correct(steady, "x" * 501)
    assert "corrected" not in card(steady).text


def test_a_reply_of_somebody_else_in_the_group_is_no_correction(steady):
    anna = steady.api.user("Anna")
    group = steady.api.supergroup("Office", anna, steady.admin, steady.bot)
    shown = group.wait_reply(group.send(f"/report {number(steady)}", steady.admin))
    steady.admin.press(shown, "Correct this").wait_answer()
    which = group.wait_reply(shown)
    assert "for admins" in anna.press(which, "Chair").wait_answer()["text"]
    steady.admin.press(which, "Chair").wait_answer()
    question = group.wait_reply(which)
    group.wait_reply(group.send("Fiji", anna, reply_to=question))
    assert "corrected" not in card(steady).text
    said = group.wait_reply(group.send("Fiji", steady.admin, reply_to=question)).text
    assert said.startswith("Saved.")
    correct(steady, "-")


@pytest.mark.parametrize("data", ["k", "k:99999", "k:1=nothing", "k:99999=chair"])
def test_forged_data_corrects_nothing(steady, data):
    shown = card(steady)
    assert "no longer" in steady.admin.press_forged(shown, data).wait_answer()["text"]


def test_a_command_as_the_reply_is_a_command(steady):
    assert "queue" in correct(steady, "/status")

import pytest

PLANNING = "Joint planning session"


def reply(world, text, chat=None):
    chat = chat or world.private()
    return chat.wait_reply(chat.send(text))


def test_start_says_how_many_reports_there_are_from_when_to_when(world):
    text = reply(world, "/start").text
    assert "14 event reports" in text
    assert "2024" in text


def test_help_names_the_bot_and_privacy_mode(world):
    text = reply(world, "/help").text
    assert "@reports_bot" in text
    assert "privacy mode" in text


def test_ask_alone_gives_its_usage(world):
    assert "/ask" in reply(world, "/ask").text


def test_reports_are_listed_with_their_numbers(world):
    text = reply(world, "/reports").text
    assert "14 reports" in text
    assert PLANNING in text


def test_reports_are_filtered_by_words(world):
    text = reply(world, "/reports joint planning").text
    assert PLANNING in text
    assert "Koper" not in text


def test_a_report_is_shown_by_the_number_in_the_list(world):
    line = next(
        line for line in reply(world, "/reports").text.splitlines() if line.find(PLANNING) > 0
    )
    shown = reply(world, f"/report {line.partition('.')[0]}")
    assert PLANNING in shown.text


@pytest.mark.parametrize(
    "text", ["/report", "/report x", "/report 99999999999999999999", "/report ²"]
)
def test_a_report_that_is_not_there_gives_a_line(world, text):
    assert len(reply(world, text).text.splitlines()) == 1


def test_an_unknown_command_is_answered_in_private_only(world):
    assert "/help" in reply(world, "/frobnicate").text
    anna = world.api.user("Anna")
    group = world.api.group("Office", anna, world.bot)
    group.send("/frobnicate", anna)
    group.wait_reply(group.send("/ask", anna))
    assert sum(m.from_bot for m in group.history()) == 1


def test_a_command_for_another_bot_is_left_to_it(world):
    anna = world.api.user("Anna")
    group = world.api.group("Office", anna, world.bot)
    group.send("/ask@another_bot Who opened the joint planning session?", anna)
    group.wait_reply(group.send("/ask@reports_bot", anna))
    assert sum(m.from_bot for m in group.history()) == 1


def test_ask_as_a_reply_answers_the_message_replied_to(world):
    anna, ben = world.api.user("Anna"), world.api.user("Ben")
    group = world.api.supergroup("Office", anna, ben, world.bot)
    asked = group.send("Who chaired the joint planning session?", anna)
    group.send("/ask", ben, reply_to=asked)
    assert "New Zealand" in group.wait_reply(asked).text


def test_people_see_the_commands_of_their_kind_of_chat(world):
    names = {
        scope: {c["command"] for c in world.bot.commands(scope)}
        for scope in ("all_private_chats", "all_group_chats")
    }
    assert {"ask", "reports", "report", "help"} <= names["all_private_chats"]
    assert "ask" in names["all_group_chats"]
    assert not any("reload" in found for found in names.values())

"""What Telegram does to a bot: refuses markup, deletes topics, takes rights away."""

import pytest

from bot.telegram_app.intake import KINDS
from bot.trial.botapi import error

QUESTION = "Who chaired the seminar on tide gauges?"
SLOW = "Who chaired the seminar on tide gauges, slowly?"


def test_where_telegram_refuses_the_markup_the_answer_comes_as_plain_text(steady):
    chat = steady.private()
    refusal = "Bad Request: can't parse entities: Unsupported start tag"
    steady.api.fail("sendMessage", error(400, refusal), times=1)
    answer = chat.wait_reply(chat.send(QUESTION))
    assert answer.text.startswith("Tonga\nThe seminar on tide gauges was chaired by Tonga.")
    assert answer.parts("bold") == []
    assert "More passages" in answer.labels


def test_typing_is_shown_only_where_an_answer_takes_long(steady):
    quick, slow = steady.private(), steady.private()
    quick.wait_reply(quick.send(QUESTION))
    slow.wait_reply(slow.send(SLOW))
    shown = {int(call.params["chat_id"]) for call in steady.bot.calls("sendChatAction")}
    assert slow.id in shown
    assert quick.id not in shown


def test_exactly_the_kinds_that_are_handled_are_asked_for(world):
    polled, hooked = world.bot.calls("getUpdates"), world.bot.calls("setWebhook")
    [*_, last] = polled or hooked
    assert tuple(last.params["allowed_updates"]) == KINDS


def test_menus_show_each_command_where_it_works(world):
    anna, vi = world.api.user("Anna"), world.api.user("An", language_code="vi")
    chat = world.api.private(anna, world.bot)
    group = world.api.supergroup("Office", anna, world.bot)
    desk = world.api.private(world.admin, world.bot)
    world.admin.start(world.bot)
    world.bot.wait_idle()

    def shown(where, who):
        return [command["command"] for command in world.bot.menu(where.state, who.account)]

    assert shown(chat, anna) == ["ask", "reports", "report", "help", "privacy", "forget"]
    assert shown(group, anna) == ["ask", "reports", "report", "help"]
    assert {"reload", "export", "forget"} <= set(shown(desk, world.admin))
    english, other = (world.bot.menu(group.state, who.account) for who in (anna, vi))
    assert [c["command"] for c in english] == [c["command"] for c in other]
    assert english[0]["description"] != other[0]["description"]


def test_a_refused_command_is_logged_without_the_persons_text(steady):
    chat = steady.private()
    chat.wait_reply(chat.send("/export now please"))
    log = steady.process.log.read_text()
    assert "/export refused to" in log
    assert "now please" not in log


def test_an_answer_to_a_deleted_topic_comes_without_it(steady):
    anna = steady.api.user("Anna")
    forum = steady.api.supergroup("Hall", anna, steady.bot, forum=True)
    topic = forum.topic("Meetings")
    asked = forum.send(f"/ask {SLOW}", anna, topic=topic)
    steady.api.wait(lambda: steady.bot.pending == 0)
    forum.delete_topic(topic)
    assert forum.wait_next(asked).parts("bold")[0] == "Tonga"


def test_an_edited_question_whose_answer_was_deleted_is_answered_anew(world):
    chat = world.private()
    asked = chat.send(QUESTION)
    answer = chat.wait_reply(asked)
    chat.delete(answer)
    chat.edit(asked, "Who opened the seminar on tide gauges?")
    assert "Anna Lee" in chat.wait_next(answer).text


@pytest.mark.parametrize("why", ["blocked", "silenced"])
def test_who_may_not_be_written_to_holds_nobody_up(steady, why):
    anna = steady.api.user("Anna")
    chat = steady.api.private(anna, steady.bot)
    if why == "silenced":
        chat = steady.api.supergroup("Office", anna, steady.bot)
    asked = chat.send(f"/ask {SLOW}", anna if why == "silenced" else None)
    steady.api.wait(lambda: steady.bot.pending == 0)
    if why == "silenced":
        chat.silence(steady.bot)
    else:
        anna.block(steady.bot)
    other = steady.private("Ben")
    assert other.wait_reply(other.send(SLOW))
    assert chat.replies(asked) == []
    assert "Traceback" not in steady.process.log.read_text()

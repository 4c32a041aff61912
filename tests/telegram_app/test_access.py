import pytest
from telegram import Message

from bot.config import Telegram
from bot.telegram_app.access import Actor, is_admin, may_ask, sender_of

SETTINGS = Telegram(admins=(5,), admin_chats=(-100,), access="listed", users=(6,), chats=(-200,))
ANONYMOUS = {"id": 1087968824, "is_bot": True, "first_name": "Group"}


def sender(chat_id, kind="supergroup", **about):
    raw = {"message_id": 1, "date": 1, "chat": {"id": chat_id, "type": kind}}
    return sender_of(Message.de_json(raw | about, None))


def test_a_listed_user_is_admin_everywhere():
    assert is_admin(Actor(5), 5, SETTINGS)
    assert is_admin(Actor(5), -300, SETTINGS)
    assert not is_admin(Actor(6), -100, SETTINGS)


@pytest.mark.parametrize(("chat", "admin"), [(-100, True), (-300, False)])
def test_an_anonymous_admin_counts_in_a_listed_group(chat, admin):
    who = sender(chat, **{"from": ANONYMOUS, "sender_chat": {"id": chat, "type": "supergroup"}})
    assert is_admin(who, chat, SETTINGS) is admin


@pytest.mark.parametrize(("chat", "admin"), [(-100, True), (-300, False)])
def test_a_channel_counts_in_itself_where_it_is_listed(chat, admin):
    who = sender(chat, "channel", sender_chat={"id": chat, "type": "channel"})
    assert is_admin(who, chat, SETTINGS) is admin
    assert is_admin(sender(chat, "channel"), chat, SETTINGS) is admin


def test_a_listed_channel_is_no_admin_of_another_chat():
    who = sender(-300, sender_chat={"id": -100, "type": "channel"})
    assert not is_admin(who, -300, SETTINGS)


def test_a_foreign_channel_that_posts_in_a_listed_group_is_no_admin():
    who = sender(-100, sender_chat={"id": -999, "type": "channel"})
    assert not is_admin(who, -100, SETTINGS)


def test_the_users_that_stand_in_for_chats_are_nobody():
    listed = Telegram(admins=(1087968824, 136817688, 777000), admin_chats=())
    for user in (1087968824, 136817688, 777000):
        who = sender(-100, **{"from": {"id": user, "is_bot": True, "first_name": "x"}})
        assert not is_admin(who, -100, listed)


def test_where_access_is_listed_only_those_are_answered():
    assert may_ask(Actor(6), 6, SETTINGS)
    assert may_ask(Actor(7), -200, SETTINGS)
    assert may_ask(Actor(5), None, SETTINGS)
    assert not may_ask(Actor(7), 7, SETTINGS)
    assert not may_ask(Actor(7), None, SETTINGS)


def test_where_access_is_open_everybody_is_answered():
    assert may_ask(Actor(None), None, Telegram())

"""A group's own administrators, where `telegram.group_admins` lets them set how it is answered."""

import asyncio
from types import SimpleNamespace

import pytest
from bot_process import started, write_reports
from telegram import Message
from telegram.error import BadRequest

from bot.config import TelegramSection
from bot.telegram_app.access import (
    FRESH,
    REMEMBERED_GROUPS,
    Actor,
    GroupAdmins,
    Limiter,
    Place,
    is_admin,
    may_ask,
    sender_of,
)

GROUP = Place(-5, "supergroup")


ANNA, BEN = Actor(1), Actor(2)


@pytest.fixture(scope="module")
def own(tmp_path_factory):
    folder = tmp_path_factory.mktemp("own")
    settings = {"telegram": {"group_admins": True}}
    with started(folder, write_reports(folder), settings) as made:
        yield made
        assert made.process.stop() == 0


@pytest.fixture
def office(own):
    """A group whose owner is Anna; Ben is a member."""
    anna, ben = own.api.user("Anna"), own.api.user("Ben")
    return own.api.supergroup("Office", anna, ben, own.bot), anna, ben


def test_the_owner_of_a_group_sets_how_it_is_answered(office):
    group, anna, _ = office
    assert "every question" in group.wait_reply(group.send("/settings groups all", anna)).text


def test_a_group_whose_messages_do_not_come_is_said_to_be_one_until_the_bot_is_its_admin(
    own, office
):
    group, anna, _ = office
    said = group.wait_reply(group.send("/settings groups all", anna)).text
    assert "make me an admin of this group" in said.lower()
    assert "admin" not in group.wait_reply(group.send("/settings groups mention", anna)).text
    group.add(own.bot, admin=True)
    said = group.wait_reply(group.send("/settings groups all", anna)).text
    assert "every question" in said
    assert "admin" not in said


def test_an_administrator_sets_it_at_one_press_and_a_member_does_not(office):
    group, anna, ben = office
    settings = group.wait_reply(group.send("/settings", anna))
    assert "for admins" in ben.press(settings, "off").wait_answer()["text"]
    anna.press(settings, "all").wait_answer()
    assert "✓ all" in group.wait_edit(settings).labels


def test_a_member_is_told_who_may(office):
    group, _, ben = office
    said = group.wait_reply(group.send("/settings groups off", ben)).text
    assert said == "/settings is for admins: here those of this group, and the bot's operators."


def test_who_writes_in_the_name_of_the_group_may(office):
    group, anna, _ = office
    said = group.wait_reply(group.send("/settings groups off", anna, anonymous=True))
    assert "nothing" in said.text


@pytest.mark.parametrize("command", ["/reload", "/gaps", "/export", "/remove 1"])
def test_nothing_else_is_for_a_groups_administrators(office, command):
    group, anna, _ = office
    assert group.wait_reply(group.send(command, anna)).text.endswith("is for admins.")


def test_they_have_no_say_elsewhere(own, office):
    _, anna, ben = office
    other = own.api.supergroup("Ben's", ben, anna, own.bot)
    settings = other.wait_reply(other.send("/settings", ben))
    assert "for admins" in other.wait_reply(other.send("/settings groups off", anna)).text
    assert "for admins" in anna.press(settings, "off").wait_answer()["text"]
    private = own.api.private(anna, own.bot)
    assert private.wait_reply(private.send("/settings")).text == "/settings is for admins."


def test_they_see_the_command_in_their_menu(own):
    found = own.api.wait(lambda: own.bot.commands("all_chat_administrators", ""))
    assert {"ask", "settings"} <= {c["command"] for c in found}
    assert "reload" not in {c["command"] for c in found}


class Chats:
    """Says that Anna administers each group, or what a test lets it say; counts its calls."""

    def __init__(self, ids=(1,)):
        self.ids = ids
        self.calls = 0

    async def get_chat_administrators(self, _chat_id):
        self.calls += 1
        if self.ids is None:
            raise BadRequest("chat not found")
        return [SimpleNamespace(user=SimpleNamespace(id=number)) for number in self.ids]


class Clock:
    now = 1000.0

    def __call__(self):
        return self.now


def includes(admins, bot, actor, place=GROUP):
    return asyncio.run(admins.include(bot, actor, place))


def test_telegram_is_asked_again_after_a_while_only():
    bot, clock = Chats(), Clock()
    admins = GroupAdmins(count=True, clock=clock)
    assert [includes(admins, bot, actor) for actor in (ANNA, BEN, ANNA)] == [True, False, True]
    assert bot.calls == 1
    bot.ids = (2,)
    clock.now += FRESH
    assert [includes(admins, bot, actor) for actor in (ANNA, BEN)] == [False, True]
    assert bot.calls == 2


def test_nobody_is_an_administrator_while_telegram_does_not_say():
    bot = Chats(None)
    admins = GroupAdmins(count=True)
    assert not includes(admins, bot, ANNA)
    bot.ids = (1,)
    assert includes(admins, bot, ANNA)


@pytest.mark.parametrize(
    ("count", "actor", "place"),
    [
        (False, ANNA, GROUP),
        (True, ANNA, Place(1, "private")),
        (True, ANNA, Place(-6, "channel")),
        (True, Actor(None, -7), GROUP),
        (True, Actor(None), GROUP),
    ],
)
def test_others_do_not_count_and_telegram_is_not_asked(count, actor, place):
    bot = Chats()
    assert not includes(GroupAdmins(count=count), bot, actor, place)
    assert bot.calls == 0


def test_only_so_many_groups_are_remembered():
    bot = Chats()
    admins = GroupAdmins(count=True, clock=Clock())
    for number in (*range(REMEMBERED_GROUPS + 1), REMEMBERED_GROUPS, 0):
        includes(admins, bot, ANNA, Place(-1 - number, "group"))
    assert bot.calls == REMEMBERED_GROUPS + 2


SETTINGS = TelegramSection(
    admins=(5,), admin_chats=(-100,), access="listed", users=(6,), chats=(-200,)
)


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
    listed = TelegramSection(admins=(1087968824, 136817688, 777000), admin_chats=())
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
    assert may_ask(Actor(None), None, TelegramSection())


def verdicts(limiter, times, person=1):
    return [limiter.judge(person, at).name for at in times]


def test_what_is_over_the_limit_gets_one_notice_a_minute():
    said = verdicts(Limiter(2), [0, 1, 2, 3, 4])
    assert said == ["ANSWER", "ANSWER", "NOTICE", "SILENCE", "SILENCE"]


def test_a_minute_later_there_are_answers_again():
    limiter = Limiter(2)
    verdicts(limiter, [0, 1, 2])
    assert verdicts(limiter, [60.5, 61.5, 62.5]) == ["ANSWER", "ANSWER", "NOTICE"]


def test_people_are_counted_apart():
    limiter = Limiter(1)
    assert verdicts(limiter, [0], 1) == verdicts(limiter, [0], 2) == ["ANSWER"]


def test_a_backlog_asked_over_a_longer_time_is_no_flood():
    assert set(verdicts(Limiter(2), range(0, 400, 40))) == {"ANSWER"}


def test_many_people_leave_no_growing_memory():
    limiter = Limiter(1)
    for person in range(30_000):
        limiter.judge(person, 0.0)
    assert len(limiter._asked) <= 10_000


def test_a_minute_has_sixty_seconds():
    limiter = Limiter(1)
    assert verdicts(limiter, [0, 59, 60]) == ["ANSWER", "NOTICE", "ANSWER"]
    assert verdicts(limiter, [61, 119]) == ["SILENCE", "NOTICE"]


def test_what_is_tried_again_was_counted_before():
    limiter = Limiter(1)
    assert verdicts(limiter, [0]) == ["ANSWER"]
    assert [limiter.judge(1, 0, attempts).name for attempts in (1, 2)] == ["ANSWER"] * 2
    assert verdicts(limiter, [1]) == ["NOTICE"]


def test_the_ten_thousand_people_who_asked_last_are_remembered():
    limiter = Limiter(1)
    for person in range(10_000):
        limiter.judge(person, 0.0)
    assert verdicts(limiter, [1], person=0) == ["NOTICE"]
    limiter.judge(10_000, 2.0)  # in the place of the one who has been silent for longest
    assert verdicts(limiter, [3], person=0) == ["SILENCE"]
    assert verdicts(limiter, [3], person=1) == ["ANSWER"]


def test_many_notices_leave_no_growing_memory():
    limiter = Limiter(1)
    for person in range(12_000):
        verdicts(limiter, [0, 1], person)
    assert len(limiter._noticed) <= 10_000

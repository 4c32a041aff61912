"""A group's own administrators, where `telegram.group_admins` lets them set how it is answered."""

import asyncio
from types import SimpleNamespace

import pytest
from bot_process import started, write_reports
from telegram.error import BadRequest

from bot.telegram_app.access import Actor
from bot.telegram_app.group_admins import FRESH, REMEMBERED, GroupAdmins
from bot.telegram_app.outgoing import Place

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
    for number in (*range(REMEMBERED + 1), REMEMBERED, 0):
        includes(admins, bot, ANNA, Place(-1 - number, "group"))
    assert bot.calls == REMEMBERED + 2

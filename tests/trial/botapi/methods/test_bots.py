import asyncio

import pytest

from bot.trial.botapi import FakeBotApi


@pytest.fixture
def menu(call, bot, anna):
    """Sets a list of one command for each scope, and shows which one a person sees in a chat."""

    def menu(chat, *scopes):
        for number, (scope, language) in enumerate(scopes):
            commands = [{"command": f"c{number}", "description": "does it"}]
            call("setMyCommands", commands=commands, scope=scope, language_code=language)
        return [command["command"] for command in bot.menu(chat.state, anna.account)]

    return menu


def test_the_narrowest_scope_counts(menu, chat, anna):
    here = {"type": "chat", "chat_id": anna.id}
    scopes = [({"type": "default"}, ""), (here, ""), ({"type": "all_private_chats"}, "en")]
    assert menu(chat, *scopes) == ["c1"]


def test_of_a_scope_the_person_s_language_comes_first(menu, chat):
    scope = {"type": "all_private_chats"}
    assert menu(chat, (scope, ""), (scope, "en"), (scope, "th")) == ["c1"]


def test_only_admins_see_their_commands(menu, api, anna, bot):
    hall = api.supergroup("Hall", api.user("Ben"), anna, bot)
    scopes = [({"type": "all_chat_administrators"}, ""), ({"type": "all_group_chats"}, "")]
    assert menu(hall, *scopes) == ["c1"]
    hall.add(anna, admin=True)
    assert menu(hall) == ["c0"]


def test_without_commands_there_is_no_menu(menu, chat):
    assert menu(chat) == []


def test_an_inline_result_goes_to_a_topic(call, api, anna, bot):
    forum = api.supergroup("Hall", anna, bot, forum=True)
    topic = forum.topic("Meetings")
    asked = anna.ask_inline(bot, "who")
    content = {"message_text": "Tonga"}
    result = {"type": "article", "id": "1", "title": "Who", "input_message_content": content}
    call("answerInlineQuery", inline_query_id=asked.query.id, results=[result])
    assert anna.choose(asked, "1", forum, topic=topic).topic == topic


def test_onlookers_go_home_when_it_ends():
    api = FakeBotApi()
    api.user("Anna")

    async def watched():
        watching = asyncio.create_task(_all(api))
        await asyncio.sleep(0.05)
        api.service.close()
        return await asyncio.wait_for(watching, 5)

    assert asyncio.run(watched()) == []


async def _all(api):
    return [event async for event in api.events()]

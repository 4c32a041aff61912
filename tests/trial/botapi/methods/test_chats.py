import asyncio

import pytest

from bot.trial.botapi import FakeBotApi


@pytest.fixture
def bela(api):
    return api.user("Bela")


@pytest.fixture
def group(api, anna, bela, bot):
    return api.supergroup("Office", anna, bela, bot)


def heard(updates):
    return [update["message"].get("text") for update in updates() if "message" in update]


def test_privacy_hides_what_is_not_for_the_bot(updates, group, anna, bot):
    group.send("hello all", anna)
    group.send(f"hello {bot.mention}", anna)
    group.send("/ask@other_bot Who?", anna)
    assert heard(updates) == []


def test_privacy_lets_commands_pass(updates, group, anna, bot):
    group.send("/ask Who?", anna)
    group.send(f"please /ask{bot.mention} Who?", anna)
    assert heard(updates) == ["/ask Who?", f"please /ask{bot.mention} Who?"]


def test_privacy_lets_replies_to_the_bot_pass(call, updates, group, anna, bela):
    call("sendMessage", chat_id=group.id, text="Hello")
    said = group.history()[-1]
    group.send("who are you?", anna, reply_to=said)
    assert heard(updates) == ["who are you?"]


def test_privacy_lets_replies_to_commands_pass(updates, group, anna, bela):
    asked = group.send("/ask Who?", anna)
    group.send("I wonder too", bela, reply_to=asked)
    assert heard(updates)[-1] == "I wonder too"


def test_unaddressed_commands_go_to_the_bot_that_spoke_last(api, call, updates, group, anna, bot):
    other = api.bot(username="other_bot")
    group.add(other)
    call("sendMessage", by=other, chat_id=group.id, text="Hello")
    updates()
    group.send("/ask Who?", anna)
    assert heard(updates) == []
    call("sendMessage", chat_id=group.id, text="Hello")
    group.send("/ask Who?", anna)
    assert heard(updates) == ["/ask Who?"]


def test_an_admin_or_a_bot_without_privacy_hears_everything(api, updates, group, anna, bot):
    other = api.bot(username="curious_bot", privacy=False)
    group.add(other)
    group.add(bot, admin=True)
    updates()
    group.send("hello all", anna)
    assert heard(updates) == ["hello all"]
    assert heard(lambda: updates(by=other)) == ["hello all"]


def test_bots_do_not_hear_each_other(api, call, updates, group):
    other = api.bot(username="chatty_bot", privacy=False)
    group.add(other)
    updates()
    call("sendMessage", by=other, chat_id=group.id, text="/ask Who?")
    assert updates() == []


def test_an_edited_message_is_an_update(updates, group, anna):
    asked = group.send("/ask Who?", anna)
    group.edit(asked, "/ask When?")
    edited = updates()[-1]["edited_message"]
    assert (edited["text"], "edit_date" in edited) == ("/ask When?", True)
    assert group.message(asked).text == "/ask When?"


def test_being_let_in_and_put_out(api, refusal, call, updates, anna, bot):
    group = api.supergroup("Office", anna)
    assert refusal("sendMessage", chat_id=group.id, text="x") == "Bad Request: chat not found"
    group.add(bot)
    standing = updates()[0]["my_chat_member"]
    assert (standing["old_chat_member"]["status"], standing["new_chat_member"]["status"]) == (
        "left",
        "member",
    )
    group.remove(bot)
    assert updates()[-1]["my_chat_member"]["new_chat_member"]["status"] == "kicked"
    answer = refusal("sendMessage", chat_id=group.id, text="x")
    assert answer == "Forbidden: bot was kicked from the supergroup chat"


def test_leaving(call, refusal, group):
    assert call("leaveChat", chat_id=group.id) is True
    answer = refusal("sendMessage", chat_id=group.id, text="x")
    assert answer == "Forbidden: bot is not a member of the supergroup chat"


def test_a_migrated_group_names_its_successor(api, call, updates, anna, bot):
    group = api.group("Office", anna, bot)
    hall = group.migrate()
    refused = call("sendMessage", chat_id=group.id, text="x")
    assert refused["description"] == ("Bad Request: group chat was upgraded to a supergroup chat")
    assert refused["parameters"] == {"migrate_to_chat_id": hall.id}
    before, after = (update["message"] for update in updates())
    assert (before["migrate_to_chat_id"], after["migrate_from_chat_id"]) == (hall.id, group.id)
    assert call("sendMessage", chat_id=hall.id, text="x")["chat"]["type"] == "supergroup"
    with pytest.raises(ValueError, match="upgraded"):
        group.send("x", anna)


def test_members_are_told_apart(api, call, group, anna, bela, bot):
    def status(user):
        return call("getChatMember", chat_id=group.id, user_id=user.id)["status"]

    assert [status(user) for user in (anna, bela, bot)] == ["creator", "member", "member"]
    group.remove(bela, kicked=False)
    assert [status(user) for user in (bela, api.user("Stranger"))] == ["left", "left"]


def test_an_unknown_user_is_no_member(refusal, group):
    answer = refusal("getChatMember", chat_id=group.id, user_id=424242)
    assert answer == "Bad Request: user not found"


def test_administrators_are_listed_without_other_bots(api, call, group, anna, bot):
    group.add(bot, admin=True)
    group.add(api.bot(username="boss_bot"), admin=True)
    admins = call("getChatAdministrators", chat_id=group.id)
    assert [member["user"]["id"] for member in admins] == [anna.id, bot.id]


def test_a_private_chat_has_no_administrators(refusal, chat):
    answer = refusal("getChatAdministrators", chat_id=chat.id)
    assert answer == "Bad Request: there are no administrators in the private chat"


def test_getchat(call, group, chat, anna):
    assert call("getChat", chat_id=group.id)["title"] == "Office"
    assert call("getChat", chat_id=chat.id)["first_name"] == "Anna"
    assert call("getChatMemberCount", chat_id=group.id) == 3


def test_reactions_reach_admin_bots_that_asked_for_them(call, updates, group, anna, bot):
    asked = group.send("/ask Who?", anna)
    call("getUpdates", allowed_updates=["message_reaction"], offset=-1)
    updates()
    anna.react(asked, "👍")
    assert updates() == []
    group.add(bot, admin=True)
    anna.react(asked, "👎")
    reaction = updates()[-1]["message_reaction"]
    assert reaction["old_reaction"] == [{"type": "emoji", "emoji": "👍"}]
    assert reaction["new_reaction"] == [{"type": "emoji", "emoji": "👎"}]


def test_only_members_write(api, group, bot):
    with pytest.raises(ValueError, match="not in Office"):
        group.send("x", api.user("Stranger"))
    with pytest.raises(ValueError, match="give `by`"):
        group.send("x")


def test_a_client_sends_no_empty_and_no_endless_message(chat):
    with pytest.raises(ValueError, match="empty"):
        chat.send("  ")
    with pytest.raises(ValueError, match="4096"):
        chat.send("x" * 4097)


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

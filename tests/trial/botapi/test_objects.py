"""Each kind of update, as python-telegram-bot reads it."""

import pytest
from telegram.constants import ChatType


def known(message):
    """Nothing in the message is unknown to the library."""
    assert not message.api_kwargs
    assert not message.chat.api_kwargs
    return message


def test_private_message(parsed, chat, anna):
    chat.send("/start r_1 😀 @somebody")
    message = known(parsed().message)
    assert (message.chat.type, message.from_user.language_code) == (ChatType.PRIVATE, "en")
    assert [e.type for e in message.entities] == ["bot_command", "mention"]
    assert message.parse_entity(message.entities[1]) == "@somebody"


def test_group_message_in_reply(api, parsed, anna, bot):
    group = api.group("Office", anna, bot)
    first = group.send("/ask", anna)
    group.send("/ask Who?", anna, reply_to=first)
    message = known(parsed().message)
    assert (message.chat.type, message.reply_to_message.message_id) == ("group", first.id)
    assert message.message_thread_id is None


def test_a_reply_in_a_supergroup_names_its_thread_but_no_topic(api, parsed, anna, bot):
    group = api.supergroup("Office", anna, bot)
    first = group.send("/ask", anna)
    group.send("/ask Who?", anna, reply_to=first)
    message = known(parsed().message)
    assert (message.message_thread_id, message.is_topic_message) == (first.id, None)


def test_message_in_a_topic(api, parsed, anna, bot):
    forum = api.supergroup("Hall", anna, bot, forum=True)
    topic = forum.topic("Meetings")
    forum.send("/ask Who?", anna, topic=topic)
    message = known(parsed().message)
    assert (message.message_thread_id, message.is_topic_message) == (topic, True)
    assert message.chat.is_forum
    assert message.reply_to_message.forum_topic_created.name == "Meetings"


def test_message_in_the_general_topic(api, parsed, anna, bot):
    forum = api.supergroup("Hall", anna, bot, forum=True)
    forum.send("/ask Who?", anna)
    message = known(parsed().message)
    assert (message.message_thread_id, message.reply_to_message) == (None, None)


@pytest.mark.parametrize(("signatures", "signature"), [(False, None), (True, "Anna Berg")])
def test_channel_post(api, parsed, anna, bot, signatures, signature):
    news = api.channel("News", anna, bot, signatures=signatures)
    news.send("/ask Who?", anna)
    update = parsed()
    post = known(update.channel_post)
    assert (update.effective_user, post.sender_chat.id) == (None, news.id)
    assert post.author_signature == signature


def test_edited_channel_post(api, parsed, anna, bot):
    news = api.channel("News", anna, bot)
    news.edit(news.send("/ask Who?"), "/ask When?")
    assert known(parsed().edited_channel_post).text == "/ask When?"


def test_callback_query(call, parsed, chat, anna):
    rows = {"inline_keyboard": [[{"text": "A", "callback_data": "a"}]]}
    call("sendMessage", chat_id=chat.id, text="x", reply_markup=rows)
    anna.press(chat.history()[-1], "A")
    query = parsed().callback_query
    assert (query.data, query.message.text, query.from_user.id) == ("a", "x", anna.id)
    assert not query.api_kwargs


def test_inline_query(parsed, anna, bot):
    anna.ask_inline(bot, "who", chat_type="supergroup")
    assert parsed().inline_query.chat_type == "supergroup"


def test_document_with_caption(parsed, chat):
    chat.send_document("a.md", b"# A", caption="/add 😀")
    message = known(parsed().message)
    assert (message.caption, message.document.file_size) == ("/add 😀", 3)


@pytest.mark.parametrize("kind", ["photo", "sticker", "voice", "video", "location", "contact"])
def test_other_media(parsed, chat, kind):
    chat.send_media(kind)
    assert getattr(known(parsed().message), kind)


def test_business_message(api, call, parsed, anna, bot):
    business = api.business(anna, bot)
    customer = api.user("Chris")
    talk = business.chat(customer)
    assert parsed().business_connection.user.id == anna.id
    question = talk.send("Who?")
    message = known(parsed().business_message)
    assert (message.business_connection_id, message.chat.id) == (business.id, customer.id)
    call(
        "sendMessage",
        business_connection_id=business.id,
        chat_id=customer.id,
        text="Ben",
        reply_parameters={"message_id": question.id},
    )
    answer = talk.wait_reply(question)
    assert (answer.raw["from"]["id"], answer.raw["sender_business_bot"]["id"]) == (anna.id, bot.id)
    talk.edit(question, "When?")
    assert known(parsed().edited_business_message).text == "When?"


def test_business_chats_need_their_connection(api, call, refusal, anna, bot):
    business = api.business(anna, bot)
    talk = business.chat(api.user("Chris"))
    assert refusal("sendMessage", chat_id=talk.id, text="x") == "Bad Request: chat not found"
    answer = refusal("sendMessage", business_connection_id="x", chat_id=talk.id, text="x")
    assert answer == "Bad Request: business connection not found"
    assert call("getBusinessConnection", business_connection_id=business.id)["is_enabled"]
    business.end()
    assert not call("getBusinessConnection", business_connection_id=business.id)["is_enabled"]


def test_guest_message(api, call, parsed, anna):
    guest = api.bot(username="guest_bot", guest=True)
    group = api.supergroup("Office", anna)
    question = group.send("@guest_bot who chaired it?", anna)
    message = known(parsed(by=guest).guest_message)
    assert (message.text, message.chat.id) == ("@guest_bot who chaired it?", group.id)
    result = {
        "type": "article",
        "id": "1",
        "title": "x",
        "input_message_content": {"message_text": "Ben"},
    }
    sent = call("answerGuestQuery", by=guest, guest_query_id=message.guest_query_id, result=result)
    answer = group.wait_next(question)
    assert (answer.text, answer.inline_message_id) == ("Ben", sent["inline_message_id"])
    assert answer.raw["guest_bot_caller_user"]["id"] == anna.id
    again = call("answerGuestQuery", by=guest, guest_query_id=message.guest_query_id, result=result)
    assert again["error_code"] == 400


def test_a_member_bot_is_no_guest(api, updates, anna):
    guest = api.bot(username="member_bot", guest=True)
    group = api.supergroup("Office", anna, guest)
    group.send("@member_bot who?", anna)
    assert updates(by=guest) == []

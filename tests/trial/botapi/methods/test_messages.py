import pytest


def test_a_sent_message_is_answered_and_seen(call, chat, bot):
    sent = call("sendMessage", chat_id=chat.id, text="<b>Hi</b> &amp; bye", parse_mode="HTML")
    assert sent["text"] == "Hi & bye"
    assert sent["from"]["id"] == bot.id
    assert chat.history()[-1].html == "<b>Hi</b> &amp; bye"


def test_parse_mode_ignores_case(call, chat):
    assert call("sendMessage", chat_id=chat.id, text="<i>x</i>", parse_mode="html")["text"] == "x"


def test_text_is_stripped_and_links_are_found(call, chat):
    sent = call("sendMessage", chat_id=chat.id, text="  see example.org  ")
    assert sent["text"] == "see example.org"
    assert sent["entities"] == [{"type": "url", "offset": 4, "length": 11}]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "message text is empty"),
        (None, "message text is empty"),
        ("  \n ", "text must be non-empty"),
        ("x" * 4097, "message is too long"),
        ("😀" * 2049, "message is too long"),
    ],
)
def test_refused_texts(refusal, chat, text, reason):
    assert refusal("sendMessage", chat_id=chat.id, text=text) == f"Bad Request: {reason}"


def test_the_limit_counts_utf16_units_after_parsing(call, chat):
    text = "<b>" + "😀" * 2048 + "</b>"
    assert call("sendMessage", chat_id=chat.id, text=text, parse_mode="HTML")["message_id"]


def test_markup_without_text_is_refused(refusal, chat):
    answer = refusal("sendMessage", chat_id=chat.id, text="<b> </b>", parse_mode="HTML")
    assert answer == "Bad Request: text must be non-empty"


def test_broken_markup_sends_nothing(refusal, chat):
    answer = refusal("sendMessage", chat_id=chat.id, text="<b>x", parse_mode="HTML")
    assert answer == (
        "Bad Request: can't parse entities: Can't find end tag corresponding to start tag \"b\""
    )
    assert chat.history() == []


def test_a_hundred_entities_at_most(call, refusal, chat):
    text = "<b>x</b> "
    assert call("sendMessage", chat_id=chat.id, text=text * 100, parse_mode="HTML")["message_id"]
    answer = refusal("sendMessage", chat_id=chat.id, text=text * 101, parse_mode="HTML")
    assert answer == "Bad Request: ENTITIES_TOO_LONG"


def test_an_unknown_parse_mode_is_refused(refusal, chat):
    answer = refusal("sendMessage", chat_id=chat.id, text="x", parse_mode="BBCode")
    assert answer == "Bad Request: unsupported parse_mode"


@pytest.mark.parametrize(
    ("entity", "reason"),
    [
        (("bold", 100, 1), "entity begins after the end of the text at UTF-16 offset 100"),
        (
            ("bold", 0, 100),
            "entity beginning at UTF-16 offset 0 ends after the end of the text "
            "at UTF-16 offset 100",
        ),
        (("bold", -1, 1), "receive an entity with incorrect offset -1"),
        (("huge", 0, 1), "can't parse MessageEntity: Unsupported type specified"),
        (("text_link", 0, 1), "can't parse MessageEntity: Can't find field \"url\""),
    ],
)
def test_entities_given_beside_the_text_are_checked(refusal, chat, entity, reason):
    entities = [dict(zip(("type", "offset", "length"), entity, strict=True))]
    answer = refusal("sendMessage", chat_id=chat.id, text="hello", entities=entities)
    assert answer == f"Bad Request: {reason}"


def test_a_reply_shows_what_it_replies_to(call, chat):
    question = chat.send("Who?")
    reply = {"message_id": question.id}
    sent = call("sendMessage", chat_id=chat.id, text="Ben", reply_parameters=reply)
    assert sent["reply_to_message"]["text"] == "Who?"
    assert chat.wait_reply(question).text == "Ben"


def test_a_reply_to_nothing_is_refused_unless_allowed(call, refusal, chat):
    reply = {"message_id": 4711}
    answer = refusal("sendMessage", chat_id=chat.id, text="x", reply_parameters=reply)
    assert answer == "Bad Request: message to be replied not found"
    reply["allow_sending_without_reply"] = True
    sent = call("sendMessage", chat_id=chat.id, text="x", reply_parameters=reply)
    assert "reply_to_message" not in sent


def test_a_reply_to_a_deleted_message_is_refused(refusal, chat):
    question = chat.send("Who?")
    chat.delete(question)
    reply = {"message_id": question.id}
    answer = refusal("sendMessage", chat_id=chat.id, text="x", reply_parameters=reply)
    assert answer == "Bad Request: message to be replied not found"


def test_reply_parameters_need_a_message(refusal, chat):
    answer = refusal("sendMessage", chat_id=chat.id, text="x", reply_parameters={"quote": "a"})
    assert answer == 'Bad Request: can\'t find field "message_id"'


def test_a_quote_has_to_stand_in_the_replied_message(call, refusal, chat):
    question = chat.send("Who chaired it?")
    reply = {"message_id": question.id, "quote": "chaired"}
    sent = call("sendMessage", chat_id=chat.id, text="Ben", reply_parameters=reply)
    assert sent["quote"]["text"] == "chaired"
    reply["quote"] = "Chaired"
    answer = refusal("sendMessage", chat_id=chat.id, text="Ben", reply_parameters=reply)
    assert answer == "Bad Request: QUOTE_TEXT_INVALID"


def test_link_preview_options_are_kept_and_checked(call, refusal, chat):
    off = {"is_disabled": True}
    sent = call("sendMessage", chat_id=chat.id, text="x", link_preview_options=off)
    assert sent["link_preview_options"] == off
    bad = {"is_disabled": "yes"}
    answer = refusal("sendMessage", chat_id=chat.id, text="x", link_preview_options=bad)
    assert answer == 'Bad Request: field "is_disabled" must be of type Boolean'


@pytest.mark.parametrize(
    ("chat_id", "reason"),
    [
        (None, "chat_id is empty"),
        ("", "chat_id is empty"),
        (0, "chat not found"),
        (-1, "chat not found"),
        (424242, "chat not found"),
        ("not_a_chat", "chat not found"),
        ("@no_such_channel", "chat not found"),
    ],
)
def test_chats_that_are_none(refusal, chat_id, reason):
    assert refusal("sendMessage", chat_id=chat_id, text="x") == f"Bad Request: {reason}"


def test_a_user_is_not_found_before_they_write(api, call, refusal, anna, bot):
    chat = api.private(anna, bot, started=False)
    assert refusal("sendMessage", chat_id=chat.id, text="x") == "Bad Request: chat not found"
    anna.start(bot)
    assert call("sendMessage", chat_id=chat.id, text="x")["chat"]["id"] == anna.id


def test_a_blocked_bot_is_forbidden(call, refusal, updates, chat, anna, bot):
    anna.block(bot)
    answer = refusal("sendMessage", chat_id=chat.id, text="x")
    assert answer == "Forbidden: bot was blocked by the user"
    assert updates()[-1]["my_chat_member"]["new_chat_member"]["status"] == "kicked"
    anna.block(bot, blocked=False)
    assert call("sendMessage", chat_id=chat.id, text="x")["message_id"]


def test_private_chats_of_two_bots_are_apart(api, call, anna, bot, chat):
    other = api.bot(username="apart_bot")
    assert call("sendMessage", by=other, chat_id=chat.id, text="x")["error_code"] == 400
    api.private(anna, other)
    call("sendMessage", by=other, chat_id=chat.id, text="x")
    assert chat.history() == []


def test_chat_actions(api, call, refusal, chat):
    assert call("sendChatAction", chat_id=chat.id, action="typing") is True
    answer = refusal("sendChatAction", chat_id=chat.id, action="sleeping")
    assert answer == "Bad Request: wrong parameter action in request"
    assert chat.history() == []


@pytest.fixture
def forum(api, anna, bot):
    return api.supergroup("Hall", anna, bot, forum=True)


def test_a_topic_takes_what_names_it(call, forum, anna):
    topic = forum.topic("Meetings")
    sent = call("sendMessage", chat_id=forum.id, text="x", message_thread_id=topic)
    assert (sent["message_thread_id"], sent["is_topic_message"]) == (topic, True)
    assert [m.text for m in forum.history(topic)][-1] == "x"


def test_a_reply_follows_its_message_into_the_topic(call, forum, anna):
    question = forum.send("/ask", anna, topic=forum.topic("Meetings"))
    reply = {"message_id": question.id}
    call("sendMessage", chat_id=forum.id, text="x", reply_parameters=reply)
    assert forum.wait_reply(question).topic == question.topic


@pytest.mark.parametrize("thread", [1, 999])
def test_a_topic_that_is_none_is_refused(refusal, forum, thread):
    answer = refusal("sendMessage", chat_id=forum.id, text="x", message_thread_id=thread)
    assert answer == "Bad Request: message thread not found"


def test_a_deleted_topic_is_refused(refusal, forum):
    topic = forum.topic("Meetings")
    forum.delete_topic(topic)
    answer = refusal("sendMessage", chat_id=forum.id, text="x", message_thread_id=topic)
    assert answer == "Bad Request: message thread not found"


def test_a_closed_topic_is_for_admins(call, refusal, forum, bot):
    topic = forum.topic("Meetings")
    forum.close_topic(topic)
    answer = refusal("sendMessage", chat_id=forum.id, text="x", message_thread_id=topic)
    assert answer == "Bad Request: TOPIC_CLOSED"
    forum.add(bot, admin=True)
    assert call("sendMessage", chat_id=forum.id, text="x", message_thread_id=topic)["message_id"]


def test_threads_are_dropped_outside_of_forums_and_refused_in_private(
    api, call, refusal, anna, bot, chat
):
    group = api.supergroup("Office", anna, bot)
    sent = call("sendMessage", chat_id=group.id, text="x", message_thread_id=5)
    assert "message_thread_id" not in sent
    answer = refusal("sendMessage", chat_id=chat.id, text="x", message_thread_id=5)
    assert answer == "Bad Request: message thread not found"


def test_channels_take_posts_of_admins_only(api, call, refusal, anna, bot):
    news = api.channel("News", anna, bot)
    sent = call("sendMessage", chat_id=news.id, text="x")
    assert sent["sender_chat"]["id"] == news.id
    assert "from" not in sent
    other = api.channel("Other", anna, username="other_news")
    answer = refusal("sendMessage", chat_id="@other_news", text="x")
    assert answer == "Forbidden: bot is not a member of the channel chat"
    assert refusal("sendMessage", chat_id=other.id, text="x") == answer


def test_a_member_may_be_silenced(api, call, refusal, anna, bot):
    group = api.supergroup("Office", anna, bot)
    group.silence(bot)
    answer = refusal("sendMessage", chat_id=group.id, text="x")
    assert answer == "Bad Request: not enough rights to send text messages to the chat"
    group.silence(bot, silent=False)
    assert call("sendMessage", chat_id=group.id, text="x")["message_id"]


KEYBOARD = {"inline_keyboard": [[{"text": "More", "callback_data": "more"}]]}


@pytest.fixture
def sent(call, chat):
    return call("sendMessage", chat_id=chat.id, text="old", reply_markup=KEYBOARD)


def test_an_edit_changes_text_and_keyboard(call, chat, sent):
    before = chat.history()[-1]
    edited = call("editMessageText", chat_id=chat.id, message_id=sent["message_id"], text="new")
    assert (edited["text"], "reply_markup" in edited) == ("new", False)
    assert edited["edit_date"] >= edited["date"]
    after = chat.wait_edit(before)
    assert (after.text, after.labels, after.edited) == ("new", [], True)
    assert (before.text, before.labels) == ("old", ["More"])


def test_an_edit_that_changes_nothing_is_refused(refusal, chat, sent):
    answer = refusal(
        "editMessageText",
        chat_id=chat.id,
        message_id=sent["message_id"],
        text="old",
        reply_markup=KEYBOARD,
    )
    assert answer == (
        "Bad Request: message is not modified: specified new message content and reply markup are "
        "exactly the same as a current content and reply markup of the message"
    )


def test_a_new_keyboard_alone(call, chat, sent):
    where = {"chat_id": chat.id, "message_id": sent["message_id"]}
    assert "reply_markup" not in call("editMessageReplyMarkup", **where)
    assert call("editMessageReplyMarkup", **where, reply_markup=KEYBOARD)["text"] == "old"


def test_missing_messages(refusal, chat):
    answer = refusal("editMessageText", chat_id=chat.id, message_id=77, text="x")
    assert answer == "Bad Request: message to edit not found"
    answer = refusal("editMessageText", chat_id=chat.id, text="x")
    assert answer == "Bad Request: message identifier is not specified"
    answer = refusal("editMessageText", inline_message_id="nothing", text="x")
    assert answer == "Bad Request: MESSAGE_ID_INVALID"


def test_only_its_own_messages(refusal, chat):
    question = chat.send("Who?")
    answer = refusal("editMessageText", chat_id=chat.id, message_id=question.id, text="x")
    assert answer == "Bad Request: message can't be edited"


def test_a_text_has_no_caption(refusal, chat, sent):
    answer = refusal(
        "editMessageCaption", chat_id=chat.id, message_id=sent["message_id"], caption="x"
    )
    assert answer == "Bad Request: there is no caption in the message to edit"


def test_edits_are_not_updates_for_the_bot(call, chat, sent):
    call("editMessageText", chat_id=chat.id, message_id=sent["message_id"], text="new")
    assert call("getUpdates") == []


def test_deleting(call, refusal, chat, sent):
    where = {"chat_id": chat.id, "message_id": sent["message_id"]}
    assert call("deleteMessage", **where) is True
    assert chat.history() == []
    assert refusal("deleteMessage", **where) == "Bad Request: message to delete not found"
    answer = refusal("editMessageText", **where, text="x")
    assert answer == "Bad Request: message to edit not found"


def test_others_messages_in_groups_are_deleted_by_admins_only(api, call, refusal, anna, bot):
    group = api.supergroup("Office", anna, bot)
    where = {"chat_id": group.id, "message_id": group.send("x", anna).id}
    assert refusal("deleteMessage", **where) == "Bad Request: message can't be deleted"
    group.add(bot, admin=True)
    assert call("deleteMessage", **where) is True


def test_reactions(call, refusal, chat):
    where = {"chat_id": chat.id, "message_id": chat.send("x").id}
    thumb = {"type": "emoji", "emoji": "👍"}
    assert call("setMessageReaction", **where, reaction=[thumb]) is True
    answer = refusal("setMessageReaction", **where, reaction=[{"type": "emoji", "emoji": "x"}])
    assert answer == "Bad Request: REACTION_INVALID"
    answer = refusal("setMessageReaction", **where, reaction=[thumb, thumb])
    assert answer == "Bad Request: REACTIONS_TOO_MANY"

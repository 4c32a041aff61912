import pytest

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

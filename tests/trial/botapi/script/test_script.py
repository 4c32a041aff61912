"""A message as the person in the chat sees it."""

import pytest


def test_a_view_is_frozen_and_its_message_moves_on(call, chat, say):
    say("old")
    before = chat.history()[-1]
    call("editMessageText", chat_id=chat.id, message_id=before.id, text="new")
    assert (before.text, chat.message(before).text) == ("old", "new")
    with pytest.raises(LookupError):
        chat.message(99)


def test_formatting_is_read_by_kind(call, chat):
    text = (
        "<b>Ben</b> <blockquote expandable>said <b>Ben</b></blockquote>"
        ' <a href="https://a.org/r">Report</a> b.org'
    )
    call("sendMessage", chat_id=chat.id, text=text, parse_mode="HTML")
    shown = chat.history()[-1]
    assert shown.links == ["https://a.org/r", "b.org"]
    assert (shown.parts("bold"), shown.quotes) == (["Ben", "Ben"], ["said Ben"])

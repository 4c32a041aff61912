"""The script's side: reading, waiting, being told why."""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Mount

from bot.trial.botapi import FakeBotApi


def later(act, *args):
    threading.Timer(0.05, act, args).start()


@pytest.fixture
def say(call, chat):
    def say(text, reply_to=None):
        reply = {"message_id": reply_to.id} if reply_to else None
        return call("sendMessage", chat_id=chat.id, text=text, reply_parameters=reply)

    return say


def test_a_reply_is_waited_for(chat, say):
    question = chat.send("Who?")
    later(say, "Ben", question)
    assert chat.wait_reply(question).text == "Ben"


def test_the_second_reply_is_waited_for(chat, say):
    question = chat.send("Who?")
    say("Ben", question)
    later(say, "Quinn", question)
    assert chat.wait_reply(question, count=2).text == "Quinn"


def test_what_a_bot_says_right_below_a_private_message_is_a_reply_to_it(chat, say):
    question = chat.send("Who?")
    say("Ben")
    say("Quinn")
    chat.send("Thanks")
    say("Not at all")
    assert [m.text for m in chat.replies(question)] == ["Ben", "Quinn"]


def test_without_a_reply_the_error_tells_what_came(chat, say):
    question = chat.send("Who?")
    chat.send("Hello?")
    say("Something else")
    with pytest.raises(TimeoutError, match=r"(?s)no reply to 'Who\?'.*bot: 'Something else'"):
        chat.wait_reply(question, timeout=0.1)


def test_a_condition_over_the_history_is_waited_for(chat, say):
    later(say, "Ben")
    assert chat.wait_for(lambda history: [m.text for m in history if m.from_bot]) == ["Ben"]


def test_calls_are_waited_for(bot, chat, say):
    later(say, "Ben")
    assert bot.wait_call("sendMessage")[0].params["text"] == "Ben"
    with pytest.raises(TimeoutError):
        bot.wait_call("sendMessage", count=2, timeout=0.1)


def test_a_bot_is_idle_once_nothing_waits_for_it(bot, chat, updates):
    chat.send("Who?")
    with pytest.raises(TimeoutError, match="1 updates wait"):
        bot.wait_idle(quiet=0.05, timeout=0.3)
    updates()
    bot.wait_idle(quiet=0.05)


def test_a_bot_that_does_not_poll_is_noticed(bot):
    with pytest.raises(TimeoutError, match="did not ask for updates"):
        bot.wait_polling(timeout=0.1)


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


def test_start_carries_a_deep_links_payload(updates, anna, bot):
    anna.start(bot, "r_17")
    assert updates()[0]["message"]["text"] == "/start r_17"


def test_a_token_is_taken_once(api):
    token = api.bot(username="first_bot").token
    for taken in (token, "nonsense"):
        with pytest.raises(ValueError, match="token"):
            api.bot(taken)


def test_onlookers_are_told_of_everything(call, api, chat, bot):
    async def watch():
        last = api.world.events[-1].number if api.world.events else 0
        later(lambda: call("sendMessage", chat_id=chat.id, text="hello"))
        seen = []
        async for event in api.events(after=last):
            seen.append(event)
            if event.kind == "call":
                break
        return seen

    seen = asyncio.run(asyncio.wait_for(watch(), 5))
    assert [event.kind for event in seen] == ["message", "call"]
    assert seen[0].data["message"]["text"] == "hello"
    assert seen[1].data == {"bot": bot.username, "method": "sendMessage", "code": 200}


def test_it_can_be_mounted_in_another_application():
    fake = FakeBotApi()
    bot, anna = fake.bot(), fake.user()
    chat = fake.private(anna, bot)
    outer = Starlette(routes=[Mount("/telegram", fake.app)])

    async def send():
        transport = httpx.ASGITransport(outer)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            form = {"chat_id": chat.id, "text": "hello"}
            return await client.post(f"/telegram/bot{bot.token}/sendMessage", data=form)

    assert asyncio.run(send()).json()["ok"]
    assert chat.history()[-1].text == "hello"


def test_leaving_ends_a_long_poll_at_once():
    with ThreadPoolExecutor() as pool:
        with FakeBotApi() as api:
            bot = api.bot()
            url = f"{api.url}/bot{bot.token}/getUpdates"
            polled = pool.submit(httpx.get, url, params={"timeout": 50}, timeout=60)
            bot.wait_polling()
        assert polled.result(2).status_code == 502


def test_outside_of_with_there_is_no_address():
    with pytest.raises(RuntimeError, match="with"):
        FakeBotApi().url  # noqa: B018 - reading it is the test

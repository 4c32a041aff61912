"""The fake as a whole: in a `with`, in another application, watched by others."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from fakes import later
from starlette.applications import Starlette
from starlette.routing import Mount

from bot.trial.botapi import FakeBotApi


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

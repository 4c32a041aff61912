import asyncio
import json
import re
from pathlib import Path

import pytest

from bot.try_page.server import STATIC
from bot.try_page.showing import Showing

PNG = b"\x89PNG\r\n\x1a\n" + bytes(8) + b"\x00\x00\x00\x01\x00\x00\x00\x01"


def test_the_state_holds_every_kind_of_chat(page):
    chats = page.get("/api/state").json()["chats"]
    assert {chat["type"] for chat in chats} == {"private", "supergroup", "channel"}
    [forum] = [chat for chat in chats if chat.get("is_forum")]
    assert [topic["name"] for topic in forum["topics"]] == ["Meetings", "Training"]
    assert [chat["title"] for chat in chats if not chat["bot"]] == ["Partners"]


def test_the_state_tells_a_bot_s_post_from_an_admin_s(page, news, sam, stage):
    news.send("/ask Who?", sam)
    message = {"chat_id": news.id, "text": "Tonga"}
    page.post(f"/bot{stage.cast.bot.token}/sendMessage", json=message)
    [shown] = [c for c in page.get("/api/state").json()["chats"] if c["id"] == news.id]
    assert [message["from_bot"] for message in shown["messages"]] == [False, True]


def test_the_token_is_not_shown(page, stage):
    assert stage.cast.bot.token not in page.get("/api/state").text


def test_an_admin_is_offered_more_commands(page, anna, sam, stage):
    commands = [{"command": "ask", "description": "answer"}]
    more = [*commands, {"command": "reload", "description": "read again"}]
    root = f"/bot{stage.cast.bot.token}/setMyCommands"
    page.post(root, json={"commands": commands, "scope": {"type": "all_private_chats"}})
    page.post(root, json={"commands": more, "scope": {"type": "chat", "chat_id": sam.id}})

    def names(user):
        answer = page.get("/api/menu", params={"person": user.id, "chat": user.id}).json()
        return [command["command"] for command in answer["commands"]]

    assert (names(anna), names(sam)) == (["ask"], ["ask", "reload"])


def test_no_commands_are_offered_where_the_bot_is_not(page, anna, stage):
    fields = {"person": anna.id, "chat": stage.cast.rooms[-1].id}
    assert page.get("/api/menu", params=fields).json() == {"commands": []}


def test_until_the_reports_are_read_nothing_is_explained(page, anna):
    answer = page.get("/api/explain", params={"chat": anna.id, "message": 1})
    assert answer.json() == {"error": "the reports are still being read"}
    assert page.get("/api/timeline").status_code == 400
    assert page.get("/api/sheet", params={"report": "a.md"}).status_code == 400


def test_a_picture_is_shown_and_no_other_file(page, anna, stage):
    picture = stage.cast.room(anna.id).send_document("a.png", PNG)
    script = stage.cast.room(anna.id).send_document("a.html", b"<script>alert(1)</script>")
    assert page.get(f"/api/file/{picture.file_id}").headers["content-type"] == "image/png"
    assert "attachment" in page.get(f"/api/file/{script.file_id}").headers["content-disposition"]
    assert page.get("/api/file/none").status_code == 404


def test_onlookers_hear_of_messages_in_order_until_the_end(anna, stage):
    room = stage.cast.room(anna.id)
    room.send("Who?")
    room.send("When?")
    stage.api.service.close()

    async def told():
        return [line async for line in Showing(stage)._told(0)]

    run, *lines = asyncio.run(asyncio.wait_for(told(), 10))
    heard = [json.loads(line.split("data: ")[1]) for line in lines]
    assert stage.run in run
    assert [e["message"]["text"] for e in heard if e["chat_id"] == anna.id] == ["Who?", "When?"]


def test_the_page_and_all_that_it_loads_is_there(page):
    wanted = {"/static/main.js", *re.findall(r'(?:href|src)="(/[^"#]*)"', page.get("/").text)}
    while wanted:
        path = wanted.pop()
        answer = page.get(path)
        assert answer.status_code == 200, path
        assert answer.headers["cache-control"] == "no-cache"
        if path == "/static/main.js":
            modules = [p.read_text("utf-8") for p in STATIC.glob("*.js")]
            wanted |= {
                f"/static/{name}" for text in modules for name in re.findall(r'"\./(.+\.js)"', text)
            }


@pytest.mark.parametrize("path", sorted(STATIC.iterdir()), ids=lambda path: Path(path).name)
def test_the_page_names_nothing_outside(path):
    text = path.read_text("utf-8").replace("http://www.w3.org/2000/svg", "")
    assert not re.search(r"https?://\w|//\w+\.\w+/|@import|\bstyle=|\bon\w+=|innerHTML", text)

import asyncio
import json
import re
import threading
from pathlib import Path

import pytest

from bot.trial.page import STATIC
from bot.trial.page.endpoints import Showing


def test_what_is_written_stands_in_the_chat(act, anna, stage):
    room = stage.cast.room(anna.id)
    sent = act("send", anna, room, text="Who chaired it?")["message"]
    assert room.message(sent).text == "Who chaired it?"
    reply = act("send", anna, room, text="And when?", reply_to=sent)["message"]
    assert room.message(reply).reply_to == sent


def test_a_topic_keeps_its_messages(act, anna, office):
    topic = next(iter(office.state.topics))
    sent = act("send", anna, office, text="/ask Who?", topic=topic)["message"]
    assert office.message(sent).topic == topic


def test_halves_of_characters_are_mended(act, anna, stage):
    room = stage.cast.room(anna.id)
    sent = act("send", anna, room, text="Who \ud83d?")["message"]
    assert room.message(sent).text == "Who ??"


def test_one_s_own_message_can_be_edited(act, anna, sam, office):
    sent = act("send", anna, office, text="Who?")["message"]
    assert "own messages" in act("edit", sam, office, message=sent, text="What?")
    act("edit", anna, office, message=sent, text="When?")
    assert office.message(sent).text == "When?"


def test_only_admins_post_in_the_channel(act, anna, sam, news):
    assert "administer" in act("send", anna, news, text="/ask Who?")
    sent = act("send", sam, news, text="/ask Who?")["message"]
    assert "own messages" in act("edit", anna, news, message=sent, text="When?")
    act("edit", sam, news, message=sent, text="/ask When?")
    assert news.message(sent).text == "/ask When?"


def test_a_private_chat_is_nobody_else_s(act, sam, anna, stage):
    assert "another person's" in act("send", sam, stage.cast.room(anna.id), text="Who?")


def test_nobody_and_nowhere_are_refused(page, anna):
    for person, chat in ((1, anna.id), (anna.id, 1)):
        sent = {"person": person, "chat": chat, "text": "Who?"}
        assert page.post("/api/send", json=sent).status_code == 400


def test_an_empty_message_is_refused(act, anna, stage):
    assert "empty" in act("send", anna, stage.cast.room(anna.id), text="  ")


def test_a_file_is_sent_with_its_caption(page, sam, stage):
    fields = {"person": str(sam.id), "chat": str(sam.id), "caption": "/add"}
    files = {"file": ("report.md", b"# Report", "text/markdown")}
    number = page.post("/api/upload", data=fields, files=files).json()["message"]
    sent = stage.cast.room(sam.id).message(number)
    assert (sent.text, sent.file_name) == ("/add", "report.md")
    kept = page.get(f"/api/file/{sent.file_id}")
    assert (kept.content, kept.headers["content-disposition"]) == (b"# Report", "attachment")


def test_an_upload_without_a_file_is_refused(page, sam):
    fields = {"person": str(sam.id), "chat": str(sam.id), "caption": ""}
    assert page.post("/api/upload", data=fields, files={"x": b""}).status_code == 400


def test_a_card_is_asked_for_in_the_private_chat(act, anna, office, stage):
    asked = act("card", anna, office, report=3)
    assert asked["chat"] == anna.id
    assert stage.cast.room(anna.id).message(asked["message"]).text == "/report 3"


def test_a_press_waits_for_the_bot_s_answer(act, anna, page, stage):
    room, root = stage.cast.room(anna.id), f"/bot{stage.cast.bot.token}"
    markup = {"inline_keyboard": [[{"text": "Right", "callback_data": "v:1"}]]}
    message = {"chat_id": anna.id, "text": "Tonga", "reply_markup": markup}
    sent = page.post(f"{root}/sendMessage", json=message).json()["result"]["message_id"]
    bot = _answering(page, stage, "callback_query", "answerCallbackQuery", {"text": "Counted."})
    assert act("press", anna, room, message=sent, data="v:1")["answer"]["text"] == "Counted."
    assert "no button" in act("press", anna, room, message=sent, data="other")
    bot.join()


def test_an_inline_result_is_posted_where_it_was_typed(act, anna, page, stage, office):
    result = {"type": "article", "id": "a", "title": "Tonga"}
    result["input_message_content"] = {"message_text": "Tonga chaired it."}
    bot = _answering(page, stage, "inline_query", "answerInlineQuery", {"results": [result]})
    asked = act("inline", anna, office, query="who chaired", offset="")
    bot.join()
    topic = next(iter(office.state.topics))
    chosen = {"query": asked["query"], "result": "a", "topic": topic}
    sent = act("choose", anna, office, **chosen)["message"]
    assert (office.message(sent).text, office.message(sent).topic) == ("Tonga chaired it.", topic)
    assert stage.asked(office.id, sent).question == "who chaired"


def test_a_member_posts_no_result_in_the_channel(act, anna, news, office, page, stage):
    bot = _answering(page, stage, "inline_query", "answerInlineQuery", {"results": []})
    asked = act("inline", anna, office, query="who", offset="")
    bot.join()
    assert "only admins" in act("choose", anna, news, query=asked["query"], result="a")
    assert "gone" in act("choose", anna, office, query="0", result="a")


def _answering(page, stage, kind, method, answer):
    """A bot that answers one query."""
    root = f"/bot{stage.cast.bot.token}"

    def answering():
        asked = {"timeout": 5, "allowed_updates": [kind]}
        [update] = page.post(f"{root}/getUpdates", json=asked).json()["result"]
        name = kind.replace("query", "query_id")
        page.post(f"{root}/{method}", json={name: update[kind]["id"], **answer})

    thread = threading.Thread(target=answering)
    thread.start()
    return thread


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
        return [line async for line in Showing(stage)._stream(0)]

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

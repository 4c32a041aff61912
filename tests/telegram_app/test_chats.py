import pytest
from bot_process import ADMIN, STARTED, TOKEN, BotProcess

from bot.trial.botapi import UserHandle

QUESTION = "Who chaired the seminar on tide gauges?"
UNSAID = "Who closed the seminar on tide gauges?"


def bots(chat):
    return [m for m in chat.history() if m.from_bot]


def test_in_all_mode_questions_are_answered_where_the_reports_say_something(world):
    anna = world.api.user("Anna")
    group = world.api.supergroup("Office", anna, world.admin, world.bot)
    group.add(world.bot, admin=True)
    group.wait_reply(group.send("/settings groups all", world.admin))
    for text in ("See you tomorrow", UNSAID, "lunch?"):
        group.send(text, anna)
    assert "Tonga" in group.wait_reply(group.send(QUESTION, anna)).text
    assert "the reports don't say" in group.wait_reply(group.send(f"/ask {UNSAID}", anna)).text
    assert len(bots(group)) == 3


def test_in_all_mode_a_question_that_may_be_about_another_event_is_left_alone(world):
    anna = world.api.user("Anna")
    group = world.api.supergroup("Office", anna, world.admin, world.bot)
    group.add(world.bot, admin=True)
    group.wait_reply(group.send("/settings groups all", world.admin))
    unnamed = group.send("Who chaired the seminar?", anna)
    assert "Tonga" in group.wait_reply(group.send(QUESTION, anna)).text
    assert "Anna Lee" in group.wait_reply(group.send("Who opened the seminar?", anna)).text
    assert group.replies(unnamed) == []
    assert "Tonga" in group.wait_reply(group.send("/ask Who chaired it?", anna)).text


def test_settings_follow_a_group_that_becomes_a_supergroup(world):
    anna = world.api.user("Anna")
    group = world.api.group("Office", anna, world.admin, world.bot)
    group.wait_reply(group.send("/settings groups off", world.admin))
    moved = group.migrate()
    moved.send(f"/ask {QUESTION}", anna)
    settings = moved.wait_reply(moved.send("/settings", world.admin))
    assert "✓ off" in settings.labels
    assert len(bots(moved)) == 1


def test_a_chat_that_removes_the_bot_has_its_settings_forgotten(world):
    anna = world.api.user("Anna")
    group = world.api.supergroup("Office", anna, world.admin, world.bot)
    group.wait_reply(group.send("/settings groups off", world.admin))
    group.remove(world.bot)
    group.add(world.bot)
    settings = group.wait_reply(group.send("/settings", world.admin))
    assert "✓ mention" in settings.labels


def test_people_are_answered_in_their_language(world):
    chat = world.private(language_code="vi")
    answer = chat.wait_reply(chat.send(UNSAID))
    assert "các báo cáo không nói" in answer.text
    assert "Toàn văn báo cáo" in answer.labels


def test_a_chat_may_have_a_language_of_its_own(world):
    anna = world.api.user("Anna", language_code="en")
    group = world.api.supergroup("Office", anna, world.admin, world.bot)
    settings = group.wait_reply(group.send("/settings", world.admin))
    world.admin.press(settings, "ไทย").wait_answer()
    assert "รายงาน" in group.wait_reply(group.send(f"/ask {UNSAID}", anna)).text
    group.wait_reply(group.send("/settings language auto", world.admin))
    assert "the reports" in group.wait_reply(group.send(f"/ask {UNSAID}", anna)).text


def test_a_private_chat_has_settings_too(world):
    chat = world.api.private(world.admin, world.bot)
    settings = chat.wait_reply(chat.send("/settings"))
    assert "group" not in settings.text.lower()
    assert "/settings language" in settings.text
    refused = chat.wait_reply(chat.send("/settings groups off"))
    assert "group" not in refused.text.lower()
    world.admin.press(settings, "Bahasa Indonesia").wait_answer()
    changed = chat.wait_edit(settings)
    world.admin.press(changed, "bahasa masing-masing").wait_answer()
    assert "✓ each person's language" in chat.wait_edit(changed).labels


@pytest.mark.parametrize("kind", ["sticker", "voice", "photo", "location"])
def test_what_is_no_text_gets_one_friendly_line(world, kind):
    chat = world.private()
    said = chat.wait_reply(chat.send_media(kind))
    assert len(said.text.splitlines()) == 1
    again = chat.send_media(kind)
    chat.wait_reply(chat.send("/help"))
    assert chat.replies(again) == []


def test_a_picture_with_a_question_as_its_caption_is_answered(world):
    chat = world.private()
    assert "Tonga" in chat.wait_reply(chat.send_media("photo", caption=QUESTION)).text


def test_a_customer_of_a_business_account_is_answered_where_the_reports_say_something(world):
    owner, customer = world.api.user("Owner"), world.api.user("Customer")
    chat = world.api.business(owner, world.bot).chat(customer)
    chat.send(UNSAID)
    asked = chat.send(QUESTION)
    answer = chat.wait_reply(asked)
    assert "Tonga" in answer.text
    chat.edit(asked, "Where was the seminar on tide gauges?")
    assert "Apia" in chat.wait_edit(answer).text
    assert len(bots(chat)) == 1


def test_a_guest_message_is_answered_in_the_foreign_chat(world):
    anna = world.api.user("Anna")
    group = world.api.supergroup("Elsewhere", anna)
    group.send(f"@reports_bot {QUESTION}", anna)
    answer = group.wait_for(lambda found: [m for m in found if "Tonga" in m.text])
    assert answer[-1].quotes


@pytest.fixture
def closed(tmp_path, api, corpus):
    """A bot for listed people."""
    bot = api.bot(TOKEN, username="reports_bot")
    ben = api.user("Ben")
    inside = api.supergroup("Inside", ben, api.user("Anna", id=77), bot)
    telegram = {"access": "listed", "admins": [ADMIN], "users": [ben.id], "chats": [inside.id]}
    settings = {"telegram": telegram, "answer": {"contact": "Ask Carla."}}
    settings["limits"] = {"per_user_per_minute": 3}
    with BotProcess(tmp_path / "bot", api.url, corpus, settings, plain=True) as process:
        bot.wait_polling(STARTED)
        yield api, bot, ben, inside
        assert process.stop() == 0


def test_only_listed_people_and_chats_are_answered(closed):
    api, bot, ben, inside = closed
    chat = api.private(ben, bot)
    assert "Tonga" in chat.wait_reply(chat.send(QUESTION)).text
    anna = UserHandle(api.world, api.world.accounts[77])
    answer = inside.wait_reply(inside.send(f"/ask {QUESTION}", anna))
    assert "Tonga" in answer.text
    eve = api.user("Eve")
    stranger = api.private(eve, bot)
    said = stranger.wait_reply(stranger.send(QUESTION))
    assert "Tonga" not in said.text
    assert "Ask Carla." in said.text
    assert "Tonga" not in stranger.wait_reply(stranger.send("/reports")).text
    outside = api.supergroup("Outside", eve, bot)
    assert "Tonga" not in outside.wait_reply(outside.send(f"/ask {QUESTION}", eve)).text
    assert eve.ask_inline(bot, QUESTION).wait_answer()["results"] == []
    assert ben.ask_inline(bot, QUESTION).wait_answer()["results"] != []
    data = answer.button("Full report").data
    assert "bot is private" in eve.press_forged(said, data).wait_answer()["text"]


def test_who_asks_too_much_is_told_once(closed):
    api, bot, ben, _ = closed
    chat = api.private(ben, bot)
    asked = [chat.send(QUESTION) for _ in range(6)]
    assert "more than 3 questions" in chat.wait_reply(asked[3]).text
    bot.wait_idle()
    assert [len(chat.replies(question)) for question in asked] == [1, 1, 1, 1, 0, 0]
    assert chat.wait_reply(chat.send("/help"))

import pytest


def test_a_private_question_is_answered_with_the_passage(world):
    chat = world.private()
    question = chat.send("Who chaired the joint planning session?")
    answer = chat.wait_reply(question)
    assert answer.parts("bold")[0] == "New Zealand and Viet Nam"
    assert "chaired by New Zealand and Viet Nam" in answer.quotes[0]


def test_the_title_and_the_link_follow_the_passage(world):
    chat = world.private()
    answer = chat.wait_reply(chat.send("Who chaired the joint planning session?"))
    tail = answer.text.rpartition(answer.quotes[0])[2]
    assert "source" in tail
    assert answer.raw["link_preview_options"] == {"is_disabled": True}


def test_what_the_reports_do_not_say_is_said(world):
    chat = world.private()
    answer = chat.wait_reply(chat.send("Who closed the joint planning session?"))
    assert "the reports don't say" in answer.text


def test_a_follow_up_is_about_the_same_event(world):
    chat = world.private()
    chat.wait_reply(chat.send("Who opened the joint planning session?"))
    answer = chat.wait_reply(chat.send("And what is his post?"))
    assert "Ambassador to Thailand" in answer.parts("bold")[0]


@pytest.mark.parametrize("text", ["🎉🎉", "the of and", "?", "who " * 1000])
def test_what_is_no_question_gets_a_line(world, text):
    chat = world.private()
    assert len(chat.wait_reply(chat.send(text)).text) < 4000


def test_a_group_is_answered_by_ask_only(world):
    anna = world.api.user("Anna")
    group = world.api.group("Office", anna, world.bot)
    group.send("Who chaired the joint planning session?", anna)
    asked = group.send("/ask Who chaired the joint planning session?", anna)
    answer = group.wait_reply(asked)
    assert "New Zealand and Viet Nam" in answer.text
    assert [m for m in group.history() if m.from_bot] == [answer]


def test_an_answer_stays_in_its_topic(world):
    anna = world.api.user("Anna")
    forum = world.api.supergroup("Hall", anna, world.bot, forum=True)
    topic = forum.topic("Meetings")
    asked = forum.send("/ask Who chaired the joint planning session?", anna, topic=topic)
    assert forum.wait_reply(asked).topic == topic


def test_a_channel_post_is_answered_there(world):
    anna = world.api.user("Anna")
    news = world.api.channel("News", anna, world.bot)
    asked = news.send("/ask Who chaired the joint planning session?")
    assert "New Zealand and Viet Nam" in news.wait_reply(asked).text

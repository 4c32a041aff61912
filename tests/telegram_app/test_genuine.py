"""The whole of it: `rapporteur run`, the real answers, the sample reports."""

from pathlib import Path

import pytest

from bot.rendering.telegram_texts import LANGUAGES

INDONESIAN = LANGUAGES["id"]
CHAIRED = "Who chaired the joint planning session?"
TALK = Path(__file__).with_name("data") / "group_talk.txt"


def chaired(answer):
    assert "New Zealand" in answer.parts("bold")[0]
    assert "Viet Nam" in answer.parts("bold")[0]
    assert any("New Zealand" in quote and "Viet Nam" in quote for quote in answer.quotes)
    return True


def test_a_private_question_is_answered_with_the_passage(genuine):
    chat = genuine.private()
    answer = chat.wait_reply(chat.send(CHAIRED))
    assert chaired(answer)
    assert answer.text.index(answer.quotes[0]) > 0
    assert answer.raw["link_preview_options"] == {"is_disabled": True}


def test_a_follow_up_is_about_the_same_event(genuine):
    chat = genuine.private()
    chat.wait_reply(chat.send(CHAIRED))
    answer = chat.wait_reply(chat.send("and who opened it?"))
    assert answer.parts("bold")[0] == "Johnathan Kings"


def test_a_chain_of_follow_ups_stays_with_the_event(genuine):
    chat = genuine.private()
    asked = ["Who opened the joint planning session?", "and who chaired it?", "and who opened it?"]
    answers = [chat.wait_reply(chat.send(question)) for question in asked]
    assert answers[0].parts("bold")[0] == "Johnathan Kings"
    assert all("Joint planning session" in answer.text for answer in answers)
    assert answers[2].parts("bold")[0] == "Johnathan Kings"


@pytest.mark.parametrize(
    ("question", "line"),
    [
        ("Wer hat die Sitzung eröffnet?", "Ich suche in englischen Berichten"),
        ("谁主持了会议？", "请用英语提问"),
        ("Mengapa rapatnya ditunda?", "Pertanyaan ini belum saya pahami"),
    ],
)
def test_a_question_in_a_language_of_no_report_is_told_so(genuine, question, line):
    chat = genuine.private()
    assert line in chat.wait_reply(chat.send(question)).text
    [result] = chat_results(genuine, question)
    assert line in result["title"]


@pytest.mark.parametrize(
    ("question", "line"),
    [
        ("Siapa ketua lokakarya zebra di Lima?", "tidak ada laporan tentang acara itu"),
        ("Ai chủ trì hội thảo zebra ở Lima?", "không báo cáo nào nói về sự kiện"),
        ("ใครเป็นประธานการประชุมเชิงปฏิบัติการ zebra ที่ Lima", "ไม่มีรายงานเกี่ยวกับงานนี้"),
    ],
)
def test_a_question_is_refused_in_its_own_language(genuine, question, line):
    chat = genuine.private()
    assert line in chat.wait_reply(chat.send(question)).text


def test_the_buttons_under_an_answer_are_in_its_language(genuine):
    chat = genuine.private()
    answer = chat.wait_reply(chat.send("Siapa ketua forum Koper?"))
    assert "Laporan lengkap" in answer.labels


def chat_results(world, query):
    return world.api.user("Anna").ask_inline(world.bot, query).wait_answer()["results"]


def test_no_passage_is_offered_twice(genuine):
    sent = [result["sent"]["text"] for result in chat_results(genuine, "smuggling networks")]
    passages = [text.split("\n")[-2] for text in sent]
    assert not [p for n, p in enumerate(passages) for q in passages[:n] if p in q]


def test_what_the_reports_do_not_say_is_said(genuine):
    chat = genuine.private()
    answer = chat.wait_reply(chat.send("At which hotel was the joint planning session held?"))
    assert "the reports don't say" in answer.text


@pytest.mark.parametrize("text", ["🎉🎉", "the of and", "?", "who " * 1000])
def test_what_is_no_question_gets_a_line(genuine, text):
    chat = genuine.private()
    assert len(chat.wait_reply(chat.send(text)).text) < 1000


def test_buttons_stay_in_the_language_of_the_question(genuine):
    chat, ben = genuine.private(), genuine.api.user("Ben")
    answer = chat.wait_reply(chat.send("Siapa ketua joint planning session?"))
    ben.press(answer, INDONESIAN.button_more).wait_answer()
    page = chat.wait_edit(answer)
    assert page.text.startswith(INDONESIAN.page_of.partition("{")[0])
    ben.press(page, INDONESIAN.button_answer).wait_answer()
    back = chat.wait_edit(page)
    assert back.labels == answer.labels
    ben.press(back, INDONESIAN.button_wrong).wait_answer()
    voted = chat.wait_edit(back).labels
    assert voted[:3] == [
        INDONESIAN.button_tell, INDONESIAN.button_more, INDONESIAN.button_report,
    ]  # fmt: skip


def test_which_event_is_asked_and_chosen_in_the_language_of_the_question(genuine):
    chat, anna = genuine.private("Ida"), genuine.api.user("Ida")
    asked = chat.wait_reply(chat.send("Siapa ketua forum itu?"))
    assert asked.text == INDONESIAN.which_event
    assert INDONESIAN.button_another in asked.labels
    anna.press(asked, asked.labels[0]).wait_answer()
    chosen = chat.wait_edit(asked).labels
    assert {INDONESIAN.button_report, INDONESIAN.button_another} <= set(chosen)
    assert not {LANGUAGES["en"].button_report, LANGUAGES["en"].button_another} & set(chosen)


def test_groups_topics_and_channels_are_answered_where_they_ask(genuine):
    anna = genuine.api.user("Anna")
    group = genuine.api.group("Office", anna, genuine.bot)
    assert chaired(group.wait_reply(group.send(f"/ask {CHAIRED}", anna)))
    forum = genuine.api.supergroup("Hall", anna, genuine.bot, forum=True)
    topic = forum.topic("Meetings")
    answer = forum.wait_reply(forum.send(f"/ask {CHAIRED}", anna, topic=topic))
    assert chaired(answer)
    assert answer.topic == topic
    news = genuine.api.channel("News", anna, genuine.bot)
    assert chaired(news.wait_reply(news.send(f"/ask {CHAIRED}")))


def test_a_hundred_lines_of_group_talk_get_no_answer_where_every_question_is_answered(genuine):
    anna = genuine.api.user("Anna")
    group = genuine.api.supergroup("Office", anna, genuine.admin, genuine.bot)
    group.add(genuine.bot, admin=True)
    group.wait_reply(group.send("/settings groups all", genuine.admin))
    assert chaired(group.wait_reply(group.send(CHAIRED, anna)))
    lines = [group.send(line, anna) for line in TALK.read_text("utf-8").splitlines()]
    group.wait_reply(group.send(f"/ask {CHAIRED}", anna), timeout=120)
    assert len(lines) == 100
    assert [line.text for line in lines if group.replies(line)] == []


def test_an_inline_query_gives_the_answer_first(genuine):
    asked = genuine.api.user("Anna").ask_inline(genuine.bot, CHAIRED)
    results = asked.wait_answer()["results"]
    assert 1 <= len(results) <= 5
    assert "New Zealand" in results[0]["title"]


def test_start_offers_questions_that_the_reports_answer(genuine):
    chat = genuine.private()
    start = chat.wait_reply(chat.send("/start"))
    assert "14 event reports" in start.text
    assert start.labels
    person = genuine.api.user("Ben")
    person.press(start, start.labels[0]).wait_answer()
    assert chat.wait_reply(start).quotes


def test_a_report_is_shown_with_what_it_states(genuine):
    chat = genuine.private()
    line = next(
        line
        for line in chat.wait_reply(chat.send("/reports joint planning")).text.splitlines()
        if "Joint planning" in line
    )
    card = chat.wait_reply(chat.send(f"/report {line.partition('.')[0]}"))
    assert "Chair: " in card.text
    assert "Full report" in card.labels


def test_every_event_that_is_offered_is_answered_for(genuine):
    anna = genuine.api.user("Anna")
    chat = genuine.api.private(anna, genuine.bot)
    question = "When did the annual forum of the Harbour Watch Network take place?"
    answer = chat.wait_reply(chat.send(question))
    offered = [label for label in answer.labels if "Forum" in label]
    assert offered
    for label in offered:
        anna.press(chat.message(answer), label).wait_answer()
        answer = chat.wait_edit(answer)
        assert label.rpartition(" · ")[0] in answer.text
        anna.press(answer, "Another").wait_answer()
        answer = chat.wait_edit(answer)

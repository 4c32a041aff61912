"""Whatever costs an answer counts for a person's limit, and nobody is kept waiting by others."""

import time

import pytest
from bot_process import report, started, write_reports

QUESTION = "Who chaired the seminar on tide gauges?"
AT_LENGTH = "Who chaired the seminar on tide gauges at length?"
LIMIT = 3


@pytest.fixture(scope="module")
def limited(tmp_path_factory):
    """A bot that answers a person three times a minute."""
    folder = tmp_path_factory.mktemp("limited")
    settings = {"limits": {"per_user_per_minute": LIMIT}}
    with started(folder, write_reports(folder, 16), settings) as made:
        yield made
        assert made.process.stop() == 0


def use_up(world, person):
    """Asks as often as one may."""
    chat = world.api.private(person, world.bot)
    for _ in range(LIMIT):
        chat.wait_reply(chat.send(QUESTION))
    return chat


def results(asked):
    return asked.wait_answer()["results"]


def test_inline_queries_count_and_are_empty_over_the_limit(limited):
    anna, ben = limited.api.user("Anna"), limited.api.user("Ben")
    asked = [anna.ask_inline(limited.bot, f"{QUESTION} {n}") for n in range(LIMIT + 2)]
    assert [bool(results(query)) for query in asked] == [True] * LIMIT + [False] * 2
    assert asked[-1].wait_answer()["cache_time"] == 0
    assert results(ben.ask_inline(limited.bot, QUESTION))
    assert results(anna.ask_inline(limited.bot, ""))


def test_the_further_pages_of_an_inline_query_count_too(limited):
    anna = limited.api.user("Anna")
    for _ in range(LIMIT):
        assert results(anna.ask_inline(limited.bot, "seminar", offset="1"))
    assert results(anna.ask_inline(limited.bot, "seminar", offset="1")) == []


def test_all_ways_to_ask_are_counted_together(limited):
    anna = limited.api.user("Anna")
    use_up(limited, anna)
    assert results(anna.ask_inline(limited.bot, QUESTION)) == []


def test_a_guest_is_told_once_that_it_was_too_much(limited):
    anna = limited.api.user("Anna")
    group = limited.api.supergroup("Elsewhere", anna)
    for _ in range(LIMIT + 3):
        group.send(f"@reports_bot {QUESTION}", anna)
    said = group.wait_for(lambda found: [m for m in found if "more than 3" in m.text])
    limited.bot.wait_idle()
    answers = [m for m in group.history() if m.quotes]
    notices = [m for m in group.history() if "more than 3" in m.text]
    assert (len(answers), len(notices), said) == (LIMIT, 1, notices)


@pytest.mark.parametrize("command", ["/report 1", "/reports tide", "/start", "/start r_1"])
def test_a_command_that_costs_much_counts_and_is_told_once_over_the_limit(limited, command):
    chat = limited.private()
    asked = []
    for _ in range(LIMIT + 1):  # one by one: in a private chat a reply may quote nothing
        asked.append(chat.send(command))
        chat.wait_reply(asked[-1])
    asked.append(chat.send(command))
    limited.bot.wait_idle()
    # The first may be answered before the next is there, and then quotes nothing.
    replies = [message.text for message in chat.history() if message.from_bot]
    assert ["more than 3 questions" in text for text in replies] == [False] * LIMIT + [True]


def test_what_costs_nothing_is_answered_over_the_limit(limited):
    chat = use_up(limited, limited.api.user("Anna"))
    for command in ("/help", "/privacy", "/forget"):
        assert "more than 3" not in chat.wait_reply(chat.send(command)).text


@pytest.mark.parametrize(
    ("command", "label"),
    [
        (QUESTION, "More passages"),
        (QUESTION, "Full report"),
        (QUESTION, "👍"),
        ("Who chaired the seminar?", "All of them"),
        ("Who chaired the seminar?", "Seminar on tide"),
        ("/report 1", "Where"),
        ("/reports", "▶"),
    ],
)
def test_a_button_over_the_limit_says_so_in_a_toast_and_does_nothing(limited, command, label):
    asked = limited.private()
    message = asked.wait_reply(asked.send(command))
    eve = limited.api.user("Eve")
    use_up(limited, eve)
    button = next(found for found in message.labels if found.startswith(label))
    before = len(asked.history())
    for _ in range(2):
        said = eve.press(message, button).wait_answer()
        assert "more than 3 questions" in said["text"]
        assert len(said["text"]) <= 200
        assert not said.get("show_alert")
    limited.bot.wait_idle()
    history = asked.history()
    assert len(history) == before
    assert next(m for m in history if m.id == message.id).text == message.text


def test_presses_count_by_when_they_are_pressed_not_by_when_the_message_was_sent(limited):
    chat = limited.private()
    old = chat.wait_reply(chat.send("/help"))
    message = {**old.raw, "date": int(time.time()) - 7200, "chat": {**old.raw["chat"]}}
    person = chat.send("hello").raw["from"]
    for number in range(LIMIT):
        press = {"id": f"{number}", "from": person, "chat_instance": "1", "data": "l:1"}
        limited.bot.inject({"callback_query": {**press, "message": message}})
    limited.bot.wait_idle()
    assert "more than 3 questions" in chat.wait_reply(chat.send(QUESTION)).text


@pytest.fixture
def patient(tmp_path):
    """A bot to which slow questions are put, which are about it for a while."""
    with started(tmp_path, write_reports(tmp_path)) as made:
        yield made
        assert made.process.stop() == 0


def test_an_answer_that_takes_too_long_gives_way_to_the_closest_passage(patient):
    chat, other = patient.private("Anna"), patient.private("Ben")
    began = time.monotonic()
    asked = chat.send(AT_LENGTH)
    assert "Tonga" in other.wait_reply(other.send(QUESTION)).parts("bold")
    said = chat.wait_reply(asked, timeout=30)
    assert time.monotonic() - began < 30
    assert said.text.startswith("Finding an answer took too long.")
    assert said.quotes == ["The seminar on tide gauges was chaired by Tonga."]
    assert said.labels == ["More passages", "Full report"]
    log = patient.process.log.read_text()
    assert "An answer takes longer than 2 s" in log
    assert "question outcome=took_long" in log
    assert "at length" not in log


def test_slow_questions_hold_up_no_reload_and_no_download(patient):
    people = [patient.private(f"P{n}") for n in range(10)]
    asked = [(chat, chat.send(AT_LENGTH)) for chat in people]
    desk = patient.api.private(patient.admin, patient.bot)
    patient.api.wait(lambda: patient.bot.pending == 0)
    began = time.monotonic()
    assert "0 added" in desk.wait_reply(desk.send("/reload"), timeout=30).text
    kelp = report("Symposium on kelp", "Nauru", "Yaren", "1 April 2020").encode()
    added = desk.wait_reply(desk.send_document("kelp.md", kelp, caption="/add"), timeout=30)
    assert "1 added" in added.text
    assert time.monotonic() - began < 30
    for chat, question in asked:
        assert chat.wait_reply(question, timeout=30).quotes


def test_an_inline_query_that_takes_too_long_gives_the_closest_passages(patient):
    answer = patient.api.user("Anna").ask_inline(patient.bot, AT_LENGTH).wait_answer(timeout=30)
    assert answer["results"][0]["title"].startswith("Finding an answer took too long.")
    assert "chaired by Tonga" in answer["results"][0]["sent"]["text"]
    assert answer["cache_time"] == 0

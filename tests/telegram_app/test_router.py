"""Which handler an update comes to, and who is refused before it: the router without a network."""

import asyncio
import time
from dataclasses import replace

import pytest
from bot_process import ADMIN
from offices import (
    ANNA,
    BEN,
    BOSS,
    GROUP,
    ME,
    OTHER_BOT,
    PRIVATE,
    QUESTION,
    TEXTS,
    message,
)
from telegram.error import NetworkError

from bot.errors import SearchError
from bot.telegram_app.router import Router

PASSING = NetworkError("down")


def test_a_question_is_answered_and_a_command_comes_to_its_function(office):
    (answer,) = office.says(QUESTION)
    assert answer.startswith("<b>Tonga</b>")
    assert "/reports" in office.says("/help")[0]


def test_an_unknown_command_is_answered_in_private_only(office):
    assert office.says("/nonsense") == [TEXTS.unknown_command]
    assert office.says("/nonsense", chat=GROUP) == []


def test_in_a_group_only_what_is_meant_for_the_bot_is_answered(office):
    assert office.says(QUESTION, chat=GROUP) == []
    assert len(office.says(f"/ask {QUESTION}", chat=GROUP)) == 1


def test_what_admins_may_is_refused_to_others_before_it_runs(office):
    runs = office.services.reloader.runs
    assert office.says("/reload") == [TEXTS.admins_only.format(command="reload")]
    assert office.services.reloader.runs == runs


def test_what_admins_may_runs_for_an_admin(office):
    (status,) = office.says("/status", by=BOSS, chat=PRIVATE | {"id": ADMIN})
    assert TEXTS.admins_only.format(command="status") != status


@pytest.mark.parametrize("text", ["Who?", "/help"])
def test_who_is_not_on_the_list_gets_a_polite_line(made, text):
    office = made(access="listed")
    assert office.says(text) == [TEXTS.stranger]


def test_who_is_not_on_the_list_is_no_flood(made):
    office = made(access="listed")
    assert [len(office.says("Who?")) for _ in range(5)] == [1, 1, 1, 0, 0]


def test_other_bots_are_not_answered(office):
    assert office.says(QUESTION, by=OTHER_BOT) == []


def test_what_is_over_the_limit_is_said_once(office):
    answers = [office.says(QUESTION) for _ in range(6)]
    assert [len(said) for said in answers] == [1, 1, 1, 1, 0, 0]
    assert answers[3] == [TEXTS.over_limit.format(limit=3)]


def test_a_sticker_is_told_once_in_a_while_and_in_private_only(office):
    sticker = {"sticker": {"file_id": "a", "file_unique_id": "a", "width": 1, "height": 1,
                           "type": "regular", "is_animated": False, "is_video": False}}  # fmt: skip
    assert office.says("", **sticker) == [TEXTS.text_only]
    assert office.says("", **sticker) == []
    assert office.says("", by=BEN, chat=GROUP, **sticker) == []


def test_an_edited_question_changes_its_answer(office):
    office.says(QUESTION)
    changed = "Who chaired the workshop on coral nurseries?"
    assert office.says(changed, kind="edited_message", edit_date=int(time.time())) == []
    ((_, edit),) = office.bot.named("edit_message_text")
    assert edit["text"].startswith("<b>Fiji</b>")


def test_an_edited_command_does_not_run_again(office):
    assert office.says("/help", kind="edited_message") == []


@pytest.mark.parametrize("data", ["nonsense of others", "zz:1", "u:1:2:3:4:5"])
def test_a_button_that_is_none_of_ours_is_told_so(office, data):
    assert office.presses(data) == TEXTS.stale


def test_a_button_for_admins_is_refused_to_others(office):
    assert office.presses("u:1") == TEXTS.admins_only_button


def test_a_press_of_who_is_not_on_the_list_is_refused(made):
    assert made(access="listed").presses("l:1") == TEXTS.stranger


def test_presses_count_as_questions(office):
    told = [office.presses("r:999") for _ in range(4)]
    assert told == [TEXTS.vanished] * 3 + [TEXTS.over_limit.format(limit=3)]


def test_a_group_that_moves_keeps_its_settings(office):
    chats = office.services.chats
    asyncio.run(chats.change(-5, groups="all"))
    old = {"id": -5, "type": "group", "title": "Office"}
    office.says("", chat=old, migrate_to_chat_id=-100)
    assert (chats.groups(-5), chats.groups(-100)) == ("mention", "all")


def test_the_settings_of_a_group_that_puts_the_bot_out_are_forgotten(office):
    chats = office.services.chats
    asyncio.run(chats.change(-100, groups="all"))
    left, there = ({"user": ME, "status": status} for status in ("left", "member"))
    change = {"chat": GROUP, "from": ANNA, "date": 1, "old_chat_member": there}
    office.gets("my_chat_member", change | {"new_chat_member": left})
    assert chats.groups(-100) == "mention"


def test_in_a_business_chat_the_customer_is_answered_and_the_owner_not(office):
    def wrote(by):
        about = {"kind": "business_message", "business_connection_id": "c"}
        return office.says(QUESTION, by=by, **about)

    assert wrote(BEN) == []  # whose account it is
    assert len(wrote(ANNA)) == 1


def test_an_inline_query_is_answered_as_such(office):
    office.gets("inline_query", {"id": "q", "from": ANNA, "query": QUESTION, "offset": ""})
    (((number, results), _),) = office.bot.named("answer_inline_query")
    assert number == "q"
    assert results[0].title == "Tonga"


def test_where_answering_fails_the_person_is_told_as_fits_the_update(office):
    asked = office.work("message", message(QUESTION))
    asyncio.run(office.router.failed(asked))
    assert office.bot.texts == [TEXTS.failed]
    query = {"id": "1", "from": ANNA, "chat_instance": "1", "data": "l:1"}
    asyncio.run(office.router.failed(office.work("callback_query", query)))
    assert len(office.bot.named("answer_callback_query")) == 1
    typed = {"id": "q", "from": ANNA, "query": "Who", "offset": ""}
    asyncio.run(office.router.failed(office.work("inline_query", typed)))
    assert office.bot.named("answer_inline_query")[0][0][:2] == ("q", [])


class BreakingAsker:
    """Raises this, whatever is asked."""

    def __init__(self, error):
        self.error = error

    async def ask(self, *_, **__):
        raise self.error


def errors(office, broken=None):
    """What is left to the inbox after a question, where asking or sending fails."""
    asker = BreakingAsker(broken) if broken else office.services.asker
    router = Router(replace(office.services, asker=asker), office.bot)
    work = office.work("message", message(QUESTION))
    asyncio.run(router.process(work))
    return work.errors


def test_a_question_that_is_answered_leaves_no_errors(office):
    assert errors(office) == []
    assert "Tonga" in office.bot.texts[0]


def test_what_telegram_refuses_is_left_to_the_inbox_and_nobody_is_told(office):
    office.bot.fails["send_message"] = PASSING
    assert errors(office) == [PASSING]
    assert len(office.bot.texts) == 1


def test_what_breaks_in_us_is_told_to_the_person_and_is_over(office):
    assert errors(office, ZeroDivisionError()) == []
    assert office.bot.texts == [TEXTS.failed]


def test_where_even_that_can_not_be_sent_the_update_is_tried_again(office):
    office.bot.fails["send_message"] = PASSING
    assert errors(office, ZeroDivisionError()) == [PASSING]


def test_where_telling_breaks_as_well_the_update_is_over(office, caplog):
    office.bot.fails["send_message"] = ZeroDivisionError()
    assert errors(office, ZeroDivisionError()) == []
    assert "Saying that answering failed, failed" in caplog.text


def test_while_nothing_can_be_searched_the_question_waits_and_that_is_said_once(office):
    error = SearchError("down")
    assert errors(office, error) == [error]
    assert errors(office, error) == [error]
    assert office.bot.texts == [TEXTS.waits]


def test_a_question_waits_also_where_that_can_not_be_said(office):
    office.bot.fails["send_message"] = PASSING
    error = SearchError("down")
    assert errors(office, error) == [error]


def test_a_kind_that_nobody_handles_passes_in_silence(office):
    office.gets("chosen_inline_result", {"result_id": "1", "from": ANNA, "query": "Who"})
    assert office.bot.calls == []

import asyncio
import csv
import importlib.util
import io
import re
import struct
import sys
import threading
from dataclasses import replace

import pytest
from bot_process import ADMIN, TOKEN, BotProcess

from bot.rendering.telegram_texts import LANGUAGES
from bot.store import DayFigures, ExportLine, UsageFigures
from bot.telegram_app.admin import _share, in_time, picture_of, table
from bot.telegram_app.commands import BUTTONS, COMMANDS
from bot.telegram_app.filing import usable_name

FOR_ADMINS = [name for name, command in COMMANDS.items() if command.admin]


QUESTION = "Who chaired the seminar on tide gauges?"


@pytest.mark.parametrize("name", FOR_ADMINS)
def test_a_command_for_admins_is_refused_to_others(world, name):
    chat = world.private()
    assert "for admins" in chat.wait_reply(chat.send(f"/{name} 1")).text


def test_the_owner_of_a_group_is_told_that_settings_are_for_the_bots_operators(world):
    anna = world.api.user("Anna")
    group = world.api.supergroup("Office", anna, world.bot)
    said = group.wait_reply(group.send("/settings groups all", anna)).text
    assert said.startswith("/settings is for admins")
    assert "the bot's operators, not the group's owner" in said


@pytest.mark.parametrize("name", [name for name, button in BUTTONS.items() if button.admin])
def test_a_button_for_admins_is_refused_to_others(world, name):
    chat = world.private()
    answer = chat.wait_reply(chat.send(QUESTION))
    said = world.api.user("Eve").press_forged(answer, f"{name}:1=groups off").wait_answer()
    assert "for admins" in said["text"]


def test_what_changes_something_for_all_is_for_admins():
    assert {"reload", "settings", "add", "remove", "export", "status", "stats", "gaps"} == set(
        FOR_ADMINS
    )


def test_an_anonymous_admin_of_a_group_that_is_not_listed_is_refused(world):
    anna = world.api.user("Anna")
    group = world.api.supergroup("Office", anna, world.bot)
    asked = group.send("/reload", anna, anonymous=True)
    assert "for admins" in group.wait_reply(asked).text


def test_status_shows_what_the_operator_needs(world):
    text = world.operate("/status").text
    for part in ("rapporteur ", "20 reports", "queue ", "set aside "):
        assert part in text
    assert re.search(r"\d questions? today", text)


def test_stats_is_one_message_with_the_figures(world):
    world.operate(QUESTION)
    stats = world.operate("/stats")
    assert re.search(r"\d questions?, \d+ answered", stats.text)
    assert "Votes: " in stats.text


def test_gaps_are_listed_and_tried_again(world):
    chat = world.private()
    for _ in range(2):
        chat.wait_reply(chat.send("Who catered the symposium on kelp?"))
    gaps = world.operate("/gaps")
    line = next(line for line in gaps.text.splitlines() if "catered" in line)
    assert "(2×)" in line
    number = line.partition(".")[0]
    said = world.admin.press(gaps, f"{number}. Answered now?").wait_answer()
    assert "the reports don't say" in said["text"]


def test_a_follow_up_among_the_gaps_is_tried_again_as_a_follow_up(steady):
    chat = steady.private()
    before = {file: file.read_text() for file in steady.corpus.glob("*.md")}
    for file, text in before.items():
        file.write_text(text.replace("chaired by", "led by"))
    steady.operate("/reload")
    chat.wait_reply(chat.send("Where was the workshop on coral nurseries?"))
    chat.wait_reply(chat.send("and who chaired it?"))
    for file, text in before.items():
        file.write_text(text)
    steady.operate("/reload")
    gaps = steady.operate("/gaps")
    line = next(line for line in gaps.text.splitlines() if "and who chaired it" in line)
    steady.admin.press(gaps, f"{line.partition('.')[0]}. Answered now?").wait_answer()
    desk = steady.api.private(steady.admin, steady.bot)
    assert "Fiji" in desk.wait_reply(gaps).text


def test_gaps_of_one_event_and_slot_stand_under_its_name(world):
    chat = world.private()
    for _ in range(3):
        chat.wait_reply(chat.send("Who closed the workshop on harbour pilots?"))
    chat.wait_reply(chat.send("Whoever closed the workshop on harbour pilots, and why?"))
    lines = world.operate("/gaps").text.splitlines()
    head = lines.index("Workshop on harbour pilots · Closed by (4×)")
    assert [line.partition(". ")[2] for line in lines[head + 1 : head + 3]] == [
        "Who closed the workshop on harbour pilots? (3×)",
        "Whoever closed the workshop on harbour pilots, and why? (1×)",
    ]


def test_export_is_a_table_of_all_questions(world):
    world.operate(QUESTION)
    export = world.operate("/export")
    assert export.file_name == "questions.csv"


def test_no_cell_of_the_export_is_a_formula():
    line = ExportLine(0.0, "=cmd()", "sure", None, "@a.md", "chair", "+1", None, 0.5, 1, 0)
    rows = list(csv.reader(io.StringIO(table([line]).decode("utf-8-sig"))))
    assert rows[1][1:7] == ["'=cmd()", "sure", "", "'@a.md", "chair", "'+1"]


def test_settings_change_at_one_press(world):
    anna = world.api.user("Anna")
    group = world.api.supergroup("Office", anna, world.admin, world.bot)
    group.add(world.bot, admin=True)
    settings = group.wait_reply(group.send("/settings", world.admin))
    world.admin.press(settings, "all").wait_answer()
    changed = group.wait_edit(settings)
    assert "✓ all" in changed.labels
    assert "Tonga" in group.wait_reply(group.send(QUESTION, anna)).text


def test_settings_change_by_words(world):
    anna = world.api.user("Anna")
    group = world.api.supergroup("Office", anna, world.admin, world.bot)
    group.wait_reply(group.send("/settings groups off", world.admin))
    group.send(f"/ask {QUESTION}", anna)
    group.wait_reply(group.send("/settings groups mention", world.admin))
    group.wait_reply(group.send(f"/ask {QUESTION}", anna))
    assert sum(m.from_bot for m in group.history()) == 3


@pytest.mark.parametrize(
    "name",
    [
        "../x.md",
        "a/b.md",
        "x.xlsx",
        ".md",
        "CON.md",
        "a\0.md",
        "-x.md",
        "",
        None,
        "a" * 200 + ".md",
    ],
)
def test_a_name_that_no_report_may_have_is_refused(name):
    assert usable_name(name) is None


@pytest.mark.parametrize("name", ["kelp.md", "Báo cáo 2023.txt", "a (1).MD"])
def test_a_name_that_a_report_may_have_is_taken(name):
    assert usable_name(name) == name


def test_admins_of_listed_chats_count_there(tmp_path, api, corpus):
    bot = api.bot(TOKEN, username="reports_bot")
    anna = api.user("Anna")
    group = api.supergroup("Office", anna, bot)
    news = api.channel("News", anna, bot)
    settings = {"telegram": {"admins": [ADMIN], "admin_chats": [group.id, news.id]}}
    with BotProcess(tmp_path / "bot", api.url, corpus, settings, plain=True):
        asked = group.send("/reload", anna, anonymous=True)
        assert "0 added" in group.wait_reply(asked, timeout=20).text
        assert "0 added" in news.wait_reply(news.send("/reload"), timeout=20).text
        assert "for admins" in group.wait_reply(group.send("/reload", anna)).text


DAYS = tuple(DayFigures(86_400 * n, 10 + n % 7, 8) for n in range(19_000, 19_030))


drawn = pytest.mark.skipif(
    importlib.util.find_spec("matplotlib") is None,
    reason="matplotlib, the extra `pictures`, is not installed",
)


def figures(days):
    return UsageFigures(days, 300, 240, 5, 1, 0.01, 0.1)


@pytest.mark.parametrize(("answered", "asked", "share"), [(13, 15, 87), (1, 3, 33), (0, 0, 0)])
def test_a_share_is_rounded_to_the_nearest(answered, asked, share):
    assert _share(replace(figures(()), asked=asked, answered=answered)) == share


@drawn
@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("days", [DAYS[:1], DAYS])
def test_the_figures_are_drawn_wide_enough_for_a_phone(code, days):
    picture = picture_of(figures(days), LANGUAGES[code])
    assert picture.startswith(b"\x89PNG")
    assert struct.unpack(">II", picture[16:24]) == (960, 480)


@drawn
def test_other_figures_are_another_picture():
    texts = LANGUAGES["en"]
    assert picture_of(figures(DAYS), texts) != picture_of(figures(DAYS[:9]), texts)


def test_without_matplotlib_there_is_no_picture(monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    assert picture_of(figures(DAYS), LANGUAGES["en"]) is None


def test_a_picture_that_takes_too_long_is_not_waited_for():
    ends = threading.Event()
    try:
        assert asyncio.run(in_time(lambda: ends.wait(60) and b"drawn", 0.05)) is None
    finally:
        ends.set()
    assert asyncio.run(in_time(lambda: b"drawn", 60)) == b"drawn"


def test_without_questions_there_is_no_picture():
    assert picture_of(figures(()), LANGUAGES["en"]) is None

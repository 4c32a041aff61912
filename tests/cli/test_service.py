"""`rapporteur stats`, `backup` and `restore`, beside the bot's store."""

import json
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.store import CorrectedSlot, QuestionOrigin, StoredAnswer, open_store

DAY = 86_400


@pytest.fixture
def ask(rapporteur):
    """Keep questions of some days ago in the store of the working folder."""
    store = open_store(Path("var/rapporteur.sqlite3"), bot_id=7)
    numbers = iter(range(1, 10_000))

    def keep(days_ago=0, why=None, seconds=0.01):
        at = QuestionOrigin(1, None, 9, next(numbers), time.time() // DAY * DAY - days_ago * DAY)
        return store.answers.keep(StoredAnswer(at, "Who?", why, seconds=seconds))

    keep.store = store
    yield keep
    store.close()


def date(days_ago):
    return f"{datetime.fromtimestamp(time.time() - days_ago * DAY, UTC):%Y-%m-%d}"


def test_figures_are_shown_while_the_bot_runs(rapporteur, ask):
    ask.store.answers.vote(ask(), 1, good=True, at=time.time())
    ask(seconds=0.05)
    ask(why="not_stated", seconds=0.03)
    said = rapporteur("stats").out.splitlines()
    assert said[0] == "Questions  3 in the last 30 days, 67% of them answered"
    assert said[1] == "Votes      1 right, 0 wrong"
    assert said[2] == "Faults     0 answers reported, 0 values corrected"
    assert said[3].startswith("Time       30 ms median, 50 ms at most")


def test_what_was_reported_and_corrected_is_counted(rapporteur, ask):
    ask.store.corrections.put(CorrectedSlot("a.md", "chair"), "Fiji", time.time())
    faults = "Faults     {} reported, 1 value corrected"
    assert rapporteur("stats").out.splitlines()[1:] == [faults.format("0 answers")]
    for person in (1, 2):
        ask.store.answers.report(ask(), person, time.time())
    assert faults.format("2 answers") in rapporteur("stats").out.splitlines()


def test_each_day_has_its_bar(rapporteur, ask):
    for why in (None, None, "not_stated", None):
        ask(2, why)
    ask()
    *_, first, between, last = rapporteur("stats").out.splitlines()
    assert first.split() == [date(2), "4", "75%", "█" * 30 + "░" * 10]
    assert between.split() == [date(1), "0"]
    assert last.split() == [date(0), "1", "100%", "█" * 10]


def test_many_days_are_shown_as_weeks(rapporteur, ask):
    for days_ago in range(60):
        ask(days_ago)
    lines = rapporteur("stats", "--days", 60).out.splitlines()[5:]
    assert lines[0].startswith("week of ")
    assert [line.split()[1] for line in lines[1:]] == ["7"] * 8 + ["4"]


def test_the_sparkline_follows_the_medians(rapporteur, ask):
    for days_ago, seconds in ((2, 0.08), (1, 0.04), (0, 0.01)):
        ask(days_ago, seconds=seconds)
    assert rapporteur("stats").out.splitlines()[3].endswith("█▅▂")


def test_json_has_every_figure(rapporteur, ask):
    ask()
    ask(40)
    said = json.loads(rapporteur("stats", "--json").out)
    assert (said["asked"], said["answered"], said["days"][0]["asked"]) == (1, 1, 1)


def test_no_questions_is_a_line(rapporteur, ask):
    assert rapporteur("stats", "--days", 7).out == "No questions in the last 7 days.\n"


@pytest.mark.parametrize("command", [("stats",), ("backup", "b"), ("restore", "b")])
def test_without_a_store_there_is_one_line(rapporteur, command):
    ended = rapporteur(*command)
    assert ended.status == 1
    assert len(ended.err.splitlines()) == 1


def test_a_backup_is_restored(rapporteur, ask):
    ask()
    assert rapporteur("backup", "kept").err == "1 question kept in kept\n"
    Path("other.yaml").write_text("store: {path: other.sqlite3}\n")
    other = ("--config", "other.yaml")
    assert rapporteur("restore", "kept", *other).status == 0
    assert rapporteur("restore", "kept", *other).status == 1
    assert rapporteur("restore", "kept", "--force", *other).status == 0
    assert json.loads(rapporteur("stats", "--json", *other).out)["asked"] == 1

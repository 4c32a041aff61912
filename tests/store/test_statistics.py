import os
from dataclasses import replace

import pytest

from bot.errors import StoreError
from bot.store import CorrectedSlot, Gap, QuestionOrigin, StoredAnswer, open_statistics, open_store

ASKED = QuestionOrigin(chat_id=1, topic=None, user_id=9, question_id=1, asked=86_400.0)


@pytest.fixture
def ask(store):
    count = iter(range(1, 1000))

    def add(question, why=None, asked=86_400.0, seconds=0.01, **about):
        at = replace(ASKED, question_id=next(count), asked=asked)
        return store.answers.keep(StoredAnswer(at, question, why, seconds=seconds, **about))

    return add


def test_days_hold_what_was_asked_and_answered(store, ask):
    ask("a")
    ask("a again")
    ask("b", "not_stated", 100_000.0)
    ask("c", asked=200_000.0)
    figures = store.statistics.figures(since=0)
    assert [(d.start, d.asked, d.answered) for d in figures.days] == [
        (86_400, 3, 2),
        (172_800, 1, 1),
    ]
    assert (figures.asked, figures.answered) == (4, 3)


def test_small_talk_is_no_question(store, ask):
    ask("a")
    ask("thx bye", "chatter")
    ask("🎉", "no_question")
    figures = store.statistics.figures(since=0)
    assert (figures.asked, figures.answered) == (1, 1)


def test_figures_of_an_empty_time_are_zero(store):
    figures = store.statistics.figures(since=0)
    assert (figures.asked, figures.right, figures.median) == (0, 0, 0.0)


def test_votes_are_counted(store, ask):
    number = ask("a")
    store.answers.vote(number, 1, good=True, at=100_000.0)
    store.answers.vote(number, 2, good=False, at=100_000.0)
    figures = store.statistics.figures(since=0)
    assert (figures.right, figures.wrong) == (1, 1)


def test_gaps_are_grouped_by_wording_and_counted(store, ask):
    ask("Who closed it?", "not_stated")
    ask("What did it cost?", "not_stated")
    last = ask("who  closed it", "not_stated")
    ask("🎉", "no_question")
    gaps = store.statistics.gaps(since=0, limit=10)
    assert gaps[0] == Gap("who  closed it", 2, last)
    assert [gap.count for gap in gaps] == [2, 1]


def test_the_export_has_every_question_with_its_votes(store, ask):
    number = ask("a")
    ask("b", "not_stated")
    store.answers.vote(number, 1, good=True, at=1.0)
    ask("c", "closest")
    ask("d", "chatter")
    store.answers.report(number, 1, 1.0)
    rows = [(r.question, r.outcome, r.why, r.right, r.reported) for r in store.statistics.lines()]
    assert rows == [
        ("a", "sure", None, 1, 1),
        ("b", "not_stated", "not_stated", 0, 0),
        ("c", "closest", "closest", 0, 0),
        ("d", "not_stated", "chatter", 0, 0),
    ]


def test_gaps_of_one_event_and_slot_stand_together_the_most_frequent_first(store, ask):
    ask("Who closed it?", "not_stated", event="a.md", slot="closer")
    ask("What did it cost?", "not_stated")
    ask("Who ended it?", "closest", event="a.md", slot="closer")
    ask("Who closed it?", "not_stated", event="b.md", slot="closer")
    ask("And who closed the other?", "not_stated", event="a.md", slot="closer")
    gaps = store.statistics.gaps(since=0, limit=10)
    assert [gap.event for gap in gaps[:3]] == ["a.md"] * 3
    assert {gap.event for gap in gaps[3:]} == {None, "b.md"}


def test_a_reported_answer_is_the_first_gap_with_what_was_answered(store, ask):
    ask("What did it cost?", "not_stated")
    ask("What did it cost?", "not_stated")
    number = ask("Who chaired?", answer="Fiji")
    for person in (1, 1, 2):
        store.answers.report(number, person, 100_000.0)
    first, second = store.statistics.gaps(since=0, limit=10)
    assert (first.question, first.reported, first.answer) == ("Who chaired?", 2, "Fiji")
    assert (second.count, second.reported) == (2, 0)
    assert store.statistics.figures(since=0).reported == 1


def test_what_a_person_reported_is_forgotten_with_them(store, ask):
    number = ask("Who chaired?")
    store.answers.report(number, 1, 100_000.0)
    store.answers.forget_user(1)
    assert store.statistics.gaps(since=0, limit=10) == ()


def test_corrections_are_counted(store):
    store.corrections.put(CorrectedSlot("a.md", "chair"), "Fiji", 100_000.0)
    store.corrections.put(CorrectedSlot("a.md", "chair"), "Niue", 100_000.0)
    assert store.statistics.figures(since=0).corrected == 1
    assert store.statistics.figures(since=200_000.0).corrected == 0


def filled(path):
    store = open_store(path, bot_id=7)
    for number in range(300):
        at = QuestionOrigin(1, None, 9, number, 86_400.0)
        store.answers.keep(StoredAnswer(at, f"Question {number}?", answer="word " * 100))
    store.close()
    return path


def asked(path):
    with open_statistics(path) as statistics:
        return statistics.figures(since=0).asked


@pytest.mark.parametrize("name", ["a b?c%20d#e", os.fsdecode(b"s\xff"), "Übersicht"])
def test_a_store_of_any_name_is_read(tmp_path, name):
    assert asked(filled(tmp_path / "s").rename(tmp_path / name)) == 300


def test_a_store_is_read_but_never_written(tmp_path):
    path = filled(tmp_path / "s")
    before = path.read_bytes()
    assert asked(path) == 300
    assert path.read_bytes() == before


def test_a_store_with_a_damaged_page_is_a_line(tmp_path):
    path = filled(tmp_path / "s")
    content = bytearray(path.read_bytes())
    for page in range(20, len(content) // 4096):
        content[page * 4096 : page * 4096 + 100] = b"\xff" * 100
    path.write_bytes(content)
    with pytest.raises(StoreError, match=r"/s: it is damaged$"):
        asked(path)


def test_a_store_that_is_not_there_is_a_line(tmp_path):
    with pytest.raises(StoreError, match="there is no store yet"):
        asked(tmp_path / "none")

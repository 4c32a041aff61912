"""Marked reports: text without tags, marks as offsets into it, open questions, and their faults."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slots import SLOTS
from training.marks import (
    FOLDER,
    Mark,
    Open,
    main,
    parse_questions,
    parse_text,
    places,
    read_marked,
)

HEAD = "title: Forum on seabirds\ndate: 2021-05-03\nform: news\nseries: forum\n"
TEXT = "Ana Silva chaired the forum in Suva. Fiji and Samoa came."


def test_tags_become_marks_of_the_text_without_them():
    text, marks, problems = parse_text(
        '<chair>Ana Silva</chair> met in <where of="next">Suva</where>.'
    )
    assert text == "Ana Silva met in Suva."
    assert marks == [Mark("chair", 0, 9), Mark("where", 17, 21, of="next")]
    assert problems == []


def test_a_mark_may_lie_in_another():
    text, marks, problems = parse_text("<name>forum in <where>Suva</where></name>")
    assert [(m.slot, text[m.start : m.end]) for m in marks] == [
        ("name", "forum in Suva"), ("where", "Suva"),
    ]  # fmt: skip
    assert problems == []


def test_a_count_says_what_is_counted():
    _, (mark,), problems = parse_text('<count what="people">64</count> came.')
    assert (mark.what, problems) == ("people", [])


@pytest.mark.parametrize(
    ("tagged", "problem"),
    [
        ("<chairs>Fiji</chairs>", "<chairs> is no slot"),
        ("<chair>Fiji", "<chair> is not closed"),
        ("Fiji</chair>", "</chair> closes nothing"),
        ("<chair><where>Suva</chair></where>", "marks cross"),
        ('<chair of="nobody">Fiji</chair>', 'of="nobody" is unknown'),
        ("<chair> Fiji</chair>", "white space at its ends"),
        ("<chair></chair>", "empty"),
        ("<chair>Fiji,</chair>", "ends in a comma"),
        ("<count>64</count>", "lacks what="),
        (f"<chair>{'word ' * 41}end</chair>", "is too long"),
        ("<chair>Fiji\n\nSamoa</chair>", "is too long"),
        ("<decisions>They won. They left</decisions>", "runs over sentences"),
        ("3 < 4", "a stray <"),
    ],
)
def test_what_is_wrong_with_marks_is_told(tagged, problem):
    assert any(problem in told for told in parse_text(tagged)[2])


@given(st.lists(st.tuples(st.sampled_from(SLOTS), st.text("abc .", min_size=1)), max_size=8))
def test_marks_are_in_order_and_hold_what_was_tagged(parts):
    tagged = " ".join(f"<{slot}>{words}</{slot}>" for slot, words in parts)
    text, marks, _ = parse_text(tagged)
    assert text == " ".join(words for _, words in parts)
    assert [(m.slot, text[m.start : m.end]) for m in marks] == parts


@pytest.mark.parametrize(
    ("words", "found"),
    [("Suva", ["Suva"]), ("ana  silva", ["Ana Silva"]), ("Suv", []), ("uva", []), ("a", [])],
)
def test_words_stand_in_a_text_as_whole_words(words, found):
    assert [TEXT[start:end] for start, end in places(TEXT, words)] == found


def test_a_question_has_items_that_stand_in_the_text():
    lines = "Q: Who came?\nA: Fiji | Samoa\nE: Fiji and Samoa came.\n"
    (asked,), problems = parse_questions(TEXT, lines)
    assert asked == Open("Who came?", "", ("Fiji", "Samoa"), "", (37, 57 + 1 - 1))
    assert problems == []


def test_a_question_may_follow_another_ask_for_yes_or_no_or_be_unstated():
    lines = "C: Who chaired?\nQ: was she there\nA: yes\nE: Ana Silva chaired\nQ: Who paid?\nA: -\n"
    (first, second), problems = parse_questions(TEXT, lines)
    assert (first.context, first.verdict, first.items) == ("Who chaired?", "yes", ())
    assert (second.context, second.items, second.evidence) == ("", (), None)
    assert problems == []


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        ("Q: Who?\nA: Tonga\n", "'Tonga' is not in the text"),
        ("Q: Who?\nA: Fiji\nE: Tonga came.\n", "E: 'Tonga came.' is not in the text"),
        ("Q: Did they?\nA: yes\n", "yes or no wants E:"),
        ("Q: Who?\n", "no A: for 'Who?'"),
        ("Who?\n", "no Q:, A:, C: or E:"),
    ],
)
def test_what_is_wrong_with_questions_is_told(lines, problem):
    assert any(problem in told for told in parse_questions(TEXT, lines)[1])


@pytest.fixture
def file(tmp_path):
    def written(content):
        path = tmp_path / "a.txt"
        path.write_text(content, "utf-8")
        return path

    return written


def test_a_file_has_a_head_a_text_and_questions(file):
    marked = read_marked(
        file(f"{HEAD}closed: chair, absent\n===\n<chair>Fiji</chair> won.\n===\nQ: Who?\nA: Fiji\n")
    )
    assert marked.problems == ()
    assert (marked.text, marked.head["date"]) == ("Fiji won.\n", "2021-05-03")
    assert marked.closed == {"chair", "absent"}
    assert marked.is_event
    assert len(marked.questions) == 1


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("", "head: no title"),
        (f"{HEAD}colour: red\n===\nx\n", "head: 'colour: red'"),
        (f"{HEAD.replace('2021-05-03', 'May')}===\nx\n", "head: date 'May'"),
        (HEAD, "0 lines of ==="),
        (f"{HEAD}===\nx\n===\n===\n", "3 lines of ==="),
    ],
)
def test_what_is_wrong_with_a_file_is_told(file, content, problem):
    assert problem in read_marked(file(content)).problems


def test_the_marked_reports_have_no_problems(monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["marks"])
    status = main()
    ended = capsys.readouterr()
    assert (status, ended.err) == (0, "")
    assert " 0 problems\n" in ended.out


def test_problems_are_told_by_file_and_make_it_fail(monkeypatch, capsys, file):
    path = file(f"{HEAD}===\n<chair>Fiji\n")
    monkeypatch.setattr("sys.argv", ["marks", str(path.parent)])
    assert main() == 1
    assert capsys.readouterr().err == f"{path}: <chair> is not closed\n"


def test_the_reports_are_there():
    assert Path(FOLDER).is_dir()

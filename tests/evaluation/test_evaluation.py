"""Files of questions are read whole, or every bad line is named."""

import json

import pytest

from bot.errors import BotError
from bot.evaluation import BatchQuestion, read_asked, read_labelled, read_questions


@pytest.fixture
def file(tmp_path):
    def with_lines(*lines):
        path = tmp_path / "questions.jsonl"
        path.write_text("\n".join(lines), "utf-8")
        return path

    return with_lines


def test_questions_come_in_the_order_of_the_file_with_their_ids_as_they_are(file):
    path = file('{"id": 7, "question": "A?"}', "", '{"id": "x", "question": "B?", "context": "A?"}')
    assert read_asked(path) == (BatchQuestion(7, "A?"), BatchQuestion("x", "B?", "A?"))


def test_a_question_without_id_is_taken(file):
    assert read_asked(file('{"question": "A?"}')) == (BatchQuestion(None, "A?"),)


def test_a_line_separator_inside_a_question_ends_no_line(file):
    line = json.dumps({"id": 1, "question": "A\u2028B?"}, ensure_ascii=False)
    assert read_asked(file(line))[0].question == "A\u2028B?"


def test_every_bad_line_is_named_with_its_number(file):
    path = file('{"question": "A?"}', "{", "[]", '{"id": 1}', '{"question": "B?", "context": 3}')
    with pytest.raises(BotError) as caught:
        read_asked(path)
    problems = [problem.removeprefix(f"{path}, ") for problem in caught.value.problems]
    assert [problem.split(": ")[0] for problem in problems] == [f"line {n}" for n in (2, 3, 4, 5)]
    assert problems[1:] == [
        "line 3: not a JSON object",
        'line 4: "question" is missing or no text',
        'line 5: "context" is no text',
    ]


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(BotError, match=r"none\.jsonl: No such file"):
        read_asked(tmp_path / "none.jsonl")


def test_what_is_expected_is_read_with_the_question(file):
    line = {"id": "q", "question": "A?", "type": "when", "style": ["chat"], "paraphrase": True}
    line |= {"answerable": True, "answers": ["twelve"], "answers_normalised": ["12"]}
    line |= {"report": "a.md", "evidence": "Twelve."}
    (question,) = read_questions(file(json.dumps(line)))
    assert question.answerable
    assert question.kind == "when"
    assert question.style == ("chat", "paraphrase")
    assert question.answers == ("twelve", "12")


def test_an_unanswerable_question_has_a_reason_and_no_report(file):
    line = {"question": "A?", "answerable": False, "report": None, "reason": "wrong_event"}
    (question,) = read_questions(file(json.dumps(line)))
    assert not question.answerable
    assert question.reason == "wrong_event"


def test_a_line_of_which_nothing_is_expected_is_counted_and_left_out(file):
    lines = [
        {"question": "A?", "report": "a.md"},
        {"question": "B?"},
        {"question": "C?", "answerable": False},
        {"question": "D?", "answerable": True, "answers": ["d"]},
    ]
    labelled, left = read_labelled(file("\n".join(map(json.dumps, lines))))
    assert [question.question for question in labelled] == ["A?", "C?"]
    assert left == 2

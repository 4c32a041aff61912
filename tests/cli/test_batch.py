"""`rapporteur batch` answers every line, in order, under its own id."""

import json

import pytest

SUVA = "When did the planning session in Suva take place?"


@pytest.fixture
def questions(tmp_path):
    path = tmp_path / "questions.jsonl"
    lines = [
        {"id": "b", "question": SUVA},
        {"id": 7, "question": "Who opened it?", "context": SUVA},
        {"id": None, "question": ""},
    ]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    return path


def objects(text):
    return [json.loads(line) for line in text.splitlines()]


def test_each_question_gets_a_line_with_its_id_in_order(rapporteur, questions):
    ended = rapporteur("batch", questions)
    assert ended.status == 0
    assert [(o["id"], o["question"]) for o in objects(ended.out)] == [
        ("b", SUVA),
        (7, "Who opened it?"),
        (None, ""),
    ]


def test_an_answer_is_the_one_that_ask_gives(rapporteur, questions):
    alone = json.loads(rapporteur("ask", "--json", "Who opened it?", "--context", SUVA).out)
    in_batch = objects(rapporteur("batch", questions).out)[1]
    assert in_batch == {**alone, "id": 7}


def test_progress_goes_to_standard_error(rapporteur, questions):
    assert "3 questions in" in rapporteur("batch", questions).err


def test_the_output_file_holds_what_would_be_printed(rapporteur, questions, tmp_path):
    ended = rapporteur("batch", questions, "--output", tmp_path / "out.jsonl")
    assert ended.out == ""
    assert (tmp_path / "out.jsonl").read_text("utf-8") == rapporteur("batch", questions).out


def test_nothing_is_left_beside_the_output_file(rapporteur, questions, tmp_path):
    before = set(tmp_path.iterdir())
    rapporteur("batch", questions, "--output", tmp_path / "out.jsonl")
    assert set(tmp_path.iterdir()) - before == {tmp_path / "out.jsonl"}


def test_a_device_may_be_the_output(rapporteur, questions):
    assert rapporteur("batch", questions, "--output", "/dev/null").status == 0


def test_an_output_that_cannot_be_written_is_one_line(rapporteur, questions, tmp_path):
    ended = rapporteur("batch", questions, "--output", tmp_path / "none/out.jsonl")
    assert ended.status == 1
    assert "can't be written" in ended.err.splitlines()[-1]


def test_a_file_with_bad_lines_is_refused_before_anything_is_answered(rapporteur, tmp_path):
    path = tmp_path / "bad.jsonl"
    path.write_text('{"question": "A?"}\n{"id": 1}\n[]\n')
    ended = rapporteur("batch", path)
    assert ended.status == 1
    assert ended.out == ""
    assert len(ended.err.splitlines()) == 2


def test_half_a_character_in_a_question_is_answered_all_the_same(rapporteur, tmp_path):
    path = tmp_path / "half.jsonl"
    path.write_text('{"id": "\\ud800", "question": "Who chaired \\ud800?"}\n')
    (answer,) = objects(rapporteur("batch", path).out)
    assert answer["question"] == "Who chaired ??"

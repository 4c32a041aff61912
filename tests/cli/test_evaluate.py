"""`rapporteur eval` and `calibrate` score a question set and print its figures."""

import json

import pytest

QUESTIONS = [
    {
        "id": "q-1",
        "question": "Who chaired the planning session in Suva?",
        "type": "chair",
        "answers": ["Fiji, Tonga"],
        "items": ["Fiji", "Tonga"],
        "report": "suva.md",
        "evidence": "It was chaired by Fiji and Tonga.",
    },
    {"id": "q-2", "question": "zebra quark?", "answerable": False, "reason": "not_in_corpus"},
]


@pytest.fixture
def questions(tmp_path):
    path = tmp_path / "questions.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in QUESTIONS), "utf-8")
    return path


def test_a_table_shows_the_figures_of_all_and_by_kind(rapporteur, questions):
    ended = rapporteur("eval", questions)
    assert ended.status == 0
    for row in ("| all ", "| type: chair ", "| reason: not_in_corpus ", "p95"):
        assert row in ended.out


def test_json_is_one_object(rapporteur, questions):
    (line,) = rapporteur("eval", questions, "--json").out.splitlines()
    figures = json.loads(line)
    assert figures["overall"]["questions"] == 2
    assert figures["by_reason"]["not_in_corpus"]["kept_silent"] == 1.0


def test_plain_bm25_is_scored_by_the_same_rules(rapporteur, questions):
    figures = json.loads(rapporteur("eval", questions, "--json", "--plain").out)
    assert figures["overall"]["report"] == 1.0


@pytest.mark.parametrize("variant", [(), ("--plain",)])
def test_ranking_is_scored_apart(rapporteur, questions, variant):
    ended = rapporteur("eval", questions, "--ranking", "--json", *variant)
    figures = json.loads(ended.out)
    assert figures["questions"] == 1
    assert 0 < figures["ndcg"] <= 1
    assert "nDCG@10" in rapporteur("eval", questions, "--ranking", *variant).out


def test_recorded_figures_are_shares(rapporteur, questions, tmp_path):
    rapporteur("eval", questions, "--record", tmp_path / "recorded.json")
    shares = json.loads((tmp_path / "recorded.json").read_text())
    assert shares["silent where the reports are"] == 1.0
    assert all(0 <= share <= 1 for share in shares.values())


def test_an_empty_question_set_is_refused(rapporteur, tmp_path):
    (tmp_path / "none.jsonl").write_text("\n")
    ended = rapporteur("eval", tmp_path / "none.jsonl")
    assert ended.status == 1
    assert "holds no question" in ended.err


def test_lines_without_a_label_are_left_out_and_counted(rapporteur, questions):
    unlabelled = [{"question": QUESTIONS[0]["question"]}, {"question": "Who?", "answerable": True}]
    with questions.open("a", encoding="utf-8") as file:
        file.writelines(json.dumps(line) + "\n" for line in unlabelled)
    ended = rapporteur("eval", questions, "--json")
    assert json.loads(ended.out)["overall"]["questions"] == 2
    assert f"{questions}: left out 2 lines without a label" in ended.err


@pytest.mark.parametrize("command", ["eval", "calibrate"])
def test_where_no_line_has_a_label_nothing_is_scored(rapporteur, tmp_path, command):
    (tmp_path / "asked.jsonl").write_text('{"question": "Who chaired it?"}\n')
    ended = rapporteur(command, tmp_path / "asked.jsonl")
    assert (ended.status, ended.out) == (1, "")
    (line,) = ended.err.splitlines()
    assert "nothing to score: 1 line without a label" in line


def test_calibrate_prints_the_curve_and_the_threshold(rapporteur, questions):
    ended = rapporteur("calibrate", questions)
    assert ended.status == 0
    assert "| threshold |" in ended.out
    assert ended.out.splitlines()[-1].startswith("answer.max_wrong 0.2: ")

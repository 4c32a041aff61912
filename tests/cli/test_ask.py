"""`rapporteur ask` answers a question, or says in a line why not; `batch` every line of a file."""

import json

import pytest

ASKED = "When did the planning session in Suva take place?"


def test_the_answer_comes_first_then_its_passage_and_source(rapporteur):
    answer, quote, source, *_ = rapporteur("ask", ASKED).out.splitlines()
    assert quote.startswith("> ")
    assert answer.rstrip(".") in quote
    assert source == "  Planning session in Suva · 31 July 2023 · https://example.org/suva"


def test_words_need_no_quotation_marks(rapporteur):
    assert rapporteur("ask", *ASKED.split()).out == rapporteur("ask", ASKED).out


def test_json_is_one_line_with_the_answer_object(rapporteur):
    ended = rapporteur("ask", "--json", ASKED)
    (line,) = ended.out.splitlines()
    said = json.loads(line)
    assert ended.status == 0
    assert said["question"] == ASKED
    assert said["quote"]["report"] == "suva.md"


def test_a_context_makes_it_a_follow_up(rapporteur):
    asked = ("ask", "--json", "Who opened it?", "--context", ASKED)
    assert json.loads(rapporteur(*asked).out)["passages"][0]["report"] == "suva.md"


def test_explain_says_more_than_the_answer(rapporteur):
    short, long = rapporteur("ask", ASKED), rapporteur("ask", ASKED, "--explain")
    assert long.out.startswith(short.out)
    assert len(long.out) > len(short.out)


def test_explain_leaves_the_machine_output_alone(rapporteur):
    ended = rapporteur("ask", ASKED, "--explain", "--json")
    assert json.loads(ended.out)
    assert ended.err.strip()


@pytest.mark.parametrize("question", ["", "🙂🙂", "?!", "the of and", "why " * 2500])
def test_what_is_no_question_gets_a_helpful_line(rapporteur, question):
    ended = rapporteur("ask", question)
    assert ended.status == 0
    assert len(ended.out.splitlines()) == 1
    assert ended.err == ""


def test_bytes_that_are_no_text_are_taken_as_unknown_characters(rapporteur):
    ended = rapporteur("ask", "--json", f"{ASKED}\udcff")
    assert json.loads(ended.out)["question"] == f"{ASKED}?"


@pytest.mark.parametrize("options", [(), ("--corpus", ".")])
def test_in_the_folder_of_reports_the_kept_index_is_used_again(
    rapporteur, corpus, monkeypatch, options
):
    (corpus / "corpus").symlink_to(corpus)  # what is read where no setting says otherwise
    monkeypatch.chdir(corpus)
    first = rapporteur("ask", *options, ASKED)
    kept = list(corpus.glob("var/index/corpus-*/generation-*"))
    assert len(kept) == 1
    second = rapporteur("ask", *options, ASKED)
    assert list(corpus.glob("var/index/corpus-*/generation-*")) == kept
    assert (first.err, second.err) == ("", "")
    assert second.out == first.out


def test_silence_is_no_error(rapporteur):
    ended = rapporteur("ask", "--json", "zebra quark?")
    assert ended.status == 0
    assert json.loads(ended.out)["answered"] is False


@pytest.fixture
def questions(tmp_path):
    path = tmp_path / "questions.jsonl"
    lines = [
        {"id": "b", "question": ASKED},
        {"id": 7, "question": "Who opened it?", "context": ASKED},
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
        ("b", ASKED),
        (7, "Who opened it?"),
        (None, ""),
    ]


def test_an_answer_is_the_one_that_ask_gives(rapporteur, questions):
    alone = json.loads(rapporteur("ask", "--json", "Who opened it?", "--context", ASKED).out)
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
def labelled(tmp_path):
    path = tmp_path / "questions.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in QUESTIONS), "utf-8")
    return path


def test_a_table_shows_the_figures_of_all_and_by_kind(rapporteur, labelled):
    ended = rapporteur("eval", labelled)
    assert ended.status == 0
    for row in ("| all ", "| type: chair ", "| reason: not_in_corpus ", "p95"):
        assert row in ended.out


def test_json_is_one_object(rapporteur, labelled):
    (line,) = rapporteur("eval", labelled, "--json").out.splitlines()
    figures = json.loads(line)
    assert figures["overall"]["questions"] == 2
    assert figures["by_reason"]["not_in_corpus"]["kept_silent"] == 1.0


def test_plain_bm25_is_scored_by_the_same_rules(rapporteur, labelled):
    figures = json.loads(rapporteur("eval", labelled, "--json", "--plain").out)
    assert figures["overall"]["report"] == 1.0


@pytest.mark.parametrize("variant", [(), ("--plain",)])
def test_ranking_is_scored_apart(rapporteur, labelled, variant):
    ended = rapporteur("eval", labelled, "--ranking", "--json", *variant)
    figures = json.loads(ended.out)
    assert figures["questions"] == 1
    assert 0 < figures["ndcg"] <= 1
    assert "nDCG@10" in rapporteur("eval", labelled, "--ranking", *variant).out


def test_recorded_figures_are_shares(rapporteur, labelled, tmp_path):
    rapporteur("eval", labelled, "--record", tmp_path / "recorded.json")
    shares = json.loads((tmp_path / "recorded.json").read_text())
    assert shares["silent where the reports are"] == 1.0
    assert all(0 <= share <= 1 for share in shares.values())


def test_an_empty_question_set_is_refused(rapporteur, tmp_path):
    (tmp_path / "none.jsonl").write_text("\n")
    ended = rapporteur("eval", tmp_path / "none.jsonl")
    assert ended.status == 1
    assert "contains no question" in ended.err


def test_lines_without_a_label_are_left_out_and_counted(rapporteur, labelled):
    unlabelled = [{"question": QUESTIONS[0]["question"]}, {"question": "Who?", "answerable": True}]
    with labelled.open("a", encoding="utf-8") as file:
        file.writelines(json.dumps(line) + "\n" for line in unlabelled)
    ended = rapporteur("eval", labelled, "--json")
    assert json.loads(ended.out)["overall"]["questions"] == 2
    assert f"{labelled}: left out 2 lines without a label" in ended.err


@pytest.mark.parametrize("command", ["eval", "calibrate"])
def test_where_no_line_has_a_label_nothing_is_scored(rapporteur, tmp_path, command):
    (tmp_path / "asked.jsonl").write_text('{"question": "Who chaired it?"}\n')
    ended = rapporteur(command, tmp_path / "asked.jsonl")
    assert (ended.status, ended.out) == (1, "")
    (line,) = ended.err.splitlines()
    assert "nothing to score: 1 line without a label" in line


def test_calibrate_prints_the_curve_and_the_threshold(rapporteur, labelled):
    ended = rapporteur("calibrate", labelled)
    assert ended.status == 0
    assert "| threshold |" in ended.out
    assert ended.out.splitlines()[-1].startswith("answer.max_wrong 0.2: ")

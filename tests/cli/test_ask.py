"""`rapporteur ask` answers a question, or says in a line why not."""

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

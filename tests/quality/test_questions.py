"""The question set says about the sample corpus what the corpus itself says."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CORPUS = ROOT / "corpus"
SHARED = ROOT.parent / "shared"
REASONS = {
    "role_not_mentioned",
    "detail_not_stated",
    "wrong_event",
    "not_in_corpus",
    "false_premise",
}
GLUE = frozenset(
    (
        "a",
        "an",
        "and",
        "as",
        "at",
        "by",
        "for",
        "from",
        "in",
        "of",
        "on",
        "or",
        "s",
        "the",
        "to",
        "with",
    )
)


def body(path):
    text = path.read_text(encoding="utf-8")
    return text.split("\n---\n", 1)[1] if text.startswith("---\n") else text


def runs(text):
    """Every eight words that follow each other, as written, by their lower-case form."""
    words = re.findall(r"\w+", text)
    starts = range(len(words) - 7)
    return {tuple(w.lower() for w in words[i : i + 8]): words[i : i + 8] for i in starts}


def is_prose(words):
    """Whether a run is more than names: three words or more in it are ordinary ones."""
    return sum(word.islower() and word not in GLUE for word in words) >= 3


def share(rows, test):
    return sum(map(test, rows)) / len(rows)


@pytest.fixture(scope="module")
def bodies():
    return {path.name: body(path) for path in CORPUS.iterdir()}


@pytest.fixture(scope="module")
def questions():
    lines = Path(__file__).with_name("questions.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


@pytest.fixture(scope="module")
def answerable(questions):
    return [row for row in questions if row["answerable"]]


def test_fourteen_reports_are_there(bodies):
    assert len(bodies) == 14
    assert sum(name.endswith(".txt") for name in bodies) == 2


def test_each_report_has_150_to_400_words(bodies):
    lengths = {name: len(text.split()) for name, text in bodies.items()}
    assert {name: n for name, n in lengths.items() if not 150 <= n <= 400} == {}


def test_evidence_stands_in_its_report(answerable, bodies):
    missing = [row["id"] for row in answerable if row["evidence"] not in bodies[row["report"]]]
    assert missing == []


def test_answers_stand_in_their_evidence(answerable):
    plain = [row for row in answerable if not row.get("normalised") and "items" not in row]
    assert [row["id"] for row in plain if row["answers"][0] not in row["evidence"]] == []


def test_items_stand_in_their_evidence(answerable):
    lists = [row for row in answerable if "items" in row and not row.get("normalised")]
    assert [r["id"] for r in lists if any(i not in r["evidence"] for i in r["items"])] == []


def test_items_of_several_reports_stand_in_the_corpus(answerable, bodies):
    across = [row for row in answerable if row["type"] == "across" and "items" in row]
    corpus = "\n".join(bodies.values())
    assert [r["id"] for r in across if any(i not in corpus for i in r["items"])] == []


def test_ids_and_questions_are_unique(questions):
    assert [row["id"] for row in questions] == [f"q-{n:03}" for n in range(1, len(questions) + 1)]
    asked = Counter((row["question"], row.get("context")) for row in questions)
    assert [question for question, times in asked.items() if times > 1] == []


def test_follow_ups_and_only_they_have_a_context(questions):
    asked = {row["question"] for row in questions}
    assert [r["id"] for r in questions if ("followup" in r["style"]) != ("context" in r)] == []
    assert [r["id"] for r in questions if r.get("context") and r["context"] not in asked] == []


def test_refusals_have_a_reason_and_a_tempting_report(questions, bodies):
    refusals = [row for row in questions if not row["answerable"]]
    assert {row["reason"] for row in refusals} == REASONS
    assert [row["id"] for row in refusals if row["near"] not in bodies] == []


def test_there_are_at_least_260_questions(questions):
    assert len(questions) >= 260


def test_the_kinds_of_question_are_mixed_as_promised(questions, answerable):
    assert 0.27 <= share(questions, lambda row: not row["answerable"]) <= 0.33
    assert 0.50 <= share(answerable, lambda row: row["paraphrase"]) <= 0.65
    assert 0.18 <= share(questions, lambda row: "chat" in row["style"]) <= 0.24
    assert 0.10 <= share(questions, lambda row: "followup" in row["style"]) <= 0.15
    assert 0.07 <= share(questions, lambda row: "month_place" in row["style"]) <= 0.11


def test_the_reports_are_in_words_of_their_own(bodies):
    if not SHARED.is_dir():
        pytest.skip("the texts to compare with are not beside this repository")
    paths = [*SHARED.glob("dev*/reports/*"), *SHARED.glob("seed/*")]
    others = set().union(*(runs(body(path)) for path in paths))
    ours = {run: words for text in bodies.values() for run, words in runs(text).items()}
    assert [
        " ".join(words) for run, words in ours.items() if run in others and is_prose(words)
    ] == []

"""Which language a question is in; English must never be taken for another one."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.foreign.language import language_of

ROOT = Path(__file__).parents[3]
CODES = {"vi", "th", "id", "fr", "de", "es", "pt", "zh", "ja", "ko", "ar", "ru", "hi", "it"}
ELSEWHERE = {  # of the dialogues, in another language
    "Siapa yang memimpin sesi perencanaan bersama?": "id",
    "Wer leitete die gemeinsame Planungssitzung?": "de",
}
LEAST_SHORT = 0.95  # of the short questions, known to be in their language


def asked(path):
    return [json.loads(line)["question"] for line in path.read_text("utf-8").splitlines()]


def test_no_question_in_english_is_taken_for_another_language():
    questions = asked(ROOT / "tests/quality/questions.jsonl")
    for dialogue in (ROOT / "tests/dialogues").glob("*.txt"):
        questions += re.findall(r"^user\b[^:\n]*: (.+)$", dialogue.read_text("utf-8"), re.MULTILINE)
    for report in (ROOT / "corpus").iterdir():
        questions += re.split(r"(?<=[.!?])\s|\n", report.read_text("utf-8"))
    assert len(questions) > 600
    found = {question: code for question in questions if (code := language_of(question))}
    assert found == ELSEWHERE


@pytest.mark.parametrize(
    "question",
    [
        "", "?", "Koper", "Joint planning session", "panel?", "OK.", "ok thanks", "moderator?",
        "What did the delegation of Viet Nam say?", "AI policy?", "Who is Nguyễn Thị Hương?",
        "Did Côte d'Ivoire attend?", "sponsor?", "What is 会议?", "forum in Đà Nẵng, who came?",
        "Who spoke at the Rio de Janeiro summit?", "Los Angeles meeting", "see ya",
            "Nguyễn Thị Hương of the Ministry", "Ho Chi Minh City forum", "Da Nang", "chair?",
    ],
)  # fmt: skip
def test_names_and_loan_words_leave_a_text_english(question):
    assert language_of(question) is None


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("Ai chủ trì?", "vi"),
        ("ai chu tri hoi nghi", "vi"),
        ("khi nao?", "vi"),
        ("WHO ประชุมที่ไหน", "th"),
        ("Joint planning session on the disruption of networks จัดที่ไหน", "th"),
        ("di mana?", "id"),
        ("kapan", "id"),
        ("SIAPA KETUANYA", "id"),
        ("siapa chair joint planning session on the disruption of smuggling", "id"),
        ("Joint planning session on the disruption of networks ở đâu?", "vi"),
        ("Qui a présidé la réunion ?", "fr"),
        ("Wer hat die Sitzung eröffnet?", "de"),
        ("¿Quién presidió la reunión?", "es"),
        ("Quem presidiu a reunião?", "pt"),
        ("谁主持了会议", "zh"),
        ("誰が議長でしたか", "ja"),
        ("누가 의장이었나요", "ko"),
        ("من ترأس الاجتماع؟", "ar"),
        ("Кто был председателем?", "ru"),
        ("बैठक की अध्यक्षता किसने की", "hi"),
    ],
)
def test_a_question_is_known_by_its_script_or_its_small_words(question, code):
    assert language_of(question) == code


def test_a_short_question_is_known_by_the_word_that_begins_it():
    rows = (ROOT / "tests/quality/foreign/short.jsonl").read_text("utf-8").splitlines()
    pairs = [(row["language"], row["question"]) for row in map(json.loads, rows)]
    assert Counter(code for code, _ in pairs) == dict.fromkeys(
        ("de", "fr", "es", "it", "pt", "ru"), 10
    )
    wrong = [
        (question, found) for code, question in pairs if (found := language_of(question)) != code
    ]
    assert len(wrong) <= (1 - LEAST_SHORT) * len(pairs), wrong
    assert all(found is None for _, found in wrong), wrong


@pytest.mark.parametrize(
    "question",
    [
        "Chi Minh City forum", "wo chaired the forum", "dove forum", "wer chaired it?",
        "Slovenia and Viet Nam took part.", "and Viet Nam?", "era of forums?", "Quem forum chair",
    ],
)  # fmt: skip
def test_a_word_that_asks_beside_english_words_leaves_a_text_english(question):
    assert language_of(question) is None


@pytest.mark.parametrize("question", ["چه کسی ریاست کرد؟", "Хто головував на зустрічі?"])
def test_another_language_in_a_script_that_is_known_is_not_taken_for_it(question):
    assert language_of(question) is None


def test_the_languages_of_the_training_questions_are_told_apart():
    rows = (ROOT / "training/questions/language.txt").read_text("utf-8").splitlines()
    pairs = [row.split(None, 1) for row in rows if row and not row.startswith("#")]
    known = [(code, language_of(text)) for code, text in pairs if code in CODES]
    assert sum(code == found for code, found in known) >= 0.97 * len(known)
    assert all(found in {code, None} for code, found in known)


@given(st.text(max_size=200))
def test_any_text_has_a_language_that_is_known_or_none(text):
    assert language_of(text) in {None, *CODES}

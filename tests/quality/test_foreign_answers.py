"""Two sets of sixty questions a language over the sample reports, with what the answer has to have.

They were written before whoever wrote them had read the tables of phrases. Beside the right
answers, the wrong ones are counted: in another language only what is sure is answered.
"""

import json
from collections import Counter
from pathlib import Path

import pytest

from bot.model import Found

pytestmark = pytest.mark.timeout(900)  # 360 questions, which a busy machine takes long for
HERE = Path(__file__).parent
LANGUAGES = ("vi", "th", "id")
# Of sixty, refusals of what isn't stated included.
LEAST_RIGHT = {
    "answers": {"vi": 45, "th": 46, "id": 46},
    "further": {"vi": 48, "th": 48, "id": 48},
}
MOST_WRONG = {
    "answers": {"vi": 3, "th": 2, "id": 3},
    "further": {"vi": 3, "th": 3, "id": 3},
}
CASES = [(name, language) for name in LEAST_RIGHT for language in LANGUAGES]


def rows_of(name):
    text = (HERE / f"foreign/{name}.jsonl").read_text("utf-8")
    return [json.loads(row) for row in text.splitlines()]


@pytest.fixture(scope="module")
def judged(sample_assistant):
    """Of each set and language, how many answers are right, wrong and refused."""
    counts = {case: Counter() for case in CASES}
    for name in LEAST_RIGHT:
        for row in rows_of(name):
            counts[name, row["language"]][
                judgement(row, sample_assistant.ask(row["question"]))
            ] += 1
    return counts


def judgement(row, answer):
    """What a row's answer is: right, wrong, or refused though the reports state it."""
    if not isinstance(answer, Found):
        return "refused" if row["stated"] else "right"
    if not row["stated"]:
        return "wrong"
    if "reports" in row:
        shown = sorted({quote.passage.report.path for quote in answer.quotes})
        return "right" if shown == row["reports"] else "wrong"
    said = " | ".join((answer.answer, answer.text, *answer.items)).lower()
    fits = (all(words.lower() in said for words in wanted) for wanted in row["answers"])
    return "right" if any(fits) else "wrong"


def test_each_set_has_sixty_questions_of_each_language_and_none_of_the_other():
    rows = [row for name in LEAST_RIGHT for row in rows_of(name)]
    for name in LEAST_RIGHT:
        counts = Counter(row["language"] for row in rows_of(name))
        assert counts == dict.fromkeys(LANGUAGES, 60)
    assert len({row["question"] for row in rows}) == len(rows)


@pytest.mark.parametrize(("name", "language"), CASES)
def test_as_many_are_answered_rightly_as_were_once(name, language, judged):
    found = judged[name, language]
    assert found["right"] >= LEAST_RIGHT[name][language], found


@pytest.mark.parametrize(("name", "language"), CASES)
def test_no_more_are_answered_wrongly_than_were_once(name, language, judged):
    found = judged[name, language]
    assert found["wrong"] <= MOST_WRONG[name][language], found

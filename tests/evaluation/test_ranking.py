"""The order of passages is scored by where the evidence stands."""

import pytest
from fakes import report, scored

from bot.evaluation.questions import EvaluationQuestion
from bot.evaluation.ranking import PlainBM25, Ranking, rank_of
from bot.model import Found, Passage, Silent, Turn

ASKED = EvaluationQuestion("q", "?", report="a.md", evidence="Fiji chaired.")


def test_the_rank_is_that_of_the_first_passage_with_the_evidence():
    assert rank_of(ASKED, scored("x", "Fiji\nchaired.", "Fiji chaired.")) == 2


def test_a_passage_that_holds_most_of_the_evidence_counts():
    assert rank_of(ASKED, scored("Fiji", "chaired.")) == 2


def test_another_report_does_not_count():
    assert rank_of(ASKED, scored("Fiji chaired.", path="b.md")) is None


def test_past_the_tenth_passage_there_is_no_rank():
    assert rank_of(ASKED, scored(*"abcdefghij", "Fiji chaired.")) is None


def test_a_first_place_counts_whole_and_a_third_half():
    ranking = Ranking.of([1, 3, None])
    assert ranking.ndcg == pytest.approx((1 + 0.5) / 3)
    assert ranking.reciprocal == pytest.approx((1 + 1 / 3) / 3)
    assert ranking.first == pytest.approx(1 / 3)
    assert ranking.five == pytest.approx(2 / 3)


PASSAGES = [
    Passage(report(body, path), 0, len(body))
    for path, body in (("a.md", "Fiji chaired."), ("b.md", "Tonga danced."), ("c.md", "It rained."))
]


def test_plain_bm25_answers_with_the_whole_of_the_best_passage():
    answer = PlainBM25(PASSAGES).ask("who danced?")
    assert isinstance(answer, Found)
    assert answer.text == "Tonga danced."


def test_plain_bm25_adds_the_question_before_to_a_follow_up():
    answer = PlainBM25(PASSAGES).ask("and who?", Turn("who danced?"))
    assert isinstance(answer, Found)


def test_plain_bm25_is_silent_only_where_no_word_is_found():
    assert isinstance(PlainBM25(PASSAGES).ask("zebra"), Silent)

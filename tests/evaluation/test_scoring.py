from dataclasses import replace

import pytest
from fakes import found, report, scored

from bot.evaluation import EvaluationQuestion
from bot.evaluation.scoring import (
    PlainBM25,
    Ranking,
    exact_match,
    f1,
    normalise,
    rank_of,
    score,
    token_f1,
)
from bot.model import Found, Passage, Silent, Turn

BODY = "The session was chaired by New Zealand and Viet Nam."
ASKED = EvaluationQuestion(
    "q-1", "Who chaired?", answers=("New Zealand, Viet Nam",), report="a.md", evidence=BODY
)
LISTED = replace(ASKED, items=("New Zealand", "Viet Nam"))
UNSTATED = EvaluationQuestion("q-2", "Who closed?", reason="role_not_mentioned")
ANSWER = found("New Zealand and Viet Nam", BODY, items=("New Zealand", "Viet Nam"))


def test_the_right_words_from_the_right_report_with_the_evidence_are_right():
    assert score(ASKED, ANSWER).right


def test_the_same_words_from_another_report_are_wrong():
    result = score(ASKED, found("New Zealand and Viet Nam", BODY, path="b.md"))
    assert not result.right
    assert result.fault == "wrong report"


def test_an_answer_whose_quote_lacks_the_evidence_is_wrong():
    result = score(ASKED, found("New Zealand, Viet Nam"))
    assert result.answer
    assert result.fault == "evidence not quoted"


def test_a_quote_over_ninety_words_does_not_count():
    long = f"{BODY} {'more ' * 81}".strip()
    assert score(ASKED, found("New Zealand", BODY)).quoted
    assert not score(ASKED, found("New Zealand", long)).quoted


def test_a_list_may_be_quoted_in_parts_that_hold_every_item():
    parts = found("New Zealand", "New Zealand chaired.", "So did Viet Nam.")
    assert score(LISTED, parts).quoted
    assert not score(LISTED, found("New Zealand", "New Zealand chaired.")).quoted


def test_the_quotes_of_a_list_have_150_words_together():
    assert score(LISTED, found("New Zealand", BODY, "more " * 140)).quoted
    assert not score(LISTED, found("New Zealand", BODY, "more " * 141)).quoted


def test_white_space_in_the_evidence_does_not_count():
    wrapped = BODY.replace(" ", "\n")
    assert score(ASKED, found("Viet", wrapped)).quoted


def test_refusing_what_the_reports_say_is_wrong():
    result = score(ASKED, Silent("Who chaired?", 0.3))
    assert not result.right
    assert result.fault == "refused"
    assert result.confidence == 0.3


def test_refusing_what_the_reports_do_not_say_is_right():
    assert score(UNSTATED, Silent("Who closed?")).right


def test_answering_what_the_reports_do_not_say_is_wrong():
    assert score(UNSTATED, ANSWER).fault == "answered"


@pytest.mark.parametrize(
    ("given", "right"),
    [
        (("New Zealand", "Viet Nam"), True),
        (("the New Zealand", "viet nam"), True),
        (("New Zealand",), False),
        (("New Zealand", "Viet Nam", "Fiji"), True),
        (("New Zealand", "Viet Nam", "Fiji", "Tonga"), False),
    ],
)
def test_items_are_right_from_an_f1_of_four_fifths(given, right):
    answer = found("New Zealand", f"{BODY} Fiji Tonga the viet nam", items=given)
    assert score(LISTED, answer).answer is right


@pytest.mark.parametrize(
    ("given", "expected", "right"),
    [
        ("the Government of Japan", "Government of Japan", True),
        ("Japan", "Government of Japan", False),
        ("the government paid", "Government of Japan", False),
        ("16 to 19 October 2018", "16 to 19 October", True),
        (f"{'x ' * 12}Fiji", "Fiji", True),
        (f"{'x ' * 13}Fiji", "Fiji", False),
        ("28", "Twenty-eight", False),
    ],
)
def test_words_are_right_by_token_f1_or_inside_a_little_more(given, expected, right):
    asked = replace(ASKED, answers=(expected,))
    assert score(asked, found(given)).answer is right


def test_any_of_the_accepted_answers_will_do():
    assert score(replace(ASKED, answers=("28", "Twenty-eight")), found("28")).answer


def test_yes_and_no_are_judged_by_the_first_word():
    asked = replace(ASKED, answers=("no", "first"))
    assert score(asked, found("first", verdict="No")).answer
    assert not score(asked, found("first", verdict="Yes")).answer


def test_the_evidence_counts_among_five_passages_also_of_a_refusal():
    assert score(ASKED, Silent("?", passages=scored("x", BODY))).listed
    assert not score(ASKED, Silent("?", passages=scored("1", "2", "3", "4", "5", BODY))).listed
    assert not score(ASKED, Silent("?", passages=scored(BODY, path="b.md"))).listed


def test_exact_match_and_f1_take_the_best_of_the_accepted_answers():
    result = score(replace(ASKED, answers=("Fiji", "Tonga")), found("the Tonga"))
    assert result.exact
    assert result.f1 == 1.0


def test_case_articles_punctuation_and_spaces_do_not_count():
    assert normalise(" The U.K.,  and a\nFiji! ") == ("uk", "and", "fiji")
    assert exact_match("the Broncos", "Broncos.")


def test_an_article_inside_a_word_stays():
    assert normalise("Theatre") == ("theatre",)


@pytest.mark.parametrize(
    ("given", "expected", "value"),
    [
        ("Fiji", "Fiji", 1.0),
        ("Fiji", "Tonga", 0.0),
        ("New Zealand and Fiji", "New Zealand", 2 * 2 / (4 + 2)),
        ("no no", "no", 2 * 1 / (2 + 1)),
        ("the", "a", 1.0),
        ("the", "Fiji", 0.0),
    ],
)
def test_token_f1_is_the_harmonic_mean_over_words(given, expected, value):
    assert token_f1(given, expected) == pytest.approx(value)


def test_f1_counts_each_thing_as_often_as_it_stands():
    assert f1([("a",), ("a",)], [("a",), ("b",)]) == pytest.approx(0.5)


RANKED = EvaluationQuestion("q", "?", report="a.md", evidence="Fiji chaired.")


def test_the_rank_is_that_of_the_first_passage_with_the_evidence():
    assert rank_of(RANKED, scored("x", "Fiji\nchaired.", "Fiji chaired.")) == 2


def test_a_passage_that_holds_most_of_the_evidence_counts():
    assert rank_of(RANKED, scored("Fiji", "chaired.")) == 2


def test_another_report_does_not_count():
    assert rank_of(RANKED, scored("Fiji chaired.", path="b.md")) is None


def test_past_the_tenth_passage_there_is_no_rank():
    assert rank_of(RANKED, scored(*"abcdefghij", "Fiji chaired.")) is None


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

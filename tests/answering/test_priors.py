import pytest
from small_library import candidates, read

from bot.answering.anchors import RELATIONS
from bot.answering.features import FILLERS, KINDS
from bot.answering.priors import TYPES, before, slot_fit, type_fit
from bot.answering.weigher import Weigher


def fits(question, body):
    _, asked, found = candidates(question, body)
    return {text: type_fit(asked, candidate) for text, candidate in found.items()}


@pytest.mark.parametrize(
    ("question", "body", "better", "worse"),
    [
        ("Who opened it?", "Ana Silva opened it in Fiji.", "Ana Silva", "Fiji"),
        ("Who opened it?", "Ben Tan, Ambassador to Fiji, opened it for Samoa.", "Samoa", "Fiji"),
        ("Who opened it?", "A nurse opened the door.", "nurse", "door"),
        ("Which minister spoke?", "Minister Ana Silva spoke with Ben Tan.", "Ana Silva", "Ben Tan"),
        ("Where was it held?", "Koro was held in Suva.", "Suva", "Koro"),
        ("At which hotel was it held?", "It was held at the Lagoon Hotel in Suva.", "Lagoon Hotel",
         "Suva"),
        ("How much did the grant cost?", "The grant cost $500, or 12 per cent.", "$500",
         "12 per cent"),
        ("How many officers came?", "The 30 officers came by cars and 12 boats.", "30 officers",
         "12 boats"),
    ],
)  # fmt: skip
def test_a_stretch_fits_better_than_another(question, body, better, worse):
    found = fits(question, body)
    assert found[better] > found[worse]


def test_a_percentage_answers_how_much_unless_money_is_asked_for():
    body = "The share of the fee was 12 per cent."
    assert (
        fits("How much was the share?", body)["12 per cent"]
        > (fits("How much was the fee?", body)["12 per cent"])
    )


@pytest.mark.parametrize(
    ("question", "best", "worst"),
    [
        ("Who chaired the session?", "agent", "patient"),
        ("Which country was invited?", "patient", "agent"),
        ("Whom did Fiji choose?", "patient", "none"),
        ("What did Fiji choose?", "patient", "none"),
    ],
)
def test_the_subject_is_asked_for_by_who_and_the_object_by_whom(question, best, worst):
    asked = read(question)
    shape = Weigher.of(asked, candidates(question, "Fiji came.")[0], [])
    fit = {r: slot_fit(asked, r, shape.subject, shape.passive) for r in RELATIONS}
    assert fit[best] == max(fit.values())
    assert fit[worst] < 0.5 * fit[best]


@pytest.mark.parametrize("subject", [0.0, 0.5, 1.0])
@pytest.mark.parametrize("passive", [0.0, 1.0])
@pytest.mark.parametrize("question", ["Who came?", "When did it end?", "Did it end?", "cost?"])
def test_every_relation_fits_every_question_from_0_to_1(question, subject, passive):
    assert all(0 <= slot_fit(read(question), r, subject, passive) <= 1 for r in RELATIONS)


def test_every_kind_of_question_and_of_stretch_is_known_to_learning():
    assert set(TYPES) == set(KINDS)
    assert {kind for table in TYPES.values() for kind in table} <= {*FILLERS, "verdict"}


def test_the_preposition_is_found_past_determiners_and_adjectives():
    _, _, found = candidates("Who opened it?", "It was opened by the old and former Asian Bank.")
    assert before(found["Asian Bank"]) in {"by", "and"}
    _, _, found = candidates("Who opened it?", "It was opened by the former Asian Bank.")
    assert before(found["Asian Bank"]) == "by"

import math

import pytest
from small_library import candidates, library, measured, read

from bot.answering.features import COMPARED, names_of_features
from bot.answering.filler_features import best_relation
from bot.answering.weigher import Weigher

NAMES = names_of_features()


@pytest.mark.parametrize(
    ("question", "body"),
    [
        ("Who chaired the session?", "Fiji chaired the session in Suva."),
        ("Did Fiji come?", "Fiji did not come."),
        ("Why did they meet?", "They met because of rain, and left."),
        ("", "Fiji came."),
    ],
)
def test_each_candidate_has_a_finite_number_for_each_name(question, body):
    for _, features in measured(question, library(body, "Samoa chaired a session.")):
        assert tuple(features) == NAMES
        assert all(map(math.isfinite, features.values()))


def test_no_name_stands_for_two_numbers():
    assert len(set(NAMES)) == len(NAMES)


def test_what_is_asked_found_and_stated_is_told_by_ones():
    found = measured("Who chaired the session?", library("The session was chaired by Fiji."))
    features = next(f for c, f in found if c.text == "Fiji")
    ones = {n for n in NAMES if n[:2] in {"q_", "f_", "r_", "p_", "a_"} and features[n]}
    assert ones == {"q_who", "f_country", "r_by", "p_by", "a_chair"}


RIVALS = ("Fiji chaired the session. Samoa came to it from Tonga.", "Palau led the session.")


def best_of_others(values, i):
    return max(value for n, value in enumerate(values) if n != i)


def test_a_candidate_is_compared_with_the_best_other_one():
    found = [features for _, features in measured("Who chaired the session?", library(*RIVALS))]
    priors = [f["prior"] for f in found]
    joint = [f["prior"] * f["score"] for f in found]
    assert len({round(p, 3) for p in priors}) > 2
    for i, features in enumerate(found):
        assert features["joint"] == pytest.approx(joint[i])
        assert features["prior_lead"] == pytest.approx(priors[i] - best_of_others(priors, i))
        assert features["joint_lead"] == pytest.approx(joint[i] - best_of_others(joint, i))
        assert features["joint_rank"] == sum(1 for other in joint if other > joint[i])


@pytest.mark.parametrize("name", COMPARED)
def test_a_candidate_is_compared_with_the_best_of_all_and_of_its_own_report(name):
    found = measured("Who chaired the session?", library(*RIVALS))
    best = max(features[name] for _, features in found)
    for candidate, features in found:
        own = [f[name] for c, f in found if c.hit.report == candidate.hit.report]
        assert features[f"{name}_behind"] == pytest.approx(features[name] - best)
        assert features[f"{name}_behind_here"] == pytest.approx(features[name] - max(own))


def passage(feature, question, *bodies):
    """A feature of the best passage."""
    return measured(question, library(*bodies))[0][1][feature]


@pytest.mark.parametrize(
    ("feature", "question", "body", "value"),
    [
        ("anchor_exact", "Who chaired it?", "Fiji chaired it.", 1),
        ("anchor_exact", "Who chaired it?", "Fiji presided over it.", 0),
        ("anchor", "Who chaired the session?", "Fiji came to the session.", 0),
        ("negated", "Who chaired it?", "Fiji did not chair it.", 2),
        ("planned", "Who chaired it?", "Fiji will chair it.", 1),
        ("planned", "Who chaired it?", "Fiji chaired it.", 0),
        ("asks_denied", "Who did not sign it?", "Fiji signed it.", 1),
        ("denial_agrees", "Who did not sign it?", "Fiji refused to sign it.", 1),
        ("denial_agrees", "Who did not sign it?", "Fiji signed it.", -1),
        ("denial_agrees", "Who signed it?", "Fiji never signed it.", -1),
        ("denial_agrees", "Who signed it?", "Fiji signed it.", 0),
        ("is_question", "Who signed it?", "Has Fiji signed it?", 1),
        ("row", "Who signed it?", "Fiji | it signed | it paid", 1),
        ("years", "Who came in 2020?", "Fiji came in 2020.", 1),
        ("years", "Who came in 2020?", "Fiji came in 2019.", -1),
        ("years", "Who came?", "Fiji came in 2019.", 0),
        ("speaker", "What did Ana Silva say?", "Ana Silva said no.", 1),
        ("speaker", "What did Ana Silva say?", "Fiji thanked her, said Ana Silva.", 0.5),
        ("cover", "Who signed the letter?", "Fiji signed the letter.", 1),
        ("names_unmet", "Who came to Suva Bay?", "Fiji came to Suva.", 0.5),
        ("numbers_unmet", "Who sent 30 officers?", "Fiji sent 40 officers.", 1),
    ],
)
def test_a_passage_tells_how_it_meets_the_question(feature, question, body, value):
    assert passage(feature, question, body, "Nothing else happened.") == pytest.approx(value)


def test_another_word_for_the_predicate_counts_in_part():
    stated, alike, neither = (
        passage("alike_predicate", "Who purchased the boat?", f"Fiji {verb} the boat.")
        for verb in ("purchased", "bought", "ate")
    )
    assert stated == 1
    assert stated > alike > neither == 0


def test_rare_words_of_a_question_weigh_more_and_words_for_the_event_less():
    reports = library("Fiji opened the session.", "Fiji opened it.", "Fiji sang.", "It rained.")
    asked = read("Who opened the session of Fiji?", reports)
    weigher = Weigher.of(asked, reports, reports.search(asked))
    assert weigher.weights["open"] > weigher.weights["fiji"]
    assert weigher.share({"open", "fiji", "session"}) == pytest.approx(1)
    assert 0 < weigher.share({"fiji"}) < weigher.share({"fiji", "open"}) < 1


@pytest.mark.parametrize(
    ("question", "shape"),
    [
        ("Who chaired it?", (1, 0)),
        ("Which two countries chaired it?", (1, 0)),
        ("Who was invited?", (1, 1)),
        ("Which country will chair it?", (0.5, 0)),
        ("Did Fiji come?", (0, 0)),
    ],
)
def test_the_shape_of_a_question_tells_subject_and_passive(question, shape):
    weigher = Weigher.of(read(question), library("Fiji came."), [])
    assert (weigher.subject, weigher.passive) == shape


def test_the_best_relation_is_that_to_the_strongest_anchor():
    _, _, found = candidates("Who chaired it?", "Fiji chaired it.")
    assert best_relation(found["Fiji"]).name == "agent"
    assert best_relation(found["Fiji"]).strength == 1
    _, _, found = candidates("Who chaired the session?", "Fiji came to the session.")
    assert best_relation(found["Fiji"]).name == "none"


def test_a_stretch_of_another_clause_is_related_less():
    body = "Fiji came, and the session was chaired by Samoa."
    _, _, found = candidates("Who chaired the session?", body)
    far, near = best_relation(found["Fiji"]), best_relation(found["Samoa"])
    assert (far.name, near.name) == ("before", "by")
    assert far.strength == pytest.approx(0.4 * near.strength)

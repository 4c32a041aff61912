import numpy as np
import pytest
from small_library import holding, library, read, weighed

from bot.answering.ranking import HARDLY_BEHIND, _preferred, rank
from bot.model import Report


def preferred(question, scores, *reports):
    """The answer preferred, where each answer has its score."""
    asked, _, found = weighed(question, holding(*reports))
    chosen = {text: next(c for c in found if c.text == text) for text in scores}
    values = np.array(list(scores.values()))
    order = np.argsort(-values, kind="stable")
    return list(scores)[_preferred(asked, list(chosen.values()), values, order)]


CHAIRED = Report("a.md", "Session", "The session of Samoa was chaired by Fiji.")
NEAR, FAR = HARDLY_BEHIND - 0.1, HARDLY_BEHIND + 0.1


@pytest.mark.parametrize(
    ("scores", "answer"),
    [
        ({"Samoa": 2.0, "Fiji": 2.0 - NEAR}, "Fiji"),
        ({"Samoa": 2.0, "Fiji": 2.0 - FAR}, "Samoa"),
        ({"Fiji": 2.0, "Samoa": 2.0 - NEAR}, "Fiji"),
    ],
)
def test_what_is_stated_outright_is_preferred_to_what_is_hardly_ahead(scores, answer):
    assert preferred("Who chaired the session?", scores, CHAIRED) == answer


def test_what_another_report_states_is_not_preferred():
    other = Report("b.md", "Kites", "The session on kites was a session on kites of Tonga.")
    scores = {"Tonga": 2.0, "Fiji": 2.0 - NEAR}
    assert preferred("Who chaired the session?", scores, CHAIRED, other) == "Tonga"


def test_candidates_come_best_first_with_the_chance_of_the_first():
    reports = library("Fiji chaired the session in Suva.", "Samoa came to the session.")
    asked = read("Who chaired the session?", reports)
    ranked = rank(asked, reports, reports.search(asked))
    assert ranked.candidates[0].text == "Fiji"
    assert list(ranked.scores[1:]) == sorted(ranked.scores[1:], reverse=True)
    assert 0 < ranked.confidence <= 1


def test_without_hits_there_are_no_candidates():
    assert rank(read("Who chaired it?"), library(), []).candidates == ()

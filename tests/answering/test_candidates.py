import pytest
from small_library import candidates, holding, weighed

from bot.answering.candidates import OPEN_HITS, TYPED_HITS, candidates_of
from bot.model import Report, Turn
from bot.question import read_question


def kinds(question, *bodies):
    """The kinds of the candidates by their short answers."""
    reports, _, _ = candidates(question, *bodies)
    found = {}
    for candidate in weighed(question, reports)[2]:
        found.setdefault(candidate.text, set()).add(candidate.filler.kind)
    return found


@pytest.mark.parametrize(
    ("question", "body", "answer", "kind"),
    [
        ("Who opened it?", "Ana Silva opened it.", "Ana Silva", "person"),
        ("Which body opened it?", "The Asian Bank opened it.", "Asian Bank", "body"),
        ("Which country opened it?", "Fiji opened it.", "Fiji", "country"),
        ("When was it opened?", "It was opened on 3 May 2020.", "3 May 2020", "date"),
        ("When was it opened?", "It was opened once Fiji came.", "once Fiji came", "moment"),
        ("Where was it held?", "It was held in Noumea, Tonga.", "Noumea, Tonga", "place"),
        ("How long was it?", "The two-day session ended.", "two-day", "duration"),
        ("How often do they meet?", "They meet every year.", "every year", "frequency"),
        ("How many officers came?", "The 30 officers came.", "30 officers", "count"),
        ("How much did it cost?", "It cost $500.", "$500", "money"),
        ("What share came?", "Some 12 per cent came.", "12 per cent", "percent"),
        ("Why was it held?", "It was held because of rain.", "rain", "reason"),
        ("What does RSO mean?", "The Regional Safety Office (RSO) met.",
         "Regional Safety Office", "abbreviation"),
        ("What is a quorum?", "A quorum means half of them.", "half of them", "meaning"),
        ("What is Ana Silva's post?", "Ana Silva, a judge, came.", "a judge", "description"),
        ("What was discussed?", "They discussed joint patrols.", "joint patrols", "topic"),
    ],
)  # fmt: skip
def test_a_question_is_answered_by_what_it_asks_for(question, body, answer, kind):
    assert kind in kinds(question, body)[answer]


def test_a_yes_no_question_is_answered_by_nothing_else():
    _, _, found = candidates("Did Fiji come?", "Fiji came.", "Fiji never came.")
    assert set(found) == {"Yes", "No"}
    assert found["No"].sentence.text == "Fiji never came."


def test_no_is_no_candidate_where_nothing_denies():
    assert set(candidates("Did Fiji come?", "Fiji came to Suva.")[2]) == {"Yes"}


def test_a_list_with_words_between_is_answered_item_by_item():
    _, _, found = candidates("Which countries came?", "Fiji (two officers of rank) and Samoa came.")
    assert found["Fiji, Samoa"].items == ("Fiji", "Samoa")


def test_a_list_with_nothing_between_is_answered_as_it_stands():
    _, _, found = candidates("Which countries came?", "Fiji, Samoa and Tonga came.")
    assert found["Fiji, Samoa and Tonga"].items == ("Fiji", "Samoa", "Tonga")
    assert found["Fiji"].items == ()


def test_stretches_of_a_kind_are_numbered_in_their_passage():
    _, _, found = candidates("When was it held?", "It was held in May 2019 and in June 2020.")
    assert (found["May 2019"].nth, found["June 2020"].nth) == (0, 1)
    assert found["May 2019"].siblings == 2


def test_no_stretch_ends_inside_a_name():
    found = kinds("What did they join?", "They joined the Ministry of Justice and Human Rights.")
    assert "Ministry of Justice and Human Rights" in found
    assert not any(text.endswith("Ministry of Justice") for text in found)


@pytest.mark.parametrize(
    ("question", "most"), [("Who met?", TYPED_HITS), ("Why did they meet?", OPEN_HITS)]
)
def test_only_the_best_passages_are_read_fewer_for_open_questions(question, most):
    body = " ".join(f"Officer Ana{chr(97 + n)} Silva met them to sing." for n in range(20))
    reports, asked, _ = candidates(question, body)
    found = candidates_of(asked, reports, reports.search(asked))
    assert {c.rank for c in found} == set(range(most))


def test_a_post_asked_for_by_his_is_of_whom_the_passage_before_named():
    body = "Ana Silva, a judge, came. Ben Tan, a singer, came later."
    reports = holding(Report("a.md", "Talks", body))
    turn = Turn("Who came later?", "a.md", body.index("Ben"), None)
    asked = read_question("What is his post?", reports.vocabulary, turn)
    texts = {c.text for c in candidates_of(asked, reports, reports.search(asked))}
    assert "a singer" in texts
    assert "a judge" not in texts

import pytest
from small_library import holding, library

from bot.answering import answer_question, explain_question
from bot.answering.answer import LONGEST_QUESTION, MOST_PASSAGES, located, understood
from bot.config.sections import Answer
from bot.model import Found, Report, Silent, Turn

ANY = Answer(max_wrong=1.0)  # answers whatever is likeliest
NEVER = Answer(max_wrong=0.0)
SUVA = "The forum on seabirds was held in Suva in June 2021. It was chaired by Ana Silva."
APIA = "The workshop on kites was held in Apia in May 2019. It was chaired by Ben Tan."
REPORTS = holding(
    Report("a.md", "Forum on seabirds", SUVA), Report("b.md", "Workshop on kites", APIA)
)


def ask(question, turn=None, settings=ANY, reports=REPORTS):
    return answer_question(reports, settings, question, turn)


def test_an_answer_is_given_with_the_passage_that_holds_it():
    found = ask("Who chaired the workshop on kites?")
    assert isinstance(found, Found)
    assert found.answer == "Ben Tan"
    assert found.quotes[0].passage.report.path == "b.md"


def test_what_is_not_likely_enough_is_withheld_with_its_confidence():
    silent = ask("Who paid for the fourth kite?", settings=NEVER)
    assert isinstance(silent, Silent)
    assert (silent.why, silent.asked) == ("not_stated", "who paid for the fourth kite")
    assert 0 < silent.confidence < 1
    assert silent.passages


@pytest.mark.parametrize(
    ("question", "why"),
    [
        ("?", "no_question"),
        ("", "no_question"),
        ("and the", "no_question"),
        ("siapa yang menjadi ketua lokakarya?", "language"),
        ("x" * (LONGEST_QUESTION + 1), "too_long"),
        ("who " * (LONGEST_QUESTION // 4), "no_question"),
    ],
)
def test_what_can_not_be_looked_up_is_refused_with_the_reason(question, why):
    assert ask(question).why == why


def test_without_any_passage_nothing_is_stated():
    assert ask("Who chaired it?", reports=library()) == Silent(
        "Who chaired it?", 0.0, "not_stated", "who chaired it"
    )


def test_the_best_passages_come_along_best_first():
    reports = library(*(f"Fiji chaired talk {n} in Suva. It rained {n} times." for n in range(9)))
    passages = ask("Who chaired the talk in Suva?", reports=reports).passages
    assert len(passages) == MOST_PASSAGES
    assert [p.score for p in passages] == sorted((p.score for p in passages), reverse=True)
    assert len({p.passage for p in passages}) == MOST_PASSAGES


BEFORE = "Who chaired the forum on seabirds?"


def test_a_turn_is_located_by_asking_its_question_again():
    turn = located(REPORTS, Turn(BEFORE))
    assert (turn.report, turn.start, turn.answer) == ("a.md", SUVA.index("It was"), "Ana Silva")


def test_a_turn_with_a_report_is_located_in_it():
    assert located(REPORTS, Turn("Who chaired it?", "b.md")).answer == "Ben Tan"


@pytest.mark.parametrize("turn", [None, Turn(BEFORE, "a.md", 7, "Ana Silva")])
def test_a_turn_that_is_located_stays_as_it_is(turn):
    assert located(REPORTS, turn) is turn


def test_the_answer_that_was_given_is_kept():
    assert located(REPORTS, Turn(BEFORE, "a.md", None, "Yes")).answer == "Yes"


def test_a_turn_that_nothing_answers_stays_as_it_is():
    turn = Turn("???", "gone.md")
    assert located(library(), turn) == turn


def test_a_follow_up_is_about_the_event_before_it():
    asked = understood(REPORTS, "Where was it?", Turn(BEFORE))
    assert (asked.focus, asked.follows) == ("a.md", True)
    assert ask("Where was it held?", Turn(BEFORE, "a.md")).answer == "Suva"


def test_a_follow_up_that_names_another_event_follows_no_more():
    asked = understood(REPORTS, "And who chaired the workshop on kites?", Turn(BEFORE))
    assert (asked.focus, asked.after, asked.before, asked.follows) == (None, None, (), False)
    assert ask("And who chaired the workshop on kites?", Turn(BEFORE)).answer == "Ben Tan"


def test_a_pronoun_is_who_was_just_named():
    asked = understood(REPORTS, "Where is she from?", Turn(BEFORE))
    assert ("ana", "silva") in asked.names


def test_it_is_explained_what_was_understood_and_why_it_was_answered():
    text = "\n".join(explain_question(REPORTS, ANY, "Who chaired the forum in Suva in June 2021?"))
    for line in ("asks for: who", "predicate: chair", "names: suva", "years: 2021", "months: 6"):
        assert line in text
    assert "needed 0.00: answered" in text
    assert "'Ana Silva' (person) in a.md" in text


def test_it_is_explained_why_an_answer_was_withheld():
    lines = explain_question(REPORTS, NEVER, "Who paid for the fourth kite?")
    assert any(line.startswith("confidence: ") and "withheld" in line for line in lines)


def test_an_explanation_names_what_a_question_follows_and_leaves_out_what_is_empty():
    lines = explain_question(REPORTS, ANY, "Where was it?", Turn(BEFORE))
    assert "follows: a.md" in lines
    assert not any(line.startswith("years:") for line in lines)

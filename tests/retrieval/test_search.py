"""Which passages a question finds, and when a follow-up stays with its report."""

import pytest
from small_library import holding

from bot.model import Report, Turn
from bot.question import read_question

SEABIRDS = Report(
    "a.md",
    "Forum on seabirds",
    "The forum was held in Suva on 3 May 2021. Ana Silva chaired it. The fifth forum ended.",
)
KITES = Report(
    "b.md",
    "Workshop on kites",
    "The workshop was held in Apia on 4 June 2019. Ben Tan chaired it. Tonga came.",
)
REPORTS = holding(SEABIRDS, KITES)
BEFORE = Turn("Who chaired the forum on seabirds?", "a.md", 42)


def asked(question, turn=None, reports=REPORTS):
    return read_question(question, reports.vocabulary, turn)


def found(question, turn=None, reports=REPORTS):
    """The passages found, best first."""
    return [reports.passages[h.passage].text for h in reports.search(asked(question, turn))]


def first_report(question, turn=None):
    return REPORTS.readings[REPORTS.search(asked(question, turn))[0].report].report.path


def test_the_passage_with_the_question_s_words_comes_first():
    assert found("Who chaired the workshop on kites?")[0] == "Ben Tan chaired it."


def test_hits_come_with_the_parts_of_their_score_best_first():
    hits = REPORTS.search(asked("Who chaired the workshop on kites?"))
    assert [h.score for h in hits] == sorted((h.score for h in hits), reverse=True)
    assert hits[0].own > 0
    assert hits[0].whole > 0
    assert hits[0].lead > 0 > min(h.lead for h in hits)


def test_no_more_hits_are_returned_than_asked_for():
    assert len(REPORTS.search(asked("Who chaired the workshop on kites?"), 2)) == 2


@pytest.mark.parametrize(
    ("question", "path"),
    [
        ("Who chaired it in 2019?", "b.md"),
        ("Who chaired it in 2021?", "a.md"),
        ("Who chaired it in June?", "b.md"),
        ("Who chaired it in May?", "a.md"),
        ("Who chaired it in Apia?", "b.md"),
        ("Who chaired the fifth one?", "a.md"),
        ("Which chair did Tonga have?", "b.md"),
    ],
)
def test_a_report_of_another_year_month_number_or_place_comes_after(question, path):
    assert first_report(question) == path


@pytest.mark.parametrize(
    ("question", "share"),
    [
        ("Who met Ana Silva?", 0),
        ("Who met Ana Tan?", 0.5),
        ("Who met Ben Tan?", 1),
        ("Who met them?", 0),
    ],
)
def test_a_report_may_lack_a_share_of_the_names(question, share):
    assert REPORTS.missing(asked(question), 0) == share


def test_a_country_is_held_under_any_of_its_names():
    reports = holding(Report("a.md", "Talks", "Officers of the United Kingdom came."))
    assert reports.missing(asked("Did the UK come?", reports=reports), 0) == 0


def test_a_library_without_reports_finds_nothing():
    assert holding().search(asked("Who chaired it?")) == []


@pytest.mark.parametrize("path", ["a.md", "b.md"])
def test_a_follow_up_stays_with_its_report(path):
    assert first_report("Who chaired it?", Turn("Where was it?", path)) == path


def test_a_follow_up_that_names_what_its_report_lacks_goes_elsewhere():
    assert first_report("Did Ben Tan chair it?", BEFORE) == "b.md"


def test_what_was_asked_before_counts_too():
    turn = Turn("Where was the workshop on kites?")
    assert first_report("Who chaired it?", turn) == "b.md"


def settled(question, turn=BEFORE):
    return REPORTS.settled(asked(question, turn))


def test_a_follow_up_that_names_another_event_follows_no_more():
    question = settled("And who chaired the workshop on kites?")
    assert (question.follows, question.focus, question.after, question.before) == (
        False, None, None, (),
    )  # fmt: skip


@pytest.mark.parametrize(
    "question",
    [
        "And who opened it?",
        "And who came to the workshop?",
        "And who chaired the forum on seabirds?",
        "Was it like the forum?",
    ],
)
def test_a_follow_up_that_names_no_other_event_follows(question):
    assert settled(question) == asked(question, BEFORE)
    assert settled(question).focus == "a.md"


def test_the_words_of_another_title_that_its_own_report_holds_too_name_no_other_event():
    both = holding(Report("a.md", "Talks", "Its workshop on kites ended."), KITES)
    question = asked("And who saw the workshop on kites?", Turn("Who came?", "a.md"), both)
    assert both.settled(question).focus == "a.md"


@pytest.mark.parametrize("turn", [None, Turn("Who chaired it?"), Turn("Who?", "gone.md")])
def test_without_a_report_to_follow_nothing_changes(turn):
    question = asked("Who chaired the workshop on kites?", turn)
    assert REPORTS.settled(question) == question


def test_what_was_asked_about_before_names_no_other_event():
    before = Turn("Was the forum like the workshop on kites?", "a.md", 42)
    assert settled("And who chaired the workshop on kites?", before).focus == "a.md"


def fit(question, turn=None):
    """What the scores of the report on kites are multiplied by."""
    return REPORTS._fit(asked(question, turn), 1)


@pytest.mark.parametrize(
    "named", ["in 2021", "in May", "at the fifth session", "in Suva"], ids=lambda named: named[-6:]
)
def test_a_report_fits_less_for_another_year_month_number_or_place(named):
    assert fit(f"Who chaired it {named}?") < fit("Who chaired it?") == 1


def test_while_a_follow_up_stays_other_reports_fit_less():
    assert fit("Who chaired it?", BEFORE) < fit("Did Ben Tan chair it?", BEFORE)


def test_a_passage_scores_by_what_was_asked_before_too():
    turn = Turn("Where was the workshop on kites?")
    own = {
        turn: {h.passage: h.own for h in REPORTS.search(asked("Who chaired it?", turn))}
        for turn in (None, turn)
    }
    assert own[turn][4] > own[None][4]

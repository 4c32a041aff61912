"""Which of several events an answer is from, and which others are named beside it."""

import pytest
from small_library import holding, weighed

from bot.answering.assembly import choices_of
from bot.model import Report, Turn
from bot.question import read_question


def chosen(question, *reports, turn=None):
    """The answer taken from the candidates that name a country, and the other reports' answers."""
    held = holding(*reports)
    asked, _, found = weighed(question, held)
    if turn is not None:
        asked = read_question(question, held.vocabulary, turn)
    countries = [c for c in found if c.filler.kind == "country" or c.verdict == "Yes"]
    best, choices = choices_of(asked, countries, held)
    answer = best.verdict or best.text
    return answer, [(choice.report.path, choice.answer) for choice in choices]


def report(path, body, title="Forum on seabirds", date=None):
    return Report(path, title, body, date)


OLD = report("a.md", "Samoa hosted the forum in Apia in May 2019.", date="2019-05-20")
NEW = report("b.md", "Fiji hosted the forum in Suva in June 2021.", date="2021-06-20")
MIDDLE = report("c.md", "Tonga hosted the forum in Neiafu in July 2020.", date="2020-07-20")


@pytest.mark.parametrize("order", [(OLD, NEW, MIDDLE), (NEW, MIDDLE, OLD), (MIDDLE, OLD, NEW)])
def test_of_one_series_the_newest_event_answers_and_the_others_are_named_newest_first(order):
    assert chosen("Who hosted the forum?", *order) == (
        "Fiji",
        [("c.md", "Tonga"), ("a.md", "Samoa")],
    )


def test_a_question_that_names_its_event_has_no_choices():
    assert chosen("Who hosted the forum in Apia?", OLD, NEW) == ("Samoa", [])
    assert chosen("Who hosted the forum in 2019?", OLD, NEW) == ("Samoa", [])


def test_an_event_that_holds_fewer_of_the_question_s_words_is_no_rival():
    other = report("b.md", "Fiji hosted it in June 2021.", title="Seabirds")
    assert chosen("Who hosted the forum?", OLD, other) == ("Samoa", [])


def test_that_holds_where_no_word_singles_out_one_report_too():
    other = report("b.md", "Fiji hosted it in June 2021.", title="Seabirds")
    third = report("c.md", "A forum ended.", title="Kites")
    assert chosen("Who hosted the forum?", OLD, other, third) == ("Samoa", [])


def test_a_year_asked_for_singles_out_an_event_where_others_name_it_too():
    other = report("b.md", "Fiji hosted the forum in June 2021, unlike in 2019.")
    assert chosen("Who hosted the forum in 2019?", OLD, other) == ("Samoa", [])


def test_a_report_that_opens_with_less_of_what_is_named_is_no_rival():
    body = "Samoa hosted the forum. It rained. They sang. They met. Ana Koro sang of Koro."
    other = report("b.md", "Fiji hosted the forum. It rained. They sang. They met. Ana Koro spoke.")
    opens = report("a.md", f"Ana Koro came. {body}")
    assert chosen("Who hosted the forum with Ana Koro?", opens, other) == ("Samoa", [])


def test_events_of_other_series_are_no_rivals():
    other = report("b.md", "Fiji hosted the forum in June 2021.", title="Kites")
    assert chosen("Who hosted the forum?", OLD, other) == ("Samoa", [])


def test_the_same_answer_twice_is_no_choice():
    again = report("b.md", "Samoa hosted the forum in Suva in June 2021.")
    assert chosen("Who hosted the forum?", OLD, again) == ("Samoa", [])


LATER = report("b.md", "Fiji hosted the forum in Apia in May 2019.", date="2019-06-20")


def test_a_later_report_on_the_same_occasion_corrects_the_other_and_both_are_named():
    assert chosen("Who hosted the forum in Apia?", OLD, LATER) == ("Fiji", [("a.md", "Samoa")])


@pytest.mark.parametrize(
    "when", [("May 2019", "June 2019"), ("May 2019", "May 2020"), ("2019",) * 2]
)
def test_reports_on_other_months_or_on_none_tell_of_other_occasions(when):
    first, second = (
        report(path, f"{country} hosted the forum in Apia in {date}.", date=f"2019-0{n}-20")
        for n, (path, country, date) in enumerate(
            zip("ab", ("Samoa", "Fiji"), when, strict=True), 5
        )
    )
    turn = Turn("Where was the forum?", first.path)
    assert chosen("Who hosted it in the forum?", first, second, turn=turn) == ("Samoa", [])


def test_a_follow_up_stays_with_its_event_but_for_a_later_report_on_it():
    turn = Turn("Where was the forum?", "a.md")
    assert chosen("Who hosted it in the forum?", OLD, NEW, turn=turn) == ("Samoa", [])
    assert chosen("Who hosted it in the forum?", OLD, LATER, turn=turn) == (
        "Fiji", [("a.md", "Samoa")],
    )  # fmt: skip


def test_verdicts_of_two_reports_are_named_by_yes_and_no():
    assert chosen("Did Samoa host the forum?", OLD, LATER)[0] == "Yes"

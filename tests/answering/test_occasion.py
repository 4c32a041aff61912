import pytest
from small_library import read

from bot.answering.occasion import OPENING, Occasion, occasion_features, occasion_of
from bot.model import Report
from bot.reading import read_report


def occasion(body, title="Planning session", date=None):
    return occasion_of(read_report(Report("a.md", title, body, date)))


def test_a_report_opens_with_its_title_and_first_passages():
    held = occasion("Fiji came. It rained. Samoa left. Tonga sang.")
    assert {"plan", "session", "fiji", "samoa"} <= held.terms
    assert "tonga" not in held.terms
    assert held.title == {"plan", "session"}
    assert OPENING == 3


def test_years_months_and_numbers_are_those_of_the_opening():
    later = "It rained. They left. They will meet for the tenth time in June 2021."
    held = occasion(f"The ninth session was held on 3 May 2020. {later}")
    assert (held.years, held.months, held.ordinals) == ({2020}, {5}, {"9th"})


def test_the_title_may_hold_the_year():
    assert occasion("Fiji came.", "Session of 2019").years == {2019}


def test_the_date_of_publication_stands_in_for_a_year_unsaid():
    assert occasion("Fiji came.", date="2018-05-03").years == {2018}
    assert occasion("Fiji came in 2017.", date="2018-05-03").years == {2017}
    assert occasion("Fiji came.", date="soon").years == frozenset()


NONE = frozenset()
HERE = Occasion(
    frozenset({"suva", "session"}), frozenset({"suva"}), frozenset({2020}), frozenset({5}),
    frozenset({"9th"}),
)  # fmt: skip
ELSEWHERE = Occasion(frozenset({"apia", "bay"}), frozenset({"apia"}), NONE, NONE, NONE)


def features(question, own=HERE):
    return occasion_features(read(question), own, [HERE, ELSEWHERE])


@pytest.mark.parametrize(
    ("question", "name", "here", "elsewhere"),
    [
        ("Who chaired it in 2020?", "year_opening", 1, 0),
        ("Who chaired it in 2019?", "year_opening", -1, 0),
        ("Who chaired it?", "year_opening", 0, 0),
        ("Who chaired it in May?", "month_opening", 1, 0),
        ("Who chaired it in June?", "month_opening", -1, 0),
        ("Who chaired the ninth session?", "ordinal_opening", 1, 0),
        ("Who chaired the tenth session?", "ordinal_opening", -1, 0),
        ("Who chaired it in Suva?", "names_opening", 1, 0),
        ("Who chaired it in Apia Bay?", "names_opening", 0, 1),
        ("Who chaired it in Suva Bay?", "names_opening", 0.5, 0.5),
        ("Who chaired it in Apia Bay?", "names_opening_behind", -1, 0),
        ("Who chaired it in Apia Bay?", "names_title_behind", -0.5, 0),
        ("Who chaired it?", "names_opening_behind", 0, 0),
    ],
)
def test_an_occasion_is_told_by_place_year_month_and_number(question, name, here, elsewhere):
    assert features(question)[name] == here
    assert features(question, ELSEWHERE)[name] == elsewhere

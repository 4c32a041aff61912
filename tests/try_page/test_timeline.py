import pytest

from bot.model import Report
from bot.reading import read_report
from bot.try_page.timeline import event_of


def event(text, date="2023-11-28", title="Sixth forum of the network"):
    report = Report("a.md", title, text, date)
    return event_of(read_report(report), report)


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        ("The forum met from 13 to 15 October 2021 in Koper, Slovenia.", "2021-10-13"),
        ("The forum met in April 2016 in Colombo, Sri Lanka.", "2016-04"),
        ("The forum met on 26-27 July in Apia.", "2023-07-26"),
        ("The forum met on 9 December in Apia.", "2022-12-09"),
        ("The forum met on 2021-10-13 in Koper.", "2021-10-13"),
    ],
)
def test_an_event_starts_when_the_report_says(text, starts):
    found = event(text)
    assert (found.starts, found.stated, found.quote) == (starts, True, text)


def test_what_is_planned_is_not_the_event():
    found = event("The next forum follows on 4 May 2024. This one met on 2 June 2023.")
    assert found.starts == "2023-06-02"


def test_without_a_date_the_report_s_own_stands():
    found = event("The forum met. It was short.")
    assert (found.starts, found.stated, found.when) == ("2023-11-28", False, None)


def test_a_year_may_stand_in_the_title():
    assert event("It met this April.", None, "Forum 2019").starts == "2019-04"


def test_an_undated_report_has_no_start():
    assert event("The forum met in July.", None).starts is None


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("The forum met on 5 May 2021 in Koper, Slovenia, for the first time.", "Koper, Slovenia"),
        ("Walvis Bay, Namibia, saw the forum on 5 May 2021.", "Walvis Bay, Namibia"),
        ("Bangkok, 6 September 2023 – The office had never held such an event.", "Bangkok"),
        ("The forum met on 5 May 2021. Fiji, Samoa and Tonga took part.", None),
    ],
)
def test_an_event_was_where_the_report_says(text, where):
    assert event(text).where == where

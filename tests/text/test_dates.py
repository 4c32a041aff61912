import pytest
from cpu_time import seconds
from hypothesis import given
from hypothesis import strategies as st

from bot.text.dates import dates_in, durations_in, month_number


def dates(text):
    return [text[d.start : d.end] for d in dates_in(text)]


def durations(text):
    return [text[start:end] for start, end in durations_in(text)]


@pytest.mark.parametrize(
    "date",
    [
        "26-27 July",
        "26–27 July 2023",
        "from 23 to 26 June 2014",
        "between 10 and 21 February 2019",
        "3 May 2022",
        "July 31, 2023",
        "31st of July",
        "12th and 13th of May 2020",
        "2, 3 and 4 March 2020",
        "28 February to 2 March 2021",
        "Monday, 3 April",
        "2023-07-31",
        "June 2017",
        "early June",
        "Sept. 2019",
        "June and July 2021",
        "spring 2020",
        "mid-2022",
        "2019-2021",
        "next week",
        "10.30 a.m.",
    ],
)
def test_a_date_is_found_as_written(date):
    assert dates(f"It took place {date}, they say.") == [date]


@pytest.mark.parametrize(
    "text", ["You may go.", "They march on.", "room 2019/20", "€2019", "a 2000% rise", "in 1234567"]
)
def test_what_only_looks_like_a_date_is_none(text):
    assert dates(text) == []


def test_a_lone_may_is_a_month_after_in():
    assert dates("In May they met; since March too.") == ["May", "March"]


def test_a_date_tells_its_years_months_and_days():
    (date,) = dates_in("from 28 February to 2 March 2021")
    assert (date.years, date.months, date.days) == ({2021}, {2, 3}, {28, 2})


def test_no_year_is_made_up():
    (date,) = dates_in("26-27 July")
    assert not date.years


@pytest.mark.parametrize(
    "duration",
    [
        "two-day",
        "about three weeks",
        "half an hour",
        "two and a half days",
        "a week",
        "12 months",
        "several days",
        "Three hours",
        "twenty-five years",
    ],
)
def test_a_duration_is_found_as_written(duration):
    assert durations(f"They met: {duration}.") == [duration]


@pytest.mark.parametrize("text", ["the day after", "2 daylight", "birthday"])
def test_a_unit_without_a_number_is_no_duration(text):
    assert durations(text) == []


@pytest.mark.parametrize(
    ("name", "number"),
    [("July", 7), ("jul", 7), ("Sept.", 9), ("MAY", 5), ("ma", 0), ("novel", 0), ("septic", 0)],
)
def test_a_month_is_known_by_its_beginning(name, number):
    assert month_number(name) == number


@given(st.text(alphabet="0123456789 ,-–/.MayJune", max_size=60))
def test_dates_lie_in_the_text_in_order(text):
    ends = 0
    for date in dates_in(text):
        assert ends <= date.start < date.end <= len(text)
        ends = date.end


@pytest.mark.parametrize(
    "unit", ["1 ", "1, ", "1-", "1 May ", "May ", "a ", "1 and ", "\n1", "the "]
)
def test_hostile_text_takes_linear_time(unit):
    def cost(size):
        text = (unit * size)[:size]
        return sum(seconds(read, text) for read in (dates_in, durations_in))

    assert cost(40_000) < 8 * cost(10_000) + 0.2

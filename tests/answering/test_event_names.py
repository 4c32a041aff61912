import pytest

from bot.answering.event_names import LONGEST, event_name
from bot.model import Report
from bot.reading import read_report


def name(body, title="Forum on seabirds", fitting=()):
    reading = read_report(Report("a.md", title, body))
    found = event_name(reading, fitting)
    return found and reading.passages[found.passage].text[found.start : found.end]


@pytest.mark.parametrize(
    ("body", "called"),
    [
        ("The fourth forum on seabirds was held in Suva.", "fourth forum on seabirds"),
        ("A forum was held. The forum on seabirds ended.", "forum on seabirds"),
        ("A workshop ran beside the forum on seabirds.", "forum on seabirds"),
        ("Officers met at the Pacific Seabird Forum.", "Pacific Seabird Forum"),
        ("A forum ran in Suva.", "forum"),
        ("Officers sang.", None),
    ],
)
def test_an_event_is_called_as_a_passage_calls_it_with_most_of_the_title_s_words(body, called):
    assert name(body) == called


def test_a_date_is_no_part_of_a_name():
    assert name("The forum on 3 May 2020 was held in Suva.") == "forum"


def test_a_name_is_no_longer_than_a_line():
    long = " and ".join(f"the law of {kind} birds" for kind in ("sea", "land", "water", "night"))
    assert len(name(f"The forum of {long} ran.").split()) <= LONGEST


def test_of_equal_names_the_one_that_fits_the_question_is_given():
    body = "A seabird forum ran in Apia. A seabird forum ran in Suva."
    reading = read_report(Report("a.md", "Seabirds", body))
    assert event_name(reading).passage == 0
    assert event_name(reading, [1]).passage == 1


def test_a_passage_far_down_names_the_event_only_where_it_fits():
    body = "".join(f"Officer {n} sang. " for n in range(1, 9)) + "The forum on seabirds ended."
    assert name(body) is None
    assert name(body, fitting=[8]) == "forum on seabirds"

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import Report
from bot.reading import read_report


def read(body, path="a.md", title="Planning session"):
    return read_report(Report(path, title, body))


def test_a_reading_has_a_sentence_and_terms_for_each_passage():
    reading = read("It opened in Suva. Fiji chaired it.")
    assert [s.text for s in reading.sentences] == ["It opened in Suva.", "Fiji chaired it."]
    assert reading.terms == (("open", "suva"), ("fiji", "chair"))
    assert reading.title == ("plan", "session")


def test_a_name_is_what_most_of_its_mentions_are():
    body = "They met in Suva. They came to Suva. The Suva of today is large."
    assert read(body).kinds == {"suva": "place"}


def test_a_mention_that_only_names_counts_half():
    body = "Today the Koro was large. The Koro was new. They flew to Koro."
    assert read(body).kinds["koro"] in {"name", "place"}
    assert read(f"{body} They sailed to Koro.").kinds["koro"] == "place"


def test_a_person_is_known_by_the_name_without_titles():
    assert read("Dr. Ana Silva spoke.").kinds == {"ana silva": "person"}


def test_abbreviations_are_kept_with_their_passage_and_long_form():
    reading = read("It ended. The Pacific Network on Customs (PNC) met.")
    (found,) = reading.abbreviations
    text = reading.passages[found.passage].text
    assert (found.short, text[found.start : found.end]) == ("PNC", "Pacific Network on Customs")


def test_years_months_and_countries_are_those_of_the_text():
    reading = read("Fiji came on 3 May 2020. Thai officers came in June.")
    assert (reading.times.years, reading.times.months) == ({2020}, {5, 6})
    assert reading.countries == {"FJ", "TH"}


def test_the_title_gives_no_years():
    assert read("Fiji came.", title="Meeting of 2019").times.years == frozenset()


@given(st.text(max_size=120))
def test_any_report_is_read_by_slices_of_its_body(body):
    reading = read(body, "a.txt")
    for passage, sentence in zip(reading.passages, reading.sentences, strict=True):
        assert sentence.text == body[passage.start : passage.end]
        assert all(0 <= m.start < m.end <= len(sentence.text) for m in sentence.mentions)


@pytest.mark.parametrize(
    "unit",
    [
        "x",
        "1 ",
        "1-",
        "1, ",
        "1 May ",
        "Aa, ",
        "Ministry of Aa, Bb, ",
        "(AB) ",
        "New ",
        "Fiji, ",
        "111 ",
        "very ",
        " \t",
        "“",
        "U.S.",
    ],
)
def test_a_hostile_line_takes_linear_time(unit):
    def seconds(size):
        # Numbers between, since what is repeated gives no second passage.
        parts = (unit * (200 // len(unit)) + f"q{n} " for n in range(size // 200))
        start = time.process_time()
        read("".join(parts)[:size], "a.txt")
        return time.process_time() - start

    small = seconds(10_000)
    assert seconds(40_000) < 8 * small + 0.3
    assert small < 0.6  # a megabyte in a minute at worst


def test_a_report_is_read_in_milliseconds():
    body = " ".join(
        f"The {n}th meeting was chaired by Fiji and brought together {n} officers from Samoa, Tonga"
        f" and the Ministry of Justice in Suva on {n % 28 + 1} May 2020."
        for n in range(100)
    )
    read(body)
    start = time.process_time()
    read(body)
    assert (time.process_time() - start) / len(body) * 2500 < 0.05

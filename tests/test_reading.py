import pytest
from cpu_time import seconds
from hypothesis import given
from hypothesis import strategies as st
from small_library import reading as read

from bot.model import Report
from bot.reading import read_report


def test_a_reading_has_terms_for_each_passage_and_for_the_title():
    reading = read("It opened in Suva. Fiji chaired it.")
    assert [p.text for p in reading.passages] == ["It opened in Suva.", "Fiji chaired it."]
    assert reading.terms == (("open", "suva"), ("fiji", "chair"))
    assert reading.title == ("plan", "session")


def around(body):
    return read(body).around


def test_an_item_leans_on_its_list_s_introduction():
    assert around("The chairs were:\n\n- Samoa\n- Tonga\n") == ((), ("chair",), ("chair",))


def test_a_row_leans_on_its_table_s_header():
    (row,) = around("| Country | Seats |\n|---|---|\n| Fiji | 3 |\n")
    assert row == ("countri", "seat")


def test_a_passage_leans_on_its_heading():
    assert around("# Minutes\n\n## The talks\n\nFiji won.\n\nIt ended.") == (("talk",), ("talk",))


@pytest.mark.parametrize("mark", [":", "?", ":**", '?"', "?”"])
def test_a_passage_leans_on_the_question_or_colon_before_it(mark):
    assert around(f"Who chaired{mark}\n\nAna Silva.")[1] == ("chair",)


def test_after_a_full_stop_a_passage_leans_on_nothing():
    assert around("Fiji chaired.\n\nAna Silva spoke.") == ((), ())


def test_what_is_leaned_on_counts_once():
    (found,) = around("# Talks of talks\n\nFiji won.")
    assert found == ("talk",)


def test_years_and_months_are_those_of_the_text():
    times = read("Fiji came on 3 May 2020. Thai officers came in June.").times
    assert (times.years, times.months) == ({2020}, {5, 6})


def test_title_and_publication_give_no_years():
    assert read("Fiji came.", title="Meeting of 2019", date="2020-05-03").times.years == frozenset()


@given(st.text(max_size=120), st.sampled_from(["a.md", "a.txt", "a.pdf"]))
def test_any_report_is_read_by_slices_of_its_body(body, path):
    reading = read(body, path=path)
    assert len(reading.terms) == len(reading.around) == len(reading.passages)
    ends = 0
    for passage in reading.passages:
        assert passage.text == body[passage.start : passage.end]
        assert passage.start >= ends
        ends = passage.end


@given(st.text(max_size=60), st.text(max_size=20))
def test_a_reading_depends_on_title_body_and_kind_of_file_alone(body, title):
    one = read_report(Report("a.md", title, body, "2020-05-03", "UN", "https://a.example"))
    other = read_report(Report("b/c.md", title, body))
    assert (one.terms, one.around, one.title, one.times) == (
        other.terms, other.around, other.title, other.times,
    )  # fmt: skip


@pytest.mark.parametrize(
    "unit", ["x", "1 ", "1-", "1, ", "1 May ", "Aa, ", "(AB) ", "Fiji, ", " \t", "“", "U.S.", "|a"]
)
def test_a_hostile_line_takes_linear_time(unit):
    def cost(size):
        # Numbers between, since what is repeated gives no second passage.
        parts = (unit * (200 // len(unit)) + f"q{n} " for n in range(size // 200))
        text = "".join(parts)[:size]
        return seconds(lambda: read(text, path="a.txt"))

    small = cost(10_000)
    assert cost(40_000) < 8 * small + 0.3
    assert small < 0.6  # a megabyte in a minute at worst

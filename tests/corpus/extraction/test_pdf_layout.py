from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.corpus.extraction.pdf_layout import TextFragment, lines_of

HEIGHT = 10


def row(top, *words):
    """Words of a row as (left, right) pairs; each is named by its place."""
    return [TextFragment(f"w{left}", left, right, top - HEIGHT, top) for left, right in words]


def full(top, left=50, right=250):
    """A row of words with narrow gaps."""
    return row(top, *((x, min(x + 37, right)) for x in range(left, right, 40)))


def column(left, right, count, top=700, step=13):
    return [word for n in range(count) for word in full(top - n * step, left, right)]


def texts(*pages):
    return [[line.text for line in lines] for lines in lines_of(pages)]


def test_words_with_wide_gaps_are_the_cells_of_a_row():
    (lines,) = texts(row(700, (50, 80), (150, 180), (220, 250)))
    assert lines == ["w50\tw150\tw220"]


def test_a_line_that_was_stretched_to_the_edge_is_no_row_of_a_table():
    stretched = row(648, (50, 70), (95, 115), (140, 160), (185, 205), (230, 250))
    (lines,) = texts([*column(50, 250, 4), *stretched])
    assert lines[-1] == "w50 w95 w140 w185 w230"


def test_a_row_with_narrow_gaps_has_the_cells_of_its_neighbour():
    (lines,) = texts(
        [*row(700, (50, 97), (100, 147), (150, 170)), *row(680, (50, 60), (100, 110), (150, 160))]
    )
    assert lines == ["w50\tw100\tw150"] * 2


@pytest.mark.parametrize("count", [2, 3, 4])
def test_columns_are_read_one_after_the_other(count):
    lefts = [50 + 220 * number for number in range(count)]
    words = [
        word for n, left in enumerate(lefts) for word in column(left, left + 200, 8, 700 - 5 * n)
    ]
    (lines,) = texts(words)
    assert [line.split()[0] for line in lines] == [f"w{left}" for left in lefts for _ in range(8)]


def test_what_stands_in_more_columns_than_a_page_has_is_a_table():
    lefts = [50 + 120 * number for number in range(8)]
    (lines,) = texts([word for left in lefts for word in column(left, left + 100, 8)])
    assert max(line.count("\t") for line in lines) >= 2


def test_what_crosses_the_columns_parts_those_above_from_those_below():
    words = [*column(50, 250, 5), *column(270, 470, 5), *full(600, 50, 470)]
    words += [*column(50, 250, 5, 560), *column(270, 470, 5, 560)]
    (lines,) = texts(words)
    firsts = [line.split()[0] for line in lines]
    assert firsts == ["w50"] * 5 + ["w270"] * 5 + ["w50"] + ["w50"] * 5 + ["w270"] * 5


def test_a_table_across_the_page_is_not_taken_for_columns():
    words = [
        word for n in range(8) for word in row(700 - 13 * n, (50, 80 + n), (270, 290), (420, 440))
    ]
    (lines,) = texts(words)
    assert lines == ["w50\tw270\tw420"] * 8


def test_the_short_columns_of_a_last_page_are_where_those_of_the_others_are():
    last = [
        *row(700, (50, 150)),
        *row(687, (50, 180)),
        *row(700, (270, 400)),
        *row(687, (270, 390)),
    ]
    _, lines = texts([*column(50, 250, 9), *column(270, 470, 9)], last)
    assert lines == ["w50", "w50", "w270", "w270"]


def test_an_empty_page_has_no_lines():
    assert texts([]) == [[]]


@pytest.mark.parametrize("gap", [8, 10, 12])
@pytest.mark.parametrize("right", [243, 250, 255])
def test_a_gutter_little_wider_than_the_letters_are_high_parts_columns(gap, right):
    left = right + gap
    (lines,) = texts([*column(50, right, 8), *column(left, left + 200, 8)])
    assert [line.split()[0] for line in lines] == ["w50"] * 8 + [f"w{left}"] * 8


@pytest.mark.parametrize("width", [200, 600])
def test_columns_may_be_of_unequal_width(width):
    words = [*column(50, 50 + width, 8), *column(70 + width, 840, 8)]
    (lines,) = texts(words)
    assert [line.split()[0] for line in lines] == ["w50"] * 8 + [f"w{70 + width}"] * 8


@pytest.mark.parametrize(("gap", "line"), [(5, "w50 w85"), (12, "w50\tw92")])
def test_cells_are_parted_by_more_than_the_height_of_the_letters(gap, line):
    (lines,) = texts(row(700, (50, 80), (80 + gap, 110 + gap)))
    assert lines == [line]


def test_a_cell_may_begin_a_little_beside_that_of_its_neighbour():
    (lines,) = texts(
        [*row(700, (50, 97), (102, 147), (150, 170)), *row(680, (50, 60), (100, 110), (152, 160))]
    )
    assert lines == ["w50\tw102\tw150", "w50\tw100\tw152"]


def test_three_lines_side_by_side_are_no_columns():
    (lines,) = texts([*column(50, 250, 3), *column(270, 470, 3)])
    assert [line.count("w50") + line.count("w270") for line in lines] == [2] * 3


@pytest.mark.parametrize(("filled", "are_columns"), [(0.6, False), (0.8, True)])
def test_lines_on_one_height_are_columns_where_they_fill_them(filled, are_columns):
    def side(left):
        ends = [left + 200, *[left + int(200 * filled)] * 7]
        return [row(700 - 13 * n, (left, end)) for n, end in enumerate(ends)]

    (lines,) = texts([word for rows in (side(50), side(270)) for one in rows for word in one])
    assert len(lines) == (16 if are_columns else 8)


def test_lines_on_heights_of_their_own_need_to_fill_half_of_their_column():
    def side(left, top):
        ends = [left + 200, *[left + 120] * 7]
        return [row(top - 13 * n, (left, end)) for n, end in enumerate(ends)]

    (lines,) = texts(
        [word for rows in (side(50, 700), side(270, 695)) for one in rows for word in one]
    )
    assert [line[:4] for line in lines] == ["w50"] * 8 + ["w270"] * 8


def test_what_fills_little_of_a_known_column_is_a_table():
    table = [word for n in range(4) for word in row(700 - 13 * n, (50, 80 + n), (270, 290 + n))]
    table += row(640, (50, 240), (270, 470))
    _, lines = texts([*column(50, 250, 9), *column(270, 470, 9)], table)
    assert lines == ["w50\tw270"] * 5


def test_one_line_that_juts_out_is_not_the_edge_of_a_column():
    words = [*column(50, 250, 5), *row(600, (40, 60)), *row(580, (50, 320))]
    (lines,) = lines_of([words])
    assert {line.column for line in lines} == {(50, 247)}


PLACES = st.tuples(st.integers(0, 60), st.integers(1, 40), st.integers(0, 60), st.integers(1, 3))


@settings(max_examples=60)
@given(st.lists(st.lists(PLACES, max_size=60), max_size=3))
def test_no_word_is_lost_or_doubled_wherever_words_stand(pages):
    made = [
        [
            TextFragment(
                f"p{page}w{n}", 10.0 * x, 10.0 * x + 5 * width, 12.0 * y, 12.0 * y + 8 * height
            )
            for n, (x, width, y, height) in enumerate(places)
        ]
        for page, places in enumerate(pages)
    ]
    found = [Counter(" ".join(line.text for line in lines).split()) for lines in lines_of(made)]
    assert found == [Counter(word.text for word in words) for words in made]

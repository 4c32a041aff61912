"""Which lines of a page are one paragraph, an item, a table or a heading."""

import pytest
from pdf_writer import PROSE, column, pdf

from bot.corpus.extraction.pdf import read_pdf

JOINED = (
    "The two-day event was opened by Johnathan Kings, New Zealand's Ambassador to Thailand, Laos "
    "and Cambodia. He spoke of co-operation across all borders, and of co-operation at sea."
)


def body(*pages):
    return read_pdf(pdf(*pages)).body


def test_lines_become_paragraphs_with_their_words_put_together():
    page = column(60, 700, PROSE) + column(60, 640, ["It ended."])
    assert body(page) == f"{JOINED}\n\nIt ended."


def table(*rows):
    return [
        (left, 700 - 13 * number, 10, cell)
        for number, row in enumerate(rows)
        for left, cell in zip((60, 320), row, strict=True)
    ]


def test_a_table_with_a_header_is_one_in_markdown():
    page = table(("Country", "Officers"), ("Fiji", "3"), ("Samoa", "2"), ("Tonga", "4"))
    assert body(page).split("\n") == [
        "| Country | Officers |",
        "|---|---|",
        "| Fiji | 3 |",
        "| Samoa | 2 |",
        "| Tonga | 4 |",
    ]


def test_the_rows_of_a_table_without_a_header_are_lines():
    rows = [("Fiji", "3"), ("Samoa", "2"), ("Tonga", "4"), ("Niue", "1")]
    assert body(table(*rows)).split("\n") == [
        f"{country}\t{officers}" for country, officers in rows
    ]


def test_a_large_line_is_a_heading():
    assert body(column(60, 760, ["Workshop in Suva"], 20) + column(60, 700, PROSE)).startswith(
        "# Workshop in Suva\n\nThe two-day"
    )


def test_the_items_of_a_list_are_put_together_behind_their_marks():
    page = column(60, 700, ["These came to the meeting that was held on the island of Upolu:"])
    for number, (first, rest) in enumerate([("the office of", "Fiji"), ("the office of", "Niue")]):
        down = 680 - 26 * number
        page += [(70, down, 10, "•"), (95, down, 10, first), (95, down - 13, 10, rest)]
    assert body(page).split("\n\n")[1:] == ["• the office of Fiji", "• the office of Niue"]


def test_a_name_at_the_start_of_a_full_line_does_not_end_the_paragraph():
    page = [
        "The workshop on seaweed was opened by the Minister of Fisheries",
        "Jane Smith in Suva.",
    ]
    assert body(column(60, 700, page)) == " ".join(page)


@pytest.mark.parametrize(
    ("lines", "word"),
    [
        (["It was co-", "chaired by Fiji."], "co-chaired"),
        (["It is a recommen-", "dation of Fiji."], "recommendation"),
        (["It was Jean-", "Baptiste of Fiji."], "Jean-Baptiste"),
        (["A long-", "term plan."], "long-term"),
    ],
)
def test_a_hyphen_at_the_end_of_a_line_stays_where_the_word_has_it(lines, word):
    assert word in body(column(60, 700, lines))


def test_a_raised_number_makes_no_heading_of_a_line():
    lines = column(60, 700, [*PROSE, "It was agreed by everybody that was there", "It ended."])
    raised = (280, 666, 22, "1")
    assert "#" not in body([*lines, raised])


NOTES = [f"{n}. See the report of the year {1990 + n} of this office of fishery" for n in range(50)]


def test_what_much_is_written_in_is_no_heading():
    lines = [f"The {word} board agreed to all that was said of it" for word in ("road", "sea") * 5]
    page = [*column(60, 800, lines, 12, 30), *column(60, 480, NOTES[:20], 8, 12)]
    assert "#" not in body(page)


def test_a_line_from_edge_to_edge_that_is_gone_on_with_is_no_heading():
    words = "harbour board agreed on roads and schools in town".split()
    lines = [" ".join(["The", *words[n:], *words[:n]]) for n in range(3)]
    page = [
        *column(60, 800, lines, 12, 30),
        (60, 710, 12, "and that was all."),
    ]
    page += column(60, 660, NOTES, 8, 12)
    assert "#" not in body(page)


def test_the_labels_of_a_chart_are_no_headings():
    labels = ["Fisheries", "Transport", "Tourism", "Education", "20 %"]
    page = [
        *column(60, 780, PROSE),
        *((80, 700 - 40 * n, 16, label) for n, label in enumerate(labels)),
        (60, 460, 16, "Adoption of the budget"),
        *column(60, 430, PROSE),
    ]
    assert [line for line in body(page).split("\n") if line.startswith("#")] == [
        "# Adoption of the budget"
    ]


@pytest.mark.parametrize("mark", ["o", "\xa7"])
def test_a_letter_that_stands_for_a_mark_is_one(mark):
    page = column(60, 700, ["These came to the meeting that was held on the island of Upolu:"])
    for number, name in enumerate(["the office of Fiji", "the office of Niue"]):
        page += [(70, 680 - 13 * number, 10, mark), (95, 680 - 13 * number, 10, name)]
    assert body(page).split("\n\n")[1:] == ["• the office of Fiji", "• the office of Niue"]


def test_a_mark_on_a_line_of_its_own_is_no_heading():
    page = column(60, 700, ["These came to the meeting that was held on the island of Upolu:"])
    for number, name in enumerate(["The office of Fiji", "The office of Niue"]):
        down = 660 - 40 * number
        page += [(70, down + 14, 18, "•"), (95, down, 10, name)]
    assert body(page).split("\n\n")[1:] == ["• The office of Fiji", "• The office of Niue"]

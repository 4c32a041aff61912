import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.corpus.blocks import scan_blocks

LAYOUT = st.text(alphabet="ab1 \n\t\u00a0#-*>|.:=`[]!()_•–ÄZ。’", max_size=200)


def shown(body, path="a.md", title=""):
    return [(block.kind, body[block.start : block.end]) for block in scan_blocks(body, path, title)]


def texts(body, path="a.txt"):
    return [text for _, text in shown(body, path)]


def test_headings_items_and_rows_come_without_their_marks():
    body = "# A #\n\n- b\n2. c\n\n| d | e |\n|---|---|\n| f | g |\n\nh\n"
    assert shown(body) == [
        ("heading", "A"),
        ("list_item", "b"),
        ("list_item", "c"),
        ("table_row", "| f | g |"),
        ("paragraph", "h"),
    ]


@pytest.mark.parametrize(
    "marker", ["- ", "* ", "+ ", "• ", "•", "–  ", "1. ", "12) ", "(3) ", "(a) ", "b) "]
)
def test_markers_of_list_items(marker):
    assert shown(f"They said:\n\n{marker}yes\n") == [
        ("paragraph", "They said:"),
        ("list_item", "yes"),
    ]


@pytest.mark.parametrize("line", ["-yes", "2023. It", "3.5 million", "*yes* no", "A. Smith said"])
def test_what_is_no_list_item(line):
    assert shown(line) == [("paragraph", line)]


def test_a_number_or_dash_inside_a_wrapped_sentence_is_no_item():
    body = "It was held in the hall of\n12. Street and cost\n– all told – little"
    assert texts(body, "a.md") == [body]


def test_an_item_goes_on_in_indented_lines():
    assert texts("- one\n  more\n- two\n") == ["one\n  more", "two"]


def test_the_paragraph_above_a_list_introduces_it():
    body = "They came from:\n\n- Fiji\n  - Suva\n- Samoa\n"
    intros = [
        block.intro and body[block.intro.start : block.intro.end] for block in scan_blocks(body, "")
    ]
    assert intros == [None, "They came from:", "Fiji", "They came from:"]


def test_a_block_knows_the_heading_above():
    blocks = scan_blocks("a\n\n## Guests\n\nb\n\n**Hosts:**\n\n- c\n", "a.md")
    assert [block.heading for block in blocks] == ["", "", "Guests", "", "Hosts"]


def test_a_row_knows_its_cells_and_its_table_s_header():
    body = "Country | Head\n--- | ---\nFiji |  A. B. \n| Samoa | |\n\nEnd | here"
    rows = scan_blocks(body, "a.md")
    assert [row.header for row in rows] == [("Country", "Head"), ("Country", "Head"), ()]
    cells = [[body[cell.start : cell.end] for cell in row.cells] for row in rows]
    assert cells == [["Fiji", "A. B."], ["Samoa", ""], []]


def test_lines_with_tabs_are_rows():
    assert shown("Country\tHead\nFiji\tA\n\na\tb", "a.txt") == [
        ("table_row", "Country\tHead"),
        ("table_row", "Fiji\tA"),
        ("paragraph", "a\tb"),
    ]


def test_markdown_joins_lines_and_breaks_at_its_mark():
    assert texts("One line\nAnd more\n\nThe chair:  \nFiji\n", "a.md") == [
        "One line\nAnd more",
        "The chair:",
        "Fiji",
    ]


def test_text_with_a_paragraph_a_line_is_not_joined():
    body = (
        "Guests of honour\nThe minister\n" + "A long paragraph of words that fills no width. " * 9
    )
    assert texts(body) == ["Guests of honour", "The minister", body[30:].rstrip()]


def test_text_wrapped_at_a_width_is_joined():
    body = (
        "The two-day event was opened by Johnathan Kings, New Zealand's Ambassador to\n"
        "Thailand, who spoke after the moderator. He was followed by presentations of\n"
        "Sri Lanka and New Zealand that shed light on the challenges faced by Member\n"
        "States.\n"
    )
    assert texts(f"Short title\n{body}") == ["Short title", body.rstrip()]


def test_lines_with_labels_stay_apart():
    assert texts("Venue: Suva\nChair: Fiji\nfor the Pacific\n", "a.md") == [
        "Venue: Suva",
        "Chair: Fiji\nfor the Pacific",
    ]


def test_e_mail_s_quotation_marks_belong_to_no_block():
    assert texts("> > Yes.\n>\n> No.") == ["Yes.", "No."]


def test_rules_fences_comments_and_pictures_are_no_blocks():
    body = "a\n\n---\n```python\nb\n```\n<!-- c -->\n![d](e)\n[f]: http://g\n***\nh"
    assert texts(body, "a.md") == ["a", "b", "h"]


def test_a_rule_under_a_line_makes_a_heading_but_not_of_a_sentence():
    assert shown("A\n---\nB is long.\n---\n") == [("heading", "A"), ("paragraph", "B is long.")]


def test_a_first_line_that_repeats_the_title_is_a_heading():
    assert shown("The  meeting\nIt began.", "a.md", "The Meeting")[0][0] == "heading"
    assert shown("The meeting.\nIt began.", "a.md", "The Meeting.")[0][0] == "paragraph"


@pytest.mark.parametrize("path", ["a.md", "a.txt"])
@given(body=LAYOUT | st.text(max_size=100))
def test_blocks_of_any_text_are_in_order_and_hold_all_its_words(path, body):
    at = 0
    for block in scan_blocks(body, path):
        assert at <= block.start < block.end <= len(body)
        assert body[block.start : block.end] == body[block.start : block.end].strip()
        assert all(block.start <= cell.start <= cell.end <= block.end for cell in block.cells)
        at = block.end


def test_a_long_text_of_short_lines_takes_little_memory():
    body = "harbour board\n" * 100_000
    tracemalloc.start()
    try:
        scan_blocks(body, "a.txt")
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 10 * len(body)

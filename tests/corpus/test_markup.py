import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.corpus.markup import read_markup
from bot.corpus.report_file import read_report
from bot.reading import read_structure

TABLE = """# Tide call

<table class="wide">
<tr>
 <th>Attendee</th>
 <th>Organisation</th>
</tr>
<tr>
 <td>Ana Ruiz</td>
 <td>OECD</td>
</tr>
<tr><td>Bo Lind</td><td></td></tr>
</table>
"""
PIECES = (
    "<td> </td> <tr> <table> <p> <li> <h2> </h2> <b> </b> <br> <!-- --> <script> </script> <th>"
    " < > ` Ana. İ"
).split()


def read(body):
    report = read_report("a.md", body.encode())[0]
    return report, read_structure(report)


def passages(body):
    return [passage.text for passage in read(f"# Tide call\n\n{body}")[1].passages]


def test_the_cells_of_a_table_are_passages_that_know_their_row_and_column():
    _, structure = read(TABLE)
    blocks = [structure.blocks[number] for number in structure.block_of]
    assert [
        (p.text, b.kind, b.header) for p, b in zip(structure.passages, blocks, strict=True)
    ] == [
        ("Ana Ruiz", "table_row", ("Attendee",)),
        ("OECD", "table_row", ("Ana Ruiz", "Organisation")),
        ("Bo Lind", "table_row", ("Attendee",)),
    ]


def test_a_cell_knows_the_label_beside_it():
    _, structure = read("# Call\n<table><tr><td>Venue</td><td>Adobe Connect</td></tr></table>")
    assert structure.blocks[structure.block_of[1]].header == ("Venue",)


def test_a_table_of_headers_only_is_text():
    assert passages("<table><tr><th>Fiji</th><th>Samoa</th></tr></table>") == ["Fiji", "Samoa"]


@pytest.mark.parametrize(
    ("body", "texts"),
    [
        ("<p>Ana came.</p><p>Bo\nleft.</p>", ["Ana came.", "Bo\nleft."]),
        ('<div align="center">\n\nAna came.\n</div>', ["Ana came."]),
        ("Chair: Ana<br>Venue: Oslo<br/>", ["Chair: Ana", "Venue: Oslo"]),
        ("<ul>\n<li>Fiji\n<li><p>Samoa</p></li>\n</ul>", ["Fiji", "Samoa"]),
        ("<b>Ana came.</b> <i>Bo left.</i>", ["Ana came.", "Bo left."]),
        ("Ana came.<sup>1</sup> Bo left.", ["Ana came.", "Bo left."]),
        ("<!-- a\nnote -->\nAna came.\n<!-- b -->", ["Ana came."]),
        ("<script>a = '<b>';</script>Ana came.<style>p {}</style>", ["Ana came."]),
        ('Ana came.\n\n<img\n src="a.png"\n alt="A map">', ["Ana came."]),
        ("It was chaired by <b>Ana</b>\nof Chile.", ["It was chaired by <b>Ana</b>\nof Chile."]),
        ("Ana used the `<td>` tag.", ["Ana used the `<td>` tag."]),
        ("If 3 < 4, the <Main Hall> is full.", ["If 3 < 4, the <Main Hall> is full."]),
        ("See <https://example.org/a>.", ["See <https://example.org/a>."]),
    ],
)
def test_passages_end_where_tags_do(body, texts):
    assert passages(body) == texts


def test_headings_in_html_are_headings():
    report, structure = read('<h1 align="left">Tide <b>call</b></h1>\n<p>Ana came.</p>')
    assert report.title == "Tide call"
    assert [block.kind for block in structure.blocks] == ["heading", "paragraph"]
    assert structure.blocks[1].heading == "Tide call"


def test_the_day_is_found_in_html():
    assert read("<h1>Tide call</h1>\n<p>Date: 8 March 2018</p>\n<p>Ana came.</p>")[0].date == (
        "2018-03-08"
    )


def test_tags_in_text_that_is_no_markdown_stay():
    report = read_report("a.txt", b"Use <td>cells</td> here.")[0]
    assert read_structure(report).passages[0].text == "Use <td>cells</td> here."


@given(st.lists(st.sampled_from([*PIECES, " ", "\n"]), max_size=40).map("".join))
def test_nothing_moves_and_no_tag_that_parts_is_in_a_passage(body):
    assert len(read_markup(body, "a.md").text) == len(body)
    for passage in passages(f"Ana came.\n\n{body}".replace("`", "")):
        assert not re.search(r"<(?:td|tr|p|li|h2|br)>", passage)


@pytest.mark.parametrize("piece", ["<!--", "<script>", "<b ", "<td>", "<sup>", '<a href="'])
def test_a_flood_of_open_tags_takes_time_in_proportion(piece):
    assert len(read_markup(piece * 200_000, "a.md").text) == 200_000 * len(piece)

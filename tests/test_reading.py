import pytest
from cpu_time import seconds
from hypothesis import given
from hypothesis import strategies as st
from small_library import reading as read

from bot.model import Passage, Report
from bot.reading import blocks_of, columns_of, passages_of, read_report, read_structure

LAYOUT = st.text(alphabet="ab1 \n\t#-*>|.:=[]!”_•Ä。", max_size=200)


def report(body, path="a.md", title="Meeting"):
    return Report(path, title, body)


def texts(body, **more):
    return [passage.text for passage in passages_of(report(body, **more))]


def test_passages_are_sentences_items_and_rows_in_reading_order():
    body = "# T\n\nOne. Two.\n\n- Three. Four.\n\n|h|\n|-|\n|five|\n\nSix: “Seven.”\n"
    assert texts(body) == ["One.", "Two.", "Three. Four.", "|five|", "Six: “Seven.”"]


def test_a_sentence_over_several_lines_is_one_slice():
    assert texts("It was held\nin Suva. It ended\nlate.") == [
        "It was held\nin Suva.",
        "It ended\nlate.",
    ]


def test_a_repeated_line_gives_no_second_passage_and_shifts_no_offset():
    line = "The meeting was held in Suva."
    body = f"{line}\nthe  Meeting was held in SUVA.\nIt ended."
    passages = passages_of(report(body, "a.txt"))
    assert [(p.start, p.end) for p in passages] == [(0, len(line)), (len(body) - 9, len(body))]


def test_a_first_line_that_is_the_title_is_no_passage():
    assert texts("Meeting\nMeeting\nIt ended.", path="a.txt") == ["It ended."]


def test_a_sentence_that_is_the_title_is_a_passage():
    assert texts("It was in Suva.\n\nMore.", title="It was in Suva.") == [
        "It was in Suva.",
        "More.",
    ]


@pytest.mark.parametrize("body", ["Meeting", "# Meeting\n\n## In Suva"])
def test_a_report_of_headings_only_can_be_quoted(body):
    assert texts(body)


def test_an_item_under_another_introduction_is_no_repetition():
    body = "Chairs:\n\n- Fiji\n\nGuests:\n\n- Fiji\n- Fiji\n"
    assert texts(body) == ["Chairs:", "Fiji", "Guests:", "Fiji"]


def test_an_item_s_intro_is_the_passage_before_its_list():
    body = "It ended. They agreed:\n\n- to meet\n  - in Suva\n"
    intros = [
        block.intro and body[block.intro.start : block.intro.end]
        for block in blocks_of(report(body))
    ]
    assert intros == [None, "They agreed:", "to meet"]


def test_each_passage_knows_its_block():
    structure = read_structure(report("# T\n\nOne. Two.\n\n- three\n"))
    assert [structure.blocks[index].kind for index in structure.block_of] == [
        "paragraph",
        "paragraph",
        "list_item",
    ]


def test_what_is_too_long_is_cut_after_a_semicolon():
    cut = texts("; ".join(f"island {number} sent a delegation" for number in range(50)) + ".")
    assert max(len(text.split()) for text in cut) <= 90
    assert all(text.endswith((";", ".")) for text in cut)
    assert sum(len(text.split()) for text in cut) == 250


def test_a_sentence_of_a_hundred_words_stays_whole():
    assert len(texts("word " * 99 + "end.")) == 1


@pytest.mark.parametrize("unit", ["x", "会议", "!"])
def test_a_text_without_spaces_is_cut_by_length(unit):
    text = "".join(f"{number}{unit}" for number in range(1500))
    cut = texts(text, path="a.txt")
    assert "".join(cut) == text
    assert max(map(len, cut)) <= 1000


def test_marks_alone_are_no_passages():
    assert texts("One.\n\n* * *\n\n—\n\n| | |\n\n- …\n") == ["One."]


@pytest.mark.parametrize("path", ["a.md", "a.txt"])
@given(body=LAYOUT | st.text(max_size=150))
def test_passages_of_any_text_are_exact_ordered_and_alone(path, body):
    at = 0
    for passage in passages_of(report(body, path)):
        assert at <= passage.start < passage.end <= len(body)
        assert any(map(str.isalnum, passage.text))
        at = passage.end


@pytest.mark.parametrize(
    "unit", ["x", "a, ", "- x\n", "x\n", "|a", "<!-- a ", "![a](", "**a", "> a\n", "A: b\n"]
)
@pytest.mark.parametrize("path", ["a.md", "a.txt"])
def test_hostile_layout_takes_linear_time(unit, path):
    def cost(size):
        return seconds(passages_of, report((unit * size)[:size], path))

    assert cost(100_000) < 16 * cost(25_000) + 0.2


TABLE = """# Trainings

| Training | Place | Date |
|---|---|---|
| Third | Dar es Salaam | August 2022 |
| Fourth | Entebbe | |

A | B is no table.
"""


@pytest.mark.parametrize(
    ("path", "body", "row", "columns"),
    [
        (
            "t.md", TABLE, "| Third | Dar es Salaam | August 2022 |",
            (("Training", "Third"), ("Place", "Dar es Salaam"), ("Date", "August 2022")),
        ),
        ("t.md", TABLE, "| Fourth | Entebbe | |", (("Training", "Fourth"), ("Place", "Entebbe"))),
        ("t.md", TABLE, "A | B is no table.", ()),
        ("t.md", "| Chair | Ana Ruiz |\n", "| Chair | Ana Ruiz |", ()),
        ("t.txt", "Ana Ruiz chaired it.", "Ana Ruiz chaired it.", ()),
    ],
)  # fmt: skip
def test_a_table_row_has_its_cells_by_column(path, body, row, columns):
    start = body.index(row)
    assert columns_of(Passage(Report(path, "T", body), start, start + len(row))) == columns


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

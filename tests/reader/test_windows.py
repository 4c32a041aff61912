"""Every passage is read once, by wordpieces that are slices of it."""

import unicodedata
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_library import reading

from bot.corpus import read_corpus
from bot.reader import windows
from bot.reader.windows import (
    ASKED,
    BAR,
    BARRED,
    BODY,
    CHUNK,
    CLS,
    FOLLOW,
    FOLLOWED,
    MARK,
    MARKED,
    OPENING,
    PLAIN,
    QUESTION,
    SEP,
    TITLE,
    batches,
    chunk_windows,
    encode,
    encode_question,
    padded,
    pieces,
    question_pieces,
    tokenizer,
    windows_of,
)
from bot.reading import read_report

SAMPLES = read_corpus(Path(__file__).parents[2] / "corpus").reports
SCRIPTS = (
    "حضر الاجتماعَ ٤٠ مندوبًا من الأردنّ.",
    "การประชุมจัดขึ้นที่กรุงเทพฯ",
    "Zoë́ co̲öperated in Đà Nẵng.",
    "会议在北京举行。",
    "🌏 It began.",
)
LINES = st.sampled_from(
    ["Fiji chaired it. ", "- Samoa\n", "\n\n# Talks\n\n", "\n|a|b|\n|-|-|\n|c|d|\n", "x" * 300]
    + [f"{script}\n" for script in SCRIPTS]
)


def windows_in(read):
    report = read.report
    return windows_of(read.structure, report.body, report.title, report.date)


def spelled(ids):
    return tokenizer().decode([i for i in ids if i > BAR])


def numbers(found):
    return [lead.passage for window in found for lead in window.passages]


@given(st.lists(LINES, max_size=40), st.text(max_size=80))
def test_every_passage_is_in_exactly_one_window_in_reading_order(lines, text):
    read = reading("".join(lines) + text)
    assert numbers(windows_in(read)) == list(range(len(read.passages)))


@given(st.lists(LINES | st.text(max_size=30), max_size=12))
def test_a_wordpiece_has_the_place_of_its_letters(lines):
    read = reading("".join(lines))
    for window in windows_in(read):
        row = encode(window)
        assert len(row.ids) == len(row.types) == len(row.flags) == len(row.places)
        for number in {passage for passage, _ in row.marks}:
            own = row.places[row.places[:, 0] == number]
            length = len(read.passages[number].text)
            assert (own[:, 1] < own[:, 2]).all()
            assert (own[:, 2] <= length).all()
            assert (np.diff(own[:, 1]) >= 0).all()


def bare(text):
    parts = unicodedata.normalize("NFD", text.lower())
    return "".join(c for c in parts if unicodedata.category(c) != "Mn")


@pytest.mark.parametrize("text", [*SCRIPTS, "The “$5M” fund, in São Tomé, co-led by O'Neil."])
def test_the_letters_of_a_place_are_those_of_its_wordpiece(text):
    ids, offsets = pieces(text)
    names = [tokenizer().id_to_token(i) for i in ids]
    assert len(ids) == len(offsets) > 0
    for name, (start, end) in zip(names, offsets, strict=True):
        assert name in {"[UNK]", bare(text[start:end]), f"##{bare(text[start:end])}"}


@pytest.mark.parametrize("report", SAMPLES, ids=lambda report: report.path)
def test_all_words_of_a_sample_are_read_in_some_window(report):
    read = read_report(report)
    for window in windows_in(read):
        for lead in window.passages:
            assert lead.pieces == pieces(read.passages[lead.passage].text)[0][: BODY - 2]


@given(st.lists(LINES, max_size=60))
def test_passages_share_a_window_only_as_far_as_it_has_room(lines):
    for window in windows_in(reading("".join(lines))):
        sizes = [1 + len(lead.intro) + len(lead.pieces) for lead in window.passages]
        assert sum(sizes) <= BODY or len(sizes) == 1


def test_the_longest_row_fits_the_network():
    cells = [f"heading{n} of many wordpieces" for n in range(30)]
    table = f"|{'|'.join(cells)}|\n|{'-|' * 30}\n|{'|'.join('zyxwvq' * 2 for _ in cells)}|\n"
    read = reading(f"{'word ' * 90}.\n\n# {'heading ' * 40}\n\n{table}", title="title " * 90)
    asked = question_pieces("who " * 400, "where " * 400)
    assert all(len(encode(window, asked).ids) <= 512 for window in windows_in(read))


@settings(max_examples=8)
@given(st.integers(0, 3 * CHUNK))
def test_the_windows_of_all_chunks_are_those_of_the_report(count):
    read = reading(" ".join(f"Officer {n} came from Suva." for n in range(count)))
    made = [
        window
        for chunk in range(-(-count // CHUNK))
        for window in chunk_windows(
            read.structure, read.report.body, read.report.title, None, chunk
        )
    ]
    assert tuple(made) == windows_in(read)
    assert numbers(made) == list(range(count))


def test_a_chunk_begins_a_window_that_continues_what_came_before():
    read = reading(" ".join(f"Officer {n} came from Suva." for n in range(CHUNK + 1)))
    last = windows_in(read)[-1]
    assert [lead.passage for lead in last.passages] == [CHUNK]
    assert spelled(last.before).endswith(f"officer {CHUNK - 1} came from suva.")


def test_a_window_is_headed_by_title_and_month_and_a_later_one_by_the_opening_words_too():
    officers = " ".join(f"Officer {n} came." for n in range(60))
    read = reading(f"It opened in Suva. {officers}", date="2020-05-03")
    first, *later = windows_in(read)
    assert spelled(first.header) == "planning session 2020 05"
    assert all(spelled(w.header).startswith("planning session 2020 05") for w in later)
    assert all(spelled(w.header).endswith("it opened in suva.") for w in later)
    assert later


def test_a_title_and_an_opening_are_read_up_to_a_length():
    officers = " ".join(f"Officer {n} came." for n in range(60))
    last = windows_in(reading(f"{'word ' * 80}. {officers}", title="title " * 99))[-1]
    assert last.header.index(BAR) == TITLE
    assert len(last.header) == TITLE + 2 + OPENING


def test_without_a_date_none_is_read():
    (window,) = windows_in(reading("It opened."))
    assert window.header[-1] == BAR


def intros(body):
    return [spelled(lead.intro) for window in windows_in(reading(body)) for lead in window.passages]


def test_a_row_is_read_behind_its_table_s_header():
    table = "| Country | Delegates |\n|---|---|\n| Fiji | 3 |\n| Samoa | 4 |\n"
    assert intros(f"They came.\n\n{table}")[1:] == ["country | delegates"] * 2


def test_a_list_s_introduction_is_read_where_a_window_begins_within_it():
    items = "".join(f"- delegate number {n} of the islands of Fiji\n" for n in range(30))
    read = reading(f"Those who came:\n\n{items}")
    first, *later = windows_in(read)
    assert [spelled(lead.intro) for lead in first.passages] == [""] * len(first.passages)
    for window in later:
        opening, *others = (spelled(lead.intro) for lead in window.passages)
        assert opening == "those who came :"
        assert set(others) <= {""}
    assert later


def test_a_heading_is_read_before_what_comes_first_below_it():
    found = intros("# Minutes\n\n## Talks\n\nIt opened. It ended.\n\n## Votes\n\nFiji won.\n")
    assert found == ["talks", "", "votes"]


def asked_of(body, question, before=""):
    (window,) = windows_in(reading(body))
    return encode(window, question_pieces(question, before))


def flagged(row, flag):
    return spelled(row.ids[row.flags == flag].tolist())


def test_words_of_the_question_are_flagged_in_the_window_but_for_common_ones():
    row = asked_of("Fiji chaired the session in Suva.", "Who chaired the talks in Suva?")
    assert flagged(row, ASKED) == "chaired suva"
    assert (row.types[row.flags == ASKED] == 1).all()


def test_marks_bars_and_the_end_of_what_was_asked_before_are_flagged_as_such():
    row = asked_of("It opened. It ended.", "And who came?", "Where was it?")
    for piece, flag in ((MARK, MARKED), (FOLLOW, FOLLOWED), (BAR, BARRED)):
        assert (row.flags[row.ids == piece] == flag).all()
    assert (row.ids == FOLLOW).sum() == 1
    assert [row.ids[at] for _, at in row.marks] == [MARK, MARK]
    assert [number for number, _ in row.marks] == [0, 1]


def test_a_row_without_a_question_has_no_words_flagged():
    (window,) = windows_in(reading("It opened."))
    row = encode(window)
    assert row.ids[:2].tolist() == [CLS, SEP]
    assert not (row.flags == ASKED).any()


def test_a_question_is_cut_at_a_length_and_stands_alone_where_it_is_routed():
    row = encode_question(question_pieces("word " * 90))
    assert len(row.ids) == QUESTION + 2
    assert (row.ids[0], row.ids[-1]) == (CLS, SEP)
    assert set(row.flags.tolist()) == {PLAIN}
    assert row.marks == ()


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_may_be_asked(question, before):
    row = encode_question(question_pieces(question, before))
    assert len(row.ids) <= windows.CONTEXT + 1 + QUESTION + 2


def rows_of_length(lengths):
    return [encode_question([2000] * length) for length in lengths]


@given(st.lists(st.integers(0, 40), max_size=20), st.integers(1, 9))
def test_batches_hold_every_row_once_and_no_more_than_wanted(lengths, most):
    found = list(batches(rows_of_length(lengths), most))
    assert sorted(number for batch in found for number in batch) == list(range(len(lengths)))
    assert all(1 <= len(batch) <= most for batch in found)


@given(st.lists(st.integers(0, 9), min_size=1, max_size=5))
def test_rows_are_padded_to_the_longest_and_masked_to_their_own_length(lengths):
    rows = rows_of_length(lengths)
    ids, types, mask, flags = padded(rows)
    assert ids.shape == types.shape == mask.shape == flags.shape == (len(rows), max(lengths) + 2)
    for number, row in enumerate(rows):
        assert mask[number].sum() == len(row.ids)
        assert ids[number, : len(row.ids)].tolist() == row.ids.tolist()
        assert not ids[number, len(row.ids) :].any()

"""The rows in which questions over several events are looked up."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_library import holding, told

from bot.event import UNREAD
from bot.index import Vocabulary
from bot.index_cache.indexed import pack, row_in
from bot.model import Report
from bot.reading import read_report
from bot.retrieval.table import Entries, Lazy, keys_of, row_of, within

BODIES = (
    "It opened in Suva. Fiji chaired it.",
    "A course for Kenya and Fiji ended on 3 May 2020.",
    "- Samoa\n- Tonga\n- Palau\n",
    "Nothing else was said.",
)
READINGS = [read_report(Report(f"{i}.md", f"Session {i}", b)) for i, b in enumerate(BODIES)]


def spelled(entries, vocabulary):
    """The entries with words for their numbers, as lists."""
    names = list(vocabulary)
    streams = []
    for stream in (entries.passages, entries.reports):
        ends = np.cumsum(stream.lengths).tolist()
        words = [names[number] for number in stream.tokens.tolist()]
        streams.append([words[a:b] for a, b in zip([0, *ends], ends, strict=False)])
    return entries.counts.tolist(), entries.bounds.tolist(), streams, entries.times


def test_an_entry_holds_terms_bounds_and_times():
    vocabulary = Vocabulary()
    counts, bounds, (passages, reports), times = spelled(
        Entries.of(READINGS[:2], vocabulary), vocabulary
    )
    assert (counts, bounds) == ([2, 1], [[0, 18], [19, 35], [0, 48]])
    assert passages[0] == ["session", "0", "open", "suva"]
    assert reports[0] == ["session", "0", "open", "suva", "fiji", "chair"]
    assert (times[1].years, times[1].months) == ({2020}, {5})


def test_what_a_passage_leans_on_counts_once_with_it():
    report = Report("a.md", "Talks", "The chairs were:\n\n- Samoa\n- Tonga\n")
    vocabulary = Vocabulary()
    _, _, (passages, *_), _ = spelled(Entries.of([read_report(report)], vocabulary), vocabulary)
    assert passages[-1] == ["talk", "tonga", "chair"]


@given(st.lists(st.integers(0, len(READINGS) - 1), max_size=8), st.integers(0, len(READINGS)))
def test_chosen_of_joined_parts_is_as_if_these_reports_had_been_read_in_this_order(order, cut):
    vocabulary = Vocabulary()
    parts = [Entries.of(part, vocabulary) for part in (READINGS[:cut], READINGS[cut:])]
    chosen = Entries.joined(parts).chosen(order)
    alone = Vocabulary()
    wanted = Entries.of([READINGS[number] for number in order], alone)
    assert spelled(chosen, vocabulary) == spelled(wanted, alone)


def test_items_of_groups_come_group_by_group():
    counts = np.array([2, 0, 3], np.int32)
    assert within(counts, np.array([2, 1, 0, 2])).tolist() == [2, 3, 4, 0, 1, 2, 3, 4]
    assert within(counts, np.array([], np.int64)).tolist() == []


@given(st.lists(st.integers(0, len(READINGS) - 1), max_size=3))
def test_renumbered_entries_say_the_same_by_a_vocabulary_without_other_words(order):
    vocabulary = Vocabulary()
    entries = Entries.of(READINGS, vocabulary).chosen(order)
    renumbered, smaller = entries.renumbered(vocabulary)
    assert spelled(renumbered, smaller) == spelled(entries, vocabulary)
    streams = (renumbered.passages, renumbered.reports)
    assert {n for s in streams for n in s.tokens.tolist()} == set(smaller.values())


BODY = (
    "The Office for Seas (OFS) held the third forum on kites in Apia, Samoa, on 3 May 2019."
    " Ana Silva chaired it. Officers from Fiji and Viet Nam came. In all 1,040 people attended."
)
PAIR = told(
    BODY, "Kites over the sea", "2019-06-01", name="third forum on kites", where="Apia",
    when="3 May 2019", chair="Ana Silva", participants=["Fiji", ("Viet Nam", 0.2)],
    organiser="Office for Seas", count="1,040",
)  # fmt: skip
ROW = row_of(*PAIR)


def test_an_event_is_called_by_its_title_name_place_dates_and_organiser():
    assert {"kite", "sea", "forum", "apia", "2019", "offic"} <= ROW.keys
    assert not {"silva", "fiji"} & ROW.keys


def test_who_took_part_is_known_by_words_and_countries_by_their_code():
    assert ROW.parts["chair"] == ((0, frozenset({"ana", "silva"})),)
    ((number, words),) = ROW.parts["participants"]
    assert number == 0
    assert {"FJ", "fiji"} <= words


def test_a_short_form_in_brackets_is_a_name_too():
    ((_, words),) = ROW.parts["organiser"]
    assert "of" in words or "ofs" in words


def test_the_country_after_the_place_is_where_it_was():
    assert ROW.here == {"WS"}


@pytest.mark.parametrize(
    ("body", "title", "where", "here"),
    [
        ("They met.", "Talks in Fiji", None, {"FJ"}),
        ("They met.", "Fiji in the chair", None, set()),
        ("They met.", "Course in Port of Spain", None, set()),
        ("In Nadi, officers of Fiji met.", "Talks", None, {"FJ"}),
        ("Officers of Fiji and Samoa met.", "Talks", None, set()),
        (
            "In Port of Spain, officers of Tobago and Trinidad and Tobago met.",
            "Talks",
            None,
            {"TT"},
        ),
        ("They met in Cork (Ireland). Fiji came.", "Talks", "Cork", {"IE"}),
        ("They met in Kokopo in Papua New Guinea.", "Talks", "Kokopo", {"PG"}),
        ("They met in Cork. Ireland came.", "Talks", "Cork", set()),
    ],
)
def test_a_place_has_its_country_from_the_words_round_it(body, title, where, here):
    pair = told(body, title, **({"where": where} if where else {"name": body.split()[0]}))
    assert row_of(*pair).here == here


def test_what_introduces_the_event_is_its_lead():
    assert {"offic", "forum", "kite"} <= ROW.lead
    assert "silva" not in ROW.lead


def test_people_are_counted_and_countries_are_not():
    assert ROW.count == (1040, 0)
    assert row_of(*told("Nine countries came.", count="Nine")).count is None
    assert row_of(*told("Nine people came.", count="Nine")).count == (9, 0)


def test_a_row_is_packed_with_its_reading_and_read_without_it():
    assert row_in(pack(*PAIR)) == ROW


def test_columns_are_those_of_the_rows():
    library = holding(
        PAIR,
        told("It rained.", "Rain", "2018-01-01", "r.md"),
        (told("Kenya came.", path="u.md")[0], UNREAD),
    )
    columns = library.table.columns
    assert columns.days == ("2019-05-03", "2018-01-01", "")
    assert (columns.stated.tolist(), columns.read) == ([0], 2)
    assert columns.counts == {0: (1040, 0)}
    assert columns.holding("FJ").tolist() == [0]
    assert columns.holding("WS").tolist() == [0]
    assert columns.holding("TO").tolist() == []
    assert library.table.rows([1, 0]) == {0: library.table[0], 1: library.table[1]}


def test_a_value_that_is_unlikely_names_nothing():
    assert "suva" not in keys_of(*told("They came to Suva.", where=("Suva", 0.2)))


def test_a_country_is_among_the_names_by_its_code():
    assert "FJ" in keys_of(*told("They met.", "Talks in Fiji"))


def test_an_item_is_made_when_it_is_asked_for_and_held():
    made = []
    items = Lazy(3, lambda i: made.append(i) or i * i, 8)
    assert (items[2], items[2], items[-1]) == (4, 4, 4)
    assert made == [2]


def test_no_more_items_are_held_than_wanted():
    made = []
    items = Lazy(3, lambda i: made.append(i) or i, 1)
    assert [items[0], items[1], items[0]] == [0, 1, 0]
    assert made == [0, 1, 0]


def test_it_is_iterated_and_sliced_as_a_tuple_is():
    items = Lazy(4, str, 0)
    assert list(items) == ["0", "1", "2", "3"]
    assert (items[1:3], items[::-2], len(items)) == (("1", "2"), ("3", "1"), 4)


@pytest.mark.parametrize("index", [2, -3])
def test_beyond_its_ends_there_is_nothing(index):
    with pytest.raises(IndexError):
        Lazy(2, str, 0)[index]

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bot.index import Vocabulary
from bot.model import Report
from bot.reading import read_report
from bot.retrieval.entries import Entries, within

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

"""What the reader finds in the windows round the best hits, by a network that a test tells."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_library import holding, told
from told_network import SURE, Told, Wild

from bot.answering.reading import AT_ONCE, CANDIDATES, WINDOWS, WORDS, Read, read_hits
from bot.reader.windows import CHUNK, FOLLOW
from bot.retrieval import Hit, Query

SUVA = "The forum was held in Suva. Ana Silva chaired it. Fiji, Samoa and Tonga came."
APIA = "The workshop was held in Apia. Ben Tan chaired it."
LIBRARY = holding(told(SUVA, path="a.md"), told(APIA, path="b.md"))
HITS = [Hit(n, int(n > 2), 9.0 - n, 9.0 - n, 1.0, 0.0) for n in (1, 4, 0)]


def found(network, library=LIBRARY, hits=HITS, question="Who chaired it?", before=""):
    return read_hits(library, network, question, before, hits)


def test_the_likeliest_words_of_the_likeliest_passage_come_first():
    read = found(Told(answers=("Ben Tan", "Ana Silva")))
    first, second, *_ = read.candidates
    assert (first.text, first.report, first.passage) == ("Ben Tan", 1, 4)
    assert (second.text, second.report, second.passage) == ("Ana Silva", 0, 1)
    assert first.share > second.share
    assert first.span > 0.9
    assert first.logit == pytest.approx(SURE)


def test_the_places_of_an_answer_are_those_of_its_words():
    (place,) = found(Told(answers=("Ana Silva",))).candidates[0].places
    number, start, end = place
    assert LIBRARY.passages[number].text[start:end] == "Ana Silva"


def test_an_answer_of_several_items_is_a_list():
    told_so = Told(answers=("Fiji, Samoa and Tonga",), items=("Fiji", "Samoa", "Tonga"))
    first = found(told_so).candidates[0]
    assert first.items == ("Fiji", "Samoa", "Tonga")
    assert first.text == "Fiji, Samoa, Tonga"
    text = LIBRARY.passages[first.passage].text
    assert tuple(text[a:b] for _, a, b in first.places) == first.items


def test_items_of_the_passage_that_the_answer_does_not_have_are_not_listed():
    told_so = Told(answers=("Fiji, Samoa",), items=("Fiji", "Samoa", "Tonga"))
    assert found(told_so).candidates[0].items == ("Fiji", "Samoa")


def test_a_list_longer_than_an_answer_is_listed_whole():
    officers = [f"Officer Number {n}" for n in range(14)]
    library = holding(told(f"{', '.join(officers)} came."))
    told_so = Told(answers=(", ".join(officers[:9]),), items=tuple(officers))
    first = found(told_so, library, [Hit(0, 0, 1, 1, 1, 0)]).candidates[0]
    assert first.items == tuple(officers)


def test_one_item_is_no_list():
    first = found(Told(answers=("Ana Silva",), items=("Ana Silva",))).candidates[0]
    assert (first.text, first.items) == ("Ana Silva", ())


def test_items_elsewhere_in_the_passage_make_no_list():
    first = found(Told(answers=("Fiji",), items=("Samoa", "Tonga"))).candidates[0]
    assert (first.text, first.items) == ("Fiji", ())


@pytest.mark.parametrize(("logit", "likely"), [(4.0, True), (-4.0, False)])
def test_yes_is_as_likely_as_the_mark_of_the_passage_says(logit, likely):
    assert (found(Told(answers=("Ana Silva",), yes=logit)).candidates[0].yes > 0.5) == likely


def test_where_no_passage_answers_none_is_the_likeliest():
    read = found(Told())
    assert read.none > 0.99
    assert all(candidate.share < 0.01 for candidate in read.candidates)


def test_the_shares_of_all_passages_and_of_none_are_one():
    read = found(Told(answers=("Ana Silva", "Ben Tan")))
    shares = [candidate.share for candidate in read.candidates]
    assert read.none + sum(shares) == pytest.approx(1)
    assert {c.passage for c in read.candidates} == set(range(len(LIBRARY.passages)))
    assert shares == sorted(shares, reverse=True)


def test_a_hit_adds_its_prior_to_its_passage():
    told_so = Told(priors={2: 3.0})
    best, *_ = found(told_so).candidates
    assert best.passage == HITS[0].passage
    assert best.logit == pytest.approx(3.0 - SURE)


def test_the_question_is_read_in_every_window_after_the_one_before():
    told_so = Told()
    found(told_so, before="Where was it?")
    assert len(told_so.rows) == 2
    assert all(FOLLOW in row.ids for row in told_so.rows)


def test_without_hits_nothing_is_read():
    told_so = Told()
    assert found(told_so, hits=[]) == Read()
    assert found(told_so, holding(), []) == Read()
    assert told_so.rows == []


def long_report(sentences):
    return holding(
        told(" ".join(f"Officer {n} of the fleet came to Suva." for n in range(sentences)))
    )


def test_no_more_windows_are_read_than_there_is_time_for():
    library = long_report(3 * CHUNK)
    told_so = Told()
    hits = [Hit(n, 0, 1.0, 1.0, 1.0, 0.0) for n in range(0, 3 * CHUNK, 3)]
    read = found(told_so, library, hits)
    assert len(told_so.rows) == WINDOWS
    assert len(read.candidates) <= CANDIDATES


def test_where_a_passage_is_likely_enough_no_further_window_is_read():
    library = long_report(3 * CHUNK)
    hits = [Hit(n, 0, 1.0, 1.0, 1.0, 0.0) for n in range(0, 3 * CHUNK, 3)]
    told_so = Told(answers=("Officer 0",))
    assert found(told_so, library, hits).candidates[0].text == "Officer 0"
    assert len(told_so.rows) == AT_ONCE


def test_an_answer_in_the_last_window_is_found():
    library = long_report(3 * CHUNK)
    hits = [Hit(n, 0, 1.0, 1.0, 1.0, 0.0) for n in (40, 41, 0, 42, 80, 120, 160, 100)]
    told_so = Told(answers=("Officer 160",))
    read = found(told_so, library, hits)
    assert (read.candidates[0].passage, read.candidates[0].text) == (160, "Officer 160")
    assert AT_ONCE < len(told_so.rows) <= WINDOWS


def test_a_hit_far_down_a_long_report_is_read_in_its_own_window():
    library = long_report(3 * CHUNK)
    number = 2 * CHUNK + 7
    read = found(Told(answers=(f"Officer {number}",)), library, [Hit(number, 0, 1, 1, 1, 0)])
    assert (read.candidates[0].passage, read.candidates[0].text) == (number, f"Officer {number}")


def test_an_answer_is_whole_words_and_no_longer_than_anyone_says():
    body = f"It was {'very ' * 60}good in Yogyakarta."
    library = holding(told(body))
    told_so = Told(answers=(f"{'very ' * 40}very",))
    for candidate in found(told_so, library, [Hit(0, 0, 1, 1, 1, 0)]).candidates:
        assert len(candidate.text.split()) <= WORDS


@settings(max_examples=40)
@given(
    st.text(alphabet="Ab ,.()\u0301\u0e01ع-\n|$5", min_size=1, max_size=80),
    st.text(max_size=20),
    st.integers(0, 2**32),
)
def test_whatever_the_heads_say_an_answer_stands_at_its_places(body, question, seed):
    library = holding(told(body, path="a.txt"))
    hits = library.search(Query.of(question))
    read = found(Wild(seed), library, hits, question)
    for candidate in read.candidates:
        text = library.passages[candidate.passage].text
        assert candidate.text
        said = [text[a:b] for _, a, b in candidate.places]
        assert all(number == candidate.passage for number, _, _ in candidate.places)
        assert candidate.text == ", ".join(candidate.items or said)
        assert set(candidate.items) <= set(said)
        assert 0 <= candidate.yes <= 1
        assert 0 <= candidate.share <= 1

"""The sheet of an event: whole words of its report, each item once, and its first day."""

import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_library import reading, sheet, words_of
from told_network import Told, _places

from bot.event import (
    FOREIGN,
    LEAST,
    TOGETHER,
    UNREAD,
    Event,
    SlotValue,
    first_day,
    item_key,
    read_events,
)
from bot.model import Report
from bot.slots import LISTS, SLOTS
from bot.text.ranges import whole_words as widened

BODY = (
    "The forum met in Koper on 3-4 May 2021. Ana Silva and Ben Tan chaired it."
    " Fiji, Samoa and the United Kingdom came."
)


def whole(text, words):
    """What the range of these words in the text becomes."""
    start = text.index(words)
    found = widened(text, start, start + len(words))
    return found and text[found[0] : found[1]]


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("The chairwoman spoke.", "chair", "chairwoman"),
        ("The chairwoman spoke.", "woman", "chairwoman"),
        ("Ana Silva spoke.", "na Silv", "Ana Silva"),
        ("They paid $5M.", "5", "$5M"),
        ("They paid $5M.", "M", "$5M"),
        ("They paid €1,500,000 then.", "500", "€1,500,000"),
        ("It grew by 3.5% a year.", "5", "3.5%"),
        ("It began at 10:30 there.", "10", "10:30"),
        ("Zoe\u0301 came.", "Zoe", "Zoe\u0301"),
        ("In Đà Nẵng.", "à", "Đà"),
        ("نَصّ عربيّ هنا", "عرب", "عربيّ"),
        ("ที่กรุงเทพ ฯ", "กรุง", "ที่กรุงเทพ"),
    ],
)
def test_a_value_is_never_part_of_a_word_or_an_amount(text, words, expected):
    assert whole(text, words) == expected


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("Fiji, Samoa.", "Fiji,", "Fiji"),
        ("Fiji, Samoa.", ", Samoa.", "Samoa"),
        ("| Fiji | 3 |", "| Fiji |", "Fiji"),
        ("- **Fiji**: fish", "- **Fiji**:", "Fiji"),
        ("Of the U.S. it was.", "U.S.", "U.S."),
        ("Ana B. came.", "Ana B.", "Ana B."),
        ("at 5 p.m. there", "5 p.m.", "5 p.m."),
        ("It ended.", "ended.", "ended"),
        ("“Kia ora”, they said", "Kia ora”,", "Kia ora”"),
    ],
)
def test_marks_at_its_ends_are_left_out_but_for_the_stop_of_an_initial(text, words, expected):
    assert whole(text, words) == expected


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("the Fund (PIF) paid", "Fund (PIF", "Fund (PIF)"),
        ("the Fund (PIF) paid", "Fund (", "Fund (PIF)"),
        ("the Fund (of all the islands that there are in the sea) paid", "Fund (of", "Fund"),
        ("the (Fund) paid", "Fund) paid", "Fund"),
        ("the Fund (PIF) paid", "Fund (PIF)", "Fund (PIF)"),
        ("the Fund [sic] paid", "Fund [sic", "Fund [sic]"),
        ("see (Fiji) now", ") now", "now"),
        ("(PIF", "(", None),
    ],
)
def test_a_value_has_no_bracket_without_its_other_half(text, words, expected):
    assert whole(text, words) == expected


@pytest.mark.parametrize(("text", "words"), [("a , b", ","), ("a () b", "("), ("— |", "— |")])
def test_marks_alone_are_no_value(text, words):
    assert whole(text, words) is None


def mark(character):
    return unicodedata.category(character) in {"Mn", "Mc", "Me"}


def inside(text, at):
    """Whether a place lies inside a word: between two letters or digits, or before their marks."""
    if not 0 < at < len(text):
        return False
    before, after = text[at - 1], text[at]
    return (mark(after) and (mark(before) or before.isalnum())) or (
        after.isalnum() and (before.isalnum() or mark(before))
    )


texts = st.text(alphabet="aB1 .,:$%()[]-|\n\u0301\u0e01\u0e34ع\u064e", max_size=24)


@given(texts, st.integers(0, 23), st.integers(1, 24))
def test_whatever_is_widened_is_whole_words_in_the_text(text, start, length):
    end = min(len(text), start + length)
    if start >= end:
        return
    found = widened(text, start, end)
    if found is None:
        return
    a, b = found
    assert 0 <= a < b <= len(text)
    assert not inside(text, a)
    assert not inside(text, b)
    assert not text[a].isspace()
    assert not text[b - 1].isspace()


@given(texts, st.integers(0, 23), st.integers(1, 24))
def test_what_is_widened_again_stays_whole(text, start, length):
    end = min(len(text), start + length)
    found = widened(text, start, end) if start < end else None
    again = widened(text, *found) if found else None
    assert again is None or not (inside(text, again[0]) or inside(text, again[1]))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("the United Kingdom", "UK"),
        ("Viet Nam", "Vietnam"),
        ("Laos", "Lao PDR"),
        ("The Pacific Fund", "pacific fund"),
        ("a São  Tomé office", "Sao Tome office"),
        ("U.N.", "UN"),
    ],
)
def test_items_are_one_whichever_of_their_names_is_written(one, other):
    assert item_key(one) == item_key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Niger", "Nigeria"), ("Ana Silva", "Ben Silva"), ("Theo", "The o")]
)
def test_other_items_are_others(one, other):
    assert item_key(one) != item_key(other)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("from 13 to 15 October 2021", "2021-10-13"),
        ("2021-10-13", "2021-10-13"),
        ("April 2016", "2016-04"),
        ("2016", "2016"),
        ("26-27 July", "2023-07-26"),
        ("9 December", "2022-12-09"),
        ("28 February to 2 March 2021", "2021-02-28"),
        ("30 November to 2 December 2021", "2021-11-30"),
        ("28 December 2022 to 3 January 2023", "2022-12-28"),
        ("December 28, 2022 to January 3, 2023", "2022-12-28"),
        ("28 December to 3 January 2023", "2022-12-28"),
        ("31 Dec - 2 Jan 2023", "2022-12-31"),
        ("December 2022 to January 2023", "2022-12"),
        ("28 December to 3 January", "2022-12-28"),
        ("October 5, 2021", "2021-10-05"),
        ("last autumn", None),
        ("Monday", None),
        ("", None),
    ],
)
def test_a_date_begins_with_its_first_day(written, day):
    assert first_day(written, Report("a.md", "Forum", "x", "2023-11-28")) == day


@pytest.mark.parametrize(
    ("title", "day"), [("Forum 2019", "2019-07-26"), ("Forum", None), ("Forum 20199", None)]
)
def test_where_neither_date_nor_publication_has_a_year_the_title_may(title, day):
    assert first_day("26-27 July", Report("a.md", title, "x")) == day


@given(st.text(alphabet="0123456789 -–,MayJunetoof", max_size=30))
def test_any_writing_has_a_day_of_iso_8601_or_none(written):
    day = first_day(written, Report("a.md", "Forum", "x", "2023"))
    assert day is None or (day.replace("-", "").isdigit() and len(day) in {4, 7, 10})


def test_the_likeliest_value_is_the_best():
    read = reading(BODY)
    event = sheet(read, chair=[("Ana Silva", 0.6), ("Ben Tan", 0.9)], where=("Koper", 0.2))
    assert words_of(read, [event.best("chair"), event.best("where")]) == ["Ben Tan", "Koper"]
    assert event.best("opener") is None
    assert UNREAD.best("chair") is None


def test_of_values_that_are_hardly_less_likely_the_longest_is_the_best():
    read = reading(BODY)
    event = sheet(read, when=[("3-4 May 2021", 0.8), ("2021", 0.9)])
    assert words_of(read, [event.best("when")]) == ["3-4 May 2021"]


def test_values_may_be_asked_for_from_a_probability_on():
    read = reading(BODY)
    event = sheet(read, chair=[("Ana Silva", 0.6), ("Ben Tan", 0.9)])
    assert words_of(read, event.values("chair", 0.7)) == ["Ben Tan"]
    assert words_of(read, event.values("chair")) == ["Ana Silva", "Ben Tan"]
    assert event.values("opener") == ()


def read_by(network, *readings):
    return read_events(readings, network)


def test_a_sheet_has_what_the_network_says_is_stated():
    read = reading(BODY, date="2021-06-01")
    said = {"when": ("3-4 May 2021",), "chair": ("Ana Silva", "Ben Tan"), "where": ("Koper",)}
    (event,) = read_by(Told(said), read)
    assert {slot: tuple(words_of(read, event.slots[slot])) for slot in event.slots} == said
    assert event.starts == "2021-05-03"
    assert all(value.probability > 0.99 for values in event.slots.values() for value in values)


def test_a_value_is_in_the_passage_that_it_names():
    read = reading(BODY)
    (event,) = read_by(Told({"chair": ("Ben Tan",)}), read)
    (value,) = event.slots["chair"]
    passage = read.passages[value.passage]
    assert passage.start <= value.start < value.end <= passage.end


def test_a_value_of_which_a_wordpiece_is_said_is_a_whole_word():
    read = reading("The Yogyakarta forum ended.")
    (event,) = read_by(Told({"where": ("Yogyakarta",)}), read)
    assert words_of(read, event.slots["where"]) == ["Yogyakarta"]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("They decided to buy ice; to fish less; and to rest.", 3),
        ("Present:\n1 Fiji\n2 Samoa\n3 Tonga", 4),
        ("It was agreed that 4.1 ice\n4.2 fish are bought", 2),
        ("They agreed to meet on 3 May, when\n14 boats would leave", 1),
    ],
)
def test_no_value_goes_over_what_ends_an_item(text, values):
    read = reading(text)
    (event,) = read_by(Told({"decisions": (text,)}), read)
    found = words_of(read, event.slots["decisions"])
    assert len(found) == values
    assert values == 1 or not any(set(";\n") & set(words) for words in found)


@pytest.mark.parametrize(
    ("doubtful", "items"), [(1.0, ["Ana Silva"]), (3.0, ["Ana Silva", "Ben Tan"])]
)
def test_where_one_value_is_sure_the_others_are_too(doubtful, items):
    class Doubting(Told):
        def _heads(self, row):
            heads = super()._heads(row)
            for _, first, last, _ in _places(row, ("Ben Tan",)):
                heads.inside[first : last + 1, SLOTS.index("chair")] = doubtful
            return heads

    read = reading(BODY)
    (event,) = read_by(Doubting({"chair": ("Ana Silva", "Ben Tan")}), read)
    assert words_of(read, event.slots["chair"]) == items


def test_a_country_under_two_names_is_one_item_of_a_list():
    read = reading("The UK came. The United Kingdom spoke. Fiji came. Fiji sang.")
    (event,) = read_by(Told({"participants": ("UK", "United Kingdom", "Fiji")}), read)
    assert words_of(read, event.slots["participants"]) == ["UK", "Fiji"]


def test_a_slot_with_one_value_keeps_each_place_that_states_it():
    read = reading("It met in Koper. Koper was cold.")
    (event,) = read_by(Told({"where": ("Koper",)}), read)
    assert words_of(read, event.slots["where"]) == ["Koper", "Koper"]
    assert "where" not in LISTS < set(SLOTS)


def test_several_reports_have_a_sheet_each():
    one, other, empty = reading(BODY), reading("Ben Tan chaired it in Apia."), reading("")
    told = Told({"chair": ("Ben Tan",), "where": ("Apia", "Koper")})
    first, second, third = read_by(told, one, other, empty)
    assert words_of(one, first.slots["where"]) == ["Koper"]
    assert words_of(other, second.slots["where"]) == ["Apia"]
    assert third == Event({})


def test_where_nothing_is_stated_a_sheet_is_empty():
    assert read_by(Told(), reading(BODY)) == [Event({})]
    assert read_by(Told()) == []


def test_a_report_is_tagged_without_a_question():
    told = Told()
    read_by(told, reading(BODY))
    assert all(not (row.flags == 1).any() for row in told.rows)


FRENCH = (
    "Le forum a eu lieu à Nouméa du 3 au 5 mai 2021. Ana Silva présidait la réunion, et les"
    " délégués des Fidji, des Samoa et des Tonga étaient présents. La prochaine réunion se tiendra"
    " à Suva en 2022. Les participants ont décidé de créer un fonds pour la pêche côtière."
)


def test_of_a_report_in_another_language_nothing_is_read():
    told = Told({"chair": ("Ana Silva", "Ben Tan")})
    french, english = reading(f"{FRENCH}\n\nVenue: Nouméa\n"), reading(BODY)
    first, second = read_by(told, french, english)
    assert (first, second.english) == (FOREIGN, True)
    assert (first.slots, first.read, first.english) == ({}, True, False)
    assert words_of(english, second.slots["chair"]) == ["Ana Silva", "Ben Tan"]
    assert len(told.rows) == 2  # the English one, in its two cuttings


def test_of_a_long_report_no_more_windows_are_held_than_are_read_at_once():
    sizes = []

    class Counting(Told):
        def read(self, rows):
            sizes.append(len(rows))
            return super().read(rows)

    read = reading(" ".join(f"Officer {n} of the fleet came to Suva." for n in range(900)))
    (event,) = read_by(Counting({"where": ("Suva",)}), read)
    assert len(event.slots["where"]) == 900
    assert max(sizes) <= TOGETHER < sum(sizes)


class Wavering(Told):
    """A network whose states and wordpieces have these logits, but for those told of."""

    states: float
    inside: float

    def _heads(self, row):
        heads = super()._heads(row)
        heads.states[heads.states > 0] = self.states
        heads.inside[heads.inside > 0] = self.inside
        return heads


@pytest.mark.parametrize(
    ("states", "inside", "count"), [(8, 8, 1), (-1, 8, 1), (-4, 8, 0), (8, -0.5, 1), (-1, -0.5, 0)]
)
def test_a_value_is_as_likely_as_its_passage_and_its_wordpieces(states, inside, count):
    told = Wavering({"chair": ("Ana Silva",)})
    told.states, told.inside = states, inside
    (event,) = read_by(told, reading(BODY))
    found = event.values("chair")
    assert len(found) == count
    assert all(LEAST <= value.probability <= 1 for value in found)


@given(st.text(alphabet="Ab ,.()\u0301\u0e01ع-\n|$5", max_size=80))
def test_whatever_is_said_to_be_stated_is_a_slice_of_its_passage(body):
    class Everything(Told):
        def _heads(self, row):
            heads = super()._heads(row)
            heads.states[:] = 8
            heads.inside[::2] = 8
            return heads

    read = reading(body)
    (event,) = read_by(Everything(), read)
    for values in event.slots.values():
        for value in values:
            passage = read.passages[value.passage]
            assert passage.start <= value.start < value.end <= passage.end
            assert body[value.start : value.end].strip()
            assert not inside(passage.text, value.start - passage.start)
            assert not inside(passage.text, value.end - passage.start)


def test_a_value_is_compared_by_what_it_holds():
    assert SlotValue(0, 1, 2, 0.5) == SlotValue(0, 1, 2, 0.5) != SlotValue(0, 1, 2, 0.4)


def test_of_likely_dates_the_last_before_publication_is_the_events():
    body = "The council had met on 3 May 2021. The forum was held on 9 June 2021. Next: 2022."
    said = {"when": ("3 May 2021", "9 June 2021", "2022")}
    (event,) = read_by(Told(said), reading(body, date="2021-06-20"))
    assert event.starts == "2021-06-09"


def test_of_two_days_of_one_month_the_first_is_when_it_starts():
    body = "The forum was held on 9 June 2021. It ended on 11 June 2021."
    said = {"when": ("9 June 2021", "11 June 2021")}
    (event,) = read_by(Told(said), reading(body, date="2021-06-20"))
    assert event.starts == "2021-06-09"


def test_of_a_text_as_long_as_a_book_the_first_windows_are_read(monkeypatch):
    monkeypatch.setattr("bot.event.MOST_WINDOWS", 3)
    monkeypatch.setattr("bot.event.TWICE", 2)
    read = reading(" ".join(f"Officer {n} of the fleet came to Suva." for n in range(900)))
    told = Told({"where": ("Suva",)})
    (event,) = read_by(told, read)
    assert len(told.rows) == 3 + 2
    assert 0 < len(event.slots["where"]) < 100


def test_a_window_that_breaks_loses_itself_and_not_the_sheet(caplog):
    class Broken(Told):
        def _heads(self, row):
            heads = super()._heads(row)
            first = row.marks[0][0] == 0
            return replace(heads, inside=heads.inside[:0]) if first else heads

    read = reading(" ".join(f"Officer {n} of the fleet came to Suva." for n in range(90)))
    (event,) = read_by(Broken({"where": ("Suva",)}), read)
    assert 0 < len(event.slots["where"]) < 90
    assert len(caplog.records) == 2  # each passage is in two windows
    for record in caplog.records:
        assert record.lost
        assert "passage 0 can't be read" in record.message
        assert "Suva" not in record.message


def test_a_passage_is_read_in_two_windows_and_the_mean_counts():
    class Late(Told):
        """Says it only of a passage that is the last of its window."""

        def _heads(self, row):
            heads = super()._heads(row)
            last = row.marks[-1][1]
            for _, mark in row.marks:
                heads.states[mark] = heads.states[mark] if mark == last else -heads.states[mark]
            return heads

    read = reading(" ".join(f"Officer {n} of the fleet came to Suva." for n in range(60)))
    told = Late({"where": ("Suva",)})
    (event,) = read_by(told, read)
    ends = [row.marks[-1][0] for row in told.rows]
    assert len(set(ends)) == len(ends) - 1  # the report's last passage ends both cuttings
    assert [v.passage for v in event.slots["where"] if v.probability > 0.9] == [59]
    assert {v.passage for v in event.slots["where"] if 0.4 < v.probability < 0.6} == {*ends} - {59}


def test_a_value_goes_on_over_pieces_that_are_hardly_not_part_of_it():
    class Doubtful(Told):
        def _heads(self, row):
            heads = super()._heads(row)
            for word, logit in (("Union of", -1.5), ("met", -5.0)):
                for _, first, last, _ in _places(row, (word,)):
                    heads.inside[first : last + 1, SLOTS.index("organiser")] = logit
            return heads

    read = reading("The Union of Malawi Midwives met.")
    (event,) = read_by(Doubtful({"organiser": ("Malawi Midwives",)}), read)
    assert words_of(read, event.slots["organiser"]) == ["Union of Malawi Midwives"]


def test_people_and_countries_are_divided_by_and_and_no_verb_goes_before_them():
    class Wide(Told):
        """Says of the words round the names that they are hardly not part of them."""

        def _heads(self, row):
            heads = super()._heads(row)
            for word in ("chaired by", "and"):
                for _, first, last, _ in _places(row, (word,)):
                    heads.inside[first : last + 1, SLOTS.index("chair")] = -1.0
            return heads

    read = reading("It was chaired by Ana Silva and Ben Tan.")
    (event,) = read_by(Wide({"chair": ("Ana Silva", "Ben Tan")}), read)
    assert words_of(read, event.slots["chair"]) == ["Ana Silva", "Ben Tan"]

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.mentions import mentions_in
from bot.language.tagging import tag

TEXT = (
    "The UK Home Office and Dr. Ana Silva paid NZ$5 million (40%) for two days in May 2020 to"
    " twelve bodies in Suva, Fiji."
)


def mentions(text):
    return [(m.kind, text[m.start : m.end], m.value) for m in mentions_in(tag(text)).all]


def test_mentions_are_typed_slices_in_order():
    assert mentions(TEXT) == [
        ("body", "UK Home Office", "GB"),
        ("person", "Dr. Ana Silva", "Ana Silva"),
        ("money", "NZ$5 million", ""),
        ("percent", "40%", ""),
        ("duration", "two days", ""),
        ("date", "May 2020", ""),
        ("count", "twelve", "12"),
        ("place", "Suva", ""),
        ("country", "Fiji", "FJ"),
    ]


@pytest.mark.parametrize("quantity", ["26-27 July", "US$12", "12%", "12 days", "twelve euros"])
def test_the_number_of_another_quantity_is_no_count(quantity):
    assert not [m for m in mentions(f"It was {quantity} there.") if m[0] == "count"]


def test_what_a_short_form_stands_for_is_one_name():
    text = "They ran the Search and Rescue Exercise (SARE) with the Search and Rescue (SAR) unit."
    assert mentions(text) == [
        ("event", "Search and Rescue Exercise", ""),
        ("body", "Search and Rescue", ""),
    ]


def test_what_a_date_names_is_kept_beside_the_mentions():
    (date,) = mentions_in(tag("It was held on 3 May 2020.")).dates
    assert (date.years, date.months) == ({2020}, {5})


@given(st.text(max_size=60) | st.lists(st.sampled_from(TEXT.split()), max_size=15).map(" ".join))
def test_mentions_of_any_text_lie_in_it_in_order(text):
    found = mentions_in(tag(text)).all
    assert all(0 <= m.start < m.end <= len(text) for m in found)
    assert sorted(found, key=lambda m: (m.start, -m.end)) == list(found)

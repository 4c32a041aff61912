import html as std

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rendering.telegram_html import (
    bold,
    clean,
    cut,
    escape,
    fitting,
    label,
    link,
    plain,
    size,
    split,
    units,
)


@given(st.text(st.characters()))
def test_escaped_text_is_read_back_as_it_was(text):
    assert plain(escape(text)) == std.unescape(std.escape(clean(text)))


@given(st.text(st.characters()))
def test_cleaned_text_can_be_sent(text):
    clean(text).encode()


def test_what_looks_like_markup_stays_text():
    assert bold("<b>&amp;</b>") == "<b>&lt;b&gt;&amp;amp;&lt;/b&gt;</b>"


def test_two_halves_of_a_pair_become_one_character():
    assert clean("\ud83c\udf89 \ud83c") == "🎉 \ufffd"


def test_a_foreign_line_cannot_turn_ours_round():
    assert label("a\u202eb\nc\x00") == "ab c"


@given(st.text(), st.integers(1, 40))
def test_a_cut_text_fits(text, limit):
    assert units(cut(text, limit)) <= limit


@given(st.text(), st.integers(2, 40))
def test_what_fits_is_a_beginning(text, limit):
    end = fitting(text, limit)
    assert units(text[:end]) <= limit
    assert end > 0 or not text


def test_words_are_not_torn():
    assert cut("one two three", 9) == "one two…"


def test_size_counts_as_telegram_does():
    assert size("<b>🎉</b>&lt;") == 3


@given(st.text(st.sampled_from("ab .\n🎉"), max_size=300), st.integers(2, 50))
def test_parts_fit_and_hold_all_the_text(text, limit):
    parts = split(text, limit)
    assert all(units(part) <= limit for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())


def test_a_text_is_split_after_a_sentence():
    assert split("One two. Three four five.", 14) == ("One two.", "Three four", "five.")


@pytest.mark.parametrize("url", ["javascript:alert(1)", "https://a b", "tg://user?id=1", "", None])
def test_only_web_addresses_are_linked(url):
    assert link(url, "source") is None


def test_an_address_cannot_leave_its_attribute():
    assert link('https://a/?"><b>', "s") == '<a href="https://a/?&quot;&gt;&lt;b&gt;">s</a>'

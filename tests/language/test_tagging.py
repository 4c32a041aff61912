import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.tagging import tag


def letters(text):
    return tag(text).letters


def letter(text, word):
    sentence = tag(text)
    return next(
        letter
        for token, letter in zip(sentence.tokens, sentence.letters, strict=True)
        if token.text == word
    )


def test_a_sentence_has_a_letter_a_token():
    assert letters("Fiji chaired the two-day meeting.") == "MEDC-NNX"


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("They will support it.", "support", "V"),
        ("They came to focus on it.", "focus", "V"),
        ("It was a joint launch.", "launch", "N"),
        ("They closed the meeting.", "meeting", "N"),
        ("They met the organised groups.", "organised", "A"),
        ("It was held by Fiji.", "was", "B"),
        ("It wasn't held.", "wasn't", "B"),
        ("It wasn’t held.", "wasn’t", "B"),
        ("They haven't come.", "haven't", "H"),
        ("They can't come.", "can't", "O"),
    ],
)
def test_the_context_tells_nouns_from_verbs(text, word, expected):
    assert letter(text, word) == expected


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("Officers from the US came.", "US", "M"),
        ("They told us.", "us", "P"),
        ("It was the WHO.", "WHO", "M"),
        ("It was they who came.", "who", "W"),
        ("It was held in May.", "May", "M"),
        ("May they come?", "May", "O"),
        ("they met in july.", "july", "M"),
    ],
)
def test_capitals_tell_names_from_little_words(text, word, expected):
    assert letter(text, word) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Marinković opened it.", "M"),
        ("Ben Quinn opened it.", "M"),
        ("Panellists came.", "N"),
        ("Officers came.", "N"),
        ("“Suva hosted it.", "QM"),
    ],
)
def test_a_first_word_is_a_name_where_no_english_word_is_spelled_so(text, expected):
    assert letters(text).startswith(expected)


@pytest.mark.parametrize("text", ["St. Lucia", "John F. Smith", "Dr. Silva", "Jean-Luc Tan"])
def test_a_mark_inside_a_name_joins_it(text):
    assert "-" in letters(text)


def test_a_full_stop_after_a_sentence_joins_nothing():
    assert "-" not in letters("He left. She came.")


def test_content_is_without_stop_words_and_marks():
    assert tag("The meeting was in Fiji.").content == ("meet", "fiji")


@given(st.text(max_size=80))
def test_any_text_is_tagged_token_by_token(text):
    sentence = tag(text)
    assert len(sentence.letters) == len(sentence.tokens) == len(sentence.terms)
    assert set(sentence.letters) <= set("DPANMCITVEGOBHRWKSQX,;:()-")

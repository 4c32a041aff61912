import pytest

from bot.text.ranges import one_by_one, whole_name, whole_words


def widened(text, part, widen):
    start = text.index(part)
    found = widen(text, start, start + len(part))
    return text[found[0] : found[1]]


@pytest.mark.parametrize(
    ("text", "part", "name"),
    [
        ("from the UK Home Office and others", "UK Home", "UK Home Office"),
        ("Sri Lanka came", "Lanka", "Sri Lanka"),
        ("with New Zealand and Fiji", "Zealand", "New Zealand"),
        ("by Kim Rygiel of Queen's", "Rygiel", "Kim Rygiel"),
        ("The UK came", "UK", "UK"),
        ("Henry Lim Sabah's minister", "Henry Lim", "Henry Lim"),
        ("by Minister Ana Ruiz", "Ana Ruiz", "Ana Ruiz"),
        ("Anna Berg opened it", "Anna Berg", "Anna Berg"),
    ],
)
def test_a_part_of_a_name_is_widened_to_the_name(text, part, name):
    assert widened(text, part, whole_name) == name


@pytest.mark.parametrize(
    ("text", "part", "whole"),
    [
        ("the Secretary-General spoke", "Secretary", "Secretary-General"),
        ("a two-day event", "two", "two-day"),
        ("on 26-27 July", "26", "26"),
        ("it cost $5M.", "5", "$5M"),
    ],
)
def test_a_part_of_a_word_is_widened_to_the_word(text, part, whole):
    assert widened(text, part, whole_words) == whole


def test_a_list_of_countries_is_taken_apart():
    text = "Kyrgyzstan, the Maldives & Viet Nam"
    assert [text[a:b] for a, b in one_by_one(text, 0, len(text))] == [
        "Kyrgyzstan",
        "Maldives",
        "Viet Nam",
    ]


def test_what_has_more_than_countries_stays_whole():
    text = "police of Fiji and Tonga"
    assert one_by_one(text, 0, len(text)) == [(0, len(text))]

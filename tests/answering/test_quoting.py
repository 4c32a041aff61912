import pytest
from small_library import candidates

from bot.answering.quoting import quote_for


def quoted(question, answer, body):
    reports, _, found = candidates(question, body)
    quote = quote_for(reports, found[answer])
    text = quote.passage.text
    return text, [text[h.start : h.end] for h in quote.highlights]


def test_a_quote_is_the_passage_with_its_answer_highlighted():
    assert quoted(
        "Who chaired it?", "Fiji and Samoa", "It rained. It was chaired by Fiji and Samoa."
    ) == (
        "It rained. It was chaired by Fiji and Samoa.",
        ["Fiji", "Samoa"],
    )


@pytest.mark.parametrize("pronoun", ["She", "Her deputy also"])
def test_the_sentence_before_is_quoted_where_a_pronoun_stands_for_it(pronoun):
    body = f"Ana Silva came. {pronoun.capitalize()} chaired the meeting in Suva."
    text, marks = quoted("Where was the meeting chaired?", "Suva", body)
    assert text == body
    assert marks == ["Suva"]


def test_a_sentence_that_stands_alone_is_quoted_alone():
    body = "Ana Silva came. Fiji chaired the meeting in Suva."
    assert quoted("Where was the meeting?", "Suva", body)[0] == "Fiji chaired the meeting in Suva."


def test_two_sentences_too_long_for_one_quote_are_not_joined():
    body = f"Ana Silva came {'and came ' * 45}. She chaired the meeting in Suva."
    assert quoted("Where was the meeting chaired?", "Suva", body)[0].startswith("She chaired")


def test_a_heading_between_two_sentences_keeps_them_apart():
    body = "Ana Silva came.\n\n## Later\n\nShe chaired the meeting in Suva."
    assert quoted("Where was the meeting chaired?", "Suva", body)[0].startswith("She chaired")

import pytest

from bot.answering.topics import topics
from bot.reading.sentence import read_sentence

SENTENCES = {
    "The forum on seabirds of the south took place in May.": "seabirds of the south",
    "Experts led discussions around the price of fish, and left.": "the price of fish",
    "They met to talk about kites and those who fly them.": "kites and those who fly them",
    'Its theme was "Prices nobody saw", which pleased all.': "Prices nobody saw",
    "The first day dealt with nets.": "nets",
    "On Friday, tides and moons were discussed.": "tides and moons",
    "Digital evidence was the subject of the second day.": "Digital evidence",
    "A panel asked what observers are for.": "what observers are for",
    "The plan focuses on the theft of boats.": "the theft of boats",
}


def stretches(text):
    return [text[slice(*filler.spans[0])] for filler in topics(read_sentence(text))]


@pytest.mark.parametrize("text", SENTENCES)
def test_what_an_event_is_about_is_found(text):
    assert SENTENCES[text] in stretches(text)


@pytest.mark.parametrize(
    "text",
    ["It was held on 3 May.", "She spoke on behalf of Fiji.", "They met on Monday in Suva."],
)
def test_a_date_or_a_speaker_is_no_topic(text):
    assert stretches(text) == []

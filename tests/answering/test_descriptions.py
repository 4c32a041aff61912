import pytest

from bot.answering.descriptions import LONGEST, descriptions_of
from bot.answering.fillers import pieces_of
from bot.reading.sentence import read_sentence


def descriptions(text, kind="person"):
    """What describes the first name of a kind."""
    sentence = read_sentence(text)
    tokens = sentence.tagged.tokens
    piece = next(p for p in pieces_of(sentence) if p.kind == kind)
    ranges = descriptions_of(sentence, piece)
    return [text[tokens[first].start : tokens[last - 1].end] for first, last in ranges]


@pytest.mark.parametrize(
    ("text", "described"),
    [
        ("Ana Silva, Director of Customs, and Ben Tan spoke.", ["Director of Customs"]),
        ("Ana Silva, Envoy to Fiji, Samoa and Tonga, spoke.", ["Envoy to Fiji, Samoa and Tonga"]),
        ("Ana Silva, who led the group, spoke.", ["led the group"]),
        ("Ana Silva of the Asian Bank spoke.", ["of the Asian Bank"]),
        ("Ana Silva (Fiji), head of customs, spoke.", ["Fiji", "head of customs"]),
        ("Ana Silva – a judge – spoke.", ["a judge"]),
        ("Dr Ana Silva spoke.", ["Dr"]),
        ("Its chair, Ana Silva, spoke.", ["Its chair"]),
        ("Ana Silva was appointed as chair of the group.", ["chair of the group"]),
        ("Ana Silva will be a judge.", ["a judge"]),
        ("Ana Silva spoke.", []),
        ("At noon, Ana Silva spoke.", []),
        ("The talks ended and Ana Silva left.", []),
    ],
)
def test_a_person_is_described_by_the_words_beside_the_name(text, described):
    assert descriptions(text) == described


def test_another_person_is_no_part_of_a_description():
    assert descriptions("Ana Silva, head of customs and Mr Tan spoke.") == ["head of customs"]


def test_a_description_is_of_no_more_words_than_anyone_reads():
    (found,) = descriptions(f"Ana Silva, a judge {'of the court ' * 20} spoke.")
    assert len(found.split()) == LONGEST

import string

import pytest
from cpu_time import seconds
from hypothesis import given
from hypothesis import strategies as st
from nltk.tokenize.punkt import PunktParameters, PunktSentenceTokenizer

from bot.text.sentences import split

WORDS = st.lists(
    st.sampled_from(
        [
            "Mr.",
            "St.",
            "e.g.",
            "U.S.",
            "No.",
            "5",
            "it",
            "Fiji",
            "ended.",
            "He",
            "“Yes.”",
            "…",
            "\n",
        ]
    )
)


def sentences(text):
    return [text[start:end] for start, end in split(text)]


ONE = """
St. Kitts and Nevis and St. Vincent joined.
H.E. Mr. X thanked Dr. Y, Prof. Z and Hon. Q.
The U.S. Government and the U.N. Secretary-General agreed.
About approx. 40 people saw No. 5 and Art. 7 of vol. 2, pp. 3-4.
It cost 3.5 million.
Wait... what happened?
“Why?” he asked.
Yahoo! announced it.
He arrived at 5 p.m. on Monday.
He arrived at 5 p.m. GMT.
J. F. Kennedy met Hilda C. Heine and Ambassador K V Bhagirath.
It closed on 3. March and on Jan. 5.
Lt. Col. Rabuka and Sgt. Maj. Tom of Acme Inc. in Suva came.
See www.example.Com and Node.js for more.
He is here to . . . stay.
The guests (Fiji, Samoa, etc.) left.
MR. SMITH OF ST. LUCIA WON.
""".strip().split("\n")


@pytest.mark.parametrize("sentence", ONE)
def test_one_sentence_stays_one(sentence):
    assert sentences(f"Before it. {sentence} The end.") == ["Before it.", sentence, "The end."]


@pytest.mark.parametrize(
    "parts",
    [
        ["The answer was no.", "Ministers left."],
        ["They met in 2018.", "Fiji came."],
        ["He spoke at 5 p.m.", "Delegates left."],
        ["It is in the U.S.", "The rest stayed."],
        ["It was Group A.", "The group met."],
        ["Really?!", "Yes!", "Good."],
        ["He said: “We won.", "We did.”", "All left."],
        ["It was good.”", "(He left.)", "‘So did I.’", "End."],
        ["It ended.[1]", "Next.[2][3]", "Last."],
        ["They agreed:", "1. Fiji pays.", "2. Nauru pays."][1:],
        ["Cats, dogs etc.", "Cats came."],
    ],
)
def test_sentences_are_parted(parts):
    assert sentences(" ".join(parts)) == parts


def test_a_missing_space_after_a_sentence_is_overlooked():
    assert sentences("We agreed.The meeting closed.") == ["We agreed.", "The meeting closed."]


def test_stops_of_other_scripts_end_sentences():
    assert sentences("会议在曼谷举行。“好的。”他说") == ["会议在曼谷举行。", "“好的。”", "他说"]
    assert sentences("सभा हुई। सब आए।") == ["सभा हुई।", "सब आए।"]


def test_a_text_without_spaces_stays_whole():
    thai = "การประชุมจัดขึ้นที่กรุงเทพฯ" * 300
    assert sentences(thai) == [thai]


def test_nothing_holds_no_sentence():
    assert split("") == split(" \n ") == []


def test_a_sentence_longer_than_a_window_is_found_whole():
    long = "Word " * 5000 + "end."
    assert sentences(f"First. {long} Last one.") == ["First.", long, "Last one."]


def test_windows_change_nothing():
    text = "Dr. Smith of St. Kitts left at 5 p.m. on Monday. He was tired. " * 300
    assert (
        sentences(text)
        == ["Dr. Smith of St. Kitts left at 5 p.m. on Monday.", "He was tired."] * 300
    )


@given(st.text(string.ascii_letters, min_size=2, max_size=12).filter(str.isalpha))
def test_plain_cases_are_decided_as_punkt_does(word):
    text = f"It was {word}.  Next one"
    reference = PunktSentenceTokenizer(PunktParameters())
    assert len(split(text)) in {len(list(reference.span_tokenize(text))), 1}


@given(st.text(max_size=200) | WORDS.map(" ".join))
def test_every_visible_character_of_any_text_is_in_one_sentence(text):
    at = 0
    for start, end in split(text):
        assert start < end
        assert not text[at:start].strip()
        assert text[start:end] == text[start:end].strip()
        at = end
    assert not text[at:].strip()


@pytest.mark.parametrize(
    "unit", ["a. ", ".", "!", 'a!?"', "a.b", "x", "你", "。", "'.", ". . ", "(a.) ", "St. "]
)
def test_time_is_linear(unit):
    def cost(size):
        return seconds(split, (unit * size)[:size])

    assert cost(200_000) < 16 * cost(50_000) + 0.2

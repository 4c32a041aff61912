import time
import timeit

import pytest

from bot.language.vocabulary import Vocabulary
from bot.question.mending import CHAT, mended

VOCABULARY = Vocabulary.of(
    (word, word[0].isupper()) for word in "the meeting was chaired by delegates in Suva".split()
)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("who chaird the meetng", "who chaired the meeting"),
        ("hi, who chaired it?", "who chaired it?"),
        ("Hello! Please, where was it", "where was it"),
        ("where was it, please?", "where was it"),
        ("ok and who opened it", "and who opened it"),
        ("ppl in the wg", "people in the working group"),
        ("howmany came n when", "how many came and when"),
        ("mtg in jul", "meeting in July"),
        ("who's the chair", "who is the chair"),
        ("What’s next? whats new", "What is next? what is new"),
        ("Fiji's post", "Fiji's post"),
        ("  who\n  chaired\tit ? ", "who chaired it ?"),
        ("please", "please"),
        ("", ""),
    ],
)
def test_what_is_typed_becomes_a_plain_question(typed, meant):
    assert mended(typed, VOCABULARY) == meant


@pytest.mark.parametrize("name", ["JAN", "Min", "N", "WG", "Dec"])
def test_short_forms_in_capitals_may_be_names(name):
    assert name.lower() in CHAT
    assert mended(f"was {name} there", VOCABULARY) == f"was {name} there"


def test_a_question_in_another_language_is_not_mended_word_by_word():
    typed = " ".join(f"delegatez{chr(97 + n % 26)}" for n in range(40))
    assert mended(typed, VOCABULARY).split()[-1] == typed.split()[-1]


@pytest.mark.parametrize("unit", [" ", ", ", "hi ", "please ", "please? ", "and ", "qqqqqq ", "?"])
def test_a_long_question_takes_linear_time(unit):
    def seconds(size):
        text = (unit * size)[:size] + "x"
        return min(
            timeit.repeat(
                lambda: mended(text, VOCABULARY), timer=time.process_time, repeat=3, number=1
            )
        )

    assert seconds(100_000) < 8 * seconds(25_000) + 0.2

import pytest

from bot.language.classes import annotate, classes_of
from bot.language.lexicon import lexicon, lexicon_words
from bot.language.tagging import tag
from bot.text.tokens import term


def classes(text):
    return frozenset().union(*annotate(tag(text).terms).values())


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Fiji presided over it", "chair"),
        ("Fiji led the session", "chair"),
        ("delivered opening remarks", "open"),
        ("brought the meeting to a close", "close"),
        ("took part in it", "attend"),
        ("brought many officers together", "attend"),
        ("were footing the bill: they paid", "fund"),
        ("met all costs", "fund"),
        ("put their names to it", "sign"),
        ("put his name to it", "sign"),
        ("steered the discussion", "moderate"),
        ("it took place in Suva", "happen"),
    ],
)
def test_words_and_phrases_of_one_meaning_share_a_class(text, name):
    assert name in classes(text)


@pytest.mark.parametrize("text", ["the vice-chair", "vice chair", "the deputy chairman"])
def test_a_vice_chair_is_no_chair(text):
    found = classes(text)
    assert "deputy" in found
    assert "chair" not in found


def test_a_phrase_counts_only_in_its_order_and_within_its_window():
    assert "attend" not in classes("the part was what they took")
    assert "attend" not in classes("took the very long and quite old but good part")


def test_a_phrase_counts_where_it_starts_and_ends():
    found = annotate(tag("Fiji took an active part").terms)
    assert [i for i, names in found.items() if "attend" in names] == [1, 4]


def test_forms_of_a_word_have_its_classes():
    assert classes_of(term("hosted")) == classes_of(term("hosts")) >= {"host"}


def test_an_unknown_word_has_no_class():
    assert classes_of("zzz") == frozenset()


def test_every_class_has_a_name_of_letters_and_some_words():
    found = lexicon()
    names = {n for single in found.single.values() for n in single}
    names |= {phrase.name for phrases in found.phrases.values() for phrase in phrases}
    assert {"chair", "open", "close", "host", "fund", "attend", "n.event", "n.hotel"} <= names
    assert all(name.removeprefix("n.").replace("_", "").isalpha() for name in names)
    assert all(word.isalpha() for word in lexicon_words())

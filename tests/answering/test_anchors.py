import pytest
from small_library import read

from bot.answering.anchors import RELATIONS, anchors_of, relation_of
from bot.answering.fillers import named_fillers
from bot.reading.sentence import read_sentence

AGENTS = frozenset({"person", "body", "country", "name", "post"})


def relations(question, text):
    """What each name, and each list of names, is to the strongest anchor."""
    asked, sentence = read(question), read_sentence(text)
    anchor = anchors_of(asked, sentence)[0]
    return {
        ", ".join(text[s:e] for s, e in filler.spans): relation_of(sentence, anchor, filler)
        for filler in named_fillers(sentence, AGENTS)
    }


@pytest.mark.parametrize(
    ("text", "name", "relation"),
    [
        ("Fiji chaired the meeting.", "Fiji", "agent"),
        ("The meeting was chaired by Fiji.", "Fiji", "by"),
        ("The meeting, chaired by Fiji, ended.", "Fiji", "by"),
        ("The meeting was chaired by Fiji and Samoa.", "Fiji, Samoa", "by"),
        ("In the chair was Ana Silva.", "Ana Silva", "complement"),
        ("Presiding over the meeting was Ana Silva.", "Ana Silva", "agent"),
        ("Ana Silva, chair of the Asian Bank, left.", "Ana Silva", "apposition"),
        ("The chair of the meeting was Ana Silva.", "Ana Silva", "complement"),
        ("Ana Silva served as chair of the meeting.", "Ana Silva", "complement"),
    ],
)
def test_who_chairs_is_told_from_who_is_chaired(text, name, relation):
    assert relations("Who chaired the meeting?", text)[name] == relation


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("It brought together officers from Fiji, Samoa and the UK.", "Fiji, Samoa, the UK"),
        ("It was attended by Fiji and Samoa.", "Fiji, Samoa"),
        ("The participants were Fiji and Samoa.", "Fiji, Samoa"),
    ],
)
def test_those_who_are_gathered_are_those_who_attend(text, names):
    assert relations("Who attended the meeting?", text)[names] in {"agent", "by", "complement"}


def test_what_is_done_to_somebody_is_told_from_who_does_it():
    assert relations("Whom did Fiji thank?", "Fiji thanked Samoa.") == {
        "Fiji": "agent",
        "Samoa": "patient",
    }


def test_the_question_s_own_verb_is_the_strongest_anchor():
    asked = read("Who opened the meeting?")
    sentence = read_sentence("Welcoming them, Fiji opened it.")
    anchors = anchors_of(asked, sentence)
    assert [sentence.tagged.tokens[a.token].text for a in anchors] == ["opened", "Welcoming"]
    assert [a.exact for a in anchors] == [True, False]


def test_another_word_for_the_predicate_anchors_as_far_as_it_is_alike():
    asked, sentence = read("Who purchased the boat?"), read_sentence("Fiji bought the boat.")
    (anchor,) = anchors_of(asked, sentence)
    assert sentence.tagged.tokens[anchor.token].text == "bought"
    assert anchor.strength == pytest.approx(0.9 * asked.near["purchas"].terms["buy"])


def test_a_phrase_for_the_predicate_anchors_with_each_of_its_words():
    asked, sentence = read("Who tolerated it?"), read_sentence("Fiji put up with it.")
    found = anchors_of(asked, sentence)
    assert [sentence.tagged.tokens[a.token].text for a in found] == ["put", "up", "with"]


def test_a_body_that_only_describes_the_chair_is_not_the_chair():
    text = "The Asian Bank chair was Ana Silva."
    found = relations("Who was the chair?", text)
    assert (found["Asian Bank"], found["Ana Silva"]) == ("none", "complement")


def test_a_vice_chair_anchors_no_question_for_the_chair():
    assert anchors_of(read("Who was the chair?"), read_sentence("Fiji was vice-chair.")) == []


def test_a_sentence_without_the_predicate_has_no_anchor():
    assert anchors_of(read("Who chaired it?"), read_sentence("It rained in Suva.")) == []


@pytest.mark.parametrize(
    "text", ["Fiji, chair.", "chair Fiji", "Fiji chair Fiji was by Fiji chair"]
)
def test_every_relation_has_a_name(text):
    assert set(relations("Who was the chair?", text).values()) <= set(RELATIONS)

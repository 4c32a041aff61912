import pytest
from small_library import stated

from bot.answering.clauses import clause_fillers, meanings, moments, reasons
from bot.reading.sentence import read_sentence


def found(fillers, kind, text):
    return {text[slice(*f.spans[0])] for f in fillers if f.kind == kind}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("It was called off because of the storm, and Fiji left.", "the storm"),
        ("It was called off because of the storm, and Fiji left.", "because of the storm"),
        ("It ended early owing to rain.", "rain"),
        ("Fiji left for fear of rain.", "rain"),
        ("The aim is to share data.", "share data"),
        ("They met so that all could vote.", "all could vote"),
    ],
)
def test_a_reason_stands_with_and_without_the_word_that_gives_it(text, reason):
    assert reason in found(reasons(read_sentence(text)), "reason", text)


def test_a_purpose_ends_with_its_clause_or_its_sentence():
    text = "They met to train officers; it rained."
    assert found(reasons(read_sentence(text)), "purpose", text) == {
        "to train officers",
        "to train officers; it rained",
    }


@pytest.mark.parametrize("word", ["as soon as", "once", "after", "until", "if", "provided that"])
def test_an_event_is_dated_by_another(word):
    text = f"It begins {word} Fiji arrives, with a song."
    assert found(moments(read_sentence(text)), "moment", text) == {f"{word} Fiji arrives"}


@pytest.mark.parametrize("means", ["means", "is short for", "refers to", "is defined as"])
def test_a_meaning_follows_what_says_so(means):
    text = f"A quorum {means} half of the members, no fewer."
    assert found(meanings(read_sentence(text)), "meaning", text) == {
        "half of the members",
        "half of the members, no fewer",
    }


def test_is_gives_a_meaning_only_before_a_kind_of_thing():
    text = "A quorum is a number."
    assert found(meanings(read_sentence(text)), "meaning", text) == {"a number"}
    assert not list(meanings(read_sentence("The quorum is here.")))


def clauses(kind, question, text):
    _, sentence, anchors = stated(question, text)
    return found(clause_fillers(sentence, list(anchors)), kind, text)


def test_what_was_said_is_what_follows_the_verb_past_that():
    text = "Fiji said that the sea was rough, and left."
    assert clauses("clause", "What did Fiji say?", text) == {"the sea was rough, and left"}
    assert clauses("short", "What did Fiji say?", text) == {"the sea was rough"}


def test_what_was_said_may_end_before_the_last_comma():
    text = "Fiji said that the sea was rough, the boat was old, and left."
    assert clauses("short", "What did Fiji say?", text) == {
        "the sea was rough",
        "the sea was rough, the boat was old",
    }


def test_a_statement_may_go_on_after_who_said_it():
    text = "The sea was rough, she said, but the boat was safe."
    assert clauses("statement", "What was warned?", text) == {
        "The sea was rough",
        "but the boat was safe",
    }


def test_who_did_it_is_what_stands_before_the_verb():
    text = "At noon, a new law opened the way."
    assert clauses("subject", "What opened the way?", text) == {
        "At noon, a new law",
        "a new law",
    }


def test_a_quotation_is_what_stands_between_its_marks():
    text = "“The sea was rough today,” she said."
    assert clauses("quotation", "What did she say?", text) == {"The sea was rough today"}


@pytest.mark.parametrize("who", ["she said", "the chair of the group warned", "said Ana Silva"])
def test_a_statement_is_without_who_said_it(who):
    text = f"The sea was rough, {who}."
    assert clauses("statement", "What was warned?", text) == {"The sea was rough"}


def test_the_clauses_of_a_sentence_are_parts():
    text = "Fiji left; Samoa stayed, but Tonga slept."
    assert clauses("part", "What happened?", text) == {"Fiji left", "Samoa stayed", "Tonga slept"}


def test_a_sentence_is_without_its_last_marks():
    assert clauses("sentence", "What happened?", "Fiji left!”") == {"Fiji left"}

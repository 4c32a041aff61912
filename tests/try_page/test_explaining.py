import pytest

from bot.reader.labels import ROUTES
from bot.try_page.explaining import THINGS, in_plain_words, laid_out

LINES = (
    "asks for: chair (93% sure)",
    "follows: Where was it?",
    "event: Planning session",
    "sure: 75% that it is right, needed 60%: answered",
    "answers considered (how sure; the answer; where from):",
    "    0.75  'Tonga', by the event's sheet in a.md",
    '    0.10  "Samoa\'s, it said", read in the passage in b in c.md',
    "passages found (score by BM25; the words (all)):",
    "    4.00  'Tonga chaired it.'",
    "    1.00  'It\\'s over.'",
    "   -0.50  'Third.'",
    "   nothing scored",
)


@pytest.fixture
def said():
    return in_plain_words(**laid_out(LINES))


def test_what_is_asked_and_of_which_event_is_said_in_words(said):
    assert said["facts"] == [
        {"name": "It asks", "value": "who chaired it (93% sure)"},
        {"name": "About", "value": "Planning session"},
    ]
    assert said["needed"] == 0.6


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("asks for: participants countries, as yes or no (70% sure)",
         "which countries took part, yes or no (70% sure)"),
        ("asks for: opener", "who opened it"),
        ("asks for: something new (1% sure)", "something new (1% sure)"),
    ],
)  # fmt: skip
def test_how_it_is_asked_stays(line, value):
    assert in_plain_words(**laid_out([line]))["facts"][0]["value"] == value


def test_everything_that_a_question_can_ask_for_has_words():
    assert {route.replace("_", " ") for route in ROUTES} <= set(THINGS)


def test_answers_that_were_weighed_say_how_likely_they_are_and_where_they_stand(said):
    weighed, _ = said["tables"]
    assert weighed["title"].startswith("Answers that were weighed")
    first, second = weighed["rows"]
    assert first == {
        "share": 0.75,
        "figure": "75%",
        "text": "Tonga",
        "where": "noted when the report was read, a.md",
    }
    assert (second["text"], second["where"]) == (
        "Samoa's, it said",
        "read in the passage, b in c.md",
    )


def test_passages_show_their_order_and_no_scores(said):
    _, passages = said["tables"]
    assert [row["text"] for row in passages["rows"]] == [
        "Tonga chaired it.", "It's over.", "Third.", "nothing scored",
    ]  # fmt: skip
    assert [row["share"] for row in passages["rows"]] == [1.0, 0.25, 0.0, 0.0]
    assert {row["figure"] for row in passages["rows"]} == {""}


def test_what_was_cut_ends_in_dots():
    lines = ("passages found (score):", f"   1.00  {'a' * 80!r}", f"   0.50  {'a' * 79!r}")
    [table] = in_plain_words(**laid_out(lines))["tables"]
    assert [row["text"] for row in table["rows"]] == ["a" * 80 + "…", "a" * 79]


def test_no_word_of_its_makers_is_left(said):
    assert not any(word in str(said) for word in ("BM25", "sheet", "score by", "fit x"))


def test_a_lone_line_is_a_note():
    found = in_plain_words(**laid_out(["No reports are indexed."]))
    assert found == {
        "needed": None,
        "facts": [{"name": "Note", "value": "No reports are indexed."}],
        "tables": [],
    }

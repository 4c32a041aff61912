"""Whole dialogues, with the real process and the real answers, as the text files here say."""

import importlib.util
from pathlib import Path

import pytest
from dialogue_play import play, running, story
from dialogue_text import every, parsed

DOCS = Path(__file__).parents[2] / "docs"
DIALOGUES = every()
HEAD = "title: A\nabout: B.\nplace: {}\nreports: two\n"
ONE = HEAD.format("private") + "user: /report 2\nbot: must contain flood warnings\n"
WRONG = """user: Who chaired the workshop on boat safety?
bot: must say nothing
user Ben: /ask Who chaired the workshop on boat safety?
bot: must contain Teresia Baro | Somebody
bot: must contain Jane Roe
bot: must not quote chaired by
bot: must not offer Full report
bot: must refuse
user Ben: /report 999
bot: must say nothing
press Ben: Nowhere
bot: must pop up *
"""


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    with running("sample", tmp_path_factory.mktemp("sample")) as world:
        yield world


@pytest.fixture(scope="module")
def two(tmp_path_factory):
    with running("two", tmp_path_factory.mktemp("two")) as world:
        yield world


@pytest.fixture(scope="module")
def transcripts():
    spec = importlib.util.spec_from_file_location("transcripts", DOCS / "transcripts.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("dialogue", DIALOGUES, ids=lambda one: one.name)
def test_a_dialogue_goes_as_it_is_written(dialogue, request):
    played = play(request.getfixturevalue(dialogue.reports), dialogue)
    if played.unmet:
        pytest.fail(story(played), pytrace=False)


def test_there_are_twelve_of_ten_turns_or_more():
    assert len(DIALOGUES) >= 12
    assert {one.name: len(one.spoken) for one in DIALOGUES if len(one.spoken) < 10} == {}


def test_what_is_not_met_is_shown_with_its_line_and_what_came_instead(two):
    played = play(two, parsed("wrong", HEAD.format("group") + WRONG))
    assert played.unmet == [
        "line 9: must contain Jane Roe",
        "line 10: must not quote chaired by",
        "line 11: must not offer Full report",
        "line 12: must refuse",
        "line 14: must say nothing",
        "line 15: no message offers [Nowhere]",
        "line 16: must pop up *",
    ]
    shown = story(played).splitlines()
    assert "wrong.txt" in shown[0]
    assert any(line.strip().startswith("| Teresia Baro") for line in shown)
    assert "-     line 9: must contain Jane Roe" in shown


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (ONE.replace("user:", "says:"), "line 5"),
        (ONE.replace("must contain", "should hold"), "line 6"),
        (ONE.replace("contain", "refuse"), "line 6"),
        (ONE.replace("contain flood warnings", "contain"), "line 6"),
        (ONE.replace("user:", "user (shouts):"), "line 5"),
        (ONE.replace("bot: must contain flood warnings\n", ""), "line 5"),
        (ONE.replace("must contain flood warnings", "must say nothing"), "last turn"),
        (ONE.replace("private", "office"), "place"),
        (ONE.replace("about: B.\n", ""), "about"),
        (ONE.replace("two", "three"), "reports"),
        ("", "title"),
    ],
)
def test_a_text_that_is_no_dialogue_is_refused_with_its_line(text, reason):
    assert parsed("one", ONE).spoken
    with pytest.raises(ValueError, match=reason):
        parsed("one", text)


def test_the_page_shows_what_was_said_and_what_came(two, transcripts):
    played = play(two, parsed("one", ONE + "user: /report 999\nbot: must contain no report\n"))
    page = transcripts.page([played])
    assert "## A\n\nB.\n\n**Anna**: /report 2\n\n> **bot**  \n> **Seminar on flood" in page
    assert "`[Full report]`" in page
    assert "> There is no report 999." in page


@pytest.mark.parametrize("dialogue", DIALOGUES, ids=lambda one: one.name)
def test_the_page_has_every_dialogue_as_it_is_written(dialogue, transcripts):
    page = (DOCS / "transcripts.md").read_text("utf-8")
    rest = page.partition(f"## {dialogue.title}\n\n{dialogue.about}\n")[2]
    for turn in dialogue.spoken:
        if turn.text and turn.action in ("user", "post", "type"):
            _, said, rest = rest.partition(f"{transcripts.html.escape(turn.text, quote=False)}\n")
            assert said, f"{turn.text} isn't there: make transcripts"

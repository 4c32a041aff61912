"""A noun or two that the reports have are searched for; what people say to be polite is not."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.assistant import Assistant
from bot.config import Config, CorpusSection

ROOT = Path(__file__).parents[2]
TOPICS = (
    "hotel mekong", "hotel?", "hotel", "fishing villages", "unclaimed containers", "containers?",
    "sand artist", "earthquakes?", "budget", "certificate", "port police", "annual fee",
    "old fish market", "climate strategy", "privacy laws", "crew lists", "written statement",
    "Roundtables?", "mudflows", "case studies",
)  # fmt: skip
TALK = (
    "thanks everyone", "see you", "well done", "agreed", "lunch?", "interesting", "greetings",
    "stop", "cancel", "sure", "good meeting", "nice work", "ok bye", "projector",
)  # fmt: skip


@pytest.fixture(scope="module")
def assistant(tmp_path_factory):
    config = Config(corpus=CorpusSection(path=ROOT / "corpus"))
    kept = tmp_path_factory.mktemp("index")
    return Assistant(replace(config, index=replace(config.index, path=kept)), must_read=True)


@pytest.mark.parametrize("fragment", TOPICS)
def test_a_noun_that_reports_have_is_searched_for(assistant, fragment):
    assert assistant.ask(fragment).kind != "chatter"


@pytest.mark.parametrize("message", TALK)
def test_small_talk_is_left_as_it_is(assistant, message):
    assert assistant.ask(message).kind == "chatter"


@pytest.mark.parametrize("name", ["Koper", "mekong"])
def test_what_only_names_an_event_is_shown_as_before(assistant, name):
    assert assistant.ask(name).kind == "chatter"
    assert assistant.named(name)

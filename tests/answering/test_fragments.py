"""A noun or two that the reports have are searched for; what people say to be polite is not."""

import pytest

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


@pytest.mark.parametrize("fragment", TOPICS)
def test_a_noun_that_reports_have_is_searched_for(sample_assistant, fragment):
    assert sample_assistant.ask(fragment).kind != "chatter"


@pytest.mark.parametrize("message", TALK)
def test_small_talk_is_left_as_it_is(sample_assistant, message):
    assert sample_assistant.ask(message).kind == "chatter"


@pytest.mark.parametrize("name", ["Koper", "mekong"])
def test_what_only_names_an_event_is_shown_as_before(sample_assistant, name):
    assert sample_assistant.ask(name).kind == "chatter"
    assert sample_assistant.named(name)

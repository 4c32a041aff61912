"""What is set for a chat, by whom it can be, and that it lasts: without a network."""

import asyncio

import pytest
from bot_process import ADMIN
from offices import BOSS, GROUP, QUESTION, TEXTS

from bot.rendering.telegram_texts import LANGUAGES
from bot.store import ChatOverrides
from bot.telegram_app.access import Actor
from bot.telegram_app.chat_settings import ChatSettings

OWN = {"id": ADMIN, "type": "private"}


def kept(office):
    return office.storage.store.chats.all()


def again(office):
    """The settings as another process reads them."""
    found = ChatSettings(office.storage, office.services.config.telegram)
    asyncio.run(found.load())
    return found


def test_a_group_that_is_set_to_all_is_answered_without_a_mention(office):
    assert office.says(QUESTION, chat=GROUP) == []
    office.says("/settings groups all", by=BOSS, chat=GROUP)
    assert office.says(QUESTION, chat=GROUP)[0].startswith("<b>Tonga</b>")


def test_what_is_set_is_kept_for_another_process(office):
    office.says("/settings groups all", by=BOSS, chat=GROUP)
    office.says("/settings language th", by=BOSS, chat=GROUP)
    assert kept(office) == {GROUP["id"]: ChatOverrides("all", "th")}
    assert again(office).of(GROUP["id"]) == ChatOverrides("all", "th")
    assert again(office).groups(GROUP["id"]) == "all"


def test_a_chats_language_goes_before_the_persons(office):
    settings = office.services.chats
    assert settings.texts(1, Actor(5, language="vi")) is LANGUAGES["vi"]
    asyncio.run(settings.change(1, language="th"))
    assert settings.texts(1, Actor(5, language="vi")) is LANGUAGES["th"]


def test_auto_gives_the_language_back_to_the_person(office):
    office.says("/settings language th", by=BOSS, chat=GROUP)
    office.says("/settings language auto", by=BOSS, chat=GROUP)
    assert kept(office) == {GROUP["id"]: ChatOverrides()}


@pytest.mark.parametrize("words", ["groups some", "language xx", "colour red", "groups"])
def test_what_is_no_setting_changes_nothing_and_shows_how(office, words):
    said = office.says(f"/settings {words}", by=BOSS, chat=GROUP)
    assert said == [TEXTS.settings_usage]
    assert kept(office) == {}


def test_a_private_chat_has_no_groups_to_set(office):
    office.says("/settings groups all", by=BOSS, chat=OWN)
    assert kept(office) == {}


def test_a_press_sets_and_shows_it_in_the_same_message(office):
    assert office.presses("s=groups all", by=BOSS, chat=GROUP) == TEXTS.saved
    assert kept(office) == {GROUP["id"]: ChatOverrides("all")}
    ((_, edit),) = office.bot.named("edit_message_text")
    assert TEXTS.groups_all in edit["text"]


def test_a_press_for_what_is_no_setting_is_stale(office):
    assert office.presses("s=groups some", by=BOSS, chat=GROUP) == TEXTS.stale
    assert kept(office) == {}

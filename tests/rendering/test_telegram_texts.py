from dataclasses import asdict
from string import Formatter

import pytest

from bot.answering.foreign import language_of
from bot.rendering.telegram import date_text
from bot.rendering.telegram_texts import LANGUAGES, POLITE, Count, texts_for
from bot.telegram_app.commands import COMMANDS

OTHERS = [code for code in LANGUAGES if code != "en"]


def placeholders(text):
    return sorted({name for _, name, _, _ in Formatter().parse(text) if name})


@pytest.mark.parametrize("code", OTHERS)
def test_every_text_has_the_placeholders_of_the_english_one(code):
    english, other = asdict(LANGUAGES["en"]), asdict(LANGUAGES[code])
    for name in english.keys() - {"months"}:
        assert placeholders(other[name]) == placeholders(english[name]), name


@pytest.mark.parametrize("code", OTHERS)
def test_every_text_is_translated(code):
    english, other = asdict(LANGUAGES["en"]), asdict(LANGUAGES[code])
    same = {name for name in english if other[name] == english[name]}
    assert same <= {"date", "months", "button_right", "button_wrong"}


@pytest.mark.parametrize("code", LANGUAGES)
def test_there_are_twelve_months(code):
    assert len(LANGUAGES[code].months) == 12
    assert "2023" in date_text("2023-07-31", LANGUAGES[code])


@pytest.mark.parametrize("code", LANGUAGES)
def test_buttons_menus_and_toasts_fit(code):
    texts = asdict(LANGUAGES[code])
    assert all(len(texts[name]) <= 64 for name in texts if name.startswith("button_"))
    assert all(len(texts[name]) <= 256 for name in texts if name.startswith("command_"))
    assert all(len(texts[name]) <= 200 for name in ("vanished", "stale", "voted", "stranger"))


def test_every_command_in_a_menu_has_a_text():
    for name, command in COMMANDS.items():
        assert not command.menus or getattr(LANGUAGES["en"], f"command_{name}")


@pytest.mark.parametrize(
    ("codes", "name"),
    [
        (("vi",), "Tiếng Việt"),
        (("th-TH",), "ไทย"),
        ((None, "id"), "Bahasa Indonesia"),
        (("xx", None), "English"),
        (("en", "vi"), "English"),
    ],
)
def test_the_first_language_that_there_are_texts_in_is_taken(codes, name):
    assert texts_for(*codes).name == name


@pytest.mark.parametrize(("count", "said"), [(1, "1 report"), (2, "2 reports"), (0, "0 reports")])
def test_a_count_chooses_the_form_of_its_word(count, said):
    assert LANGUAGES["en"].reports_title.format(count=Count(count)) == said


@pytest.mark.parametrize("code", POLITE)
def test_a_polite_line_is_one_short_line_in_its_language(code):
    assert "\n" not in POLITE[code]
    assert 10 < len(POLITE[code]) <= 100
    assert language_of(POLITE[code]) == code
    assert code not in LANGUAGES

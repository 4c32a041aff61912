import subprocess
import sys
from dataclasses import asdict, fields
from string import Formatter

import pytest

from bot.answering.foreign.language import language_of
from bot.files import read_table
from bot.rendering.telegram import date_text
from bot.rendering.telegram_texts import (
    LANGUAGES,
    Count,
    Texts,
    polite_lines,
    texts_for,
)
from bot.telegram_app.commands import COMMANDS
from bot.text.words import MONTHS

OTHERS = [code for code in LANGUAGES if code != "en"]
FOLDER = "bot.rendering.telegram_texts"
MESSAGE = 4096  # characters, Telegram's limit; a text is filled in, so that half of it is enough


def placeholders(text):
    return sorted({name for _, name, _, _ in Formatter().parse(text) if name})


@pytest.mark.parametrize("code", LANGUAGES)
def test_each_language_has_all_texts_in_the_same_order(code):
    said = read_table(FOLDER, code)
    assert list(said) == [field.name for field in fields(Texts)]
    assert [name for name, text in said.items() if not text] == []


@pytest.mark.parametrize("code", OTHERS)
def test_no_text_is_much_longer_than_the_english_one(code):
    english, other = asdict(LANGUAGES["en"]), asdict(LANGUAGES[code])
    longer = {n for n in english.keys() - {"months"} if len(other[n]) > 2 * len(english[n]) + 20}
    assert longer <= {"other_language"}  # which says what is understood, where English is all


@pytest.mark.parametrize("code", LANGUAGES)
def test_each_text_fits_a_message(code):
    texts = asdict(LANGUAGES[code])
    assert max(len(texts[name]) for name in texts.keys() - {"months"}) <= MESSAGE // 2


def test_the_months_of_dates_are_those_that_are_read_in_reports():
    assert LANGUAGES["en"].months == MONTHS


def test_no_text_is_read_before_it_is_needed():
    code = "import sys, bot.rendering.telegram_texts as t; assert 'yaml' not in sys.modules"
    ran = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr


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


@pytest.mark.parametrize("code", polite_lines())
def test_a_polite_line_is_one_short_line_in_its_language(code):
    assert "\n" not in polite_lines()[code]
    assert 10 < len(polite_lines()[code]) <= 100
    assert language_of(polite_lines()[code]) == code
    assert code not in LANGUAGES

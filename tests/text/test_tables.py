import pytest

from bot.text.tables import read_table


def test_words_that_yaml_takes_for_yes_and_no_are_text():
    said = read_table("bot.rendering.telegram_texts", "en")
    assert (said["yes"], said["no"]) == ("Yes", "No")


def test_a_table_that_is_missing_is_an_error():
    with pytest.raises(FileNotFoundError):
        read_table("bot.rendering.telegram_texts", "xx")

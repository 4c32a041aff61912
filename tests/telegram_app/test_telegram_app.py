"""What the bot needs of its surroundings before it starts: tokens and secrets."""

from dataclasses import replace

import pytest

from bot import telegram_app
from bot.config import Config
from bot.errors import StartError

TOKEN = "12:ab"


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch):
    for name in ("TELEGRAM_BOT_TOKEN", "TELEGRAM_WEBHOOK_SECRET", "STORE_PASSWORD"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(f"{name}_FILE", raising=False)


def pushed():
    made = Config()
    return replace(made, telegram=replace(made.telegram, mode="webhook"))


def test_without_a_token_it_does_not_start():
    with pytest.raises(StartError, match="TELEGRAM_BOT_TOKEN is not set"):
        telegram_app.run(Config())


def test_polling_needs_the_token_only(monkeypatch):
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", TOKEN)
    assert telegram_app._secrets(Config()) == (TOKEN, None)


@pytest.mark.parametrize("secret", ["", "two words", "ä", "x" * 257])
def test_a_webhook_needs_a_secret_that_telegram_takes(monkeypatch, secret):
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", TOKEN)
    monkeypatch.setenv("TELEGRAM_WEBHOOK_SECRET", secret)
    with pytest.raises(StartError, match="TELEGRAM_WEBHOOK_SECRET"):
        telegram_app._secrets(pushed())
    assert telegram_app._secrets(Config())[0] == TOKEN


@pytest.mark.parametrize("secret", ["a", "A-b_9", "x" * 256])
def test_a_secret_of_letters_and_digits_will_do(monkeypatch, secret):
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", TOKEN)
    monkeypatch.setenv("TELEGRAM_WEBHOOK_SECRET", secret)
    assert telegram_app._secrets(pushed()) == (TOKEN, secret)


def test_the_store_s_password_is_asked_for_where_there_is_a_server_only(monkeypatch):
    monkeypatch.setenv("STORE_PASSWORD", "hidden")
    made = Config()
    assert telegram_app._password(made) == ""
    url = "postgresql+psycopg://host/office"
    assert telegram_app._password(replace(made, store=replace(made.store, url=url))) == "hidden"

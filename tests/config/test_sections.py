"""Every setting has its default, and is written as it is read."""

from pathlib import Path

from bot.config import Config
from bot.config.sections import as_table, as_yaml

ROOT = Path(__file__).parents[2]


def test_a_section_without_keys_holds_its_defaults(load):
    assert load("corpus:\n  # path: reports\n").corpus.max_file_mb == 5


def test_the_webhook_is_served_at_the_path_of_its_public_address(load):
    text = "telegram: {mode: webhook, webhook: {url: 'https://example.org/bot/hook'}}"
    assert load(text).telegram.webhook.path == "/bot/hook"


def test_the_file_in_the_repository_holds_every_key_with_its_default():
    assert (ROOT / "config.yaml").read_text("utf-8") == as_yaml()


def test_the_defaults_as_written_are_the_defaults(load):
    config = load(as_yaml())
    assert config.telegram.rate == Config().telegram.rate
    assert config.answer == Config().answer
    assert config.log == Config().log


def test_the_reference_holds_every_key():
    assert as_table() in (ROOT / "docs/configuration.md").read_text("utf-8")

"""Every text that a person reads in Telegram, by language; report text stays in its own."""

from bot.rendering.telegram_texts.catalogue import DEFAULT, LANGUAGES, texts_for
from bot.rendering.telegram_texts.count import Count
from bot.rendering.telegram_texts.polite import POLITE
from bot.rendering.telegram_texts.shape import Texts

__all__ = ["DEFAULT", "LANGUAGES", "POLITE", "Count", "Texts", "texts_for"]

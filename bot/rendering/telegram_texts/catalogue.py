"""Which language a person reads."""

from __future__ import annotations

from typing import Final

from bot.rendering.telegram_texts.en import ENGLISH
from bot.rendering.telegram_texts.id import INDONESIAN
from bot.rendering.telegram_texts.shape import Texts
from bot.rendering.telegram_texts.th import THAI
from bot.rendering.telegram_texts.vi import VIETNAMESE

DEFAULT: Final = "en"
LANGUAGES: Final = {"en": ENGLISH, "vi": VIETNAMESE, "th": THAI, "id": INDONESIAN}


def texts_for(*codes: str | None) -> Texts:
    """The texts of the first of these IETF language tags that there are texts in, else English."""
    for code in codes:
        if code and (found := LANGUAGES.get(code.split("-")[0].lower())):
            return found
    return LANGUAGES[DEFAULT]

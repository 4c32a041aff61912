"""Questions in other languages -> what they ask, in English; or which language it is."""

from bot.answering.foreign.language import language_of
from bot.answering.foreign.mapping import Mapped, in_english

__all__ = ["Mapped", "in_english", "language_of"]

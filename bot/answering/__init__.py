"""A question -> an answer with its quotes, or that the reports don't say."""

from bot.answering.any_language import answer_question, explain_question
from bot.answering.corrections import corrected, placed
from bot.answering.gate import gate
from bot.answering.indexed import Indexed, indexed, named_alone
from bot.answering.sheets import slot_answer

__all__ = [
    "Indexed",
    "answer_question",
    "corrected",
    "explain_question",
    "gate",
    "indexed",
    "named_alone",
    "placed",
    "slot_answer",
]

"""A question -> an answer with its quotes, or that the reports don't say."""

from bot.answering.answer import answer_question
from bot.answering.corrections import corrected, placed
from bot.answering.explain import explain_question
from bot.answering.gate import gate
from bot.answering.sheets import slot_answer

__all__ = [
    "answer_question",
    "corrected",
    "explain_question",
    "gate",
    "placed",
    "slot_answer",
]

"""A question -> an answer with its quotes, or that the reports don't say."""

from bot.answering.corrections import corrected, placed
from bot.answering.explain import explain_question
from bot.answering.gate import gate
from bot.answering.indexed import Indexed, indexed, named_alone
from bot.answering.sheets import slot_answer
from bot.answering.tongues import answer_question

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

"""A question -> an answer with its quotes, or that the reports don't say."""

from bot.answering.explain import explain_question
from bot.answering.gate import gate
from bot.answering.sheets import slot_answer
from bot.answering.tongues import answer_question

__all__ = ["answer_question", "explain_question", "gate", "slot_answer"]

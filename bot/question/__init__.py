"""Raw text -> Question: what is asked, of which event, with which words."""

from bot.question.asked import Question
from bot.question.read import read_question

__all__ = ["Question", "read_question"]

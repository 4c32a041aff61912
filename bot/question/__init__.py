"""Raw text -> Question: what is asked, of which event, with which words."""

from bot.question.read import Question, read_question

__all__ = ["Question", "read_question"]

"""The stage between passages and retrieval: an exact BM25 index over tokenised passages."""

from bot.index.okapi import Index
from bot.index.vocabulary import Encoded, Vocabulary

__all__ = ["Encoded", "Index", "Vocabulary"]

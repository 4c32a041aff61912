"""The stage between passages and retrieval: an exact BM25 index over tokenised passages."""

from bot.index.build import Parameters
from bot.index.generation import Generation, load_generation, save_generation
from bot.index.okapi import Index
from bot.index.postings import EncodedDocuments, Vocabulary

__all__ = [
    "EncodedDocuments",
    "Generation",
    "Index",
    "Parameters",
    "Vocabulary",
    "load_generation",
    "save_generation",
]

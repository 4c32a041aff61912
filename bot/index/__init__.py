"""The stage between passages and retrieval: an exact BM25 index over tokenised passages."""

from bot.index.generation import Generation, load_generation, save_generation
from bot.index.okapi import Index
from bot.index.vocabulary import Encoded, Vocabulary
from bot.index.weights import Parameters

__all__ = [
    "Encoded",
    "Generation",
    "Index",
    "Parameters",
    "Vocabulary",
    "load_generation",
    "save_generation",
]

"""Index + question -> ranked passages, each with the parts of its score."""

from bot.retrieval.hits import Hit, Query, hit_features
from bot.retrieval.search import Library

__all__ = ["Hit", "Library", "Query", "hit_features"]

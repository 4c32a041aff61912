"""Index + question -> ranked passages, each with the parts of its score."""

from bot.retrieval.search import Hit, Library, Query, hit_features

__all__ = ["Hit", "Library", "Query", "hit_features"]

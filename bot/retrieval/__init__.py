"""Index + question -> ranked passages, each with the parts of its score."""

from bot.retrieval.search import Hit, Indexes, Library, Query, SearchEngine, hit_features

__all__ = ["Hit", "Indexes", "Library", "Query", "SearchEngine", "hit_features"]

"""Index + question -> ranked passages, each with the parts of its score."""

from bot.retrieval.search import Hit, Indexes, Library, Query, hit_features
from bot.retrieval.search_engine import SearchEngine

__all__ = ["Hit", "Indexes", "Library", "Query", "SearchEngine", "hit_features"]

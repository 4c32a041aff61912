"""Files on disk → reports, and what could not be read."""

from bot.corpus.folder import Corpus, read_corpus

__all__ = ["Corpus", "read_corpus"]

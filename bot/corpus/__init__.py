"""Files on disk → reports, and what could not be read."""

from bot.corpus.folder import SUFFIXES, Corpus, read_corpus, unread_files

__all__ = ["SUFFIXES", "Corpus", "read_corpus", "unread_files"]

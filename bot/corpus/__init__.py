"""Files on disk → reports, and what could not be read."""

from bot.corpus.folder import Corpus, read_corpus
from bot.corpus.walk import unread_files

__all__ = ["Corpus", "read_corpus", "unread_files"]

"""Web pages, PDF, Word files and e-mail → text, in a process of its own with limits.

Each kind but e-mail needs an extra; nothing here imports one before a file asks for it.
"""

from bot.corpus.foreign.cache import CachingExtractor
from bot.corpus.foreign.extracted import Entry, Extracted, ExtractionError, Listing
from bot.corpus.foreign.extractor import EXTRAS, Extractor

__all__ = [
    "EXTRAS",
    "CachingExtractor",
    "Entry",
    "Extracted",
    "ExtractionError",
    "Extractor",
    "Listing",
]

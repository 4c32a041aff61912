"""Web pages, PDF, Word files and e-mail → text, in a process of its own with limits.

Each kind but e-mail needs an extra; nothing here imports one before a file asks for it.
"""

from bot.corpus.extraction.extractor import (
    EXTRAS,
    CachingExtractor,
    Extracted,
    ExtractionError,
    Extractor,
    PageEntry,
    PageListing,
)

__all__ = [
    "EXTRAS",
    "CachingExtractor",
    "Extracted",
    "ExtractionError",
    "Extractor",
    "PageEntry",
    "PageListing",
]

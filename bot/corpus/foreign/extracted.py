"""What is taken out of a file that is neither Markdown nor text, or out of a list of pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

LOCKED: Final = "is locked with a password; save it without one"


class ExtractionError(ValueError):
    """The file can't be read; the message says why and, where there is one, the cure."""

    @property
    def curable(self) -> bool:
        """Whether the cure is to install something, and not another file."""
        return "pip install" in str(self)


@dataclass(frozen=True, slots=True)
class Extracted:
    """The text with what the file says of itself; None for what it doesn't say.

    Blocks stand apart by blank lines; headings, list items and table rows are marked as in
    Markdown. The pages of a PDF are parted by form feeds. `left_out` is the share of a web page's
    words that were taken for menus and the like, from 0 to 1.
    """

    body: str
    title: str | None = None
    date: str | None = None
    source: str | None = None
    url: str | None = None
    left_out: float = 0.0


@dataclass(frozen=True, slots=True)
class Entry:
    """A page that a feed or sitemap names; what it doesn't say is None."""

    url: str
    title: str | None = None
    date: str | None = None  # ISO 8601: of publication, in a sitemap of the last change
    stamp: str | None = None  # differs where the page was changed


@dataclass(frozen=True, slots=True)
class Listing:
    """The pages in the order of the file; `maps` are the sitemaps that an index of them names."""

    entries: tuple[Entry, ...] = ()
    maps: tuple[str, ...] = ()
    title: str | None = None

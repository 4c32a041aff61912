"""Feeds and sitemaps → files in the folder of reports, fetched politely and from named hosts only.

What is here loads without the extra; `bot.fetching.run` needs it.
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import Final

MODULES: Final = ("defusedxml", "feedparser", "protego", "trafilatura")


def needs() -> str | None:
    """Return what to do before anything can be fetched; None where nothing is missing."""
    missing = [module for module in MODULES if find_spec(module) is None]
    return "fetching needs an extra; run: pip install 'rapporteur[fetch]'" if missing else None

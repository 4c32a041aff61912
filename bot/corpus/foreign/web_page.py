"""A web page → its article, without menus, by trafilatura."""

from __future__ import annotations

import re
from typing import Final

import trafilatura

from bot.corpus.foreign.extracted import Extracted, ExtractionError

EMPHASIS: Final = re.compile(r"(?<![*\w])(\*{1,2})(?=[^\s*])([^*\n]{1,500}?)(?<=\S)\1(?![*\w])")


def read_web_page(data: bytes | str) -> Extracted:
    """Return the main text of a page, its title, date of publication, site and address.

    Raises ExtractionError.
    """
    tree = trafilatura.load_html(data)
    if tree is None:
        raise ExtractionError("holds no web page")
    said = trafilatura.extract_metadata(tree, date_config=_only_stated())
    text = trafilatura.extract(
        data,
        output_format="markdown",
        include_comments=False,
        include_formatting=True,
        include_tables=True,
        favor_recall=True,
    )
    body = EMPHASIS.sub(r"\2", text or trafilatura.html2txt(data))
    return Extracted(body, said.title, said.date, said.sitename, said.url)


def _only_stated() -> dict[str, object]:
    """Return the settings that take a date from the page's head only, not from its text."""
    return {"extensive_search": False, "original_date": True}

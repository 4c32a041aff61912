"""A web page → its article, without menus, by trafilatura."""

from __future__ import annotations

import re
from configparser import ConfigParser
from copy import deepcopy
from typing import Any, Final

import trafilatura
from trafilatura.settings import use_config

from bot.corpus.foreign.extracted import Extracted, ExtractionError
from bot.corpus.foreign.own_text import keep_own_text, words_in

PARTS: Final = frozenset({"div", "section", "center", "font", "form", "span"})
MOST_OF_IT: Final = 0.8
REVISED: Final = re.compile(
    r"\$\w+:[^$\n]{0,200}\$|\b(?:last|page) (?:updated?|modified|changed?|revised|revision)\b"
    r"|\b(?:updated|modified|revised|copyright)\b|©",
    re.IGNORECASE,
)
EMPHASIS: Final = re.compile(r"(?<![*\w])(\*{1,2})(?=[^\s*])([^*\n]{1,500}?)(?<=\S)\1(?![*\w])")


def read_web_page(data: bytes | str) -> Extracted:
    """Return the main text of a page, its title, date of publication, site and address.

    Raises ExtractionError.
    """
    tree = trafilatura.load_html(data)
    if tree is None:
        raise ExtractionError("holds no web page")
    said = trafilatura.extract_metadata(_without_revisions(tree), date_config=_only_stated())
    body = tree.find("body")
    total = words_in(body) if body is not None else 0
    _take_layout_apart(tree)
    if body is not None:
        keep_own_text(body)
    _mark_article(tree)
    text = trafilatura.extract(
        tree,
        output_format="markdown",
        include_comments=False,
        include_formatting=True,
        include_tables=True,
        favor_recall=True,
        config=_settings(tree),
    )
    shown = EMPHASIS.sub(_unmarked, text or trafilatura.html2txt(data))
    kept = sum(1 for word in shown.split() if any(map(str.isalnum, word)))
    left_out = max(0.0, 1 - kept / total) if total else 0.0
    return Extracted(shown, said.title, said.date, said.sitename, said.url, left_out)


def _without_revisions(tree: Any) -> Any:  # noqa: ANN401 (an element of lxml, without types)
    """Return a page without its footers and the marks of its last change: no dates of it."""
    page = deepcopy(tree)
    for part in list(page.iter("footer", "address")):
        part.drop_tree()
    for part in page.iter():
        if part.tag != "script" and part.text and REVISED.search(part.text):
            part.text = None
        if part.tail and REVISED.search(part.tail):
            part.tail = None
    return page


def _settings(tree: Any) -> ConfigParser:  # noqa: ANN401 (as above)
    """Return trafilatura's settings, so that it takes the article of a short page for one too."""
    settings = use_config()
    written = sum(len(paragraph.text_content()) for paragraph in tree.iter("p"))
    written = written or len(tree.text_content())
    fewest = min(settings.getint("DEFAULT", "MIN_EXTRACTED_SIZE"), written // 4)
    settings.set("DEFAULT", "MIN_EXTRACTED_SIZE", str(fewest))
    return settings


def _unmarked(emphasis: re.Match[str]) -> str:
    """Return emphasised words without their marks; a bold line stays, for it is a heading."""
    before = emphasis.string[emphasis.start() - 1 : emphasis.start()]
    after = emphasis.string[emphasis.end() : emphasis.end() + 1]
    alone = emphasis[1] == "**" and {before, after} <= {"", "\n"} and len(emphasis[2]) <= 100
    return emphasis[0] if alone else emphasis[2]


def _take_layout_apart(tree: Any) -> None:  # noqa: ANN401 (as above)
    """Make tables that only place the parts of a page beside each other plain sections."""
    for table in list(tree.iter("table")):
        if any(_is_section(cell) for row in _inside(table) for cell in row.iter("td")):
            for part in (table, *_inside(table)):
                part.tag = "div"


def _inside(table: Any) -> list[Any]:  # noqa: ANN401 (as above)
    """Return the parts of a table without those of the tables in it."""
    parts: list[Any] = []
    left = list(table)
    while left:
        part = left.pop()
        if part.tag in {"tbody", "thead", "tfoot", "tr"}:
            left += list(part)
        if part.tag in {"tbody", "thead", "tfoot", "tr", "td", "th"}:
            parts.append(part)
    return parts


def _is_section(cell: Any) -> bool:  # noqa: ANN401 (as above)
    return any(True for _ in cell.iter("table", "h1", "h2", "h3", "h4", "article", "main"))


def _mark_article(tree: Any) -> None:  # noqa: ANN401 (as above)
    """Name the part that holds nearly all of the text an article, where nothing is named so.

    Without such a part trafilatura leaves out headings.
    """
    body = tree.find("body")
    if body is None or next(tree.iter("article", "main"), None) is not None:
        return
    part = body
    while inner := [child for child in part if child.tag in PARTS and _holds(child, part)]:
        part = inner[0]
    if part is not body:
        part.tag = "article"
    elif len(body):
        article = body.makeelement("article")
        article.extend(list(body))
        body.append(article)


def _holds(child: Any, part: Any) -> bool:  # noqa: ANN401 (as above)
    return _written(child) > MOST_OF_IT * _written(part)


def _written(part: Any) -> int:  # noqa: ANN401 (as above)
    """Return how many characters of prose a part holds."""
    prose = part.iter("p", "li", "blockquote", "dd") if part.find(".//p") is not None else (part,)
    return sum(len(one.text_content()) for one in prose)


def _only_stated() -> dict[str, object]:
    """Return the settings that take a date from the page's head only, not from its text."""
    return {"extensive_search": False, "original_date": True}

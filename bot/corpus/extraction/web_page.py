"""A web page → its article, without menus, by trafilatura."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from configparser import ConfigParser
from copy import deepcopy
from typing import Any, Final

import trafilatura
from trafilatura.settings import use_config

from bot.corpus.extraction import Extracted, ExtractionError

Element = Any  # of lxml, which has no types

CONTAINERS: Final = frozenset({"div", "section", "center", "font", "form", "span"})
MOST_OF_IT: Final = 0.8
REVISED: Final = re.compile(
    r"\$\w+:[^$\n]{0,200}\$|\b(?:last|page) (?:updated?|modified|changed?|revised|revision)\b"
    r"|\b(?:updated|modified|revised|copyright)\b|©",
    re.IGNORECASE,
)
EMPHASIS: Final = re.compile(r"(?<![*\w])(\*{1,2})(?=[^\s*])([^*\n]{1,500}?)(?<=\S)\1(?![*\w])")

# Of a page's own lists and elements.
AROUND: Final = frozenset({"nav", "aside", "footer", "form", "button", "select", "dialog"})
UNSEEN: Final = frozenset({"script", "style", "noscript", "template", "head", "svg", "iframe"})
ROLES: Final = frozenset({"navigation", "banner", "contentinfo", "complementary", "search", "menu"})
LISTS: Final = ("ul", "ol", "dl", "table")
HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
INNER: Final = ".//*[not(self::a or self::b or self::strong or self::i or self::em or self::span \
or self::br or self::sup or self::sub or self::small or self::abbr or self::time or self::u)]"
PARTS: Final = ".//div|.//p|.//ul|.//ol|.//dl|.//table|.//h1|.//h2|.//h3|.//h4"
BLOCKS: Final = ("p", "li", "dd", "td", "blockquote", "div")
CLUTTER: Final = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|menus?|side-?bar|bread-?crumbs?|footer|related|share|"
    r"sharing|social|tags?|tag-list|pager|pagination|cookies?|consent|newsletter|toolbar|toc|"
    r"links|widget|ads?|advert\w*|promo|teasers?)(?=$|[\s_-])",
    re.IGNORECASE,
)
NAVIGATION: Final = re.compile(r"nav(?:igation)?|menus?", re.IGNORECASE)
AS_NAVIGATION: Final = re.compile(r"nav|menu|bar|options|expand|slide|message", re.IGNORECASE)
COMMENT: Final = re.compile(r"comment(?!ary)|(?:^|[\s_-])repl(?:y|ies)", re.IGNORECASE)
READERS: Final = re.compile(
    r"(?:^|[\s_-])(?:comments|comment-?list|comments?-(?:area|section|wrapper|form|thread)|"
    r"comment-respond|respond|disqus\w*|dsq-\w+)(?=$|[\s_-])",
    re.IGNORECASE,
)
SAID_BY_READERS: Final = re.compile(
    r"\A\s*(?:\d+\s+)?(?:comments?|repl(?:y|ies)|responses?|leave a (?:reply|comment))\b"
    r"|\b(?:leave|post|add) a (?:reply|comment)\b|\blog in to (?:reply|comment)\b",
    re.IGNORECASE,
)
OTHER_PAGES: Final = re.compile(
    r"\b(?:related|more|links?|share|follow|popular|latest|recent|read|see also|tags?|categories|"
    r"archives?|navigation|menu|contact|about|sections?|subscribe|sign up|on this page|contents|"
    r"site ?map|social|legal|help|search|languages?|news)\b",
    re.IGNORECASE,
)
OF_MENUS: Final = frozenset(
    {"home", "contact", "contact us", "about", "about us", "login", "log in", "sign in", "search"}
    | {"privacy", "privacy policy", "imprint", "terms", "terms of use", "sitemap", "next", "back"}
)
NO_TEXT: Final = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")
WIDE: Final = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")  # text in two or four bytes a letter
SEEN_FIRST: Final = 4096  # bytes
PROSE: Final = 8  # words outside of links that make a paragraph a text
MOSTLY: Final = 0.5


def read_web_page(data: bytes | str) -> Extracted:
    """Return the main text of a page, its title, date of publication, site and address.

    Raises:
        ExtractionError: it can't be read; the text says why.
    """
    tree = None if _is_binary(data) else trafilatura.load_html(data)
    if tree is None:
        raise ExtractionError("contains no web page")
    said = trafilatura.extract_metadata(_without_revisions(tree), date_config=_only_stated())
    body = tree.find("body")
    total = words_in(body) if body is not None else 0
    _take_layout_apart(tree)
    if body is not None:
        _drop_surroundings(body)
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


def _is_binary(data: bytes | str) -> bool:
    """Say whether bytes are no text; one in some thousand files of noise parses as a page."""
    if isinstance(data, str) or data.startswith(WIDE):
        return False
    first = data[:SEEN_FIRST]
    return len(NO_TEXT.findall(first)) > len(first) // 50


def _without_revisions(tree: Element) -> Element:
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


def _drop_surroundings(body: Element) -> None:
    """Remove what the page marks as beside its article; trafilatura takes the longer of the two."""
    articles = [part for part in body.iter("article", "main") if _is_prose(part)]
    inside = {inner for article in articles for inner in article.iter()}
    around = {outer for article in articles for outer in article.iterancestors()}
    for part in list(body.iter()) if articles else ():
        if part not in inside and part not in around and _is_marked_apart(part):
            part.drop_tree()


def _is_marked_apart(part: Element) -> bool:
    return part.tag in {"nav", "aside"} or part.get("role", "").lower() in ROLES


def _settings(tree: Element) -> ConfigParser:
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


def _take_layout_apart(tree: Element) -> None:
    """Make tables that only place the parts of a page beside each other plain sections."""
    for table in list(tree.iter("table")):
        if any(_is_section(cell) for row in _inside(table) for cell in row.iter("td")):
            for part in (table, *_inside(table)):
                part.tag = "div"


def _inside(table: Element) -> list[Element]:
    """Return the parts of a table without those of the tables in it."""
    parts: list[Element] = []
    left = list(table)
    while left:
        part = left.pop()
        if part.tag in {"tbody", "thead", "tfoot", "tr"}:
            left += list(part)
        if part.tag in {"tbody", "thead", "tfoot", "tr", "td", "th"}:
            parts.append(part)
    return parts


def _is_section(cell: Element) -> bool:
    return any(True for _ in cell.iter("table", "h1", "h2", "h3", "h4", "article", "main"))


def _mark_article(tree: Element) -> None:
    """Name the part that contains nearly all of the text an article, where nothing is named so.

    Without such a part trafilatura leaves out headings.
    """
    body = tree.find("body")
    if body is None or next(tree.iter("article", "main"), None) is not None:
        return
    part = body
    while inner := [child for child in part if child.tag in CONTAINERS and _holds(child, part)]:
        part = inner[0]
    if part is not body:
        part.tag = "article"
    elif len(body):
        article = body.makeelement("article")
        article.extend(list(body))
        body.append(article)


def _holds(child: Element, part: Element) -> bool:
    return _written(child) > MOST_OF_IT * _written(part)


def _written(part: Element) -> int:
    """Return how many characters of prose a part contains."""
    prose = part.iter("p", "li", "blockquote", "dd") if part.find(".//p") is not None else (part,)
    return sum(len(one.text_content()) for one in prose)


def _only_stated() -> dict[str, object]:
    """Return the settings that take a date from the page's head only, not from its text."""
    return {"extensive_search": False, "original_date": True}


def keep_own_text(body: Element) -> None:
    """Change the page so that its own lists of links and its own elements are taken for text.

    A reader of news, as trafilatura is, knows menus by their links and comments by the names of
    their elements. Minutes list their participants as links, and are kept in elements that are
    named comments.
    """
    page = _Page(body)
    for part in list(body.iter(*LISTS)):
        if _is_of_links(part) and part not in page.around and page.has_in_its_text(part):
            for link in list(part.iter("a")):
                link.drop_tag()
    _keep_comments(body)
    for part in _named(body, AS_NAVIGATION):
        other = CLUTTER.search(NAVIGATION.sub("", _name(part)))
        if not other and part.getparent() not in page.around and _is_prose(part):
            _unname(part)
    for part in list(body.iter("div")) if body.find(".//p") is not None else ():
        if not _name(part).strip() and part not in page.around and _is_leaf(part):
            part.tag = "p"


def words_in(body: Element) -> int:
    """Return how many words a reader sees, menus that are marked as such left out."""
    return len(_seen(body).split())


def _keep_comments(body: Element) -> None:
    """Let comments be text, but for those of readers below an article that is longer."""
    parts = list(body.iter())
    inside = _within(parts, _is_comment)
    comments = [part for part in parts if part in inside and part.getparent() not in inside]
    readers = _within(parts, lambda part: READERS.search(_name(part)) is not None)
    articles = _within(parts, lambda part: part.tag in {"article", "main"})
    has_article = any(part.tag == "article" for part in parts)
    own = [
        part
        for part in comments
        if part not in readers
        and (part in articles or not has_article)
        and part.find(".//textarea") is None
        and not SAID_BY_READERS.search(_seen(part))
    ]
    said = sum(len(_seen(part).split()) for part in comments)
    if said > words_in(body) - said:
        own = comments
    for part in own:
        for inner in part.iter():
            if _is_comment(inner):
                _unname(inner)


def _is_comment(part: Element) -> bool:
    return isinstance(part.tag, str) and COMMENT.search(_name(part)) is not None


class _Page:
    """Where the paragraphs of a page stand, and what is around its text, found in one pass."""

    def __init__(self, body: Element) -> None:
        self._place = {one: number for number, one in enumerate(body.iter())}
        self.around = _within(self._place, _is_around)
        blocks = (one for one in body.iter(*BLOCKS) if one not in self.around)
        self._prose = [self._place[one] for one in blocks if _is_paragraph(one)]

    def has_in_its_text(self, part: Element) -> bool:
        """Say whether what is around a list says that it belongs to the text."""
        links = {" ".join(link.text_content().split()).casefold() for link in part.iter("a")}
        if links & OF_MENUS:
            return False
        before = _before(part)
        text = _seen(before).strip() if before is not None else ""
        tag = before.tag if before is not None else ""
        headed = tag in HEADINGS
        if text.endswith(":") or (headed and OTHER_PAGES.search(text)):
            return text.endswith(":")
        here = self._place[part]
        end = here + sum(1 for _ in part.iter())
        begun = bool(self._prose) and self._prose[0] < here
        goes_on = bool(self._prose) and self._prose[-1] >= end
        inside = next(part.iterancestors("article", "main"), None) is not None
        return begun and (goes_on or inside or (headed and tag != "h1"))


def _before(part: Element) -> Element | None:
    """Return what is right before an element, or before one that it begins."""
    for _ in range(3):
        before = part.getprevious()
        while before is not None and not (isinstance(before.tag, str) and _seen(before).strip()):
            before = before.getprevious()
        if before is not None:
            return before
        part = part.getparent()
        if part is None or part.tag == "body" or (part.text or "").strip():
            return None
    return None


def _is_of_links(part: Element) -> bool:
    linked = sum(len(link.text_content().strip()) for link in part.iter("a"))
    return linked > MOSTLY * len(part.text_content().strip()) > 0


def _is_leaf(part: Element) -> bool:
    """Say whether an element contains words of its own and no other part of the page."""
    if part.find(".//div") is not None or part.xpath(INNER):
        return False
    return len(part.text_content().split()) >= 2 and not _is_of_links(part)


def _is_prose(part: Element) -> bool:
    text = _seen(part)
    linked = sum(len(link.text_content().split()) for link in part.iter("a"))
    words = len(text.split())
    return (
        words - linked >= PROSE and linked < MOSTLY * words and re.search(r"[.:]", text) is not None
    )


def _is_paragraph(part: Element) -> bool:
    """Say whether an element is a text by itself, not a part of the page that contains others."""
    if part.tag == "div" and part.xpath(PARTS):
        return False
    return _is_prose(part)


def _is_around(part: Element) -> bool:
    """Say whether an element is no part of the text by its kind or name."""
    if not isinstance(part.tag, str):
        return False
    role = part.get("role", "").lower()
    return part.tag in AROUND or role in ROLES or CLUTTER.search(_name(part)) is not None


def _within(parts: Iterable[Element], is_one: Callable[[Element], bool]) -> set[Element]:
    """Return the elements of a page, given in its order, that are such or are in such a one."""
    found: set[Element] = set()
    for part in parts:
        if part.getparent() in found or is_one(part):
            found.add(part)
    return found


def _named(body: Element, names: re.Pattern[str]) -> Iterator[Element]:
    for part in list(body.iter()):
        if isinstance(part.tag, str) and names.search(_name(part)):
            yield part


def _name(part: Element) -> str:
    if not isinstance(part.tag, str):
        return ""
    return f"{part.get('class', '')} {part.get('id', '')}"


def _unname(part: Element) -> None:
    for attribute in ("class", "id", "role"):
        part.attrib.pop(attribute, None)


def _seen(part: Element) -> str:
    """Return the text of an element without what nobody reads."""
    texts: list[str] = []
    left = [part]
    while left:
        one = left.pop()
        if isinstance(one, str):
            texts.append(one)
            continue
        if isinstance(one.tag, str) and one.tag not in UNSEEN and not _is_hidden(one):
            if one.text:
                texts.append(one.text)
            for child in reversed(list(one)):
                if child.tail:
                    left.append(child.tail)
                left.append(child)
    return " ".join(texts)


def _is_hidden(part: Element) -> bool:
    style = re.sub(r"\s", "", part.get("style", "")).lower()
    return "hidden" in part.attrib or "display:none" in style or part.tag == "nav"

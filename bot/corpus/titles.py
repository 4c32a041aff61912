"""What a report is called where its front matter doesn't say."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import Final

from bot.corpus.blocks import Block, scan_blocks
from bot.corpus.lines import Line, is_sentence, is_wrapped, read_lines, wrap_width

LONGEST: Final = 120
SEPARATORS: Final = re.compile(r"_+|(?<!\d)-+|-+(?!\d)")  # the hyphens of a date stay
PREDICATE: Final = re.compile(r"\b(?:was|were|has|have|had|been)\b")  # titles go without
EMPHASIS: Final = re.compile(r"\*{1,3}|_{2,3}|`")
# What programs and templates write where a title belongs, and what is no title without more.
TEMPLATE: Final = re.compile(
    r"microsoft\b.*|.*\.(?:docx?|dotx?|pdf|indd|pptx?|odt|rtf|xlsx?|pages|tex|dvi)"
    r"|(?:(?:new|blank|untitled|default|word|excel|power ?point) )*"
    r"(?:untitled|unnamed|document|doc|presentation|file|slide|layout|page|title)[ _-]?\d{0,4}"
    r"|(?:(?:final|first|second|third|working|revised|rough)[ -])?draft"
    r"(?:[ -](?:\d{1,3}|version|copy|document|only|agenda|minutes))*"
    r"|(?:(?:final|proposed|tentative|provisional|meeting|the)[ -])?agenda"
    r"|confidential|for (?:discussion|approval|official use)(?: only)?|attachment|annex|appendix"
    r"|template|template (?:for|of)\b.*|.*[\w)] template|lorem ipsum.*|<.*>"
    r"|.*\b(?:do not|don.t) forget\b.*|note(?: to [\w ]{1,20})?:.*"
    r"|.*\b(?:insert|enter|type|add|your)\b.*\b(?:title|name|subject|text|here)\b.*",
    re.IGNORECASE,
)
GENERIC: Final = re.compile(
    r"(?:the )?(?:meeting |event |final )?(?:minutes|notes|report|memo|summary)", re.IGNORECASE
)
# Headings of a part, under which no report is known.
SECTION: Final = re.compile(
    r"(?:\W*(?:\d{1,3}|[ivxIVX]{1,5}|[A-Za-z])[.)]\s.*)"
    r"|(?i:\W*(?:attend(?:ance|ees|ing)|present|participa(?:nts|tion)|apologies|absent|opening|"
    r"introduction|summary|abstract|background|contents|table of contents|call to order|welcome|"
    r"in attendance|roll call|members? present)\W*)"
)
REACH: Final = 64 * 1024  # code points in which a title is looked for
HEAD: Final = 8  # blocks in which a title is looked for where the first heading is a template's


def title_of(body: str, path: str) -> str:
    """Return the first heading, else the first line that looks like a title, else the file's name.

    Of the headings, those of the first level come first. A template's heading is none.
    """
    body = body[:REACH]
    blocks = scan_blocks(body, path)
    headings = [block for block in blocks if block.kind == "heading"]
    headings.sort(key=lambda block: (block.level != 1, block.start))
    texts = [_shown(body[block.start : block.end]) for block in headings]
    first = next((text for text in texts if text), "")
    if not first or is_template(first):
        first = _instead(body, blocks)
    return first or title_from_name(path)


def is_template(title: str) -> bool:
    """Whether a title says nothing of a report: "DRAFT", "Microsoft Word - minutes.doc"."""
    title = title.strip(" \t\n*_#-–—:|()[]")
    return not any(map(str.isalpha, title)) or TEMPLATE.fullmatch(title[:LONGEST]) is not None


def is_generic(title: str) -> bool:
    """Whether a title names a kind of report and not which one it is."""
    return is_template(title) or GENERIC.fullmatch(title.strip(" *_#:")[:LONGEST]) is not None


def _instead(body: str, blocks: tuple[Block, ...]) -> str:
    """Return the first heading or line at the top that is no template's and no part's."""
    for block in blocks[:HEAD]:
        heading = block.kind == "heading"
        text = _shown(body[block.start : block.end] if heading else _first_line(body, block))
        if text and not is_template(text):
            return "" if SECTION.fullmatch(text) else text
        if not text and not heading:
            return ""
    return ""


def _shown(text: str) -> str:
    return " ".join(EMPHASIS.sub("", text).split())


def title_from_name(path: str) -> str:
    """Return a file's name made readable: "Joint planning session" of joint-planning_session.md."""
    stem = PurePosixPath(path).stem
    words = " ".join(SEPARATORS.sub(" ", stem).split())
    return words[:1].upper() + words[1:] or stem


def _first_line(body: str, block: Block) -> str:
    """Return the first line of a paragraph, nothing where it is no title.

    A sentence is none, nor is the start of one that was wrapped.
    """
    if block.kind != "paragraph":
        return ""
    lines = list(read_lines(body))
    inside = [line for line in lines if block.start <= line.start < block.end]
    first = inside[0]
    if len(inside) > 1 and (PREDICATE.search(first.text) or _is_wrapped(lines, *inside[:2])):
        return ""
    unfit = len(first.text) > LONGEST or is_sentence(first.text) or first.text.endswith(",")
    return "" if unfit else first.text


def _is_wrapped(lines: list[Line], first: Line, second: Line) -> bool:
    return is_wrapped(first, second, wrap_width(lines))

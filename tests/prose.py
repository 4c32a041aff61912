"""What is wrong with the prose of a document: the checks, apart from the documents."""

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

LONGEST = 40  # words of a sentence
VAGUE = re.compile(r"\b(mend(?:s|ed|ing)?|told|holds|stretch(?:es)?|stands)\b", re.IGNORECASE)
DOUBLED = re.compile(r"\b(\w+)\s+\1\b", re.IGNORECASE)
FENCE = re.compile(r"^ *```.*?^ *```$", re.MULTILINE | re.DOTALL)
WRITTEN = re.compile(r"<!-- table -->.*?<!-- end of table -->", re.DOTALL)  # by a program
QUOTED = re.compile(r"^>.*$", re.MULTILINE)  # what the bot says
CODE = re.compile(r"(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)", re.DOTALL)
LINK = re.compile(r"(!?)\[([^\]]*)\]\(([^)\s]+)\)")
BULLET = re.compile(r"^\s*(?:[-*]|\d+\.)\s+")
END = re.compile(r"(?<=[.!?])[\"”)*_]*\s+(?=[\"“(*_]*[A-Z`])")
HEADING = re.compile(r"^#+ +(.+)$", re.MULTILINE)


def _blank(found: re.Match) -> str:
    """As many lines as were found, so that the numbers of lines stay."""
    return re.sub(r"[^\n]+", "", found[0])


def _prose(text: str) -> str:
    """The text without code, quotes, tables that a program writes, and targets of links."""
    text = QUOTED.sub("", FENCE.sub(_blank, WRITTEN.sub(_blank, text)))
    text = CODE.sub(lambda found: "CODE" + _blank(found), text)
    return LINK.sub(r"\2", text)


def paragraphs(text: str) -> Iterator[tuple[int, str]]:
    """Each paragraph, heading, item and cell of a table, with the number of its first line."""
    first, lines = 1, []
    for number, line in enumerate([*_prose(text).split("\n"), ""], 1):
        alone = line.startswith(("#", "|")) or not line.strip()
        if lines and (alone or BULLET.match(line)):
            yield first, "\n".join(lines)
            lines = []
        if alone:
            yield from ((number, part) for part in line.strip("# ").split("|") if part.strip())
            continue
        first = first if lines else number
        lines.append(BULLET.sub("", line))


def faults(text: str) -> Iterator[tuple[int, str]]:
    """What is wrong with the words: each with the number of the line where its paragraph begins."""
    for line, paragraph in paragraphs(text):
        for found in VAGUE.finditer(paragraph):
            yield line, f"say it in a plainer word than {found[0]!r}"
        for found in DOUBLED.finditer(paragraph):
            if found[1] != "CODE":
                yield line, f"{found[1]!r} is there twice"
        for sentence in END.split(paragraph):
            if (words := len(sentence.split())) > LONGEST:
                yield line, f"a sentence of {words} words: {' '.join(sentence.split()[:6])} …"


def anchors(text: str) -> set[str]:
    """The names by which links reach the headings, as GitHub and GitLab make them."""
    found: set[str] = set()
    for heading in HEADING.findall(FENCE.sub("", text)):
        words = LINK.sub(r"\2", heading).replace("`", "").lower()
        kept = [c for c in words if c in " -_" or unicodedata.category(c)[0] in "LN"]
        found.add("".join(kept).replace(" ", "-"))
    return found


def broken_links(document: Path) -> Iterator[str]:
    """Targets of the document's own links that are no file, or no heading of a document."""
    text = FENCE.sub("", document.read_text("utf-8"))
    for _, _, target in LINK.findall(text):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        file = document.parent / name if name else document
        if not file.exists() or (anchor and anchor not in anchors(file.read_text("utf-8"))):
            yield target

"""Writes the table of docs/formats.md: how much of each sample's text is read.

python docs/formats_table.py
"""

import re
import sys
from collections.abc import Iterable
from difflib import SequenceMatcher
from pathlib import Path

HERE = Path(__file__).parent
PAGE = HERE / "formats.md"
START, END = "<!-- table -->\n", "<!-- end of table -->\n"
LONG = 8  # words of a line that counts as a sentence or more


def compared(seen: str, body: str) -> tuple[float, int, float]:
    """Return the share of words that were read, how many came in addition, and that of whole lines.

    Words count in their order; a line is a paragraph, or an item of a list, as a reader sees it.
    """
    wanted, read = re.findall(r"\w+", seen), re.findall(r"\w+", body)
    blocks = SequenceMatcher(None, wanted, read, autojunk=False).get_matching_blocks()
    found = sum(block.size for block in blocks)
    plain = " ".join(body.split())
    lines = [line for line in seen.split("\n") if len(line.split()) >= LONG]
    whole = sum(" ".join(line.split()).lstrip("123. ") in plain for line in lines)
    return found / len(wanted), len(read) - found, whole / max(1, len(lines))


def table(read: Iterable[tuple[str, str, str, str]]) -> str:
    """Return the table in Markdown: format, description, what a reader sees, and what was read."""
    lines = ["| format | sample | words read | words added | paragraphs whole |"]
    lines.append("|---|---|--:|--:|--:|")
    for kind, about, seen, body in read:
        recovered, added, whole = compared(seen, body)
        lines.append(f"| {kind} | {about} | {recovered:.1%} | {added} | {whole:.0%} |")
    return "\n".join(lines) + "\n"


def with_table(page: str, made: str) -> str:
    """Return the page with the table as it is now."""
    before, _, rest = page.partition(START)
    return before + START + made + END + rest.partition(END)[2]


if __name__ == "__main__":
    sys.path.append(str(HERE.parent / "tests"))
    from samples import SAMPLES

    from bot.corpus.extraction import Extractor

    with Extractor() as extractor:
        read = [
            (s.format, s.about, s.seen, extractor.extract(s.name, s.make()).body) for s in SAMPLES
        ]
    PAGE.write_text(with_table(PAGE.read_text("utf-8"), table(read)), "utf-8")

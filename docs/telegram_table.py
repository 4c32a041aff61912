"""Writes the table of docs/telegram.md: which test sends which kind of update.

python docs/telegram_table.py
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).parent
TESTS = HERE.parent / "tests" / "telegram_app"
PAGE = HERE / "telegram.md"
START, END = "<!-- table -->\n", "<!-- end of table -->\n"

FIXTURES = {"answer": ".private(", "desk": ".private(", "closed": ".private("}
KINDS = {
    "private": (".private(", ".operate(", "reply(world"),
    "group": ("api.group(", "api.supergroup("),
    "topic": (".topic(",),
    "channel": ("api.channel(",),
    "edited": (".edit(",),
    "inline": (".ask_inline(",),
    "button": (".press(", ".press_forged(", "pressed("),
    "file": (".send_document(", ".send_media("),
    "member": (".remove(", ".migrate("),
    "business": (".business(",),
    "guest": ("Elsewhere",),
}


def rows() -> Iterator[tuple[str, list[str]]]:
    """For each test: what it claims, and the kinds of updates that it sends."""
    for path in sorted(TESTS.glob("test_*.py")):
        source = path.read_text("utf-8")
        for node in ast.parse(source).body:
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                body = ast.get_source_segment(source, node) or ""
                body += "".join(FIXTURES.get(a.arg, "") for a in node.args.args)
                kinds = [k for k, marks in KINDS.items() if any(m in body for m in marks)]
                if kinds:
                    yield node.name.removeprefix("test_").replace("_", " "), kinds


def table() -> str:
    """Return the table in Markdown."""
    lines = ["| behaviour | " + " | ".join(KINDS) + " |", "|---|" + ":-:|" * len(KINDS)]
    for claim, kinds in rows():
        lines.append(f"| {claim} | " + " | ".join("✓" if k in kinds else "" for k in KINDS) + " |")
    return "\n".join(lines) + "\n"


def with_table(page: str) -> str:
    """Return the page with the table as it is now."""
    before, _, rest = page.partition(START)
    return before + START + table() + END + rest.partition(END)[2]


if __name__ == "__main__":
    PAGE.write_text(with_table(PAGE.read_text("utf-8")), "utf-8")
    sys.stderr.write(f"{PAGE}: {sum(1 for _ in rows())} behaviours\n")

"""Writes the table of docs/configuration.md from the settings that the code declares.

python docs/configuration_table.py
"""

from pathlib import Path

from bot.config.sections import as_table

PAGE = Path(__file__).parent / "configuration.md"
START = "| key | default |"


def page(text: str) -> str:
    """Return the page with today's table instead of the one in it."""
    before, _, rest = text.partition(START)
    return before + as_table() + "\n" + rest.partition("\n\n")[2]


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text("utf-8")), "utf-8")

"""Draws docs/answer.svg: a conversation with the sample reports, as a terminal shows it."""

from __future__ import annotations

import io
import re
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.terminal_theme import MONOKAI
from rich.text import Text

from bot.assistant import Assistant
from bot.config import Config, CorpusSection, IndexSection
from bot.rendering.terminal import coloured
from bot.talk import Conversation

ROOT = Path(__file__).parent.parent
QUESTIONS = (
    "When did the joint planning session take place?",
    "and who spoke for the co-chairs?",
    "how much did it cost",
)
# The fonts that rich names stand on another server; one of the reader's will do.
FONTS = re.compile(r"@font-face \{.*?\}\n", re.DOTALL)


def drawn() -> str:
    """Return the picture as SVG."""
    with TemporaryDirectory() as folder:
        config = Config(
            corpus=CorpusSection(path=ROOT / "corpus"), index=IndexSection(path=Path(folder))
        )
        assistant = Assistant(config, must_read=True)
    conversation = Conversation(assistant, minutes=30)
    console = Console(record=True, width=100, file=io.StringIO(), force_terminal=True)
    for question in QUESTIONS:
        console.print(Text(f"? {question}", "green"))
        if answer := conversation.say(question).answer:
            console.print(coloured(answer))
        console.print()
    svg = console.export_svg(title="rapporteur chat", theme=MONOKAI, unique_id="rapporteur")
    return f"{FONTS.sub('', svg).rstrip()}\n"


if __name__ == "__main__":
    (ROOT / "docs/answer.svg").write_text(drawn(), "utf-8")

"""Made-up reports: paragraphs of the training reports, shuffled, with other names and numbers."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from itertools import cycle, islice
from pathlib import Path

from bot.model import Report
from bot.reading import read_structure
from training.marks import read_all

SOURCE = Path(__file__).parent.parent / "training" / "reports"
PASSAGES = 10  # a report, about
SYLLABLES = "ba do fe gu ha jo ka li mo na pe ri so ta ul ve wi xa yo za".split()
KINDS = "Workshop Forum Training Conference Session Exercise".split()
NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{3,}\b")  # not at the start of a sentence
NUMBER = re.compile(r"\b\d{1,2}\b")
YEAR = re.compile(r"\b20[012]\d\b")

Paragraph = tuple[str, int]  # and its number of passages


def write(folder: Path, count: int) -> None:
    """The same reports at every call, whatever the count; those that are there stay."""
    folder.mkdir(parents=True, exist_ok=True)
    paragraphs = list(_paragraphs())
    for number in range(count):
        path = folder / f"report-{number:05}.md"
        if not path.exists():
            path.write_text(_report(random.Random(number), paragraphs), "utf-8")


def questions(count: int) -> list[str]:
    """Return those of the training data, in the same order at every call."""
    asked = [one.question for marked in read_all(SOURCE) for one in marked.questions]
    random.Random(0).shuffle(asked)
    return list(islice(cycle(asked), count))


def _report(chance: random.Random, paragraphs: Sequence[Paragraph]) -> str:
    names: dict[str, str] = {}

    def other(match: re.Match[str]) -> str:
        word = match[0]
        return names.setdefault(word, _name(chance) if chance.random() < 0.3 else word)

    year = str(chance.randint(2005, 2024))
    body = "\n\n".join(_chosen(chance, paragraphs))
    body = NUMBER.sub(lambda _: str(chance.randint(2, 28)), NAME.sub(other, body))
    title = f"{chance.choice(KINDS)} on {_name(chance)} in {_name(chance)}, {year}"
    return f"---\ntitle: {title}\ndate: {year}-06-01\n---\n{YEAR.sub(year, body)}\n"


def _name(chance: random.Random) -> str:
    return "".join(chance.choices(SYLLABLES, k=3)).capitalize()


def _chosen(chance: random.Random, paragraphs: Sequence[Paragraph]) -> Iterator[str]:
    wanted = PASSAGES + chance.randint(-3, 3)
    while wanted > 0:
        text, passages = chance.choice(paragraphs)
        if passages <= wanted + 2:
            wanted -= passages
            yield text


def _paragraphs() -> Iterator[Paragraph]:
    for marked in read_all(SOURCE):
        report = Report(f"{marked.path.stem}.md", marked.head["title"], marked.text)
        starts = [p.start for p in read_structure(report).passages]
        for match in re.finditer(r"(?:.+\n?)+", report.body):
            held = sum(match.start() <= start < match.end() for start in starts)
            if held and not match[0].startswith("#"):
                yield match[0].strip(), held

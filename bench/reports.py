"""Made-up reports: the training reports' paragraphs, shuffled, with other names and numbers."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path

SOURCE = Path(__file__).parent / "training" / "data"
PASSAGES = 10  # a report, about
SYLLABLES = "ba do fe gu ha jo ka li mo na pe ri so ta ul ve wi xa yo za".split()
NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{3,}\b")  # not at the start of a sentence
NUMBER = re.compile(r"\b\d{1,2}\b")
YEAR = re.compile(r"\b20[012]\d\b")


def write(folder: Path, count: int) -> None:
    """The same reports at every call; report i does not depend on the count."""
    folder.mkdir(parents=True, exist_ok=True)
    texts = [p.read_text("utf-8") for p in sorted(SOURCE.rglob("*")) if p.suffix in {".md", ".txt"}]
    paragraphs = [_paragraphs(text) for text in texts]
    for number in range(count):
        (folder / f"report-{number:05}.md").write_text(report(number, paragraphs), "utf-8")


def report(number: int, paragraphs: list[list[str]]) -> str:
    """A report with front matter."""
    chance = random.Random(number)  # noqa: S311 - no secret
    chosen = "\n\n".join(_chosen(chance, paragraphs))
    names: dict[str, str] = {}

    def other(match: re.Match[str]) -> str:
        word = match[0]
        if word not in names:
            made = "".join(chance.choices(SYLLABLES, k=3)).capitalize()
            names[word] = made if chance.random() < 0.3 else word
        return names[word]

    body = NUMBER.sub(lambda _: str(chance.randint(2, 28)), NAME.sub(other, chosen))
    year = chance.randint(2005, 2024)
    body = YEAR.sub(str(year), body)
    place = "".join(chance.choices(SYLLABLES, k=3)).capitalize()
    kind = chance.choice("Workshop Forum Training Conference Session Exercise".split())
    title = f"{kind} on {chance.choice(chosen.split()).strip('.,')} in {place}, {year}"
    return f'---\ntitle: "{title}"\ndate: {year}-06-01\n---\n{body}\n'


def _chosen(chance: random.Random, paragraphs: list[list[str]]) -> Iterator[str]:
    passages = 0
    while passages < PASSAGES:
        base = chance.choice(paragraphs)
        paragraph = chance.choice(base)
        passages += max(1, paragraph.count(". ") + paragraph.count(".\n") + paragraph.count("\n- "))
        yield paragraph


def _paragraphs(text: str) -> list[str]:
    body = text.split("\n---\n", 1)[-1]
    parts = re.split(r"\n\s*\n", body)
    return [p.strip() for p in parts if len(p) > 40 and not p.startswith(("#", "|"))]


def questions(count: int) -> list[str]:
    """The training questions, again and again."""
    import json

    lines = [line for p in sorted(SOURCE.rglob("questions.jsonl")) for line in p.open("utf-8" and "r")]
    asked = [json.loads(line)["question"] for line in lines]
    return (asked * (count // len(asked) + 1))[:count]

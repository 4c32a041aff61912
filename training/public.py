"""Public question sets -> paragraphs with questions, in the reader's form.

- SQuADShifts (Miller et al. 2020, arXiv 2004.14444; repository modestyachts/squadshifts-website,
  commit b7cc4d5; CC BY 4.0): `squadshifts/{new_wiki,reddit,amazon_reviews}.json`.
- QAMR (repository uwnlp/qamr, commit 956b0eb; MIT): `qamr/{dev,test,wiki-sentences}.tsv`.
"""

from __future__ import annotations

import hashlib
import json
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.reader.windows import (
    BODY,
    TITLE,
    Lead,
    NetworkInput,
    Window,
    encode,
    pieces,
    question_pieces,
)
from training.examples import roughened

CHECKSUMS = Path(__file__).with_name("checksums.txt")
END = re.compile(r"(?<=[.!?])[\"”')\]]*\s+(?=[\"“(A-Z0-9])|\n+")
ABBREVIATED = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|St|vs|etc|e\.g|i\.e|No|Jr|Sr|[A-Z])\.$")
PENN = {
    "``": '"',
    "''": '"',
    "-LRB-": "(",
    "-RRB-": ")",
    "-LSB-": "[",
    "-RSB-": "]",
    "-LCB-": "{",
    "-RCB-": "}",
}
GLUED = frozenset(", . ; : ? ! ) ] } % 's ' n't 're 've 'll 'd 'm".split())


@dataclass
class Paragraph:
    """A text in sentences, with questions: text, number of the sentence, range in it."""

    set: str
    group: str
    title: list[int]
    sentences: list[tuple[list[int], list[tuple[int, int]]]]
    questions: list[tuple[str, int, int, int]]


def check(folder: Path) -> None:
    """Refuse files other than those that the weights were trained on.

    Raises:
        ValueError: a file is missing or differs.
    """
    for line in CHECKSUMS.read_text("utf-8").splitlines():
        digest, name = line.split()
        path = folder / name
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            raise ValueError(
                f"{path}: is missing, or not the file that training expects (see training/public.py)"
            )


def sentences_of(text: str) -> list[tuple[int, int]]:
    """Return where the sentences of a text begin and end."""
    found = []
    at = 0
    for match in END.finditer(text):
        if match.start() - at < 12 or ABBREVIATED.search(text[at : match.start()]):
            continue
        found.append((at, match.start()))
        at = match.end()
    if at < len(text):
        found.append((at, len(text)))
    return [(a, b) for a, b in found if text[a:b].strip()]


def paragraphs(folder: Path) -> Iterator[Paragraph]:
    """Yield all paragraphs of both sets."""
    for name in ("new_wiki", "reddit", "amazon_reviews"):
        data = json.loads((folder / "squadshifts" / f"{name}.json").read_text("utf-8"))["data"]
        number = 0
        for article in data:
            for paragraph in article["paragraphs"]:
                number += 1
                text = paragraph["context"]
                bounds = sentences_of(text)
                questions = []
                for qa in paragraph["qas"]:
                    votes = Counter((a["answer_start"], a["text"]) for a in qa["answers"])
                    (start, words), _ = votes.most_common(1)[0]
                    end = start + len(words)
                    at = [i for i, (a, b) in enumerate(bounds) if a <= start and end <= b + 1]
                    if text[start:end] == words and at:
                        a = bounds[at[0]][0]
                        questions.append((qa["question"].strip(), at[0], start - a, end - a))
                if questions:
                    wiki = name == "new_wiki"
                    title = article["title"].replace("_", " ") if wiki else ""
                    group = f"{name}:{number // 6 if name == 'reddit' else article['title']}"
                    yield Paragraph(
                        name,
                        group,
                        pieces(title)[0][:TITLE],
                        [pieces(text[a:b]) for a, b in bounds],
                        questions,
                    )
    yield from _qamr(folder / "qamr")


def _qamr(folder: Path) -> Iterator[Paragraph]:
    sentences = {}
    for line in (folder / "wiki-sentences.tsv").read_text("utf-8").splitlines():
        key, _, tokens = line.partition("\t")
        sentences[key] = tokens.split()
    rows = defaultdict(list)
    for part in ("dev", "test"):
        for line in (folder / f"{part}.tsv").read_text("utf-8").splitlines():
            fields = line.split("\t")
            spans = []
            for field in fields[6:9]:
                numbers = sorted(int(n) for n in field.split(":")[-1].split() if n.isdigit())
                if numbers and numbers[-1] - numbers[0] + 1 == len(numbers):
                    spans.append((numbers[0], numbers[-1]))
            if spans and fields[0] in sentences:
                rows[fields[0]].append(
                    (fields[5].strip().rstrip("?") + "?", Counter(spans).most_common(1)[0][0])
                )
    for key, questions in rows.items():
        text, offsets = _joined(sentences[key])
        group = ":".join(key.split(":")[:3])
        yield Paragraph(
            "qamr",
            group,
            [],
            [pieces(text)],
            [(q, 0, offsets[a][0], offsets[b][1]) for q, (a, b) in questions],
        )


def _joined(tokens: list[str]) -> tuple[str, list[tuple[int, int]]]:
    """Return Penn Treebank tokens as text, with the range of each."""
    out, offsets, quoted = "", [], False
    for token in tokens:
        word = PENN.get(token, token)
        glued = not out or word in GLUED or out[-1] in "([{$"
        if word == '"':
            glued = glued or quoted
            quoted = not quoted
        elif out.endswith('"') and quoted:
            glued = True
        out += "" if glued else " "
        offsets.append((len(out), len(out) + len(word)))
        out += word
    return out, offsets


class Public:
    """Examples drawn from the paragraphs: a right window, and a wrong one for some."""

    def __init__(self, folder: Path, rng: random.Random, qamr: int) -> None:
        check(folder)
        self.rng = rng
        self.all = list(paragraphs(folder))
        self.single = [i for i, p in enumerate(self.all) if p.set == "qamr"]
        self.groups = defaultdict(list)
        for i, p in enumerate(self.all):
            self.groups[p.group].append(i)
        wide = [
            (i, j)
            for i, p in enumerate(self.all)
            for j in range(len(p.questions))
            if p.set != "qamr"
        ]
        free = [(i, j) for i in self.single for j in range(len(self.all[i].questions))]
        rng.shuffle(free)
        self.keys = wide + free[:qamr]
        rng.shuffle(self.keys)

    def window(self, i: int, around: int | None = None) -> tuple[Window, list[tuple[int, int]]]:
        """Return whole sentences, at most BODY pieces with sentence `around`, and their keys."""
        paragraph, rng = self.all[i], self.rng
        count = len(paragraph.sentences)
        first = last = around if around is not None else rng.randrange(count)
        size = len(paragraph.sentences[first][0]) + 1
        while True:
            options = [
                k
                for k in (first - 1, last + 1)
                if 0 <= k < count and size + len(paragraph.sentences[k][0]) + 1 <= BODY
            ]
            if not options:
                break
            k = rng.choice(options)
            size += len(paragraph.sentences[k][0]) + 1
            first, last = min(first, k), max(last, k)
        keys = [(i, k) for k in range(first, last + 1)]
        if paragraph.set == "qamr":
            for other in rng.sample(self.single, rng.choice((0, 1, 1, 2))):
                keys.insert(rng.randrange(len(keys) + 1), (other, 0))
        leads = []
        for n, (x, k) in enumerate(keys):
            ids, offsets = self.all[x].sentences[k]
            leads.append(Lead(n, [], ids[: BODY - 2], offsets[: BODY - 2]))
        return Window(paragraph.title, [], tuple(leads)), keys

    def example(
        self, i: int, j: int
    ) -> tuple[list[NetworkInput], list[list[tuple[int, int]]], tuple[int, int], tuple[int, int]]:
        """Return windows with the question, the keys of their passages, the right one, the range."""
        rng = self.rng
        question, k, start, end = self.all[i].questions[j]
        asked = question_pieces(roughened(question, rng))
        windows = [self.window(i, k)]
        if rng.random() < 0.3:
            others = [x for x in self.groups[self.all[i].group] if x != i] or [
                rng.randrange(len(self.all))
            ]
            windows.append(self.window(rng.choice(others)))
            if rng.random() < 0.35:
                windows = windows[1:]
        return (
            [encode(w, asked) for w, _ in windows],
            [keys for _, keys in windows],
            (i, k),
            (start, end),
        )

"""All that stage 2 learns from: which reports, which questions, which lines for the router."""

from __future__ import annotations

import hashlib
import random
import re
from collections.abc import Iterator
from pathlib import Path

from bot.reader.network import ROUTES
from training.examples import (
    Doc,
    Shelf,
    Tagged,
    TrainingQuestion,
    Wordings,
    add_drawn,
    add_open,
    add_strangers,
    event_named,
    marked_docs,
    shelves_of,
    tagged_windows,
)
from training.marks import Open

HERE = Path(__file__).parent
REPORTS = HERE / "reports"
QUESTIONS = HERE / "questions"
YESNO = re.compile(
    r"(?:and |so |but )?(?:did|was|is|are|were|has|have|had|will|does|do|can)\b", re.IGNORECASE
)
STRANGERS = 50  # questions for each shelf about events that are not on it
# Times that each wording of a slot is drawn for the router, with other events; and as a follow-up.
# Most of what people ask is a slot; fewer, and the many open questions make it doubt "who chaired".
ASKED, FOLLOWED = 10, 4
KEPT_OUT = 0.16  # of the series: one half to choose and calibrate on, one half to report on


def part_of(doc: Doc) -> str:
    """Return the part that a report is in, by its series: train, choose or test."""
    share = int(hashlib.sha256(doc.series.encode()).hexdigest(), 16) % 1000 / 1000
    return "choose" if share < KEPT_OUT / 2 else "test" if share < KEPT_OUT else "train"


def docs_of(part: str) -> list[Doc]:
    """Return the marked reports of a part."""
    return [doc for doc in marked_docs(REPORTS) if part_of(doc) == part]


class Own:
    """Our own training data; `share` of the reports, for learning curves."""

    def __init__(self, rng: random.Random, share: float = 1.0) -> None:
        docs = docs_of("train")
        rng.shuffle(docs)
        docs = docs[: round(share * len(docs))]
        self.words = Wordings.read(QUESTIONS)
        self.shelves = shelves_of(docs, rng)
        for shelf in self.shelves:
            add_open(shelf)
            for _ in range(3):
                add_drawn(shelf, self.words, rng)
            here = {id(doc) for doc in shelf.docs}
            others = [d for d in docs if id(d) not in here and d.is_event]
            add_strangers(shelf, others, self.words, rng, STRANGERS)
        self.reports = len(docs)
        self.asked: list[tuple[Shelf, TrainingQuestion]] = []
        for shelf in self.shelves:
            drawn = [a for a in shelf.asked if not a.kind.startswith("open")]
            rng.shuffle(drawn)
            opened = [a for a in shelf.asked if a.kind.startswith("open")]
            half = drawn[: len(drawn) // 2]  # sheets answer these too; what people ask counts more
            self.asked += [(shelf, a) for a in opened + opened + half]
        self.tagged: list[Tagged] = [t for doc in docs for t in tagged_windows(doc)]
        self.routes = router_lines(self.words, docs, rng)


def asks_slot(doc: Doc, question: Open) -> bool:
    """Say whether an open question is answered with a marked value, so may be one for a slot."""
    values = {doc.report.body[m.start : m.end].lower() for m in doc.marks}
    said = {item.lower() for item in question.items}
    return any(a in b or b in a for a in said for b in values)


def generic() -> Iterator[tuple[str, str]]:
    """Yield slot and question of events by their kind and town only; they are of no report."""
    for line in (QUESTIONS / "generic.txt").read_text("utf-8").splitlines():
        slot, tab, question = line.partition("\t")
        if tab:
            yield slot, question


def router_lines(
    words: Wordings, docs: list[Doc], rng: random.Random
) -> list[tuple[str, str, int, int]]:
    """Return question, question before, route or -1, yes/no."""
    number = {route: n for n, route in enumerate(ROUTES)}
    lines: list[tuple[str, str, int, int]] = []
    events = [doc for doc in docs if doc.is_event]

    def event() -> str:
        return event_named(rng.choice(events), rng)

    for slot, questions in words.plain.items():
        for question in questions:
            said = [question.replace("{event}", event()) for _ in range(ASKED)]
            lines += [(line, "", number[slot], 0) for line in said]
    following = {slot: list(questions) for slot, questions in words.follow.items()}
    for slot, question in generic():
        following[slot].append(question)
    for slot, questions in following.items():
        for question in questions:
            lines += [(question, "", number[slot], 0)] * 2
            for _ in range(FOLLOWED):
                other = rng.choice(list(words.plain))
                before = rng.choice(words.plain[other]).replace("{event}", event())
                lines.append((question, before, number[slot], 0))
    for slot, questions in words.yesno.items():
        values = [doc.words(p) for doc in docs for p in doc.facts.get(slot, ())]
        for question in questions:
            for _ in range(4):
                said = question.replace("{x}", rng.choice(values or ["Fiji"])).replace(
                    "{event}", event()
                )
                lines.append((said, "", number[slot], 1))
    for doc in docs:
        for q in doc.questions:
            if q.verdict:
                lines.append((q.question, q.context, -1, 1))
            elif q.items and not asks_slot(doc, q):
                lines.append((q.question, q.context, number["fact"], 0))
    # A new question after another one: what came before tells nothing.
    plain = [line for line in lines if not line[1]]
    for question, _, route, asks in rng.sample(plain, len(plain) // 3):
        lines.append((question, rng.choice(plain)[0], route, asks))
    for name in ("chatter", "reports", "facts"):
        route = number["fact" if name == "facts" else name]
        for line in (QUESTIONS / f"{name}.txt").read_text("utf-8").splitlines():
            if line.strip():
                asks = int(name == "facts" and bool(YESNO.match(line)))
                if rng.random() < 0.3:
                    lines.append((line.strip(), rng.choice(plain)[0], route, asks))
                lines += [(line.strip(), "", route, asks)] * (1 if name != "reports" else 3)
    for line in (QUESTIONS / "events.txt").read_text("utf-8").splitlines():
        kind, tab, question = line.partition("\t")
        if tab and f"events_{kind.strip()}" in number:
            lines += [(question.strip(), "", number[f"events_{kind.strip()}"], 0)] * 2
    for line in (QUESTIONS / "language.txt").read_text("utf-8").splitlines():
        _, tab, question = line.partition("\t")
        if tab:
            lines += [(question.strip(), "", number["language"], 0)] * 2
    return lines

"""Figures on reports that nothing was trained or calibrated on: `python -m training.measure`.

Sheets: for each slot, how often the likeliest value is in a passage that states it (evidence), touches
a marked value (overlap), is right (a list: F1 of its items at least .8), and how often a slot that the
report doesn't state is given all the same (false). Answers: every open and drawn question of the part, asked
over its shelf, scored as `rapporteur eval` does.
"""

from __future__ import annotations

import argparse
import random
from collections import defaultdict
from pathlib import Path

from bot.answering import answer_question
from bot.answering.sheets import stated
from bot.config import AnswerSection
from bot.evaluation.scoring import Score, score
from bot.event import Event, item_key, read_events
from bot.model import Turn
from bot.reader.network import WEIGHTS, Network
from bot.slots import LISTS, SLOTS
from training.calibrate import library_of, question_of
from training.data import QUESTIONS, docs_of
from training.examples import Doc, Wordings, add_drawn, add_open, shelves_of

GIVEN = 0.5  # probability from which a sheet is taken to state a slot


def sheet_row(docs: list[Doc], events: list[Event], slot: str) -> list[float]:
    """Return stated, evidence, overlap, right, absent, false: counts for one slot."""
    row = [0.0] * 6
    for doc, event in zip(docs, events, strict=True):
        gold = doc.facts.get(slot, [])
        found = stated(doc.reading, event, slot)
        if not gold:
            row[4] += 1
            row[5] += found is not None and found.probability >= GIVEN
            continue
        row[0] += 1
        if found is None:
            continue
        body, passages = doc.report.body, doc.reading.passages
        places = [(passages[n].start + a, passages[n].start + b) for n, a, b in gold]
        top = max(found.values, key=lambda v: v.probability)
        touching = [(a, b) for a, b in places if top.start < b and a < top.end]
        row[1] += top.passage in {n for n, _, _ in gold}
        row[2] += bool(touching)
        if slot in LISTS:
            wanted = {item_key(body[a:b]) for a, b in places}
            given = {item_key(body[v.start : v.end]) for v in found.values}
            row[3] += 2 * len(wanted & given) / (len(wanted) + len(given)) >= 0.8
        else:
            said = set(body[top.start : top.end].split())
            row[3] += any(
                said <= set(body[a:b].split()) or set(body[a:b].split()) <= said
                for a, b in touching
            )
    return row


def print_sheets(docs: list[Doc], network: Network) -> None:
    """Print a line a slot, and one for all together."""
    events = read_events([doc.reading for doc in docs], network)
    total = [0.0] * 6
    print(f"{'slot':14}stated  evidence  overlap  right   absent  false")
    for slot in (*SLOTS, "all"):
        row = sheet_row(docs, events, slot) if slot != "all" else total
        n, m = max(1, row[0]), max(1, row[4])
        print(
            f"{slot:14}{row[0]:6.0f}{row[1] / n:10.2f}{row[2] / n:9.2f}{row[3] / n:7.2f}{row[4]:9.0f}{row[5] / m:7.2f}"
        )
        if slot != "all":
            total = [a + b for a, b in zip(total, row, strict=True)]


def print_answers(docs: list[Doc], network: Network, most: float) -> None:
    """Print a line a kind of question."""
    rng = random.Random(7)
    words = Wordings.read(QUESTIONS)
    kinds: dict[str, list[Score]] = defaultdict(list)
    for shelf in shelves_of(docs, rng, 20):
        add_open(shelf)
        add_drawn(shelf, words, rng)
        library = library_of(shelf, network)
        for number, asked in enumerate(shelf.asked):
            question = question_of(shelf, asked, number)
            turn = Turn(question.context, question.report) if question.context else None
            found = score(
                question,
                answer_question(
                    library, network, AnswerSection(max_wrong=most), question.question, turn
                ),
            )
            for kind in (asked.kind, "all"):
                kinds[kind].append(found)
    print("\nquestions           n  right  evidence  answer  refused  silent  wrong of given")
    for kind, scores in kinds.items():
        stated_ = [s for s in scores if s.question.answerable] or scores[:1]
        unstated = [s for s in scores if not s.question.answerable] or scores[:1]
        given = [s for s in scores if s.answered] or scores[:1]

        def mean(flags: list[bool]) -> float:
            return sum(flags) / max(1, len(flags))

        print(
            f"{kind:16}{len(scores):5}{mean([s.right for s in scores]):7.3f}{mean([s.quoted for s in stated_]):10.3f}"
            f"{mean([s.answer for s in stated_]):8.3f}{mean([not s.answered for s in stated_]):9.3f}"
            f"{mean([not s.answered for s in unstated]):8.3f}{mean([not s.right for s in given]):12.3f}"
        )


def main() -> None:
    """Print the figures of a part of our reports."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--part", choices=("choose", "test"), default="test")
    parser.add_argument("--folder", type=Path, default=WEIGHTS)
    parser.add_argument("--max-wrong", type=float, default=0.1)
    parser.add_argument("--sheets", action="store_true", help="these alone")
    o = parser.parse_args()
    network = Network(o.folder)
    docs = [doc for doc in docs_of(o.part) if doc.marked]
    print(f"{len(docs)} reports of the part {o.part}")
    print_sheets(docs, network)
    if not o.sheets:
        print_answers(docs, network, o.max_wrong)


if __name__ == "__main__":
    main()

"""Fit the gate on reports that no stage learned from: `python -m training.calibrate`.

Questions over the part of our own reports that is kept out to choose on are asked, each proposal is
scored as `rapporteur eval` would, and a logistic regression is fitted for each kind of proposal. The
curve is cross-fitted over series: no answer is counted at a probability that it took part in.

Our own questions were written to be hard, harder than what offices ask. So the curve counts other sets
as much as them: the questions over the sample corpus, and what `--also` names. Of these only the curve
learns, a number for each `max_wrong`.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from bot.answering.answer import _not_for_reports, _over_several, is_unknown, understood
from bot.answering.doubts import is_of_another, misses
from bot.answering.proposals import agreed, reader_proposals, sheet_proposals
from bot.config.sections import AnswerSection
from bot.evaluation import EvaluationQuestion, read_questions
from bot.evaluation.scoring import score
from bot.event import read_events
from bot.model import Found, Turn
from bot.reader.network import WEIGHTS, Network
from bot.retrieval import Library
from training.data import QUESTIONS, docs_of
from training.examples import (
    Shelf,
    TrainingQuestion,
    Wordings,
    add_drawn,
    add_open,
    add_strangers,
    plain_docs,
    shelves_of,
)

FOLDS = 5
LEAST = 20  # proposals of a kind
PARTS = ("choose", "test")
OWN = "own"
ROOT = Path(__file__).parent.parent
NEVER = AnswerSection(
    max_wrong=0.0
)  # what is asked over several events is answered without the gate
SIZES = {"sheet": 9, "reader": 14, "both": 13, "yes_no": 9}


@dataclass
class Row:
    """A proposal: what it is worked out from, and whether it is right.

    Attributes:
        question: its number in its set, from 0.
        group: what is kept together in one fold: the series of the report, or the question itself.
        kind: of the proposal: one of `SIZES`.
        features: as many as `SIZES` says, in the order of `bot/answering/proposals.py`.
        right: whether the evaluation counts it as right; never where nothing is stated.
        answerable: whether a report states an answer.
        never: whether it is never sure, whatever the gate says.
        set: of the question: `OWN`, or the folder of another one.
    """

    question: int
    group: str
    kind: str
    features: tuple[float, ...]
    right: bool
    answerable: bool
    never: bool = False
    set: str = OWN


def library_of(shelf: Shelf, network: Network) -> Library:
    """Return the shelf as it is answered from."""
    readings = [doc.reading for doc in shelf.docs]
    return Library.of(readings, read_events(readings, network))


def question_of(shelf: Shelf, asked: TrainingQuestion, number: int) -> EvaluationQuestion:
    """Return a drawn or open question in the form of the evaluation.

    What has no passage that answers it has no expected answer either.
    """
    doc = shelf.docs[asked.doc] if asked.doc is not None else None
    answerable = bool(asked.gold)
    if not answerable:
        return EvaluationQuestion(str(number), asked.question, asked.before or None, asked.kind)
    passages = doc.reading.passages
    words = [doc.words(p) for p in asked.items]
    several = len(words) > 1
    return EvaluationQuestion(
        str(number),
        asked.question,
        asked.before or None,
        asked.kind,
        answers=(("yes",), ("no",))[asked.verdict - 1]
        if asked.verdict
        else (", ".join(words) if several else words[0] if words else "",),
        items=tuple(words) if several and not asked.verdict else (),
        report=doc.report.path,
        evidence=passages[asked.gold[0]].text,
    )


def rows_of(
    library: Library,
    network: Network,
    questions: Sequence[EvaluationQuestion],
    groups: Sequence[str],
) -> Iterator[Row]:
    """Yield every proposal to every question, in the order of the questions.

    What is answered without the gate yields none: small talk, what is asked of an unknown event,
    what is asked over several events.

    Args:
        library: what the answers are read from.
        network: as it is released.
        questions: their places are the numbers of the rows.
        groups: as many as questions; see `Row`.
    """
    for number, question in enumerate(questions):
        turn = (
            Turn(question.context, question.report if question.answerable else None)
            if question.context
            else None
        )
        asked = understood(library, network, question.question, turn)
        known = (
            is_unknown(asked)
            or _not_for_reports(asked, ())
            or _over_several(library, network, NEVER, asked, ())
        )
        if known:
            continue
        sheets = list(sheet_proposals(library, asked))
        read = list(reader_proposals(library, network, asked))
        for proposal in (*sheets, *read, *agreed(sheets, read)):
            try:
                found = Found(
                    question.question,
                    proposal.text,
                    proposal.quotes,
                    0.5,
                    proposal.items,
                    proposal.verdict,
                )
            except ValueError:
                continue
            right = score(question, found).right and question.answerable
            yield Row(
                number,
                groups[number],
                proposal.kind,
                proposal.features,
                right,
                question.answerable,
                is_of_another(library, asked, proposal) or misses(asked, proposal),
            )


def fit(features: np.ndarray, right: np.ndarray, ridge: float = 1.0) -> np.ndarray:
    """Return the coefficients of a logistic regression, by Newton's method (Bishop 2006, 4.3.3).

    What is made smallest is -sum(y log p + (1 - y) log(1 - p)) + ridge / 2 |w|², p = 1 / (1 + e^-xw).
    The constant's own penalty is 0.001, so that it is found also where all or none are right.

    Args:
        features: (n, f), without the constant.
        right: (n,), 0 or 1.
        ridge: the penalty on all but the constant.

    Returns:
        (f + 1,); the last is the constant.
    """
    x = np.concatenate([features, np.ones((len(features), 1))], 1)
    penalty = np.full(x.shape[1], ridge)
    penalty[-1] = 1e-3
    w = np.zeros(x.shape[1])
    for _ in range(60):
        p = 1 / (1 + np.exp(-np.clip(x @ w, -30, 30)))
        gradient = x.T @ (p - right) + penalty * w
        hessian = (x * (p * (1 - p))[:, None]).T @ x + np.diag(penalty)
        step = np.linalg.solve(hessian, gradient)
        w -= step
        if np.abs(step).max() < 1e-7:
            break
    return w


def curve_of(chosen: list[tuple[float, bool, float]]) -> list[tuple[float, float]]:
    """Return the curve that says from which probability on answers are given.

    The first 24 answers are no point of it: a share of so few says little.

    Args:
        chosen: of each question the probability of the best proposal, whether that is right, and
            what the question counts.

    Returns:
        Pairs of a probability and the share from 0 to 1 that is wrong of the answers from there on;
        probabilities ascend, shares never rise.
    """
    chosen = sorted(chosen, reverse=True)
    given = wrong = 0.0
    points = []
    for count, (probability, right, weight) in enumerate(chosen, 1):
        given += weight
        wrong += 0.0 if right else weight
        if count >= 25:
            points.append((round(probability, 3), wrong / given))
    points.reverse()
    out, low = [], 1.0
    for probability, share in points:
        low = min(low, share)
        if not out or low < out[-1][1] - 0.002:
            out.append((probability, round(low, 4)))
    return out


def kept_out(network: Network, rng: random.Random) -> Iterator[Row]:
    """Yield every proposal to questions over the parts that no stage learns from.

    Both parts: the one to choose on alone has too few events. What is reported on the other is
    cross-fitted, so that no answer counts at a probability that it took part in.
    """
    words = Wordings.read(QUESTIONS)
    strangers = [doc for doc in docs_of("train") if doc.is_event]
    offset = 0
    for shelf in (s for part in PARTS for s in shelves_of(docs_of(part), rng, 20)):
        add_open(shelf)
        add_strangers(shelf, strangers, words, rng, 25)
        add_drawn(shelf, words, rng)
        questions = [question_of(shelf, a, n) for n, a in enumerate(shelf.asked)]
        groups = [
            shelf.docs[a.doc].series if a.doc is not None else f"none {n}"
            for n, a in enumerate(shelf.asked)
        ]
        for row in rows_of(library_of(shelf, network), network, questions, groups):
            row.question += offset
            yield row
        offset += len(questions)


def listed(network: Network, reports: Path, listing: Path) -> Iterator[Row]:
    """Yield the same over a folder of reports and a file of questions, as a set of its own."""
    shelf = Shelf(plain_docs(reports))
    questions = list(read_questions(listing))
    groups = [q.report or q.name for q in questions]
    for row in rows_of(library_of(shelf, network), network, questions, groups):
        yield replace(row, set=str(reports), group=f"{reports} {row.group}")


def gate_of(rows: list[Row], rng: random.Random) -> dict[str, object]:
    """Return what `gate.json` has: coefficients by kind of proposal, and the curve.

    The coefficients are fitted to the rows of our own reports, but for those that are never sure.
    The curve is cross-fitted: each row's probability comes from a fit without the groups of its
    fold; all sets count the same in it. It prints what several values of max_wrong would give.

    Args:
        rows: of all kinds; a kind with less than `LEAST` of them is never sure.
        rng: shares the groups out to the folds.

    Returns:
        "coefficients": kind → `SIZES[kind]` numbers and the constant; "curve": see `curve_of`.
    """
    groups = sorted({row.group for row in rows})
    rng.shuffle(groups)
    fold = {group: n % FOLDS for n, group in enumerate(groups)}
    crossed: dict[tuple[str, int], list[tuple[float, Row]]] = defaultdict(list)
    coefficients = {}
    for kind, size in SIZES.items():
        own = [row for row in rows if row.kind == kind]
        if len(own) < LEAST:  # too few to learn from: never sure
            coefficients[kind] = [0.0] * size + [-3.0]
            continue
        x = np.array([row.features for row in own])
        y = np.array([row.right for row in own], float)
        learned = np.array([row.set == OWN and not row.never for row in own])
        coefficients[kind] = fit(x[learned], y[learned]).round(5).tolist()
        for n in range(FOLDS):
            inside = np.array([fold[row.group] != n for row in own])
            w = fit(x[inside & learned], y[inside & learned])
            for row, features, out in zip(own, x, ~inside, strict=True):
                if out:
                    p = float(1 / (1 + np.exp(-np.clip(np.append(features, 1) @ w, -30, 30))))
                    crossed[row.set, row.question].append((p, row))
        print(f"{kind}: {len(own)} proposals, {y.mean():.3f} right")
    best = [max(options, key=lambda option: option[0]) for options in crossed.values()]
    best = [(p, row) for p, row in best if not row.never]
    counts = Counter(row.set for _, row in best)
    curve = curve_of([(p, row.right, 1 / counts[row.set]) for p, row in best])
    for most in (0.05, 0.1, 0.15, 0.2, 0.25, 0.3):
        least = next((p for p, wrong in curve if wrong <= most), 1.01)
        for name, count in counts.items():
            given = [row.right for p, row in best if p >= least and row.set == name]
            print(
                f"max_wrong {most}: from {least}, {name}: {len(given)} of {count} answered, "
                f"{sum(given)} right"
            )
    return {"coefficients": coefficients, "curve": curve}


def main() -> None:
    """Write `gate.json`."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--folder", type=Path, default=WEIGHTS)
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument(
        "--also", type=Path, nargs="*", default=[], help="folders with reports/ and questions.jsonl"
    )
    parser.add_argument("--report", action="store_true", help="print only")
    o = parser.parse_args()
    network = Network(o.folder)
    rng = random.Random(o.seed)
    sets = {ROOT / "corpus": ROOT / "tests" / "quality" / "questions.jsonl"}
    sets |= {folder / "reports": folder / "questions.jsonl" for folder in o.also}
    rows = list(kept_out(network, rng))
    for reports, listing in sets.items():
        rows += listed(network, reports, listing)
    found = gate_of(rows, rng)
    if not o.report:
        (o.folder / "gate.json").write_text(json.dumps(found, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()

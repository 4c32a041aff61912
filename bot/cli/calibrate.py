"""`rapporteur calibrate`: how far confidence can be trusted, and the threshold that follows."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from bot.cli.evaluate import labelled
from bot.cli.options import FILE, Settings, settings
from bot.cli.progress import progress, quietly


@click.command()
@settings
@click.argument("questions", metavar="QUESTIONS.jsonl", type=FILE)
def calibrate(where: Settings, questions: Path) -> None:
    """Show how far the confidence of answers can be trusted.

    Prints what each threshold would give, and the one that follows from answer.max_wrong. Every
    question is answered as well as it can be, with nothing withheld.
    """
    from bot.assistant import Assistant
    from bot.evaluation.scoring import evaluate
    from bot.evaluation.tables import calibration_tables

    asked = labelled(questions)
    config = where.load()
    open_to_all = replace(config, answer=replace(config.answer, max_wrong=1.0))
    assistant = Assistant(open_to_all, must_read=True, through=quietly)
    scores = [result.score for result in evaluate(assistant, progress(asked, "questions"))]
    click.echo("\n".join(calibration_tables(scores, config.answer.max_wrong)))

"""A few reports of a line or two, read and indexed, for tests of answers."""

from bot.answering.candidates import candidates_of
from bot.model import Report
from bot.question import read_question
from bot.reading import read_report
from bot.retrieval import Library

TITLE = "Planning session"


def library(*bodies, title=TITLE):
    """Reports a.md, b.md and so on, all of one title."""
    paths = (f"{chr(97 + n)}.md" for n in range(26))
    reports = [Report(path, title, body) for path, body in zip(paths, bodies, strict=False)]
    return Library.of([read_report(report) for report in reports])


def read(question, reports=None):
    return read_question(question, (reports or library()).vocabulary)


def candidates(question, *bodies):
    """The library, the question as read, and all candidates by their short answers."""
    reports = library(*bodies)
    asked = read(question, reports)
    found = candidates_of(asked, reports, reports.search(asked))
    return reports, asked, {c.verdict or c.text: c for c in reversed(found)}

"""A few reports of a line or two, read and indexed, for tests of answers."""

from bot.answering.anchors import anchors_of
from bot.answering.candidates import candidates_of
from bot.answering.features import names_of_features
from bot.answering.ranking import rows_of
from bot.answering.weigher import Weigher
from bot.model import Report
from bot.question import read_question
from bot.reading import read_report
from bot.reading.sentence import read_sentence
from bot.retrieval import Library

TITLE = "Planning session"


def holding(*reports):
    """These reports, read and indexed in their order."""
    return Library.of([read_report(report) for report in reports])


def library(*bodies, title=TITLE):
    """Reports a.md, b.md and so on, all of one title."""
    paths = (f"{chr(97 + n)}.md" for n in range(26))
    return holding(*(Report(path, title, b) for path, b in zip(paths, bodies, strict=False)))


def read(question, reports=None):
    return read_question(question, (reports or library()).vocabulary)


def stated(question, text):
    """The question and a sentence as read, with the sentence's anchors."""
    asked, sentence = read(question), read_sentence(text)
    return asked, sentence, tuple(anchors_of(asked, sentence))


def candidates(question, *bodies):
    """The library, the question as read, and all candidates by their short answers."""
    reports = library(*bodies)
    asked, _, found = weighed(question, reports)
    return reports, asked, {c.verdict or c.text: c for c in reversed(found)}


def weighed(question, reports):
    """The question as read, what its candidates are weighed by, and all of them in order."""
    asked = read(question, reports)
    hits = reports.search(asked)
    return asked, Weigher.of(asked, reports, hits), candidates_of(asked, reports, hits)


def measured(question, reports):
    """All candidates in order, each with its features by name."""
    asked = read(question, reports)
    found, rows = rows_of(asked, reports, reports.search(asked))
    names = names_of_features()
    return [
        (c, dict(zip(names, map(float, r), strict=True))) for c, r in zip(found, rows, strict=True)
    ]

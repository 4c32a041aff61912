"""Reports of a line or two, with sheets built by hand, for tests of answers."""

from bot.event import Event, SlotValue, first_day
from bot.model import Report
from bot.reading import read_report
from bot.retrieval import Library

TITLE = "Planning session"


def reading(body, title=TITLE, date=None, path="a.md"):
    return read_report(Report(path, title, body, date))


def value(read, words, probability=0.9):
    """The first place of these words in the body."""
    start = read.report.body.index(words)
    end = start + len(words)
    number = next(n for n, p in enumerate(read.passages) if p.start <= start and end <= p.end)
    return SlotValue(number, start, end, probability)


def sheet(read, **slots):
    """A sheet with these words for values: a text or a list; a pair has a probability too."""
    found = {}
    for slot, words in slots.items():
        several = words if isinstance(words, list) else [words]
        pairs = [said if isinstance(said, tuple) else (said, 0.9) for said in several]
        found[slot] = tuple(value(read, *pair) for pair in pairs)
    starts = None
    for dated in found.get("when", ()):
        starts = starts or first_day(read.report.body[dated.start : dated.end], read.report)
    return Event(found, starts)


def holding(*pairs):
    """These readings with their sheets, indexed in their order."""
    return Library.of([read for read, _ in pairs], [event for _, event in pairs])


def told(body, title=TITLE, date=None, path="a.md", **slots):
    """A reading and its sheet."""
    read = reading(body, title, date, path)
    return read, sheet(read, **slots)


def workshop():
    """The workshop on kites in Apia, for questions about another event."""
    return told(
        "The workshop was held in Apia in May 2019. Ben Tan chaired it.",
        "Workshop on kites", "2019-05-20", "b.md", name="workshop", where="Apia", when="May 2019",
        chair="Ben Tan",
    )  # fmt: skip


def words_of(read, values):
    return [read.report.body[v.start : v.end] for v in values]

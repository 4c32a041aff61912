"""Candidate -> quote: the passage, with the one before it where it can't be understood alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.model import Passage, Quote, Span

if TYPE_CHECKING:
    from bot.answering.candidates import Candidate
    from bot.retrieval import Library

MOST_WORDS = 90
REFERS = re.compile(
    r"(?:And |But |Then |Here |There )(?i:he|she|it|they|his|her|its|their)\b|"
    r"(?:He|She|It|They|His|Her|Its|Their|This|These|Those|That|"
    r"Both|The former|The latter|The second|The other|The same|One|Another|Afterwards|In this|"
    r"At this|By doing so|On it)\b"
)


def quote_for(library: Library, candidate: Candidate) -> Quote:
    """Return the candidate's passage as a quote, its answer highlighted."""
    number = candidate.hit.passage
    passage = library.passages[number]
    first = int(library.first_of[candidate.hit.report])
    offset = 0
    if number > first and REFERS.match(passage.text):
        before = library.passages[number - 1]
        joined = Passage(passage.report, before.start, passage.end)
        gap = passage.report.body[before.end : passage.start]
        if not gap.strip() and len(joined.text.split()) <= MOST_WORDS:
            offset = passage.start - before.start
            passage = joined
    marks = tuple(Span(s + offset, e + offset) for s, e in candidate.filler.spans)
    return Quote(passage, marks)

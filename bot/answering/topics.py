"""Sentence -> topics: what a meeting, a talk or a plan is about, as stretches of the sentence."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.answering.clauses import clause_end, stretch

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.answering.fillers import Filler
    from bot.reading.sentence import Sentence

_NOUN = r"(?:themes?|topics?|subjects?|focus|mottos?|titles?|agenda|issues?|questions?)"
_BE = r"(?:was|were|is|are|being|had been|has been|will be)"
# What follows one of these to the end of the clause is a topic.
BEFORE = re.compile(
    r"\b(?:about|around|over(?! \d)|concerning|regarding|on how|on whether|entitled|titled|called|"
    r"(?:devoted|dedicated|turn(?:ed|s|ing)?|related|relating) to|"
    r"(?:deal(?:s|t|ing)?|concerned|grappl(?:ed|ing)) with|"
    r"(?<!\bwas )(?<!\bwere )(?<!\bbeen )(?:discuss|debat|examin|address|"
    r"cover|explor|consider|review|tackl|treat|target|discover|compar|analys|weigh)(?:es|ed|ing|s)?|"
    r"(?:focus|cent(?:re|er)|concentrat|touch|dwell|dwelt|reflect|shed|sheds|turn|work)"
    r"(?:es|ed|s?ing|s)?(?: [a-z]+)? on|"
    r"(?:look|aim)(?:s|ed|ing)? (?:closely |again )?(?:at|into|to)|asked|asks|"
    r"hear[ds]? (?:about|of)|"
    rf"{_NOUN}(?: of [^,;:.]{{1,60}})?(?: {_BE}|,|:)|under the {_NOUN}(?: of)?|"
    r"exchange[ds]? (?:views|experiences?|ideas) (?:on|about)|deliberat\w+ (?:on|about)|"
    r"on(?= (?!behalf|\d|the (?:first|second|third|last|next|margins?|sidelines?|part|way|other|"
    r"same|eve|one)\b|(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:january|february|march|april|"
    r"may|june|july|august|september|october|november|december)\b)))\s+",
    re.IGNORECASE,
)
# What stands before one of these, from the start of the clause, is a topic.
AFTER = re.compile(
    rf",?\s+(?:{_BE} (?:(?:also|then|all) )?(?:discussed|debated|examined|addressed|covered|"
    r"explored|considered|reviewed|dealt with|looked at|talked about|on the agenda|at issue|"
    rf"(?:this year['’]s |its |their |the |a )?(?:main |central |chief |common )?{_NOUN})|"
    r"stood on the agenda|came up)\b",
    re.IGNORECASE,
)
HELD = re.compile(r"\b(?:took|takes) place\b")
CLAUSE_START = re.compile(r"[,;:–—]\s(?:and |but |while )?")


def topics(sentence: Sentence) -> Iterator[Filler]:
    """Yield each to the end of its clause, and to the next verb."""
    tagged = sentence.tagged
    text = tagged.text
    for match in BEFORE.finditer(text):
        yield from stretch(tagged, "topic", match.end(), clause_end(text, match.end()))
        if (verb := _next_verb(sentence, match.end())) is not None:
            yield from stretch(tagged, "topic", match.end(), verb)
    for match in AFTER.finditer(text):
        starts = [m.end() for m in CLAUSE_START.finditer(text, 0, match.start())]
        yield from stretch(tagged, "topic", 0, match.start())
        if starts:
            yield from stretch(tagged, "topic", starts[-1], match.start())


def _next_verb(sentence: Sentence, offset: int) -> int | None:
    """Return where the next finite verb begins: "on mercury in the rivers took place"."""
    tokens = sentence.tagged.tokens
    starts = [tokens[verb.first].start for verb in sentence.verbs if verb.finite]
    starts += [m.start() for m in HELD.finditer(sentence.text)]
    return min((start for start in starts if start > offset), default=None)

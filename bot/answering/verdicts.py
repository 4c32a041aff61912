"""Yes or no: whether a passage affirms or denies what the question supposes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple

from bot.answering.fillers import OPEN_LIST

if TYPE_CHECKING:
    from bot.answering.anchors import Anchor
    from bot.question import Question
    from bot.reading.sentence import Sentence

Verdict = Literal["Yes", "No"]
NEGATIVE = frozenset("not n't never nobody none neither nor no without cannot".split())
DENIALS = frozenset({"absent", "reject", "cancel", "exclude", "deny"})
AFFIRMED_BY = frozenset({"attend", "sign", "agree", "speak", "represent", "support", "host"})
EARLIER = re.compile(r"\b(?:before|previously|already|ever|earlier|again)\b", re.IGNORECASE)
FIRST = re.compile(r"\b(?:first|never before|for the first time|inaugural|new)\b", re.IGNORECASE)
OPEN = re.compile(
    r"\b(?:whether|depends? on|not (?:yet )?(?:been )?(?:decided|fixed|settled|clear|secured)|"
    r"undecided|has yet to|have yet to|remains open|subject to)\b",
    re.IGNORECASE,
)
CERTAIN = re.compile(
    r"\b(?:certain|sure|settled|definite|definitely|guaranteed|fixed|final)\b", re.IGNORECASE
)
UNSURE = re.compile(
    r"\b(?:if|unless|depend\w*|provided|or|may|might|could|whether|disputed|doubt\w*|envisaged|not|"
    r"subject to|provisional\w*|open)\b",
    re.IGNORECASE,
)
FREE = re.compile(
    r"\b(?:free of charge|for free|waived|without charge|at no cost|exempt\w*)\b", re.IGNORECASE
)
PERSON = re.compile(r"\b(?:in person|himself|herself|personally)\b", re.IGNORECASE)
STANDS_IN = re.compile(
    r"\b(?:in the absence|stood in|in (?:his|her|their) (?:place|stead)|on behalf|deputis\w+|"
    r"represented|instead|unable|by video|message)\b",
    re.IGNORECASE,
)
UNIVERSAL = re.compile(
    r"\b(?:all|every|everyone|everybody|only|each|always|entirely|alone|whole|unanimous\w*|merely)\b",
    re.IGNORECASE,
)
PARTIAL = re.compile(
    r"\b(?:some|most|half|partly|several|except|apart from|only|abstain\w*|but|then left|"
    r"against|everything else)\b",
    re.IGNORECASE,
)
# "Didn't Fiji sign?" asks whether it did; "did Fiji not sign?" whether it did not.
NEGATION = re.compile(r"^\w{2,6}n['’]t\b|(?P<denied>\b(?:not|never)\b|n['’]t\b)", re.IGNORECASE)
DENIED = re.compile(
    r"\b(?:fail\w*|struck|turned down|rejected|refus\w*|declin\w*|lack\w*|miss(?:ed|ing)|except|"
    r"instead|rather than|abstain\w*|not|no|none|never|nobody|neither|nor|without|cancel\w*|"
    r"postpon\w*|withdr[ae]w\w*|excused?|unable|against)\b|n['’]t\b",
    re.IGNORECASE,
)
ONLY = re.compile(r"\b(?:only|just|merely|alone|solely|sole|voluntary|own)\b", re.IGNORECASE)
OPPOSITES = (
    ({"onlin", "virtual", "internet", "remot"}, {"person", "face"}),
    ({"public", "open"}, {"close", "privat"}),
    ({"more", "higher"}, {"fewer", "less", "lower"}),
    ({"increas", "rise", "grow"}, {"decreas", "fall", "drop", "declin"}),
)
LONG_LIST = 3


class Cues(NamedTuple):
    """What in a passage speaks for "No"; the last four are weak: alone they deny nothing."""

    unsure: bool  # the question asks whether it is certain, and it is not
    free: bool  # who pays, and it is free of charge
    stood_in: bool  # somebody in person, and another stood in
    negated: bool  # the predicate is denied where the question affirms it, or the other way round
    earlier: bool  # something earlier, and it is the first
    opposed: bool  # the opposite is said: "online", "in person"
    left_out: bool  # a list that is closed leaves out what is asked about
    in_part: bool  # all of something, and only a part is named
    undecided: bool
    denied: bool  # a word of denial somewhere
    only: bool
    other_number: bool  # numbers, but not the question's

    @property
    def strong(self) -> bool:
        """Say whether the passage denies what is asked."""
        return any(self[:WEAK])


WEAK = 8  # cues from here on are weak


def cues_of(question: Question, sentence: Sentence, anchors: tuple[Anchor, ...]) -> Cues:
    """Return what in the passage speaks for "No"."""
    asked, text = question.text, sentence.text
    undecided = OPEN.search(text) is not None
    return Cues(
        unsure=CERTAIN.search(asked) is not None and (undecided or UNSURE.search(text) is not None),
        free=bool(question.classes & {"fund", "cost"}) and FREE.search(text) is not None,
        stood_in=PERSON.search(asked) is not None and STANDS_IN.search(text) is not None,
        negated=_negated(question, sentence, anchors) != _asks_denied(asked),
        earlier=EARLIER.search(asked) is not None and FIRST.search(text) is not None,
        opposed=_opposed(question, sentence),
        left_out=_left_out(question, sentence),
        in_part=UNIVERSAL.search(asked) is not None and PARTIAL.search(text) is not None,
        undecided=undecided,
        denied=DENIED.search(text) is not None,
        only=ONLY.search(text) is not None,
        other_number=_other_number(question, sentence),
    )


def _asks_denied(asked: str) -> bool:
    return any(match["denied"] for match in NEGATION.finditer(asked))


def verdicts_of(cues: Cues) -> tuple[Verdict, ...]:
    """Return the verdicts that may be read from a passage; "No" only where something denies it."""
    return ("Yes", "No") if any(cues) else ("Yes",)


def _other_number(question: Question, sentence: Sentence) -> bool:
    asked = {t for t in question.tagged.terms if t.isdecimal()}
    said = {t for t in sentence.tagged.terms if t.isdecimal()}
    return bool(asked and said) and not asked & said


def _negated(question: Question, sentence: Sentence, anchors: tuple[Anchor, ...]) -> bool:
    """Say whether the clause that states the predicate is denied, or what it names stands apart."""
    classes = frozenset().union(*sentence.classes.values())
    if question.classes & AFFIRMED_BY and denied_beside_name(question, sentence):
        return True
    if not anchors:
        negative = any(_negative(t.text) for t in sentence.tagged.tokens)
        return negative or bool(classes & DENIALS - question.all_classes)
    tokens = sentence.tagged.tokens
    anchor = anchors[0]
    start = anchor.verb.first if anchor.verb else anchor.token
    low, high = max(0, min(start, anchor.token) - 4), max(start, anchor.token) + 3
    window = range(low, min(high, len(tokens)))
    return any(_negative(tokens[i].text) for i in window) or (
        anchor.verb is not None and anchor.verb.negated
    )


def _negative(word: str) -> bool:
    lower = word.lower().replace("’", "'")
    return lower in NEGATIVE or lower.endswith("n't")


def denied_beside_name(question: Question, sentence: Sentence) -> bool:
    """Say whether a word of denial follows the name: "Barbados, which was invited, cancelled"."""
    named = {t for name in question.names for t in name}
    places = [i for i, t in enumerate(sentence.tagged.terms) if t in named]
    denials = [i for i, found in sentence.classes.items() if found & DENIALS]
    return any(0 <= d - p <= 10 for p in places for d in denials)


def _opposed(question: Question, sentence: Sentence) -> bool:
    asked, said = set(question.tagged.terms), set(sentence.tagged.terms)
    for left, right in OPPOSITES:
        for one, other in ((left, right), (right, left)):
            if asked & one and said & other and not said & one:
                return True
    return False


def _left_out(question: Question, sentence: Sentence) -> bool:
    """Say whether a closed list leaves out the country or name that is asked about."""
    if not question.countries or OPEN_LIST.search(sentence.text):
        return False
    listed = {m.value for m in sentence.mentions if m.kind == "country"}
    if len(listed) < LONG_LIST:
        return False
    return not question.countries & listed and bool(
        question.classes & AFFIRMED_BY or {"among", "list"} & set(question.tagged.terms)
    )

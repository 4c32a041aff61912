"""Yes or no: whether a passage affirms or denies what the question supposes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from bot.answering.anchors import Anchor
    from bot.question import Question
    from bot.reading.sentence import Sentence

Verdict = Literal["Yes", "No", "Open"]
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
OPEN_LIST = re.compile(
    r"\b(?:among|amongst|including|included|such as|for example|e\.g\.|inter alia|some of|"
    r"others?)\b",
    re.IGNORECASE,
)
OPPOSITES = (
    ({"onlin", "virtual", "internet", "remot"}, {"person", "face"}),
    ({"public", "open"}, {"close", "privat"}),
    ({"more", "higher"}, {"fewer", "less", "lower"}),
    ({"increas", "rise", "grow"}, {"decreas", "fall", "drop", "declin"}),
)
LONG_LIST = 3


def verdict_of(question: Question, sentence: Sentence, anchors: tuple[Anchor, ...]) -> Verdict:
    """Return what the passage says to the question; "Open" where it leaves it undecided."""
    text = sentence.text
    if _undecided(question, text):
        return "Open"
    denied = (
        (CERTAIN.search(question.text) is not None and UNSURE.search(text) is not None)
        or (bool(question.classes & {"fund", "cost"}) and FREE.search(text) is not None)
        or (PERSON.search(question.text) is not None and STANDS_IN.search(text) is not None)
        or _negated(question, sentence, anchors)
        != bool(re.search(r"\b(?:not|n't|never)\b", question.text))
        or (EARLIER.search(question.text) is not None and FIRST.search(text) is not None)
        or _opposed(question, sentence)
        or _left_out(question, sentence)
        or (UNIVERSAL.search(question.text) is not None and PARTIAL.search(text) is not None)
    )
    return "No" if denied else "Yes"


def _undecided(question: Question, text: str) -> bool:
    asks_ahead = bool({"will", "would", "shall", "go"} & set(question.tagged.terms)) or bool(
        re.search(r"\b(?:settled|decided|fixed|secured|sure|certain|planned)\b", question.text)
    )
    return asks_ahead and OPEN.search(text) is not None and "decided" not in question.text


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

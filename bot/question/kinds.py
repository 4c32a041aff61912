"""What a question asks for: its kind, from wh-word, head noun and the shape of its words."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bot.language.lexicon import lexicon
from bot.language.names import POSTS
from bot.question.patterns import (
    BEFORE_HEAD,
    HOW,
    HOW_MANY,
    MEANING,
    PATTERNS,
    WERE_FOR_WHERE,
    WH,
    WHO,
    WHO_IS,
    YES_NO,
    Kind,
)
from bot.text.tokens import fold, term

if TYPE_CHECKING:
    from bot.language.tagging import Tagged

__all__ = ["Asked", "Kind", "kind_of"]

Head = tuple[int, int]


def _terms(words: str) -> frozenset[str]:
    return frozenset(map(term, words.split()))


COUNTRY_HEADS = _terms("country countries nation state government economy")
BODY_HEADS = _terms(
    """organisation body agency institution association society ngo company firm group federation
    network authority department ministry council commission union foundation institute secretariat
    unit service donor funder sponsor partner organiser host university bank police navy army
    embassy centre office charity alliance consortium committee organisations supporters backer"""
)
PERSON_HEADS = _terms(
    " ".join(post for post in POSTS if "-" not in post)
    + """ person people man woman artist expert panellist chair panelists guest king participant
    delegate student professor scholar speaker moderator politician official"""
) - _terms("member partner")
BARE_PERSON_HEADS = _terms("moderator speaker")
# "What is the theme?" asks for the theme of something, not for what the word means.
RELATIONAL = _terms(
    """theme topic motto name title aim purpose goal result outcome plan cost price budget date
    venue next agenda subject position post job role interest rate reason"""
)
REACH = 40  # characters of a yes/no question that hold no wh-word


class Asked(NamedTuple):
    """The kind of the question and the token range of the noun group it asks for, if any."""

    kind: Kind
    head: Head | None


def kind_of(question: Tagged) -> Asked:
    """Return what the question asks for."""
    text = question.text
    if WERE_FOR_WHERE.match(text):
        return Asked("where", None)
    if YES_NO.match(text) and not WH.search(text[:REACH]):
        return Asked("yes_no", None)
    if _asks_meaning(question):
        return Asked("define", None)
    head = _head(question)
    kind = _kind(question, head)
    return Asked(kind, head) if kind else _bare(question)


def _kind(question: Tagged, head: Head | None) -> Kind | None:
    text = question.text
    of_head = _kind_of_head(question, head)
    counts = HOW_MANY.search(text) is not None
    if not counts and (of_head == "country" or (of_head == "body" and not WHO.search(text))):
        return of_head
    if (phrased := _phrased(text)) is not None:
        return phrased
    if WHO.search(text):
        return "post" if WHO_IS.match(text) and _only_a_name(question) else "who"
    if head is not None:
        return of_head or "thing"
    return "how" if HOW.search(text) else None


def _phrased(text: str) -> Kind | None:
    """Return the kind of the first pattern that the question fits."""
    lead = WH.search(text)
    for pattern in PATTERNS:
        led = lead is None or not pattern.led or lead[0].lower() in pattern.led
        if led and pattern.phrases.search(text):
            return pattern.kind
    return None


def _asks_meaning(question: Tagged) -> bool:
    """Say whether only a term is named after "what is", with no verb and no "of the meeting"."""
    match = MEANING.match(question.text)
    if match is None or match.lastgroup is None:
        return False
    if match.lastgroup == "that" and lexicon().single.get(term(match["that"])):
        return False  # "hotel?" asks for the hotel
    start, end = match.span(match.lastgroup)
    letters = {
        letter
        for token, letter in zip(question.tokens, question.letters, strict=True)
        if start <= token.start < end
    }
    return letters <= set("NMAGEV-SR") and not _terms(match[match.lastgroup]) & RELATIONAL


def _head(question: Tagged) -> Head | None:
    """Return the nouns after "which" or "what"."""
    match = BEFORE_HEAD.search(question.text)
    if match is None:
        return None
    first = next((i for i, t in enumerate(question.tokens) if t.start >= match.end()), None)
    if first is None:
        return None
    last = first
    letters = question.letters
    while letters[last : last + 1] and letters[last] in "ANMC-SG":
        if letters[last] == "G" and letters[last + 1 : last + 2] not in {"N", "M"}:
            break  # "which working group", but not "which country leading it"
        last += 1
    while last > first and letters[last - 1] not in "NM":
        last -= 1
    return (first, last) if last > first else None


def _kind_of_head(question: Tagged, head: Head | None) -> Kind | None:
    if head is None:
        return None
    noun = question.terms[head[1] - 1]
    if noun in COUNTRY_HEADS:
        return "country"
    if noun in BODY_HEADS:
        return "body"
    return "who" if noun in PERSON_HEADS else None


def _only_a_name(question: Tagged) -> bool:
    """Say whether only a name follows "who is": no verb, no preposition, at most five words."""
    rest = question.letters[2:].rstrip("X")
    if any(lexicon().single.get(t) or fold(t) in POSTS for t in question.terms[2:] if t):
        return False  # "who was co-chair?" asks for a name
    return 0 < len(rest) <= 5 and not any(letter in rest for letter in "BIWTO")


def _bare(question: Tagged) -> Asked:
    """A question without a wh-word, as typed in a hurry: its last noun says what is asked."""
    if WH.search(question.text):
        return Asked("what", None)
    terms = question.terms
    if "countr" in question.text.lower():
        for i in range(len(terms) - 1, -1, -1):
            if terms[i] in COUNTRY_HEADS:
                return Asked("country", (i, i + 1))
    for i, word in enumerate(terms):
        if word in BARE_PERSON_HEADS:
            return Asked("who", (i, i + 1))
    return Asked("what", None)

"""Questions for the posts of people whom a report names, drawn from what follows their names."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from training.examples import Doc, Shelf, TrainingQuestion, Wordings, event_named

PEOPLE = ("chair", "opener", "closer", "moderator", "panellists", "speakers", "participants")
WORD = r"(?:[A-Z][\w.'’-]*|de|da|van|von|bin|al-\w+)"
PERSON = re.compile(rf"{WORD}(?: {WORD}){{1,4}}")
# Such as: who is head of the pilot station; the mayor of Suva; a deputy director in brackets.
AFTER = re.compile(
    r",\s+(?:(?:who|which)\s+(?:is|was)\s+)?(?:(?:the|an?|its)\s+)?"
    r"(?P<post>\w[\w'’-]*(?:\s+[\w'’&.-]+){1,12}?)(?=\s*[,;)]|\.\s|\.$)"
    r"|\s*\((?P<within>[^()]{4,90})\)"
)
POST = re.compile(
    r"\b(?:head|director|minister|secretary|president|chair\w*|mayor|officer|manager|advis[eo]r"
    r"|ambassador|professor|coordinator|chief|commissioner|governor|captain|master|engineer"
    r"|lecturer|lawyer|judge|prosecutor|consul|deputy|leader|member|expert|specialist|analyst"
    r"|inspector|superintendent|general|representative|dean|rector|editor|founder|teacher|nurse"
    r"|doctor|farmer|biologist|historian|curator|keeper|spokes\w+|treasurer|clerk|commander"
    r"|colonel|warden|principal|scientist|economist|researcher|delegate|envoy|owner|bishop"
    r"|chancellor|counsellor|councillor|supervisor|consultant|responsible)\b",
    re.IGNORECASE,
)
CLAUSE = re.compile(  # what begins no post
    r"(?:and|but|while|where|with|from|in|on|at|after|before|as|said|opened|speaking|thanked|when"
    r"|whose|or|to|for|by|who|then|also|sat|kept|having|served?s?|had|has|chair(?:ed|ing)|took|was"
    r"|is|were|made|gave|read|led|welcomed|declared|closed|he|she|they|it|not|Dr|Mr|Mrs|Ms)\b",
    re.IGNORECASE,
)
DIRECT = (
    "What is {n}'s post?", "what position does {n} hold", "Who is {n}?", "What does {n} do?",
    "who's {n}", "{n} - what function?", "What is {n}'s job?", "In what capacity did {n} attend?",
    "which office does {n} hold?", "what's {n}'s title", "For whom does {n} work?", "{n}?",
    "What role does {n} have?", "where does {n} work", "What is {n} responsible for?",
)  # fmt: skip
FOLLOWING = (
    "what is {his} post?", "What does {he} do?", "and what is {his} position",
    "which post does {he} hold?", "what's {his} job", "what is {his} function?", "who is {he}",
    "what does {he} do for a living", "{his} title?", "and {his} office?",
)  # fmt: skip


def add_posts(shelf: Shelf, words: Wordings, rng: random.Random) -> None:
    """Add a question for each post: of whom it names, or after a question for the person."""
    for number, doc in enumerate(shelf.docs):
        for slot, name, place in posts_of(doc):
            before, question = (
                "",
                rng.choice(DIRECT).format(n=rng.choice((name, name, _last(name)))),
            )
            if slot in words.plain and rng.random() < 0.45:
                before = rng.choice(words.plain[slot]).replace("{event}", event_named(doc, rng))
                his, he = rng.choice((("his", "he"), ("her", "she"), (f"{name}'s", name)))
                question = rng.choice(FOLLOWING).format(his=his, he=he)
            shelf.asked.append(
                TrainingQuestion(question, number, (place[0],), (place,), 0, before, "post")
            )


def posts_of(doc: Doc) -> Iterator[tuple[str, str, tuple[int, int, int]]]:
    """Yield slot, name and the place of the post of each person whose name one follows."""
    body = doc.report.body
    for mark in doc.marks:
        name = body[mark.start : mark.end]
        if mark.slot not in PEOPLE or mark.of != "this" or not PERSON.fullmatch(name):
            continue
        found = AFTER.match(body, mark.end)
        if found is None:
            continue
        group = "post" if found["post"] else "within"
        said = found[group]
        if CLAUSE.match(said) or not POST.search(said) or "\n" in said or ". " in said:
            continue
        place = doc.place(*found.span(group))
        if place:
            yield mark.slot, name, place


def _last(name: str) -> str:
    return name.rsplit(maxsplit=1)[-1]

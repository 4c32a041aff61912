"""What people type -> a plain question: no greetings, chat words spelled out, typos mended."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING

from bot.text.tokens import tokenise

if TYPE_CHECKING:
    from bot.language.vocabulary import Vocabulary

# Written in lower case only; in capitals they may be names.
CHAT = MappingProxyType(
    {
        "ppl": "people", "wich": "which", "whos": "who is", "whats": "what is", "mtg": "meeting",
        "wg": "working group", "conf": "conference", "govt": "government", "org": "organisation",
        "orgs": "organisations", "intl": "international", "dept": "department", "jan": "January",
        "feb": "February", "apr": "April", "jun": "June", "jul": "July", "aug": "August",
        "sep": "September", "sept": "September", "oct": "October", "nov": "November",
        "dec": "December", "w": "with", "abt": "about", "b4": "before", "n": "and", "r": "are",
        "wat": "what", "wen": "when", "wher": "where", "hw": "how", "min": "minister",
        "amb": "ambassador", "howmany": "how many",
    }
)  # fmt: skip
SHORTENED = re.compile(r"\b(who|what|when|where|how)['’]s\b", re.IGNORECASE)
LEAD = re.compile(
    r"^(?:(?:hi|hello|hey|please|pls|ok|okay|so|well|thanks|and|but|also)\b[\s,!.]*)+",
    re.IGNORECASE,
)
TAIL = re.compile(r"(?<![\s,])[\s,]*\b(?:please|pls|plz|thanks|thx)\b[\s?.!]*$", re.IGNORECASE)
GOES_ON = re.compile(r"\b(?:and|but|also)\b", re.IGNORECASE)
MOST_TYPOS = 20  # a question with more unknown words is in no language that could be mended


def mended(text: str, vocabulary: Vocabulary) -> str:
    """Return the question as one line, without politeness, chat words spelled out, typos mended."""
    text = _bare(text)
    parts: list[str] = []
    last = typos = 0
    for token in tokenise(text):
        word = CHAT.get(token.text)
        if word is None:
            word = token.text
            if word.isalpha() and typos < MOST_TYPOS:
                word = vocabulary.corrected(word)
                typos += word != token.text
        parts += (text[last : token.start], word)
        last = token.end
    return "".join(parts) + text[last:]


def _bare(text: str) -> str:
    """Return the text with single spaces and without "hello" before it and "please" after it."""
    text = " ".join(text.split())
    text = SHORTENED.sub(r"\1 is", text)
    return TAIL.sub("", LEAD.sub(_kept, text)).strip() or text


def _kept(lead: re.Match[str]) -> str:
    """A leading "and" says that the question follows on; the rest is politeness."""
    return "and " if GOES_ON.search(lead[0]) else ""

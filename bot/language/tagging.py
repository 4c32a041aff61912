"""Sentence -> tagged tokens: one letter a token, so that groups can be found by patterns.

The parts of speech are those of textblob's PatternTagger (Brill's lexicon and rules).
"""

from __future__ import annotations

from functools import lru_cache
from operator import attrgetter
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from bot.language.lexicon import lexicon
from bot.model import Value
from bot.text.tokens import Token, content_term, term, tokenise
from bot.text.words import MONTHS, NUMBERS, ORDINALS, WEEKDAYS

if TYPE_CHECKING:
    from collections.abc import Sequence

# Letters: D determiner, P pronoun, A adjective, N noun, M name, C number, I preposition, T "to",
# V finite or plain verb, E participle or past tense, G -ing form, O modal, B a form of "be",
# H a form of "have", R adverb, W wh-word, K "and"/"or", S possessive, Q quotation mark, X other; a
# comma, semicolon, colon, bracket, and a hyphen inside a word stand for themselves.
LETTERS = MappingProxyType(
    {
        "DT": "D", "PDT": "D", "PRP$": "D", "PRP": "P", "EX": "P", "JJ": "A", "JJR": "A",
        "JJS": "A", "NN": "N", "NNS": "N", "NNP": "M", "NNPS": "M", "CD": "C", "IN": "I",
        "TO": "T", "VB": "V", "VBP": "V", "VBZ": "V", "VBD": "E", "VBN": "E", "VBG": "G",
        "MD": "O", "RB": "R", "RBR": "R", "RBS": "R", "RP": "R", "WDT": "W", "WP": "W", "WP$": "W",
        "WRB": "W", "CC": "K", "POS": "S",
    }
)  # fmt: skip
WH = ("who", "whom", "whose", "which", "what", "where", "when", "why", "how")
BE = ("be", "am", "is", "are", "was", "were", "been", "being")
NOT_BE = ("isn't", "aren't", "wasn't", "weren't")
HAVE_AND_DO = ("have", "has", "had", "having", "do", "does", "did")
NOT_HAVE_OR_DO = ("haven't", "hasn't", "hadn't", "don't", "doesn't", "didn't")
NOT_MODAL = ("won't", "wouldn't", "shouldn't", "can't", "cannot", "couldn't", "mustn't")
MODAL = ("will", "would", "shall", "should", "can", "could", "may", "might", "must")
PREPOSITIONS = tuple(
    """about above across after against along among amongst around as at because before behind
    below beneath beside besides between beyond by despite during except for from if in inside
    into like near of off on onto out outside over per since so than that though through
    throughout till toward towards under unless until up upon via when whereas while with within
    without whether although""".split()
)
DETERMINERS = ("the", "a", "an", "this", "these", "those", "its", "his", "her", "their")
COUNTING = ("hundred", "thousand", "million", "billion", "dozen")
# The closed classes, whose letters the context does not change; later entries win.
FIXED = MappingProxyType(
    dict.fromkeys(WH, "W")
    | dict.fromkeys(("and", "or", "&"), "K")
    | dict.fromkeys((*BE, *NOT_BE), "B")
    | dict.fromkeys((*HAVE_AND_DO, *NOT_HAVE_OR_DO), "H")
    | dict.fromkeys((*MODAL, *NOT_MODAL), "O")
    | dict.fromkeys(PREPOSITIONS, "I")
    | {"to": "T", "not": "R", "n't": "R", "that": "I", "both": "D", "all": "D", "us": "P"}
    | dict.fromkeys(DETERMINERS, "D")
    | dict.fromkeys((*NUMBERS, *COUNTING), "C")
)
NAMES_TOO = frozenset({"us", "who"})  # in capitals: the country, the organisation
QUOTES = frozenset('"“”„«»')
MARKS = MappingProxyType(
    dict.fromkeys(("'s", "’s", "'S", "’S", "'", "’"), "S") | {mark: mark for mark in ",;:()"}
)
ALWAYS_NAMES = frozenset((*MONTHS, *WEEKDAYS))
MONTH_NAMES = frozenset(m.lower() for m in MONTHS if m not in {"March", "May"})
JOINING = frozenset({"-", "–", "."})
SHORTENED = frozenset("st dr mr mrs ms prof gen col capt lt sgt hon rev jr sr no mt ft".split())
WORD = attrgetter("text")  # of a token


class Tagged(Value, frozen=True):
    """A sentence: `letters[i]` is the class of `tokens[i]`, `terms[i]` its term ("" for a mark)."""

    text: str
    tokens: tuple[Token, ...]
    letters: str
    terms: tuple[str, ...]

    @property
    def content(self) -> tuple[str, ...]:
        """Return the terms in order, stop words and marks left out."""
        return tuple(filter(None, map(content_term, map(WORD, self.tokens))))

    def slice(self, first: int, last: int) -> str:
        """Return the text of the tokens first..last-1 as written."""
        return self.text[self.tokens[first].start : self.tokens[last - 1].end]


def tag(text: str) -> Tagged:
    """Return the sentence with a letter a token."""
    tokens = tuple(tokenise(text))
    words = list(map(WORD, tokens))
    letters = list(map(_letter, words))
    _mend_start(tokens, letters)
    for i, word in enumerate(words):
        if word in JOINING and _joins(tokens, i):
            letters[i] = "-"
    _mend_by_context(letters)
    return Tagged(text, tokens, "".join(letters), tuple(map(term, words)))


def known(word: str) -> bool:
    """Say whether the tagger's lexicon holds the word as written."""
    return word in _tagger().lexicon


@lru_cache(maxsize=1)
def _tagger() -> Any:  # noqa: ANN401 - textblob has no types
    from textblob.en import parser  # noqa: PLC0415 - loading its lexicon takes a moment

    return parser


def _lone_tag(word: str) -> str:
    """Return the Penn tag that the lexicon and the suffix rules give one word."""
    return str(_tagger().find_tags([word])[0][1])


@lru_cache(maxsize=1 << 17)
def _letter(word: str, first: bool = False) -> str:
    """Return the letter of a word by itself; `first` in a sentence, a capital says nothing."""
    lower = word.lower().replace("’", "'")
    if (fixed := FIXED.get(lower)) is not None and not (lower in NAMES_TOO and word.isupper()):
        return "M" if lower == "may" and word[0].isupper() and not first else fixed
    if not word[0].isalnum():
        return MARKS.get(word, "Q" if word in QUOTES else "X")
    if word[0].isdigit():
        return "A" if lower[-2:] in {"st", "nd", "rd", "th"} else "C"
    if lower in ORDINALS:
        return "A"
    if _is_name(word, first):
        return "M"
    return LETTERS.get(_lone_tag(lower if first else word), "N" if word.isalpha() else "X")


def _is_name(word: str, first: bool) -> bool:
    capital = word[0].isupper() and (not first or word.isupper())
    return capital or word in ALWAYS_NAMES or word.lower() in MONTH_NAMES


def _mend_start(tokens: Sequence[Token], letters: list[str]) -> None:
    """A capital at the start says nothing; an unknown word there, or one before a name, is one."""
    for i, token in enumerate(tokens):
        letters[i] = _letter(token.text, first=True)
        if letters[i] not in "XQ,;:()":
            follower = tokens[i + 1].text if i + 1 < len(tokens) else ""
            letters[i] = _first_letter(token.text, follower, letters[i])
            break


def _first_letter(word: str, follower: str, letter: str) -> str:
    if not word[0].isupper() or letter not in "NVERAM":
        return letter
    if letter in "NMR" and not known(word.lower()) and term(word) not in lexicon().single:
        return "M"
    named = follower[:1].isupper() and follower.lower() not in FIXED and letter != "R"
    return "M" if named and not word.endswith("s") else letter


def _joins(tokens: Sequence[Token], i: int) -> bool:
    """Say whether the token is a hyphen inside a word or the full stop of "St." or "John F."."""
    if not 0 < i < len(tokens) - 1:
        return False
    before, mark, after = tokens[i - 1 : i + 2]
    if before.end != mark.start:
        return False
    if mark.text != ".":
        return mark.end == after.start
    initial = len(before.text) == 1 and before.text.isupper()
    return (initial or before.text.lower() in SHORTENED) and after.text[0].isupper()


def _mend_by_context(letters: list[str]) -> None:
    """Mend what one word alone can't tell: nouns taken for verbs and the reverse."""
    for i, letter in enumerate(letters):
        if letter not in "VNEG":
            continue
        before = letters[i - 1] if i else "X"
        after = letters[i + 1] if i + 1 < len(letters) else "X"
        if letter == "V" and before in "DAS":
            letters[i] = "N"  # "the review", "a joint launch"
        elif letter == "N" and (before == "O" or (before == "T" and after in "DIPTR")):
            letters[i] = "V"  # "will support", "to focus on"
        elif letter == "E" and before in "DA" and after in "NM":
            letters[i] = "A"  # "the organised crime"
        elif letter == "G" and before in "DA" and after not in "NM":
            letters[i] = "N"  # "the meeting"

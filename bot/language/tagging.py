"""Sentence -> tagged tokens: one letter a token, so that groups can be found by patterns.

The parts of speech are those of textblob's PatternTagger (Brill's lexicon and rules).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from bot.text.tokens import Token, term, tokenise
from bot.text.words import MONTHS, NUMBERS, ORDINALS, WEEKDAYS

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
BE = frozenset("be am is are was were been being".split())
HAVE = frozenset("have has had having".split())
MODAL = frozenset("will would shall should can could may might must".split())
PREPOSITIONS = frozenset(
    """about above across after against along among amongst around as at because before behind
    below beneath beside besides between beyond by despite during except for from if in inside
    into like near of off on onto out outside over per since so than that though through
    throughout till toward towards under unless until up upon via when whereas while with within
    without whether although""".split()
)
FIXED = MappingProxyType(
    {w: "W" for w in ("who", "whom", "whose", "which", "what", "where", "when", "why", "how")}
    | {w: "K" for w in ("and", "or", "&")}
    | {w: "B" for w in BE}
    | {w: "H" for w in HAVE}
    | {w: "H" for w in ("do", "does", "did", "didn't", "doesn't", "don't")}
    | {w: "O" for w in MODAL}
    | {w: "I" for w in PREPOSITIONS}
    | {"to": "T", "not": "R", "n't": "R", "that": "I", "both": "D", "all": "D", "us": "P"}
    | {w: "D" for w in ("the", "a", "an", "this", "these", "those", "its", "his", "her", "their")}
    | {w: "C" for w in (*NUMBERS, "hundred", "thousand", "million", "billion", "dozen")}
)
QUOTES = frozenset('"“”„«»')
MARKS = MappingProxyType(
    {m: "S" for m in ("'s", "’s", "'S", "’S", "'", "’")} | {m: m for m in ",;:()"}
)
ALWAYS_NAMES = frozenset((*MONTHS, *WEEKDAYS))
MONTH_NAMES = frozenset(m.lower() for m in MONTHS if m not in {"March", "May"})


@dataclass(frozen=True, slots=True)
class Tagged:
    """A sentence: `letters[i]` is the class of `tokens[i]`, `terms[i]` its term ("" for a mark)."""

    text: str
    tokens: tuple[Token, ...]
    letters: str
    terms: tuple[str, ...]

    def slice(self, first: int, last: int) -> str:
        """Return the text of the tokens first..last-1 as written."""
        return self.text[self.tokens[first].start : self.tokens[last - 1].end]


@lru_cache(maxsize=1)
def _tagger() -> Any:  # noqa: ANN401 - textblob has no types
    from textblob.en import parser  # noqa: PLC0415 - loading its lexicon takes a moment

    return parser


@lru_cache(maxsize=1 << 16)
def _lone_tag(word: str) -> str:
    """Return the Penn tag that the lexicon and the suffix rules give one word."""
    return str(_tagger().find_tags([word])[0][1])


def _letter(word: str, first: bool) -> str:
    lower = word.lower()
    if (fixed := FIXED.get(lower)) is not None and not (lower in {"us", "who"} and word.isupper()):
        return "M" if fixed == "O" and lower == "may" and word[0].isupper() and not first else fixed
    if not word[0].isalnum():
        return MARKS.get(word, "Q" if word in QUOTES else "X")
    if word[0].isdigit():
        return "A" if lower[-2:] in {"st", "nd", "rd", "th"} else "C"
    if lower in ORDINALS:
        return "A"
    if (
        word in ALWAYS_NAMES
        or lower in MONTH_NAMES
        or (word[0].isupper() and (not first or word.isupper()))
    ):
        return "M"
    return LETTERS.get(_lone_tag(lower if first else word), "N" if word.isalpha() else "X")


def known(word: str) -> bool:
    """Say whether the tagger's lexicon holds the word in lower case."""
    return word in _tagger().lexicon


def tag(text: str) -> Tagged:
    """Return the sentence with a letter a token."""
    tokens = tuple(tokenise(text))
    letters = []
    first = True
    for i, token in enumerate(tokens):
        letter = _letter(token.text, first)
        if first and letter not in "XQ,;:()":
            first = False
            letter = _first_letter(tokens, i, letter)
        if token.text in "-–" and _glued(tokens, i):
            letter = "-"
        elif token.text == "." and _abbreviates(tokens, i):
            letter = "-"
        letters.append(letter)
    fixed = _by_context(tokens, letters)
    return Tagged(text, tokens, "".join(fixed), tuple(term(t.text) for t in tokens))


def _glued(tokens: tuple[Token, ...], i: int) -> bool:
    """Say whether the mark joins two words without a space."""
    return (
        0 < i < len(tokens) - 1
        and tokens[i - 1].end == tokens[i].start
        and tokens[i].end == tokens[i + 1].start
    )


SHORTENED = frozenset("st dr mr mrs ms prof gen col capt lt sgt hon rev jr sr no mt ft".split())


def _abbreviates(tokens: tuple[Token, ...], i: int) -> bool:
    """Say whether the full stop belongs to the word before it ("St. Lucia", "John F. Smith")."""
    if not 0 < i < len(tokens) - 1 or tokens[i - 1].end != tokens[i].start:
        return False
    word = tokens[i - 1].text
    initial = len(word) == 1 and word.isupper()
    return (initial or word.lower() in SHORTENED) and tokens[i + 1].text[:1].isupper()


def _first_letter(tokens: tuple[Token, ...], i: int, letter: str) -> str:
    """A capital at the start says nothing; an unknown word there, or one before a name, is one."""
    word = tokens[i].text
    if not word[0].isupper() or letter not in "NVERAM":
        return letter
    if letter in "NMR" and not known(word.lower()):
        return "M"
    follower = tokens[i + 1].text if i + 1 < len(tokens) else ""
    named = follower[:1].isupper() and follower.lower() not in FIXED and letter != "R"
    return "M" if named and not word.endswith("s") else letter


def _by_context(tokens: tuple[Token, ...], letters: list[str]) -> list[str]:
    """Mend what one word alone can't tell: nouns taken for verbs and the reverse."""
    for i, letter in enumerate(letters):
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
    return letters

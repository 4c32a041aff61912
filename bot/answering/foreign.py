"""Whether a question is in another language, or of other things, than the reports."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.language.classes import classes_of
from bot.text.tokens import fold, tokenise

if TYPE_CHECKING:
    from bot.question import Question
    from bot.retrieval import Library

# Small words that questions in other languages can hardly do without, and English ones never hold.
FOREIGN = frozenset(
    """siapa yang di pada kapan dimana berapa apa apakah mengapa bagaimana dan untuk dengan adalah
    telah oleh dari tidak ini itu ai là gì ở đâu khi nào của và được những các có không tại người
    qui quoi où quand pourquoi combien est les des une dans avec quel quelle quién qué dónde cuándo
    cuántos cómo por el los las una del fue wer wann wo warum wie viele und der die das ist war hat
    был кто что где когда сколько почему как""".split()
)
VIETNAMESE = re.compile("[ăđơưĩũạ-ỹ]", re.IGNORECASE)  # letters of no other language
LEAST = 2
SCRIPT_SHARE = 0.5


def foreign(question: str, library: Library) -> bool:
    """Say whether most of the question is in another language or script than the reports."""
    words = [t.text for t in tokenise(question) if t.text[0].isalpha()]
    if not words:
        return False
    unknown = [w for w in words if not library.vocabulary.holds(w)]
    other = [w for w in unknown if not fold(w).isascii()]
    if len(other) > SCRIPT_SHARE * len(words) or _is_vietnamese(words):
        return True
    small = sum(1 for w in words if w.lower() in FOREIGN and w.lower() not in ENGLISH)
    return small >= LEAST and small + len(unknown) > SCRIPT_SHARE * len(words)


def _is_vietnamese(words: list[str]) -> bool:
    """Say whether most words carry marks, of which some are Vietnamese only; names don't count."""
    sure = sum(1 for word in words if word[0].islower() and VIETNAMESE.search(word))
    marked = sum(1 for word in words if not word.isascii())
    return sure >= LEAST and marked > SCRIPT_SHARE * len(words)


ENGLISH = frozenset({"the", "die", "was", "war", "hat", "wo", "das", "des", "is"})


def unheard_of(question: Question, library: Library) -> bool:
    """Say whether no word of the question, nor what may stand for it, is in any report."""
    own = [t for t in question.terms if t not in question.events]
    return bool(own) and not any(_heard(t, question, library) for t in own)


def _heard(term: str, question: Question, library: Library) -> bool:
    if library.spread_of(term) or classes_of(term):
        return True
    near = question.near.get(term)
    return near is not None and any(library.spread_of(other) for other in near.terms)

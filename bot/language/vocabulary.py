"""The words that the reports use: what a typo may have meant, and which words only name things."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from bot.language.classes import lexicon
from bot.language.lexicon import NOUNS, ROLES
from bot.language.tagging import known
from bot.text.tokens import fold, is_stop, term
from bot.text.words import IRREGULAR, NUMBERS, ORDINALS

if TYPE_CHECKING:
    from collections.abc import Iterable

SHORTEST_TYPO = 4


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words with the number of times they stand in the reports, folded; `names` are terms that are
    written with a capital wherever they stand.
    """

    words: dict[str, int]
    names: frozenset[str]

    @classmethod
    def of(cls, texts: Iterable[tuple[str, bool]]) -> Vocabulary:
        """Count the words of (word, capital inside a sentence) pairs."""
        words: Counter[str] = Counter()
        large: Counter[str] = Counter()
        for word, capital in texts:
            folded = fold(word)
            words[folded] += 1
            large[folded] += capital
        names = frozenset(term(w) for w, n in large.items() if n == words[w] and w[:1].isalpha())
        return cls(dict(words), names)

    def holds(self, word: str) -> bool:
        """Say whether the reports use the word, or English does."""
        folded = fold(word)
        return folded in self.words or is_stop(word) or folded in _english() or known(folded)

    def corrected(self, word: str) -> str:
        """Return the word that a typo most likely meant, or the word itself.

        Only a word that neither the reports nor the dictionary know is changed; the nearest within
        one edit, or two from eight letters on, with the same first letter, the more frequent first.
        """
        folded = fold(word)
        if len(folded) < SHORTEST_TYPO or not folded.isalpha() or self.holds(word):
            return word
        allowed = 1 if len(folded) < 7 else 2
        found = extract(
            folded, self._candidates(folded), scorer=OSA.distance, score_cutoff=allowed, limit=8
        )
        if not found:
            return self._completed(folded) or word
        best = min(
            found, key=lambda f: (f[1], f[0] not in self.words, -self.words.get(f[0], 0), f[0])
        )
        return str(best[0])

    def _candidates(self, folded: str) -> list[str]:
        size = len(folded)
        return [
            w
            for w in (*self.words, *_english())
            if w[:1] == folded[:1] and abs(len(w) - size) <= 2 and len(w) > 3 and w.isalpha()
        ]

    def _completed(self, folded: str) -> str | None:
        """Return the only frequent word that begins with an abbreviation such as "conf"."""
        matches = [w for w in self.words if w.startswith(folded) and len(w) > len(folded) + 2]
        if not matches:
            return None
        stems = {term(w) for w in matches}
        return max(matches, key=lambda w: self.words[w]) if len(stems) == 1 else None


@lru_cache(maxsize=1)
def _english() -> frozenset[str]:
    """Return the words of the lexicon and the closed classes: what questions are made of."""
    words = {w for line in f"{ROLES}\n{NOUNS}".splitlines() for w in line.partition(":")[2].split()}
    parts = {part for word in words for part in word.replace("-", "_").split("_")}
    lexicon()
    return frozenset(p for p in (*parts, *IRREGULAR, *NUMBERS, *ORDINALS) if len(p) > 2)

"""English words: closed classes, numbers in words, common words, and slips of the keyboard.

Closed classes are stop words, number words, ordinals, months and weekdays. A common word is one
that the reader's tokenizer has whole.
"""

from __future__ import annotations

import json
import re
from functools import cached_property, lru_cache
from importlib import resources
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

STOP = frozenset(
    """
    a about above after again all along also although am among amongst an and any are as at be
    because been before being below between both but by can cannot could did do does doing done
    during each either else every few for from further had has have having he hence her here hers
    herself him himself his how however i if in into is it its itself just let like many may me
    might more most much must my myself neither no nor not of off on once only onto or other our
    ours out over own per please same shall she should since so some such than that the their
    theirs them themselves then there these they this those through thus to too under until up
    upon us very via was we were what whatever when where whether which while who whom whose why
    will with within without would yet you your yours d ll m re s t ve don didn doesn isn wasn
    weren hasn haven hadn won wouldn shouldn couldn tell know get got pls plz u
    """.split()
)

_UNITS = tuple(
    """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
    sixteen seventeen eighteen nineteen""".split()
)
_TENS = tuple("twenty thirty forty fifty sixty seventy eighty ninety".split())
NUMBERS = MappingProxyType(
    {word: str(n) for n, word in enumerate(_UNITS)}
    | {word: str(n) for n, word in zip(range(20, 100, 10), _TENS, strict=True)}
)

_ORDINAL_UNITS = tuple(
    """zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth
    thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth""".split()
)
_ORDINAL_TENS = tuple(
    "twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth".split()
)
ORDINALS = MappingProxyType(
    {word: f"{n}th" for n, word in enumerate(_ORDINAL_UNITS)}
    | {word: f"{n}th" for n, word in zip(range(20, 100, 10), _ORDINAL_TENS, strict=True)}
)

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

# Past tenses and plurals that stemming can't undo: form -> base.
_IRREGULAR = """
    ate:eat became:become began:begin begun:begin bent:bend bore:bear born:bear borne:bear
    bought:buy bound:bind broke:break broken:break brought:bring built:build burnt:burn came:come
    caught:catch chose:choose chosen:choose dealt:deal drawn:draw drew:draw drove:drive
    driven:drive fell:fall fallen:fall fed:feed felt:feel fled:flee flew:fly flown:fly
    forgot:forget forgotten:forget fought:fight gave:give given:give gone:go went:go got:get
    grew:grow grown:grow heard:hear held:hold hid:hide hidden:hide kept:keep knew:know known:know
    laid:lay learnt:learn led:lead lent:lend lost:lose made:make meant:mean met:meet paid:pay
    payed:pay ran:run rose:rise risen:rise said:say sang:sing sung:sing sat:sit saw:see seen:see
    sent:send shook:shake shaken:shake shone:shine shown:show slept:sleep sold:sell sought:seek
    spent:spend spoke:speak spoken:speak sprang:spring sprung:spring stood:stand stuck:stick
    swept:sweep swore:swear sworn:swear taken:take took:take taught:teach told:tell thought:think
    threw:throw thrown:throw understood:understand undertook:undertake undertaken:undertake
    underwent:undergo undergone:undergo wept:weep withdrew:withdraw withdrawn:withdraw won:win
    wore:wear worn:wear wove:weave woven:weave written:write wrote:write
    men:man women:woman children:child people:person ppl:person feet:foot lives:life
    countrys:country wich:which centre:center centres:center theatre:theater programme:program
    programmes:program labour:labor defence:defense colour:color behaviour:behavior
    harbour:harbor neighbour:neighbor honour:honor favour:favor kilometre:kilometer
    panelist:panellist panelists:panellist traveller:traveler travellers:traveler
    african:africa asian:asia european:europe micronesian:micronesia melanesian:melanesia
    polynesian:polynesia scandinavian:scandinavia caribbeans:caribbean
    grey:gray cheque:check tyre:tire enrol:enroll enrolment:enrollment
"""
IRREGULAR = MappingProxyType(dict(pair.split(":") for pair in _IRREGULAR.split()))


DIGITS: Final = re.compile(r"\d{1,12}(?:[.,]\d{3}){0,3}(?!\d)")
NUMBER_WORD: Final = re.compile(r"[a-z]{3,10}")
LARGE: Final = {"dozen": 12, "hundred": 100, "thousand": 1000}


def number_in(text: str) -> int | None:
    """Return the first whole number of a text ("1,040", "two hundred and six"), None without one.

    "dozens" and "hundreds" are no numbers.
    """
    if digits := DIGITS.search(text):
        return int(re.sub(r"[.,]", "", digits[0]))
    total, part, begun = 0, 0, False
    for word in NUMBER_WORD.findall(text.lower()):
        if word in NUMBERS:
            part, begun = part + int(NUMBERS[word]), True
        elif word in LARGE:
            part, begun = max(part, 1) * LARGE[word], True
            if word == "thousand":
                total, part = total + part, 0
        elif begun and word != "and":
            break
    return total + part if begun else None


def is_common(word: str) -> bool:
    """Say whether a word is one piece for the reader, in any case of letters."""
    return word.lower() in common_words()


@lru_cache(maxsize=1)
def common_words() -> frozenset[str]:
    """Return the words that are one piece for the reader, in lower case, and parts of words."""
    text = resources.files("bot.reader").joinpath("weights/tokenizer.json").read_text("utf-8")
    return frozenset(json.loads(text)["model"]["vocab"])


ONE_SLIP: Final = 5  # letters from which a word may have one slip
TWO_SLIPS: Final = 8  # and two


class Spelling:
    """The words of a vocabulary by their first letter and length, sorted when first needed."""

    def __init__(self, words: Iterable[object]) -> None:
        self._words = words

    def near(self, word: str) -> dict[str, int]:
        """Return the words that one slip makes this one, two in a long one, with their number.

        A slip adds, leaves out, changes or swaps letters; the first letter is taken to be right,
        and words with digits have none.
        """
        most = (len(word) >= ONE_SLIP) + (len(word) >= TWO_SLIPS)
        if not most or not word.isalpha():
            return {}
        letters = set(word)
        found: dict[str, int] = {}
        for length in range(len(word) - most, len(word) + most + 1):
            for other in self.starting(word[0], length):
                if len(letters.symmetric_difference(other)) <= 2 * most:
                    distance = slips(word, other, most)
                    if 0 < distance <= most:
                        found[other] = distance
        return found

    def starting(self, letter: str, length: int) -> Iterable[str]:
        """Return the words with this first letter and this length."""
        return self._by_start.get((letter, length), ())

    @cached_property
    def _by_start(self) -> dict[tuple[str, int], list[str]]:
        found: dict[tuple[str, int], list[str]] = {}
        for word in list(self._words):
            if isinstance(word, str) and word.isalpha():
                found.setdefault((word[0], len(word)), []).append(word)
        return found


def slips(one: str, other: str, most: int) -> int:
    """Return how many letters were added, left out, changed or swapped; above `most`, any above."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        older, before, row = before, row, [i]
        for j, against in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != against))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == against:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]

"""Which event a question is about: named, in focus, replied to, or the only one.

Words of a question that ask ("who chaired") are told from words that name by what the training
questions have in common. Each report is then weighed by how much of the naming words its event's
own names have: title, name, place, dates, organiser; the rest of its text counts half.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import pairwise
from math import log
from typing import TYPE_CHECKING, Final

from bot.text.countries import countries_asked, country_of
from bot.text.dates import dates_in, month_number
from bot.text.tokens import Token, content_term, is_stop, terms, tokenise
from bot.text.words import MONTHS, is_common

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from bot.retrieval import Library

BODY_SHARE: Final = 0.5  # what a naming word counts that only the report's text has
NOUN_SHARE: Final = 0.25  # what a word for any event counts
OTHER_YEAR: Final = 0.4  # what the fit is worth of a report without the year that is named
AHEAD: Final = 0.15  # by how much another event has to fit better to take over from the focus
ALIKE: Final = 0.75  # likeness of a mistyped word, 0-1, as difflib has it
EQUAL: Final = 0.92  # share of the best weight from which another event fits as well
CANDIDATES: Final = 12  # reports that are weighed
# Words for any event; which one is meant, they don't tell.
NOUNS: Final = frozenset(
    "meet event workshop confer session forum symposium seminar cours train summit exercis gather"
    " assembl consult talk roundtabl congress webinar panel discuss report launch retreat mission"
    " dialogu day edit round".split()
)
# Who a yes/no question asks about, right behind its verb: "did Fiji and Samoa attend"; or by whom.
SUBJECT: Final = re.compile(
    r"^\W*(?:(?:and|but|so|or)\s+)?(?:did|do|does|is|are|was|were|has|have|had|will)\s+(.+)",
    re.IGNORECASE,
)
AGENT: Final = re.compile(r"\bby\s+(.+)", re.IGNORECASE)
PRONOUNS: Final = frozenset(("one", "ones"))  # "the second one"
SITED: Final = re.compile(r"\b(?:in|at)\s+$", re.IGNORECASE)
FIRST: Final = "1th"  # the term of "first"
ORDINAL: Final = re.compile(r"(?!1th)\d{1,3}th")  # as a term
JOINING: Final = frozenset(("and", "or", "of", "the", "&"))
LONGEST_SUBJECT: Final = 10  # words
# Which of several events is meant; that is no part of its name.
SELECTING: Final = frozenset("latest newest recent earliest largest biggest upcom".split())


@dataclass(frozen=True, slots=True)
class Fit:
    """How well a report's event fits what a question names, 0-1 each.

    Attributes:
        report: its number.
        own: share of the naming words that the event's own names have.
        held: share that the report has anywhere.
    """

    report: int
    own: float
    held: float

    @property
    def weight(self) -> float:
        """Return how well it fits in all."""
        return self.own + BODY_SHARE * (self.held - self.own)


@dataclass(frozen=True, slots=True)
class Named:
    """What a question says of its event.

    Attributes:
        fits: the reports that may be meant, best first.
        words: the naming words that tell one event from another, as terms.
        focus: the number of the report that a follow-up stays with.
        equal: the reports that fit as well as the first, the first included.
        proper: one of the words is a name, or none that is common in English.
        lacking: the question has a name that the best one's report has nowhere.
    """

    fits: tuple[Fit, ...]
    words: tuple[str, ...]
    focus: int | None = None
    equal: tuple[int, ...] = ()
    proper: bool = False
    lacking: bool = False

    @property
    def best(self) -> Fit | None:
        """Return the likeliest event."""
        return self.fits[0] if self.fits else None

    def fit_of(self, report: int) -> Fit:
        """Return how well a report fits; where nothing is named, every one does."""
        other = 0.0 if self.words else 1.0
        return next((fit for fit in self.fits if fit.report == report), Fit(report, other, other))


def events_named(
    library: Library,
    asking: frozenset[str],
    question: str,
    focus: int | None = None,
) -> Named:
    """Return which events a question may be about.

    Args:
        library: the reports and their sheets.
        asking: the terms that questions ask with.
        question: as typed.
        focus: the report that was talked of before; left where the question names another event.
    """
    spell = spelling(library)
    words = _words_that_name(library, question, asking, spell)
    weights = {word: _weight(library, word) for word in words}
    telling = tuple(word for word in words if word not in NOUNS)
    ids, _ = library.by_report.top(words or terms(question), CANDIDATES)
    numbers = {int(n) for n in ids}
    if not telling:
        numbers |= set(library.newest)
    if focus is not None:
        numbers.add(focus)
    if len(library.reports) == 1:
        numbers = {0}
    fits = [_fit(library, n, weights, question) for n in sorted(numbers)]
    fits.sort(key=lambda fit: (-fit.weight, -_age(library, fit.report), fit.report))
    if focus is not None and _stays(library, focus, fits, weights):
        first = next(fit for fit in fits if fit.report == focus)
        return Named((first, *(f for f in fits if f is not first)), telling, focus, (focus,))
    top = fits[0].weight if fits else 0.0
    equal = tuple(f.report for f in fits if top and f.weight >= EQUAL * top)
    if not telling and len(library.reports) > 1:
        equal = tuple(f.report for f in fits)
    lacking = bool(fits) and bool(lacking_names(library, question, fits[0].report))
    return Named(tuple(fits), telling, None, equal, _is_proper(question, telling, spell), lacking)


def spelling(library: Library) -> Callable[[str], str]:
    """Return what makes a word of a question a term, spelled as in the reports.

    A word that no report has, that is no common one and no country, is taken for the likeliest of
    those that a slip or two make it: of the nearest that which most reports have.
    """

    def spelled(word: str) -> str:
        said = content_term(word)
        if is_stop(said):  # "wich"
            return ""
        if not said or library.spread_of(said):
            return said
        if number := month_number(word):  # "jan"
            return content_term(MONTHS[number - 1])
        if is_common(word) or country_of(word.title()):
            return said
        ranked = (
            (slips, -spread, word)
            for word, slips in library.spelling.near(said).items()
            if (spread := library.spread_of(word))
        )
        return min(ranked, default=(0, 0, said))[2]

    return spelled


def naming_words(
    question: str, asking: frozenset[str], spell: Callable[[str], str] = content_term
) -> tuple[str, ...]:
    """Return the terms of a question that do not ask, in order, each once."""
    found = []
    tokens = tokenise(question.lower() if question.isupper() else question)  # WHO is no body there
    letters = [token for token in tokens if token.text[0].isalpha()]
    capitals = sum(token.text[0].isupper() for token in letters)
    tells = 2 * capitals <= len(letters) + 1  # else all of it is written with capitals
    for token in tokens:
        word = "" if token.text.lower() in PRONOUNS else spell(token.text)
        named = tells and token.start > 0 and token.text[:1].isupper()
        if word and word not in SELECTING and (word not in asking or named or word in NOUNS):
            found.append(word)
    return tuple(dict.fromkeys(found))


def _words_that_name(
    library: Library, question: str, asking: frozenset[str], spell: Callable[[str], str]
) -> tuple[str, ...]:
    """Return the terms that name the event, without those whom a yes/no question asks about."""
    naming = naming_words(question, asking, spell)
    naming = (*naming, *_before_nouns(library, question, asking, naming, spell))
    words = tuple(w for w in naming if not _is_slip(library, asking, w))
    asked_about = asked_about_in(question, spell)
    others = tuple(word for word in words if word not in asked_about)
    return others if set(others) - NOUNS else words


def _before_nouns(
    library: Library,
    question: str,
    asking: frozenset[str],
    naming: Iterable[str],
    spell: Callable[[str], str],
) -> tuple[str, ...]:
    """Return the words that ask elsewhere but are part of a name here: "the planning session".

    Such a word stands right before one for any event, and is in the names of some event.
    """
    said = [spell(token.text) for token in tokenise(question)]
    pairs = pairwise(said)
    likely = {word for word, noun in pairs if noun in NOUNS and word in asking - NOUNS}
    found = []
    for word in sorted(likely - {*naming, "", *SELECTING}):
        ids, _ = library.by_report.top((word,), CANDIDATES)
        if any(word in library.table[int(number)].keys for number in ids):
            found.append(word)
    return tuple(found)


def asked_about_in(question: str, spell: Callable[[str], str] = content_term) -> frozenset[str]:
    """Return the terms of whom a yes/no question asks about, which don't name its event.

    That is who follows its verb, or the "by" of it: names, and countries in any letters. Not what
    has a word for an event: "the Suva workshop".
    """
    begins = SUBJECT.match(question)
    if begins is None:
        return frozenset()
    agent = AGENT.search(begins[1])
    found: set[str] = set()
    for text in (begins[1], agent[1] if agent else ""):
        words: list[str] = []
        known = {word for said in countries_asked(text).values() for word in said.lower().split()}
        for word in text.split()[:LONGEST_SUBJECT]:
            bare = word.strip(",.?!;:").lower()
            if not word[:1].isupper() and bare not in JOINING and bare not in known:
                break
            words.append(word)
        said = [spell(token.text) for token in tokenise(" ".join(words))]
        following = text.split()[len(words) : len(words) + 1]
        nouns = NOUNS.intersection([*said, *map(spell, following)])
        found.update(() if nouns else said)
    return frozenset(found) - {""}


def lacking_names(library: Library, question: str, report: int) -> tuple[str, ...]:
    """Return the names that a question has and a report has not, as typed; "Lagos".

    Names are written with a capital, or follow "in" or "at" where nothing has one. Neither whom a
    yes/no question asks about nor a country, which has other names, need be in the report.
    """
    spell = spelling(library)
    spared = set(asked_about_in(question, spell))
    spared.update(
        spell(word) for said in countries_asked(question).values() for word in said.split()
    )
    found = [token.text for token in _other_edition(library, question, report)]
    known = library.held[report] | library.table[report].keys | spared | {""}
    lower = question == question.lower()
    for token in tokenise(question):
        sited = lower and SITED.search(question, 0, token.start) and not is_common(token.text)
        named = token.start > 0 and token.text[:1].isupper()
        word = spell(token.text)
        telling = (named or sited) and token.text[0].isalpha()
        if word not in known and (telling or ORDINAL.fullmatch(word)):
            found.append(token.text)
    return tuple(found)


def _other_edition(library: Library, question: str, report: int) -> list[Token]:
    """Return "first" before what names an event, if the report's is another edition."""
    keys = library.table[report].keys
    numbered = any(ORDINAL.fullmatch(key) and key != FIRST for key in keys)
    tokens = tokenise(question) if numbered and FIRST not in keys else []
    return [
        token
        for token, following in pairwise(tokens)
        if content_term(token.text) == FIRST and content_term(following.text) in keys - NOUNS
    ]


def _is_proper(question: str, words: tuple[str, ...], spell: Callable[[str], str]) -> bool:
    tokens = [token.text for token in tokenise(question) if spell(token.text) in words]
    return any(text[:1].isupper() or not is_common(text) for text in tokens)


def _is_slip(library: Library, asking: frozenset[str], word: str) -> bool:
    """Say whether a word that no report has is a word that asks, mistyped."""
    return not library.spread_of(word) and bool(get_close_matches(word, asking, 1, ALIKE))


def _fit(
    library: Library,
    number: int,
    weights: Mapping[str, float],
    question: str,
) -> Fit:
    total = sum(weights.values())
    if not total:  # nothing is named: each event fits as it is
        return Fit(number, 1.0, 1.0)
    keys, held = library.table[number].keys, library.held[number]
    asked = countries_asked(question)
    keys |= {term for code, said in asked.items() if code in keys for term in terms(said)}
    own = sum(w for word, w in weights.items() if word in keys)
    everywhere = sum(w for word, w in weights.items() if word in keys or word in held)
    factor = 1.0
    years = {year for date in dates_in(question) for year in date.years}
    starts = library.starts[number] if years else ""
    if starts and not any(starts.startswith(str(y)) for y in years):
        factor = 0.8 if any(str(year) in library.held[number] for year in years) else OTHER_YEAR
    return Fit(number, factor * own / total, factor * everywhere / total)


def _weight(library: Library, word: str) -> float:
    """Return how much a word tells events apart: its inverse frequency, little for "meeting"."""
    count = len(library.reports)
    spread = library.spread_of(word)
    weight = log(1 + (count + 1) / (spread + 0.5))
    return NOUN_SHARE * weight if word in NOUNS else weight


def _stays(library: Library, focus: int, fits: Iterable[Fit], weights: Mapping[str, float]) -> bool:
    """Say whether a question after another is about the same event still.

    It leaves where it has words that are nowhere in the report in focus and another event fits
    better, or where most of what names its event is nowhere there; and where it names an event by
    words that another one has in its own names.
    """
    held = library.held[focus]
    mine = next((f for f in fits if f.report == focus), Fit(focus, 0.0, 0.0))
    telling = {word: weight for word, weight in weights.items() if word not in NOUNS}
    foreign = sum(weight for word, weight in telling.items() if word not in held)
    if not telling:
        return True
    names_event = len(telling) < len(weights)
    rival = max((f.own for f in fits if f.report != focus), default=0.0)
    if foreign:
        mostly = names_event and 2 * foreign > sum(telling.values())
        return rival <= mine.held + AHEAD and not mostly
    return not (names_event and rival > mine.own + AHEAD)


def _age(library: Library, n: int) -> int:
    """Return a number that is higher the later an event took place."""
    day = (library.starts[n] or library.reports[n].date or "0").replace("-", "")
    return int(f"{day:0<8}"[:8])

"""Runs of names -> persons, bodies, places and posts.

A run is typed by what stands in it and round it: a body has a noun such as "Ministry" or is an
acronym, a person has a title or several bare names, a place follows "in" or "at".
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from bot.language.countries import countries_in, country_of
from bot.language.tagging import known
from bot.text.words import MONTHS, WEEKDAYS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bot.language.countries import CountryName
    from bot.language.tagging import Tagged

Kind: TypeAlias = Literal["person", "body", "place", "post", "country", "nation", "event", "name"]

BODY = frozenset(
    """academy administration affairs agency alliance assembly association authority bank board
    branch bureau cabinet center centre chamber coalition college command commission committee
    community company conference congress consortium convention cooperative corporation council
    court customs delegation department directorate division embassy enforcement federation
    fellowship firm force forum foundation front fund government group guard home house hospital
    initiative inspectorate institute institution judiciary laboratory league library ministry
    mission movement museum navy army network office organisation organization parliament
    parliamentary partnership party platform police programme program project registry region
    republic school secretariat section sector nations senate service services society station
    survey taskforce team territory treasury tribunal trust unit union united university watch
    crescent cross investigations""".split()
)
POSTS = frozenset(
    """adviser advisor advocate ambassador analyst architect archivist assistant associate attaché
    attache attorney auditor captain ceo chair chairman chairperson chairwoman chancellor chief
    clerk co-chair co-manager co-ordinator coach colonel commander commissioner consul consultant
    coordinator councillor counsellor curator dean delegate deputy director doctor driver economist
    editor engineer envoy executive expert facilitator founder general geologist governor
    harbourmaster head historian inspector instructor interpreter journalist judge justice king
    lawyer leader lecturer librarian lieutenant major manager marshal mayor member mentor minister
    mp negotiator nurse observer officer official ombudsman partner pilot premier president
    president-elect prince princess principal professor programmer prosecutor queen ranger rapporteur
    rector registrar representative researcher scholar scientist secretary secretary-general senator
    sergeant sheriff sociologist specialist speaker spokesman spokesperson spokeswoman student
    superintendent supervisor surgeon surveyor teacher technician trainer treasurer trustee tutor
    undersecretary vice-chair vice-chancellor vice-minister vice-president warden worker writer
    biologist hydrologist fisherman farmer artist banker economist nurse chairs co-chairs
    co-managers""".split()
)
TITLES = frozenset(
    """mr mrs ms miss dr prof professor sir dame lord lady h.e he hon honourable honorable rev
    reverend fr sheikh baron ratu tan dato datuk capt col gen lt maj sgt cpl cdr adm insp supt
    excellency king queen prince princess ambassador minister president premier senator governor
    general colonel captain major lieutenant sergeant commander commissioner admiral brigadier judge
    justice chief inspector superintendent detective constable archbishop bishop mayor councillor
    senior vice deputy prime overseas acting vice-minister secretary-general""".split()
)
PARTICLES = frozenset(
    "de da do dos del della di du van von der den ter bin binti bint al el ul ibn la le y e".split()
)
LINKS = frozenset("of for on against in to".split())
PLACE_BEFORE = frozenset("in at near around outside off across".split())
MOVEMENT = frozenset("from to via towards".split())
CALENDAR = frozenset(w.lower() for w in (*MONTHS, *WEEKDAYS))
EVENTS = frozenset(
    """award assembly ceremony charter communiqué communique concord conference congress convention
    course days declaration dialogue exercise festival forum fair function goals initiative
    memorandum meeting module operation pact plan procedure procedures process programme prize
    protocol roundtable round table seminar series session sessions strategy summit symposium talks
    training treaty webinar week workshop workshops framework agreement""".split()
)
DIRECTIONS = frozenset(
    "north south east west central northern southern eastern western southeast upper lower".split()
)
VENUE = frozenset(
    """hotel resort lodge inn centre center hall library university headquarters palace college
    campus auditorium island islands beach bay harbour airport port church base museum stadium
    park building house room tower plaza""".split()
)


class Name(NamedTuple):
    """Tokens first..last-1 of a name; a person's `core` is the name without titles."""

    kind: Kind
    first: int
    last: int
    core: int


def names_in(sentence: Tagged, countries: Sequence[CountryName] | None = None) -> list[Name]:
    """Return the names of the sentence in order, without overlaps."""
    if countries is None:
        countries = countries_in(sentence.text)
    taken = _country_tokens(sentence, countries)
    found: list[Name] = []
    i = 0
    while i < len(sentence.letters):
        if (country := taken.get(i)) is not None and _stands_alone(sentence, country):
            found.append(country)
            i = country.last
        elif sentence.letters[i] == "M" and _word(sentence, i) not in CALENDAR:
            name, i = _name(sentence, i, _run(sentence, i, taken), taken)
            found.append(name)
        else:
            i += 1
    return found


def _country_tokens(sentence: Tagged, countries: Sequence[CountryName]) -> dict[int, Name]:
    """Return the countries by their first token."""
    if not countries:
        return {}
    starts = {token.start: i for i, token in enumerate(sentence.tokens)}
    ends = {token.end: i + 1 for i, token in enumerate(sentence.tokens)}
    found = {}
    for country in countries:
        first, last = starts.get(country.start), ends.get(country.end)
        if first is not None and last is not None:
            kind: Kind = "nation" if country.adjective else "country"
            found[first] = Name(kind, first, last, first)
    return found


def _stands_alone(sentence: Tagged, country: Name) -> bool:
    """A country is one by itself unless a name goes on after it ("Japan Customs")."""
    follower = sentence.letters[country.last : country.last + 1]
    return follower != "M" or _word(sentence, country.last) in CALENDAR


def _word(sentence: Tagged, i: int) -> str:
    return sentence.tokens[i].text.lower().rstrip(".") if i < len(sentence.tokens) else ""


def _run(sentence: Tagged, first: int, taken: Mapping[int, Name] = MappingProxyType({})) -> int:
    """Return the token after an unbroken run of names; particles and hyphens may stand inside."""
    letters = sentence.letters
    i = taken[first].last if first in taken else first + 1
    while i < len(letters):
        word = _word(sentence, i)
        if letters[i] == "M" and word not in CALENDAR:
            i += 1
        elif i + 1 < len(letters) and letters[i + 1] == "M" and _inner(sentence, i, word):
            i += 1
        else:
            break
    return i


def _inner(sentence: Tagged, i: int, word: str) -> bool:
    if sentence.letters[i] == "-" or word in PARTICLES:
        return True
    initial = sentence.tokens[i - 1].text
    return sentence.tokens[i].text == "." and (len(initial) <= 2 or initial.lower() in TITLES)


def _name(sentence: Tagged, first: int, last: int, taken: Mapping[int, Name]) -> tuple[Name, int]:
    words = [_word(sentence, i) for i in range(first, last)]
    if words[-1] in EVENTS and not (words[-1] == "programme" and BODY.intersection(words)):
        return Name("event", first, last, first), last
    if any(w in BODY for w in words) and not _titled(words):
        last = _extend(sentence, first, last)
        kind: Kind = "place" if words[-1] in VENUE and words[-1] not in BODY else "body"
        return Name(kind, first, last, first), last
    core = first
    while core < last and (
        _word(sentence, core) in (TITLES | POSTS)
        or (core > first and sentence.letters[core] in "-X")
    ):
        core += 1
    if core == last or words[-1] in POSTS:
        last = _extend(sentence, first, last)
        return Name("post", first, last, first), last
    return Name(_kind(sentence, first, core, last), first, last, core), last


def _titled(words: list[str]) -> bool:
    return words[0] in {"mr", "mrs", "ms", "dr", "prof", "professor", "sir", "captain", "colonel"}


def _kind(sentence: Tagged, first: int, core: int, last: int) -> Kind:
    words = [_word(sentence, i) for i in range(core, last)]
    before = _word(sentence, first - 1) if first else ""
    if core > first:
        return "person"
    if words[-1] in VENUE:
        return "place"
    if any(_acronym(sentence.tokens[i].text) for i in range(core, last)):
        return "body"
    if before in PLACE_BEFORE or (before in MOVEMENT and last - core == 1):
        return "place"
    if before == "the" or sentence.letters[first - 1 : first] == "S":
        return "name"
    if words[0] in DIRECTIONS:
        return "place"
    bare = [w for w in words if w[:1].isalpha() and w not in PARTICLES]
    if not 2 <= len(bare) <= 5 or any(w in NEVER_PERSON for w in bare):
        return "name"
    if words[0].endswith("ing") and known(words[0]):
        return "name"
    return (
        "name"
        if all(known(w) for w in bare) and not _followed_as_person(sentence, last)
        else "person"
    )


def _followed_as_person(sentence: Tagged, last: int) -> bool:
    """Say whether a comma and a post, "of" and a country, or a verb of a person follows."""
    letters = sentence.letters[last : last + 2]
    return letters[:1] in {",", "E", "B", "K"} or letters == "(M"


TWIN = frozenset({"customs", "immigration", "search", "science"})  # "Customs and Border Protection"
NEVER_PERSON = frozenset(
    "states war region asia africa europe america ocean sea member risk action global rights".split()
)


def _acronym(word: str) -> bool:
    return len(word) >= 2 and sum(c.isupper() for c in word) >= 2 and not word[1:].islower()


def _extend(sentence: Tagged, first: int, last: int) -> int:
    """Return the end of "Ministry of Labour and Trade": links and further names that belong."""
    linked = False
    while last < len(sentence.letters):
        start = _continues(sentence, last, linked=linked)
        if start is None:
            break
        linked = linked or _word(sentence, last) in LINKS
        last = _run(sentence, start)
    return last


def _continues(sentence: Tagged, at: int, *, linked: bool) -> int | None:
    """Return where the next run of the name starts, if the word at `at` joins one to it."""
    letters = sentence.letters
    word = _word(sentence, at)
    start = at + 1
    if word in LINKS:
        if _word(sentence, start) in {"the", "its"}:
            start += 1
        if word in {"in", "to"} and country_of(sentence.slice(start, start + 1)) is not None:
            return None
        return start if letters[start : start + 1] == "M" and not _dated(sentence, start) else None
    if letters[start : start + 1] != "M":
        return None
    if letters[at] == "K" and _word(sentence, at - 1) in TWIN:
        return start
    if not linked:
        return None
    if letters[at] == "K":
        return start if _bare(sentence, start) else None
    if letters[at] == ",":
        end = _run(sentence, start)
        joins = letters[end : end + 1] in {",", "K"} or letters[end : end + 2] == ",K"
        return start if joins and _bare(sentence, start) and _closes(sentence, end) else None
    return None


def _closes(sentence: Tagged, at: int) -> bool:
    """Say whether a list of bare names goes on to an "and" and a last bare name."""
    while sentence.letters[at : at + 1] == ",":
        if sentence.letters[at + 1 : at + 2] == "K":
            at += 1
            break
        if sentence.letters[at + 1 : at + 2] != "M" or not _bare(sentence, at + 1):
            return False
        at = _run(sentence, at + 1)
    return (
        sentence.letters[at : at + 1] == "K"
        and sentence.letters[at + 1 : at + 2] == "M"
        and _bare(sentence, at + 1)
    )


def _dated(sentence: Tagged, at: int) -> bool:
    return _word(sentence, at) in CALENDAR


def _bare(sentence: Tagged, start: int) -> bool:
    """Say whether the run is a subject such as "Trade": no body, acronym, country, person."""
    last = _run(sentence, start)
    words = [_word(sentence, i) for i in range(start, last)]
    if country_of(sentence.slice(start, last)) is not None or _dated(sentence, start):
        return False
    return not any(
        w in (BODY - {"affairs", "home", "community", "services"}) or w in POSTS or w in TITLES
        for w in words
    ) and not any(_acronym(sentence.tokens[i].text) for i in range(start, last))


def persons(names: list[Name]) -> Iterator[Name]:
    """Yield the persons among the names."""
    return (name for name in names if name.kind == "person")

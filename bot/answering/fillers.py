"""Sentence -> fillers: the typed stretches, alone and as lists, that may answer a question."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from bot.language.grammar import phrase_end
from bot.language.names import BODY
from bot.text.tokens import term

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bot.language.mentions import Mention
    from bot.language.tagging import Tagged
    from bot.reading.sentence import Sentence

AGENTS = frozenset({"body", "country", "name", "nation"})
LINKING = frozenset(
    """as well jointly together with from by also both namely plus along alongside the a an its
    their of one that""".split()
)
OPEN_LIST = re.compile(
    r"\b(?:among|amongst|including|included|such as|for example|e\.g\.|inter alia|some of|"
    r"others?)\b",
    re.IGNORECASE,
)
FEWEST_TALLIED = 3
_COUNTRIES, _BODIES = frozenset({"country"}), frozenset({"body", "name"})
TALLIED = MappingProxyType(
    {term(w): _COUNTRIES for w in ("countries", "states", "nations")}
    | {
        term(w): _BODIES
        for w in ("organisations", "bodies", "agencies", "institutions", "partners")
    }
    | {term(w): frozenset({"person"}) for w in ("speakers", "panellists", "experts", "persons")}
)
MOST_BETWEEN = 18  # tokens of a description between two persons of a list
VERBS = frozenset("VBHO")


class Filler(NamedTuple):
    """A stretch or list of stretches: `spans` in code points of the sentence, one for each item.

    `first` and `last` (exclusive) are tokens.
    """

    kind: str
    spans: tuple[tuple[int, int], ...]
    first: int
    last: int
    value: str = ""


class Piece(NamedTuple):
    """A mention with its tokens."""

    kind: str
    start: int
    end: int
    first: int
    last: int
    value: str


def pieces_of(sentence: Sentence) -> list[Piece]:
    """Return the mentions with their tokens; "Samoa's Office" is one body, not two mentions."""
    starts = {t.start: i for i, t in enumerate(sentence.tagged.tokens)}
    ends = {t.end: i + 1 for i, t in enumerate(sentence.tagged.tokens)}
    found: list[Piece] = []
    for mention in sentence.mentions:
        first, last = starts.get(mention.start), ends.get(mention.end)
        if first is None or last is None:
            first, last = _nearest(sentence.tagged, mention)
        piece = Piece(mention.kind, mention.start, mention.end, first, last, mention.value)
        before = found[-1] if found else None
        if piece.kind == "nation" and (ministry := _ministry(sentence, piece)) is not None:
            piece = ministry
        if before is not None and _owns(sentence.tagged, before, piece):
            found[-1] = piece._replace(start=before.start, first=before.first)
        else:
            found.append(piece)
    return found


def _ministry(sentence: Sentence, nation: Piece) -> Piece | None:
    """Return a body named in lower case after a nationality: "Indonesian foreign ministry"."""
    tokens = sentence.tagged.tokens
    for group in sentence.groups:
        if group.first <= nation.first < group.last and group.last > nation.last:
            head = tokens[group.head].text.lower()
            if head in BODY and head not in {"government"} | VAGUE:
                return Piece(
                    "body", nation.start, tokens[group.head].end, nation.first, group.last, ""
                )
    return None


VAGUE = frozenset("group team home community company services service force community".split())


def _nearest(tagged: Tagged, mention: Mention) -> tuple[int, int]:
    inside = [
        i for i, t in enumerate(tagged.tokens) if t.start < mention.end and mention.start < t.end
    ]
    return (inside[0], inside[-1] + 1) if inside else (0, 1)


def _owns(tagged: Tagged, owner: Piece, owned: Piece) -> bool:
    """Say whether "owner's owned" is the name of one body."""
    return (
        owner.kind in AGENTS
        and owned.kind in {"body", "post", "name", "event"}
        and owner.last + 1 == owned.first
        and tagged.letters[owner.last] == "S"
    )


def named_fillers(sentence: Sentence, kinds: frozenset[str]) -> list[Filler]:
    """Return the mentions of the kinds, alone and in the lists that they form."""
    pieces = [p for p in pieces_of(sentence) if p.kind in kinds]
    found = [_single(sentence.tagged, p) for p in pieces]
    persons = [p for p in pieces if p.kind == "person"]
    agents = [p for p in pieces if p.kind not in {"person", "post"}]
    for run in (*_runs(sentence.tagged, persons), *_runs(sentence.tagged, agents)):
        spans = tuple(_single(sentence.tagged, p).spans[0] for p in run)
        kind = max(sorted({p.kind for p in run}), key=[p.kind for p in run].count)
        found.append(Filler(kind, spans, run[0].first, run[-1].last, run[0].value))
    return found


def _single(tagged: Tagged, piece: Piece) -> Filler:
    start = piece.start
    if piece.kind == "person" and piece.value:
        start = piece.end - len(piece.value)
    if (
        piece.kind == "country"
        and piece.first
        and tagged.tokens[piece.first - 1].text in {"the", "The"}
    ):
        start = tagged.tokens[piece.first - 1].start
    return Filler(piece.kind, ((start, piece.end),), piece.first, piece.last, piece.value)


def _runs(tagged: Tagged, pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    run: list[Piece] = []
    closed = False  # by "and": a semicolon after it begins another list
    for piece in pieces:
        between = tagged.letters[run[-1].last : piece.first] if run else ""
        if run and (not _joined(tagged, run[-1], piece) or (closed and between == ";")):
            if len(run) > 1:
                yield run
            run = []
        closed = bool(run) and "K" in between
        run.append(piece)
    if len(run) > 1:
        yield run


def _joined(tagged: Tagged, left: Piece, right: Piece) -> bool:
    """Say whether two mentions stand in one list."""
    between = range(left.last, right.first)
    if not between or len(between) > MOST_BETWEEN * (2 if ";" in tagged.letters else 1):
        return False
    if (left.kind == "person") != (right.kind == "person"):
        return False
    inner = _without_brackets(tagged, between)
    words = [tagged.tokens[i].text.lower() for i in inner]
    separated = any(w in {",", ";", "and", "or", "&", "with", "/"} for w in words)
    if not separated:
        return False
    plain = all(
        tagged.letters[i] in ",KD" or w in LINKING or w in {";", ":", "/"}
        for i, w in zip(inner, words, strict=True)
    )
    if plain:
        return True
    return _described(tagged, inner, words) if left.kind == "person" else _of_region(inner, words)


def _without_brackets(tagged: Tagged, between: Iterable[int]) -> list[int]:
    kept = []
    depth = 0
    for i in between:
        mark = tagged.tokens[i].text
        depth += mark == "("
        if not depth:
            kept.append(i)
        depth -= mark == ")" and depth > 0
    return kept


def _described(tagged: Tagged, inner: Sequence[int], words: Sequence[str]) -> bool:
    """A person's post, country or relative clause may stand between two persons of a list."""
    opens = words[0] in {",", "of", "from", "for"}
    trimmed = list(words)
    while trimmed and (trimmed[-1] in LINKING or tagged.letters[inner[len(trimmed) - 1]] in "DAN"):
        trimmed.pop()
    closes = bool(trimmed) and trimmed[-1] in {",", ";", "and", "or", "&"}
    relative = "who" in words or "whose" in words
    verbs = any(tagged.letters[i] in "VEBHO" for i in inner)
    return opens and closes and (not verbs or (relative and ";" in words))


def _of_region(inner: Sequence[int], words: Sequence[str]) -> bool:
    """Lists by region: "from Polynesia: ...; from Melanesia: ..."."""
    return len(inner) <= 4 and ";" in words


def noun_phrases(sentence: Sentence) -> list[Filler]:
    """Return noun groups with the phrases that belong to them, alone and as lists."""
    tagged, groups = sentence.tagged, sentence.groups
    found: list[Filler] = []
    ranges: list[tuple[int, int]] = []
    for group in groups:
        if tagged.letters[group.first : group.last] == "P":
            continue
        last = phrase_end(tagged, group, groups)
        first = group.first + (tagged.letters[group.first] == "D" and group.last - group.first > 1)
        found.append(_phrase(tagged, first, last))
        if last != group.last:
            found.append(_phrase(tagged, first, group.last))
        if not ranges or group.first >= ranges[-1][1]:
            ranges.append((group.first, last))
    found += _phrase_lists(tagged, ranges)
    return found


def _phrase(tagged: Tagged, first: int, last: int) -> Filler:
    span = (tagged.tokens[first].start, tagged.tokens[last - 1].end)
    return Filler("phrase", (span,), first, last)


def _phrase_lists(tagged: Tagged, ranges: Sequence[tuple[int, int]]) -> Iterator[Filler]:
    run: list[tuple[int, int]] = []
    for first, last in [*ranges, (10**6, 10**6)]:
        between = tagged.letters[run[-1][1] : first] if run else ""
        if run and between not in {",", "K", ",K", ";", ";K", ",I", "KI", ",KI"}:
            if len(run) > 1:
                spans = tuple((tagged.tokens[a].start, tagged.tokens[b - 1].end) for a, b in run)
                yield Filler("phrases", spans, run[0][0], run[-1][1])
            run = []
        run.append((first, last))


def counted(sentence: Sentence) -> Iterator[Filler]:
    """Yield the counts, each with the noun group that it counts."""
    for piece in pieces_of(sentence):
        if piece.kind != "count":
            continue
        group = next((g for g in sentence.groups if g.first < piece.last <= g.last), None)
        last = group.last if group is not None else piece.last
        end = sentence.tagged.tokens[last - 1].end
        yield Filler("count", ((piece.start, end),), piece.first, last, piece.value)


def tallied(sentence: Sentence, head: tuple[str, ...]) -> Iterator[Filler]:
    """Yield the lists of what the noun means, whose items may be counted: whole and closed ones."""
    kinds = TALLIED.get(head[-1]) if head else None
    if kinds is None or OPEN_LIST.search(sentence.text) is not None:
        return
    for filler in named_fillers(sentence, kinds):
        if len(filler.spans) >= FEWEST_TALLIED:
            yield filler._replace(kind="tally")

"""Nouns -> the members of the kind that they name, from `kinds.txt`: "instrument", "flute"."""

from __future__ import annotations

from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from bot.language.data_file import lines_of
from bot.text.tokens import term

if TYPE_CHECKING:
    from collections.abc import Mapping

HUMAN = (
    "profession", "worker", "official", "politician", "head_of_state", "minister", "diplomat",
    "military_officer", "police_officer", "lawyer", "clergyman", "doctor", "scientist", "expert",
    "engineer", "teacher", "student", "artist", "musician", "writer", "journalist", "athlete",
    "businessman", "executive", "relative", "witness", "traveller", "group_of_people", "soldier",
    "migrant", "age_group", "supporter", "trader", "medical_worker", "craftsman",
)  # fmt: skip
COLLECTIVE = (
    "organisation", "company", "financial_institution", "news_outlet", "body", "legislature",
    "government_department", "court", "party", "trade_association", "armed_force", "charity",
    "club", "school", "medical_institution", "cultural_institution", "emergency_service",
)  # fmt: skip
PLACES = (
    "building", "house", "place_of_worship", "school", "cultural_institution", "room",
    "place_of_entertainment", "sports_facility", "shop", "eating_place", "lodging", "settlement",
    "medical_institution", "industrial_plant", "fortification", "waterway", "mountain", "road",
)  # fmt: skip


@lru_cache(maxsize=1)
def _kinds() -> Mapping[str, tuple[tuple[str, ...], ...]]:
    """Return for each name of a kind the lists of its members, one for each sense."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for line in lines_of("kinds.txt"):
        names, _, members = line.partition(": ")
        for name in names.split("|"):
            found.setdefault(name, []).append(tuple(members.split()))
    return MappingProxyType({name: tuple(lists) for name, lists in found.items()})


@lru_cache(maxsize=1)
def _names() -> Mapping[str, tuple[str, ...]]:
    """Return for each term the kinds of one word that it names."""
    found: dict[str, list[str]] = {}
    for name in _kinds():
        if "_" not in name:
            found.setdefault(term(name), []).append(name)
    return MappingProxyType({t: tuple(names) for t, names in found.items()})


@lru_cache(maxsize=1 << 10)
def members_of(noun: str) -> frozenset[str]:
    """Return the terms of the things that the noun (a term) may be said of; none for most nouns."""
    return _terms(_names().get(noun, ()))


@lru_cache(maxsize=8)
def members_of_all(kinds: tuple[str, ...]) -> frozenset[str]:
    """Return the terms of the kinds' own names and of all their members."""
    names = frozenset(term(kind) for kind in kinds if "_" not in kind)
    return names | _terms(kinds)


def _terms(kinds: tuple[str, ...]) -> frozenset[str]:
    """Return the terms of the members; of a phrase its last word, which names the thing."""
    return frozenset(
        term(member.rsplit("_", 1)[-1])
        for kind in kinds
        for members in _kinds().get(kind, ())
        for member in members
    )

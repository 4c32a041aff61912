"""Several events that a question fits equally: what each of them would answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.answering.sheets import items_of, stated
from bot.model import Choice

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.answering.proposals import Asked, Proposal
    from bot.retrieval import Library

MOST_CHOICES: Final = 12
SURE_SLOT: Final = 0.5
ALIKE: Final = 1e-9  # difference of two weights that are the same


def choices_of(library: Library, asked: Asked, given: Proposal | None = None) -> tuple[Choice, ...]:
    """Return the events that the question fits equally, with what they would answer.

    Beside an answer that is given only the others, where theirs is another one; where none is
    given, all of them, if there are several. None for yes or no, and for what no sheet has.
    """
    slot = asked.route.slot
    if slot is None or len(asked.named.equal) < 2 or asked.route.wants_yes_no:
        return ()
    if given is not None and given.verdict is not None:
        return ()
    others = [n for n in asked.named.equal if given is None or n != given.report]
    library.ready(others[:MOST_CHOICES])
    found = tuple(
        choice
        for number in others[:MOST_CHOICES]
        if (choice := _choice(library, number, asked.route.name, slot))
    )
    if given is None:
        return found if len(found) > 1 else ()
    return tuple(choice for choice in found if choice.answer != given.text)


def _choice(library: Library, number: int, route: str, slot: str) -> Choice | None:
    reading, event = library.readings[number], library.events[number]
    told = stated(reading, event, slot, route)
    if told is None or told.probability < SURE_SLOT:
        return None
    return Choice(reading.report, ", ".join(items_of(reading.report.body, told.values)))


def newest_alike(
    asked: Asked, best: Proposal, sure: Iterable[tuple[float, Proposal]]
) -> tuple[float, Proposal] | None:
    """Return of the answers that are sure the likeliest of the newest event that fits as well.

    None where that is the event of the best answer, or the question is about one event.
    """
    equal = asked.named.equal
    if best.report not in equal or len(equal) < 2 or best.verdict is not None:
        return None
    least = asked.named.fit_of(best.report).weight - ALIKE
    rank = {n: at for at, n in enumerate(equal) if asked.named.fit_of(n).weight >= least}
    newer = [
        (rank[p.report], -probability, at, p)
        for at, (probability, p) in enumerate(sure)
        if rank.get(p.report, len(rank)) < rank[best.report]
    ]
    if not newer:
        return None
    _, minus, _, proposal = min(newer)
    return -minus, proposal

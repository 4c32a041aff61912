"""A network that says of the wordpieces of some words what a test wants it to say."""

from dataclasses import dataclass, field

import numpy as np

from bot.reader.network import ROUTES, Heads
from bot.reader.windows import pieces
from bot.slots import SLOTS

SURE = 8.0  # a logit
ASKING = frozenset("chair open attend host meet pay held where when who".split())


@dataclass
class Told:
    """What is said: slot -> words that state it, words that answer, words that are items."""

    slots: dict[str, tuple[str, ...]] = field(default_factory=dict)
    answers: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    yes: float = 0.0  # of the verdict at each mark, the logit of yes; that of no is its negative
    route: str = "fact"
    yes_no: bool = False
    priors: dict[int, float] = field(default_factory=dict)  # by the number of a feature
    asking: frozenset[str] = ASKING
    rows: list[object] = field(default_factory=list)  # that were read

    def read(self, rows):
        self.rows += rows
        return [self._heads(row) for row in rows]

    def prior(self, features):
        return sum(features[number] * weight for number, weight in self.priors.items())

    def _heads(self, row):
        size = len(row.ids)
        no = np.full(size, -SURE, np.float32)
        heads = Heads(
            pick=no.copy(),
            span=np.full((size, 2), -SURE, np.float32),
            item=no.copy(),
            verdict=np.tile(np.array([0, self.yes, -self.yes], np.float32), (size, 1)),
            states=np.full((size, len(SLOTS)), -SURE, np.float32),
            inside=np.full((size, len(SLOTS)), -SURE, np.float32),
            route=np.full(len(ROUTES) + 1, -SURE, np.float32),
        )
        for slot, said in self.slots.items():
            for _, first, last, mark in _places(row, said):
                heads.states[mark, SLOTS.index(slot)] = SURE
                heads.inside[first : last + 1, SLOTS.index(slot)] = SURE
        for rank, first, last, mark in _places(row, self.answers):
            heads.pick[mark] = SURE - rank
            heads.span[first, 0] = heads.span[last, 1] = SURE
        for _, first, last, _ in _places(row, self.items):
            heads.item[first : last + 1] = SURE
        heads.route[ROUTES.index(self.route)] = SURE
        heads.route[-1] = SURE if self.yes_no else -SURE
        return heads


def _places(row, said):
    """Which of the words stand where in a window's passages, and the mark before them."""
    marks = dict(row.marks)
    ids = row.ids.tolist()
    for number, words in enumerate(said):
        wanted = pieces(words)[0]
        for at in range(len(ids) - len(wanted) + 1):
            inside = row.places[at : at + len(wanted), 0]
            if ids[at : at + len(wanted)] == wanted and inside.min() >= 0:
                yield number, at, at + len(wanted) - 1, marks[int(inside[0])]


class Wild(Told):
    """A network that says anything, drawn by chance."""

    def __init__(self, seed):
        super().__init__()
        self.chance = np.random.default_rng(seed)

    def _heads(self, row):
        heads = super()._heads(row)
        for name in Heads.__slots__:
            part = getattr(heads, name)
            part[...] = self.chance.normal(0, 4, part.shape)
        return heads

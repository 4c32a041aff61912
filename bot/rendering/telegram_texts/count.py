"""Numbers that choose the form of the word after them."""

from __future__ import annotations


class Count(int):
    """A number; `{count:report|reports}` in a text is the first form for 1, else the second."""

    def __format__(self, spec: str) -> str:
        one, bar, many = spec.partition("|")
        if not bar:
            return super().__format__(spec)
        return one if self == 1 else many

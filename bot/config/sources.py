"""What `fetch` may hold: feeds, sitemaps and hosts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from bot.config.kinds import Url, refuse

HOST: Final = re.compile(r"[\w.-]{1,253}(?::\d{1,5})?")


class Source(NamedTuple):
    """What names pages to fetch."""

    kind: Literal["feed", "sitemap"]
    url: str


@dataclass(frozen=True, slots=True)
class OneSource:
    """A feed or a sitemap, named as such."""

    @property
    def says(self) -> str:
        """What is expected."""
        return "feed: ADDRESS or sitemap: ADDRESS"

    def read(self, value: object) -> Source:
        """The source."""
        match value:
            case {"feed": url, **more} if not more:
                return Source("feed", _address(url))
            case {"sitemap": url, **more} if not more:
                return Source("sitemap", _address(url))
            case _:
                raise refuse(self, value)


def _address(value: object) -> str:
    return Url(query=True).read(value)


@dataclass(frozen=True, slots=True)
class Host:
    """The name or address of a host, with a port or without."""

    @property
    def says(self) -> str:
        """What is expected."""
        return "a host such as example.org or example.org:8080"

    def read(self, value: object) -> str:
        """The host in lower case."""
        if not isinstance(value, str) or not HOST.fullmatch(value):
            raise refuse(self, value)
        return value.lower()

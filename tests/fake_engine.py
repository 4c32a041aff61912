"""An engine in this process that scores as Lucene does, and goes down when a test says so."""

import fnmatch
import math
import re
from types import SimpleNamespace

import numpy as np
from opensearchpy.exceptions import ConnectionError as Gone
from opensearchpy.exceptions import NotFoundError

from bot.config import SearchSection
from bot.opensearch import Connection

EXACT = 24  # lengths to here are kept as they are


def rounded(length):
    """A length as Lucene keeps it: of what is above 24, four bits."""
    above = length - EXACT
    if above < 16:
        return length
    shift = above.bit_length() - 4
    return EXACT + (above >> shift << shift)


class FakeClient:
    """As much of the client as the bot uses."""

    def __init__(self):
        self.documents = {}  # index -> id -> document
        self.settings = {}
        self.aliases = {}  # alias -> index
        self.down = 0  # calls that fail from now on
        self.works = -1  # calls after which all fail; never where negative
        self.calls = 0
        self.indices = SimpleNamespace(
            create=self._create, delete=self._delete, get_alias=self._get_alias,
            put_settings=self._noted, refresh=self._noted, update_aliases=self._update_aliases,
        )  # fmt: skip
        self.cluster = SimpleNamespace(health=self._health)

    def _noted(self, **_):
        self.calls += 1
        if 0 <= self.works < self.calls:
            raise Gone("N/A", "no route", OSError())
        if self.down > 0:
            self.down -= 1
            raise Gone("N/A", "no route", OSError())

    def _health(self, **_):
        self._noted()
        return {"status": "green"}

    def _create(self, index, body, **_):
        self._noted()
        self.documents[index], self.settings[index] = {}, body

    def _delete(self, index, **_):
        self._noted()
        for name in index.split(","):
            self.documents.pop(name, None)

    def _get_alias(self, name=None, index=None, **_):
        self._noted()
        if name is not None:
            found = self.aliases.get(name)
            return {found: {"aliases": {name: {}}}} if found else {"error": "none", "status": 404}
        return {i: {"aliases": {}} for i in self.documents if fnmatch.fnmatch(i, index)}

    def _update_aliases(self, body, **_):
        self._noted()
        for action in body["actions"]:
            for what, about in action.items():
                if what == "add":
                    self.aliases[about["alias"]] = about["index"]
                else:
                    del self.aliases[about["alias"]]

    def get(self, index, id, **_):  # noqa: A002  the client's own name
        self._noted()
        return {"_source": self.documents[index][str(id)]}

    def mget(self, index, body, **_):
        self._noted()
        found = self._in(index)
        return {"docs": [{"found": i in found, "_source": found.get(i, {})} for i in body["ids"]]}

    def search(self, index, body, **options):
        self._noted()
        if "query" not in body:
            return {"hits": {"hits": []}}
        query = body["query"]["bool"]
        documents = self._in(index)
        scored = self._scored(index, query) if "should" in query else {
            i: 0.0 for i, d in documents.items() if all(meets(d, f) for f in query["filter"])
        }  # fmt: skip
        ranked = sorted(scored, key=lambda i: (-scored[i], documents[i]["n"]))
        after = body.get("search_after", [-1])[-1]
        ranked = [i for i in ranked if "should" in query or documents[i]["n"] > after]
        return {
            "hits": {
                "hits": [
                    {
                        "_source": documents[i],
                        "_score": scored[i],
                        "sort": [scored[i], documents[i]["n"]][-len(body["sort"]) :],
                    }
                    for i in ranked[: body["size"]]
                ]
            }
        }

    def _in(self, index):
        if index not in self.documents:
            raise NotFoundError(404, "index_not_found_exception", {})
        return self.documents[index]

    def _scored(self, index, query):
        """BM25 in 32 bits over rounded lengths, of the documents that have any word."""
        by = self.settings[index]["settings"]["index"]["similarity"]["ours"]
        words = {i: d["t"].split() for i, d in self._in(index).items() if d["t"]}
        average = sum(map(len, words.values())) / max(1, len(words))
        totals = {}
        for clause in query["should"]:
            (about,) = clause["term"].values()
            count = sum(about["value"] in own for own in words.values())
            idf = math.log(1 + (len(words) - count + 0.5) / (count + 0.5))
            for i, own in words.items():
                times = own.count(about["value"])
                norm = by["k1"] * (1 - by["b"] + by["b"] * rounded(len(own)) / average)
                score = about["boost"] * idf * times * (by["k1"] + 1) / (times + norm)
                if times:
                    totals[i] = np.float32(totals.get(i, np.float32(0)) + np.float32(score))
        return {i: float(total) for i, total in totals.items()}


def meets(document, condition):
    """Whether a document meets a filter."""
    (kind, about), *_ = condition.items()
    if kind == "bool":
        return any(meets(document, one) for one in about["should"])
    ((field, wanted),) = about.items()
    held = document[field] if isinstance(document[field], list) else document[field].split()
    if kind == "term":
        return wanted in held
    pattern = re.sub(
        r"\\(.)|(\*)|(.)",
        lambda m: ".*" if m[2] else re.escape(m[1] or m[3]),
        wanted["value"],
        flags=re.DOTALL,
    )
    return any(re.fullmatch(pattern, word, re.DOTALL) for word in held)


class FakeConnection(Connection):
    """A connection to an engine of its own."""

    def __init__(self, **settings):
        self.client = FakeClient()
        urls = ("http://127.0.0.1:9",)
        super().__init__(SearchSection(**{"urls": urls, "name": "tested", **settings}), self.client)

    def write(self, documents):
        for document in documents:
            about = dict(document)
            index = about.pop("_index")
            self.client.documents[index][str(about.pop("_id"))] = about

"""The engines under one interface: prepare (import), build, search, save, load."""

from __future__ import annotations

import pickle
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np

if TYPE_CHECKING:
    import tantivy

TOP = 10
Hits = tuple[list[int], list[float]]


class Engine(Protocol):
    def prepare(self) -> None: ...
    def build(self, passages: list[list[str]], folder: Path) -> None: ...
    def search(self, tokens: list[str]) -> Hits: ...
    def save(self, folder: Path) -> None: ...
    def load(self, folder: Path) -> None: ...


class Ours:
    def prepare(self) -> None:
        from bot.index import Index

        self.kind = Index

    def build(self, passages: list[list[str]], folder: Path) -> None:
        self.index = self.kind(passages)

    def search(self, tokens: list[str]) -> Hits:
        return self.index.top(tokens, TOP)

    def save(self, folder: Path) -> None:
        self.index.save(folder)

    def load(self, folder: Path) -> None:
        self.index = self.kind.load(folder)


class RankBM25:
    def prepare(self) -> None:
        from rank_bm25 import BM25Okapi

        self.kind = BM25Okapi

    def build(self, passages: list[list[str]], folder: Path) -> None:
        self.index = self.kind(passages)

    def search(self, tokens: list[str]) -> Hits:
        scores = self.index.get_scores(tokens)
        ids = np.argsort(scores)[::-1][:TOP]  # what its get_top_n does
        return ids, scores[ids]

    def save(self, folder: Path) -> None:
        with (folder / "index.pickle").open("wb") as file:
            pickle.dump(self.index, file, pickle.HIGHEST_PROTOCOL)

    def load(self, folder: Path) -> None:
        with (folder / "index.pickle").open("rb") as file:
            self.index = pickle.load(file)


class BM25S:
    backend = "numpy"

    def prepare(self) -> None:
        import bm25s

        self.kind = bm25s.BM25

    def build(self, passages: list[list[str]], folder: Path) -> None:
        self.index = self.kind(method="robertson", k1=1.5, b=0.75, backend=self.backend)
        self.index.index(passages, show_progress=False)

    def search(self, tokens: list[str]) -> Hits:
        ids, scores = self.index.retrieve([tokens], k=TOP, show_progress=False)
        return ids[0], scores[0]

    def save(self, folder: Path) -> None:
        self.index.save(str(folder / "index"))

    def load(self, folder: Path) -> None:
        self.index = self.kind.load(str(folder / "index"), mmap=True)
        self.index.backend = self.backend


class BM25SNumba(BM25S):
    backend = "numba"

    def prepare(self) -> None:
        import numba  # noqa: F401

        super().prepare()


class Tantivy:
    def prepare(self) -> None:
        import tantivy

        self.library = tantivy

    def build(self, passages: list[list[str]], folder: Path) -> None:
        tantivy = self.library
        (folder / "tantivy").mkdir()
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("text", stored=False, tokenizer_name="whitespace")
        index = tantivy.Index(builder.build(), path=str(folder / "tantivy"))
        writer = index.writer(heap_size=1 << 28, num_threads=1)
        for passage in passages:
            writer.add_document(tantivy.Document(text=" ".join(passage)))
        writer.commit()
        writer.wait_merging_threads()
        self._open(index)

    def search(self, tokens: list[str]) -> Hits:
        tantivy = self.library
        query = tantivy.Query.boolean_query(
            [
                (tantivy.Occur.Should, tantivy.Query.term_query(self.schema, "text", token))
                for token in tokens
            ]
        )
        hits = self.searcher.search(query, TOP, count=False).hits
        return [address.doc for _, address in hits], [score for score, _ in hits]

    def save(self, folder: Path) -> None:
        pass  # it was built there

    def load(self, folder: Path) -> None:
        self._open(self.library.Index.open(str(folder / "tantivy")))

    def _open(self, index: tantivy.Index) -> None:
        index.reload()
        self.schema, self.searcher = index.schema, index.searcher()


class FTS5:
    def prepare(self) -> None:
        pass

    def build(self, passages: list[list[str]], folder: Path) -> None:
        self.load(folder)
        self.store.execute("create virtual table passage using fts5(text, content='')")
        rows: Iterable[tuple[str]] = ((" ".join(passage),) for passage in passages)
        self.store.executemany("insert into passage(text) values (?)", rows)
        self.store.commit()

    def search(self, tokens: list[str]) -> Hits:
        words = " OR ".join(f'"{token}"' for token in tokens)
        rows = self.store.execute(
            "select rowid, rank from passage where passage match ? order by rank limit ?",
            (words, TOP),
        ).fetchall()
        return [row - 1 for row, _ in rows], [-rank for _, rank in rows]

    def save(self, folder: Path) -> None:
        pass  # it was built there

    def load(self, folder: Path) -> None:
        self.store = sqlite3.connect(folder / "fts5.sqlite3")


ENGINES: dict[str, type[Engine]] = {
    "rapporteur": Ours,
    "rank-bm25": RankBM25,
    "bm25s numpy": BM25S,
    "bm25s numba": BM25SNumba,
    "tantivy": Tantivy,
    "SQLite FTS5": FTS5,
}

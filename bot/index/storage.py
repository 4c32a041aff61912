"""An index as named arrays and blobs, and back."""

from __future__ import annotations

import json
from collections.abc import Hashable, Mapping
from dataclasses import asdict
from typing import Any

from numpy.typing import NDArray

from bot.index.build import Content
from bot.index.dense import Rows
from bot.index.generation import Generation
from bot.index.postings import Pairs, Postings
from bot.index.vocabulary import Vocabulary
from bot.index.weights import Parameters

_LINE = 4096  # tokens; a line's parsing holds the interpreter's lock for less than a millisecond


def files_of(
    name: str, vocabulary: Vocabulary | None, content: Content
) -> dict[str, NDArray[Any] | bytes]:
    """What `content_of` and `vocabulary_of` need, each name beginning with `name` and a dot.

    Raises:
        TypeError: a token isn't text.
    """
    scalars = {
        "parameters": asdict(content.parameters),
        "mean_idf": content.mean_idf,
        "step": content.rows.step,
    }
    arrays: Mapping[str, NDArray[Any]] = {
        "lengths": content.lengths,
        "counts": content.counts,
        "idf": content.idf,
        "starts": content.postings.starts,
        "documents": content.postings.documents,
        "codes": content.postings.codes,
        "pair_frequencies": content.pairs.frequencies,
        "pair_lengths": content.pairs.lengths,
        "weights": content.weights,
        "row_terms": content.rows.terms,
        "row_codes": content.rows.codes,
        "row_bounds": content.rows.bounds,
        "row_peaks": content.rows.peaks,
    }
    files: dict[str, NDArray[Any] | bytes] = {
        f"{name}.json": json.dumps(scalars, default=float).encode(),
        **{f"{name}.{part}": array for part, array in arrays.items()},
    }
    if vocabulary is not None:
        files[f"{name}.vocabulary"] = _written(vocabulary, len(content.idf) - 1)
    return files


def content_of(name: str, generation: Generation) -> Content:
    """The content that `files_of` gave."""
    scalars = json.loads(generation.blob(f"{name}.json"))

    def array(part: str) -> NDArray[Any]:
        return generation.array(f"{name}.{part}")

    return Content(
        parameters=Parameters(**scalars["parameters"]),
        lengths=array("lengths"),
        counts=array("counts"),
        idf=array("idf"),
        mean_idf=scalars["mean_idf"],
        postings=Postings(array("starts"), array("documents"), array("codes")),
        pairs=Pairs(array("pair_frequencies"), array("pair_lengths")),
        weights=array("weights"),
        rows=Rows(
            array("row_terms"),
            array("row_codes"),
            array("row_bounds"),
            array("row_peaks"),
            scalars["step"],
        ),
    )


def vocabulary_of(name: str, generation: Generation) -> Vocabulary:
    """The vocabulary that `files_of` gave."""
    return _read(generation.blob(f"{name}.vocabulary"))


def _written(vocabulary: Mapping[Hashable, int], size: int) -> bytes:
    lines: list[str] = []
    tokens = list(vocabulary)[:size]  # at once, since another thread may add tokens meanwhile
    for start in range(0, size, _LINE):
        line = tokens[start : start + _LINE]
        if not all(isinstance(token, str) for token in line):
            raise TypeError("only an index of text tokens can be saved")
        lines.append(json.dumps(line, ensure_ascii=False))
    return "\n".join(lines).encode("utf-8", "surrogatepass")


def _read(written: bytes) -> Vocabulary:
    vocabulary = Vocabulary()
    for line in written.split(b"\n") if written else ():
        tokens = json.loads(line.decode("utf-8", "surrogatepass"))
        numbers = range(len(vocabulary), len(vocabulary) + len(tokens))
        vocabulary.update(zip(tokens, numbers, strict=True))
    return vocabulary

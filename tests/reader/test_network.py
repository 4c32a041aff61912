"""The weights are used whole and of this version, or refused in one line.

None of these tests asks what the heads say: only that they say the same again.
"""

import hashlib
import json
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import astuple
from itertools import pairwise

import numpy as np
import pytest
from small_library import reading

from bot.errors import WeightsError
from bot.reader import network, windows
from bot.reader.network import (
    BATCH,
    FEATURES,
    NARROWED,
    ROUTES,
    WEIGHTS,
    Network,
    sums_exactly,
)
from bot.reader.windows import encode, encode_question, question_pieces, windows_of
from bot.slots import SLOTS

BODY = " ".join(f"Officer {n} of Fiji came to Suva on {n} May 2020." for n in range(1, 30))


@pytest.fixture(scope="module")
def rows():
    read = reading(f"It opened. It ended.\n\n# Talks\n\n{BODY}", date="2020-05-03")
    made = windows_of(read.structure, read.report.body, read.report.title, read.report.date)
    asked = question_pieces("Which officers came to Suva?", "Where was it?")
    return [
        *(encode(window) for window in made),
        *(encode(window, asked) for window in made),
        encode_question(asked),
        encode_question([]),
    ]


@pytest.fixture
def about():
    return json.loads((WEIGHTS / "reader.json").read_text("utf-8"))


@pytest.fixture
def folder(tmp_path, about):
    """A folder with weights of this version that are no network."""

    def made(content=b"no network", **changes):
        said = {**about, "sha256": hashlib.sha256(content).hexdigest(), **changes}
        said = {key: value for key, value in said.items() if value is not None}
        (tmp_path / "reader.json").write_text(json.dumps(said))
        (tmp_path / "reader.onnx").write_bytes(content)
        return tmp_path

    return made


def refused(folder):
    """The line in which the weights are refused."""
    with pytest.raises(WeightsError) as raised:
        Network(folder)
    (line,) = str(raised.value).splitlines()
    assert str(folder) in line
    return line


@pytest.mark.parametrize("missing", ["reader.json", "reader.onnx"])
def test_missing_weights_are_told_in_one_line(folder, missing):
    place = folder()
    (place / missing).unlink()
    assert missing in refused(place)


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b"[" * 9])
def test_an_unreadable_description_is_told_in_one_line(tmp_path, content):
    (tmp_path / "reader.json").write_bytes(content)
    with pytest.raises(WeightsError, match=r"^the reader's weights can't be read: .+$"):
        Network(tmp_path)


def test_damaged_weights_are_told_in_one_line(folder):
    place = folder()
    (place / "reader.onnx").write_bytes(b"no networK")
    assert refused(place).endswith("reader.onnx: is damaged; install again")


def test_what_is_no_network_is_told_in_one_line(folder):
    assert "reader.onnx: can't be loaded: " in refused(folder())


@pytest.mark.parametrize(
    "changes",
    [
        {"format": 2},
        {"format": None},
        {"slots": list(SLOTS[1:])},
        {"slots": None},
        {"routes": [*ROUTES, "more"]},
        {"routes": None},
        {"prior": None},
        {"asking": None},
    ],
    ids="-".join,
)
def test_weights_of_another_version_are_told_in_one_line(folder, changes):
    assert refused(folder(**changes)).endswith("are of another version; install again")


@pytest.mark.parametrize("content", ["[]", "1", '"text"', "null"])
def test_a_description_of_something_else_is_of_another_version(folder, content):
    place = folder()
    (place / "reader.json").write_text(content)
    assert "another version" in refused(place)


@pytest.mark.parametrize("content", [None, b"", b"{", b"\xff\xfe", b"{}"])
def test_a_damaged_tokenizer_is_told_in_one_line(folder, tmp_path, monkeypatch, content):
    (tmp_path / "weights").mkdir()
    if content is not None:
        (tmp_path / "weights/tokenizer.json").write_bytes(content)
    monkeypatch.setattr(windows, "__file__", str(tmp_path / "windows.py"))
    monkeypatch.setattr(sys.modules[Network.__module__], "tokenizer", windows.tokenizer.__wrapped__)
    with pytest.raises(
        WeightsError, match=r"^tokenizer\.json: can't be read, install again \(.+\)$"
    ):
        Network(folder())


def test_the_network_is_loaded_once_for_all_threads():
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: network(), range(4)))
    assert all(one is found[0] for one in found)


def test_the_weights_are_named_by_their_content(about):
    content = hashlib.sha256((WEIGHTS / "reader.onnx").read_bytes()).hexdigest()
    assert network().fingerprint == content[:16] == about["sha256"][:16]


def test_each_piece_has_its_logits_and_each_row_its_route(rows):
    for row, heads in zip(rows, network().read(rows), strict=True):
        size = len(row.ids)
        assert heads.pick.shape == heads.item.shape == (size,)
        assert heads.span.shape == (size, 2)
        assert heads.verdict.shape == (size, 3)
        assert heads.states.shape == heads.inside.shape == (size, len(SLOTS))
        assert heads.route.shape == (len(ROUTES) + 1,)
        assert all(np.isfinite(part).all() for part in astuple(heads))


def apart(one, other):
    """By how much two readings of the same rows differ at most."""
    pairs = zip(one, other, strict=True)
    return max(
        float(np.abs(a - b).max())
        for first, second in pairs
        for a, b in zip(astuple(first), astuple(second), strict=True)
    )


def test_the_same_rows_are_read_alike_again(rows):
    assert apart(network().read(rows), network().read(rows)) == 0


def test_what_a_row_is_read_together_with_changes_nothing(rows):
    assert len(rows) > BATCH
    alone = [network().read([row])[0] for row in rows]
    assert apart(network().read(rows), alone) < 1e-3


def test_the_order_of_rows_changes_nothing_but_the_order(rows):
    turned = network().read(rows[::-1])[::-1]
    assert apart(network().read(rows), turned) < 1e-3


def test_threads_read_at_the_same_time_what_each_reads_alone(rows):
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: network().read(rows), range(4)))
    assert all(apart(one, other) == 0 for one, other in pairwise(found))


def test_without_rows_nothing_is_read():
    assert network().read([]) == []


def test_a_hit_of_nothing_adds_nothing():
    assert network().prior([0.0] * FEATURES) == 0


def test_the_labels_are_told_apart():
    assert len(set(ROUTES)) == len(ROUTES)
    assert set(NARROWED.values()) <= set(SLOTS) <= set(ROUTES)


def test_words_that_ask_are_terms():
    assert {"chair", "open", "attend"} <= network().asking


@pytest.mark.parametrize(
    ("flags", "exactly"),
    [
        ("flags\t\t: fpu avx2 avx512f avx512_vnni", True),
        ("flags\t\t: fpu avx2 avx_vnni\nbugs\t\t:", True),
        ("flags\t\t: fpu avx2 avx512f", False),
        ("", False),
    ],
)
def test_exact_sums_are_asked_for_where_the_processor_is_not_known_to_have_them(
    tmp_path, flags, exactly
):
    (tmp_path / "cpuinfo").write_text(flags)
    assert sums_exactly(tmp_path / "cpuinfo") is exactly


def test_exact_sums_are_asked_for_where_nothing_is_known_of_the_processor(tmp_path):
    assert not sums_exactly(tmp_path / "none")

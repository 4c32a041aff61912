"""Memory of a bot whose reports are in OpenSearch, by the number of reports.

python -m bench.replica 1000 200000 --urls http://127.0.0.1:9200 …

A thousand made-up reports are published. What a bot holds of reports is the head of a generation;
of that a larger one is made, with as many reports and words as are wanted. `rapporteur run` starts
over it, and is asked about the reports that there are.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import msgspec
import numpy as np
import yaml
from numpy.typing import NDArray

from bench import reports
from bot.config import Config, CorpusSection, IndexSection, SearchSection
from bot.index import load_generation, save_generation
from bot.opensearch import connect, open_published, publish
from bot.opensearch.documents import Names
from bot.opensearch.head import ENGINES, Naming
from bot.snapshot import build_snapshot
from bot.trial.botapi import FakeBotApi

Files = dict[str, NDArray[Any] | bytes]

PUBLISHED: Final = 1000
WORDS_A_REPORT: Final = 5  # that no other report has: at 200,000 a million
TOKEN: Final = "4242:token"
READY: Final = 300.0  # seconds
LAST: Final = chr(0x10FFFD)  # begins words that come after all others


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.replica", description=__doc__)
    parser.add_argument("counts", type=int, nargs="+", help="of reports")
    parser.add_argument("--urls", nargs="+", required=True)
    parser.add_argument("--questions", type=int, default=50)
    options = parser.parse_args()
    search = SearchSection(urls=tuple(options.urls), name="bench_replica", timeout=10)
    with tempfile.TemporaryDirectory() as folder:
        corpus, index = CorpusSection(path=Path(folder, "reports")), Path(folder, "index")
        reports.write(corpus.path, PUBLISHED)
        config = Config(corpus=corpus, index=IndexSection(path=index), search=search)
        connection = connect(search)
        names = publish(connection, build_snapshot(config, later=True).kept)
        for count in options.counts:
            place = Path(folder, str(count))
            place.mkdir()
            size = _enlarge(open_published(connection, names, place).head.files.path, names, count)
            found = _measured(place, corpus.path, options.urls, options.questions)
            print(json.dumps({"reports": count, "head_mb": size, **found}), flush=True)


def _enlarge(generation: Path, names: Names, count: int) -> float:
    """Put a head of so many reports in place of this one; return its megabytes."""
    folder = generation.parent
    kept = load_generation(folder)
    files: Files = {
        name.removesuffix(".npy"): np.array(array) if name.endswith(".npy") else array.tobytes()
        for name, array in kept.mapped.items()
    }
    times = -(-count // PUBLISHED)
    files |= _more_reports(files, times)
    files |= _more_words(files, WORDS_A_REPORT * (count - PUBLISHED))
    about = json.loads(bytes(files["about"]))
    about["read"] *= times
    for figures in ("sizes", "filled"):
        about[figures] = {engine: size * times for engine, size in about[figures].items()}
    files["about"] = json.dumps(about).encode()
    assert folder.name == names.of("head")
    save_generation(folder, files)
    return sum(file.stat().st_size for file in folder.rglob("*")) / 1e6


def _more_reports(files: Mapping[str, Any], times: int) -> Files:
    namings = msgspec.msgpack.Decoder(Naming)
    pieces = [namings.decode(piece) for piece in _pieces(files, "reports")]
    called = [
        msgspec.structs.replace(one, path=f"{n:04}-{one.path}" if n else one.path)
        for n in range(times)
        for one in pieces
    ]
    made: Files = {"order": np.array(sorted(range(len(called)), key=lambda n: called[n].path))}
    made["order"] = np.asarray(made["order"]).astype(np.int32)
    made |= _blobs("reports", [msgspec.msgpack.encode(one) for one in called])
    for name in ("counts", "months", "starts", "years"):
        made[name] = np.tile(files[name], times)
    for name in ("newest", "stated"):
        made[name] = _shifted(files[name], times).ravel()
    made["years.ends"] = _ends(files["years.ends"], times)
    counted = files["counted"]
    more = [counted + np.array([n * PUBLISHED, 0, 0]) for n in range(times)]
    made["counted"] = np.concatenate(more)
    for name in ("countries", "mentions"):
        ends = files[f"{name}.ends"]
        spans = np.split(files[f"{name}.numbers"], ends)[: len(ends)]
        made[f"{name}.numbers"] = np.concatenate([_shifted(s, times).ravel() for s in spans])
        made[f"{name}.ends"] = ends * times
    return made


def _more_words(files: Mapping[str, Any], count: int) -> Files:
    words = [f"{LAST}{number:08}".encode() for number in range(count)]
    made = _blobs("words", [*_pieces(files, "words"), *words])
    for engine in ENGINES:
        for name, value in (("idf", 10.0), ("counts", 1)):
            known = files[f"{engine}.{name}"]
            made[f"{engine}.{name}"] = np.append(known, np.full(count, value, known.dtype))
    return made


def _shifted(numbers: NDArray[Any], times: int) -> NDArray[np.int32]:
    """The reports of these numbers in every copy, ascending."""
    copies = np.arange(times, dtype=np.int32)[:, None] * PUBLISHED
    return (numbers[None, :] + copies).astype(np.int32)


def _ends(ends: NDArray[Any], times: int) -> NDArray[np.int64]:
    return (ends[None, :] + np.arange(times, dtype=np.int64)[:, None] * ends[-1]).ravel()


def _pieces(files: Mapping[str, Any], name: str) -> list[bytes]:
    ends = files[f"{name}.ends"].tolist()
    return [files[name][start:end] for start, end in zip([0, *ends], ends, strict=False)]


def _blobs(name: str, pieces: list[bytes]) -> Files:
    return {
        name: b"".join(pieces),
        f"{name}.ends": np.cumsum([len(piece) for piece in pieces], dtype=np.int64),
    }


def _measured(place: Path, corpus: Path, urls: list[str], questions: int) -> dict[str, float]:
    """What a bot has in memory once it is ready, and after some questions."""
    with FakeBotApi() as api:
        bot = api.bot(TOKEN, username="reports_bot")
        config = {
            "corpus": {"path": str(corpus)},
            "index": {"path": str(place)},
            "store": {"path": str(place / "state.sqlite3")},
            "search": {"urls": urls, "name": "bench_replica", "timeout": 10},
            "telegram": {"base_url": api.url},
            "limits": {"per_user_per_minute": 10000},
        }
        (place / "config.yaml").write_text(yaml.safe_dump(config))
        command = [sys.executable, "-m", "bot", "run", "--config", str(place / "config.yaml")]
        environment = os.environ | {"TELEGRAM_BOT_TOKEN": TOKEN}
        log = place / "log"
        with log.open("w") as out:
            process = subprocess.Popen(command, env=environment, stdout=out, stderr=out)
        try:
            _wait_ready(process, log)
            found = _memory(process.pid, "ready")
            people = [api.private(api.user(f"P{n}"), bot) for n in range(questions)]
            for chat, question in zip(people, reports.questions(questions), strict=True):
                chat.wait_reply(chat.send(f"/ask {question}"), timeout=READY)
            return found | _memory(process.pid, "asked")
        finally:
            process.kill()
            process.wait()


def _wait_ready(process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + READY
    while "answers from" not in log.read_text():
        if process.poll() is not None or time.monotonic() > until:
            raise SystemExit(log.read_text())
        time.sleep(0.1)


def _memory(pid: int, when: str) -> dict[str, float]:
    """Megabytes of its own, and of files that are mapped, which the system may take back."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    found = dict(line.split(":", 1) for line in lines)
    kinds = {"own": "RssAnon", "mapped": "RssFile"}
    return {f"{when}_{kind}": int(found[key].split()[0]) * 1.024e-3 for kind, key in kinds.items()}


if __name__ == "__main__":
    main()

"""Program -> a fingerprint of all that a reading depends on beside its report."""

from __future__ import annotations

import hashlib
import sys
import unicodedata
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import bot

READING = (
    "corpus", "event.py", "index", "keeping", "layout.py", "model.py", "passages.py",
    "reader/network.py", "reader/windows.py", "reader/weights/reader.json",
    "reader/weights/tokenizer.json", "reading.py", "retrieval/entries.py", "retrieval/table.py",
    "slots.py", "text",
)  # fmt: skip
LIBRARIES = (
    "charset-normalizer", "msgspec", "nltk", "numpy", "onnxruntime", "pycountry", "pypdfium2",
    "pystemmer", "python-docx", "pyyaml", "rank-bm25", "tokenizers", "trafilatura",
)  # fmt: skip


@lru_cache(maxsize=1)  # a running program is what it was when it started
def fingerprint() -> str:
    """Return the hex SHA-256 of the source and data files that read, and of what they build on."""
    root = Path(bot.__file__).parent
    total = hashlib.sha256(f"{sys.version_info[:2]} {unicodedata.unidata_version}".encode())
    for library in LIBRARIES:
        total.update(f"{library} {_version(library)}\n".encode())
    for file in sorted(file for name in READING for file in _files(root / name)):
        total.update(f"{file.relative_to(root).as_posix()}\n".encode())
        total.update(hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()


def _files(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    return [f for f in path.rglob("*") if f.is_file() and "__pycache__" not in f.parts]


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return "none"

"""Pages as they are kept: a report in Markdown, a safe name, and what is known of each."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, Final
from urllib.parse import unquote, urlsplit

import yaml

from bot.corpus.extraction import Extracted, ExtractionError, Extractor, PageEntry
from bot.corpus.report_file import UnreadableError, report_of
from bot.fetching.web import Fetched, Validators
from bot.files import write_whole

KINDS: Final = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "text/plain": ".txt",
    "text/markdown": ".txt",
}
SUFFIXES: Final = {
    ".htm": ".html",
    ".html": ".html",
    ".pdf": ".pdf",
    ".docx": ".docx",
    ".txt": ".txt",
    ".md": ".txt",
}
UNSAID: Final = frozenset({"", "application/octet-stream", "binary/octet-stream"})
UNFIT: Final = re.compile(r"[^a-z0-9]+")
LONGEST_NAME: Final = 60
STATE_FILE: Final = ".fetched.json"
STATE_VERSION: Final = 1


def file_of(url: str) -> str:
    """Return where a page is kept, relative to the folder: its host, its name, a mark of its own.

    Only small letters, digits and hyphens, whatever the address contains.
    """
    parts = urlsplit(url)
    host = UNFIT.sub("-", (parts.hostname or "").lower()).strip("-")
    name = unquote(parts.path).rstrip("/").rpartition("/")[2].lower()
    slug = UNFIT.sub("-", re.sub(r"\.(?:html?|php|aspx?|pdf|docx)\Z", "", name)).strip("-")
    mark = hashlib.sha256(url.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{host or 'web'}/{slug[:LONGEST_NAME].strip('-') or 'page'}-{mark}.md"


def markdown_of(page: Fetched, entry: PageEntry, site: str | None, extractor: Extractor) -> bytes:
    """Return a page as Markdown with a head of title, date, source and url.

    What the feed says of the page counts more than what the page says.

    Raises:
        ExtractionError: it has no text, or is of a kind that isn't read.
    """
    said = _extracted(page, extractor)
    known = Extracted(
        body=said.body,
        title=entry.title or said.title,
        date=entry.date or said.date,
        source=said.source or site,
        url=page.url,
    )
    try:
        report = report_of(page.url, known)
    except UnreadableError as error:
        raise ExtractionError(error.reason) from None
    head = {
        name: value
        for name in ("title", "date", "source", "url")
        if (value := getattr(report, name))
    }
    written = yaml.safe_dump(head, allow_unicode=True, sort_keys=False, width=10_000)
    body = report.body.strip(" \n")  # form feeds part the pages of a PDF
    return f"---\n{written}---\n{body}\n".encode("utf-8", "replace")


def _extracted(page: Fetched, extractor: Extractor) -> Extracted:
    data = page.data or b""
    kind = _kind(page)
    if kind == ".html" and page.charset:
        data = _in_utf8(data, page.charset)
    if kind == ".txt":
        return Extracted(_in_utf8(data, page.charset or "utf-8").decode("utf-8", "replace"))
    return extractor.extract(f"page{kind}", data)


def _kind(page: Fetched) -> str:
    if (page.data or b"").startswith(b"%PDF-"):
        return ".pdf"
    kind = KINDS.get(page.kind)
    if page.kind in UNSAID:
        suffix = PurePosixPath(urlsplit(page.url).path).suffix.lower()
        kind = SUFFIXES.get(suffix)
    if kind is None:
        raise ExtractionError(f"is {page.kind or 'of no stated kind'}, which isn't read")
    return kind


def _in_utf8(data: bytes, charset: str) -> bytes:
    """Return the bytes in UTF-8, as they are where the stated charset is wrong."""
    try:
        return data.decode(charset).encode()
    except (LookupError, UnicodeError, ValueError):
        return data


@dataclass(frozen=True, slots=True)
class KnownPage:
    """A page that was fetched."""

    file: str | None  # relative to the folder, with forward slashes; None where it held no report
    source: str
    stamp: str | None = None  # what its source said of its last change
    validators: Validators = Validators()  # noqa: RUF009 (frozen)


@dataclass(slots=True)
class FetchState:
    """What is known since the last run, by address; kept in a hidden file beside the pages.

    A source is known only once all that it names was fetched.
    """

    pages: dict[str, KnownPage] = field(default_factory=dict)
    sources: dict[str, Validators] = field(default_factory=dict)


def load_state(folder: Path) -> FetchState:
    """Return what is known; nothing where it can't be read, and then all is fetched again."""
    try:
        kept = json.loads((folder / STATE_FILE).read_bytes())
        if kept["version"] != STATE_VERSION:
            return FetchState()
        pages = {url: _known_page(page) for url, page in kept["pages"].items()}
        sources = {url: _validators(source) for url, source in kept["sources"].items()}
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return FetchState()
    return FetchState(pages, sources)


def save_state(folder: Path, state: FetchState) -> None:
    """Write down what is known, whole or not at all.

    Raises:
        OSError: the folder can't be written.
    """
    kept = {
        "version": STATE_VERSION,
        "sources": {url: asdict(source) for url, source in state.sources.items()},
        "pages": {url: asdict(page) for url, page in state.pages.items()},
    }
    write_whole(folder / STATE_FILE, json.dumps(kept, ensure_ascii=True, indent=0).encode())


def _known_page(page: dict[str, Any]) -> KnownPage:
    file = _text(page["file"])
    if file is not None and {"..", ""} & set(file.split("/")):
        raise ValueError(file)
    return KnownPage(
        file, str(page["source"]), _text(page["stamp"]), _validators(page["validators"])
    )


def _validators(kept: dict[str, Any]) -> Validators:
    return Validators(_text(kept["etag"]), _text(kept["modified"]))


def _text(value: object) -> str | None:
    return None if value is None else str(value)

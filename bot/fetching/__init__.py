"""Feeds and sitemaps → files in the folder of reports, fetched politely and from named hosts only.

A run reads every source's list, then its pages as reports, each whole or not at all.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Any, Final, Literal
from urllib.parse import unquote, urljoin, urlsplit

import yaml

from bot.config import Config, Source
from bot.corpus.extraction import Extracted, ExtractionError, Extractor, PageEntry, PageListing
from bot.corpus.report_file import UnreadableError, report_of
from bot.errors import ConfigError, CorpusError
from bot.fetching.web import FetchedPage, FetchError, Validators, Web
from bot.files import lock_file, write_whole
from bot.model import Progress, no_progress

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
FOLDER: Final = "fetched"  # in the folder of reports
SAVE_EVERY: Final = 10.0  # seconds of work that a crash may cost
MOST_LOST: Final = 3  # pages in a row that a host doesn't answer for
MOST_MAPS: Final = 100  # sitemaps that an index of them may name


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


def markdown_of(
    page: FetchedPage, entry: PageEntry, site: str | None, extractor: Extractor
) -> bytes:
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
    body = report.body.strip(" \n")  # form feeds separate the pages of a PDF
    return f"---\n{written}---\n{body}\n".encode("utf-8", "replace")


def _extracted(page: FetchedPage, extractor: Extractor) -> Extracted:
    data = page.data or b""
    kind = _kind(page)
    if kind == ".html" and page.charset:
        data = _in_utf8(data, page.charset)
    if kind == ".txt":
        return Extracted(_in_utf8(data, page.charset or "utf-8").decode("utf-8", "replace"))
    return extractor.extract(f"page{kind}", data)


def _kind(page: FetchedPage) -> str:
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


@dataclass(frozen=True, slots=True)
class FetchEvent:
    """What happened; `source` begins one whose list was read, with the number of its pages."""

    what: Literal["source", "new", "changed", "unchanged", "problem"]
    url: str
    said: str = ""  # the file, or what is wrong
    pages: int = 0


async def fetch(
    config: Config,
    web: Web,
    tell: Callable[[FetchEvent], None],
    progress: Progress = no_progress,
    make: Callable[[], AbstractContextManager[Extractor]] = Extractor,
) -> None:
    """Bring the folder of reports up to date with the sources, telling of each page.

    The pages of a source go through `progress`, which may show how far that has come.

    May be cancelled at any time: what was fetched stays, the rest comes with the next run.

    Raises:
        ConfigError: there is no source.
        CorpusError: the folder can't be written, or another run writes it.
    """
    if not config.fetch.sources:
        raise ConfigError("fetch.sources: names no feed or sitemap; add `- feed: https://…`")
    folder = config.corpus.path / FOLDER
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _alone(folder), make() as extractor:
            for torn in folder.rglob(".*.part"):  # of a run that was killed
                torn.unlink()
            most, state = config.fetch.max_pages, load_state(folder)
            run = _FetchRun(most, folder, state, web, extractor, tell, progress)
            try:
                for source in config.fetch.sources:
                    await run.fetch_source(source)
            finally:
                save_state(folder, run.state)
    except OSError as error:
        raise CorpusError(f"{folder}: can't be written: {error.strerror}") from None


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Keep every other run out of the folder for the block."""
    try:
        lock = lock_file(folder / ".lock")
    except BlockingIOError:
        raise CorpusError(f"{folder}: another fetch is running; wait for its end") from None
    try:
        yield
    finally:
        os.close(lock)


@dataclass(slots=True)
class _FetchRun:
    most_pages: int
    folder: Path
    state: FetchState
    web: Web
    extractor: Extractor
    tell: Callable[[FetchEvent], None]
    progress: Progress
    saved: float = field(default_factory=time.monotonic)
    seen: set[str] = field(default_factory=set)  # pages of this run's earlier sources

    async def fetch_source(self, source: Source) -> None:
        known = self.state.sources.pop(source.url, Validators())
        try:
            answer = await self.web.get(
                source.url, known if self._is_whole(source) else Validators()
            )
            if answer.data is None:
                self.state.sources[source.url] = known
                self.tell(FetchEvent("source", source.url, "unchanged"))
                return
            listing = await self._listing(source, answer)
        except (FetchError, ExtractionError) as error:
            self.tell(FetchEvent("problem", source.url, str(error)))
            return
        entries = tuple(e for e in listing.entries[: self.most_pages] if e.url not in self.seen)
        self.seen.update(entry.url for entry in entries)
        self.tell(FetchEvent("source", source.url, pages=len(entries)))
        whole = await self._fetch_pages(source, entries, listing.title)
        stamped = all(entry.stamp for entry in entries)
        if whole and stamped and not listing.maps:
            self.state.sources[source.url] = answer.validators
        if len(listing.entries) > self.most_pages:
            reason = f"names {len(listing.entries)} pages; fetch.max_pages is {self.most_pages}"
            self.tell(FetchEvent("problem", source.url, reason))

    def _is_whole(self, source: Source) -> bool:
        """Return whether every page that was fetched of a source is still there."""
        pages = [page for page in self.state.pages.values() if page.source == source.url]
        return bool(pages) and all(map(self._is_there, pages))

    def _is_there(self, page: KnownPage) -> bool:
        return page.file is None or (self.folder / page.file).is_file()

    async def _listing(self, source: Source, answer: FetchedPage) -> PageListing:
        listing = self.extractor.list_pages(source.kind, answer.data or b"")
        entries = list(listing.entries)
        for url in listing.maps[:MOST_MAPS]:
            try:
                inner = await self.web.get(urljoin(answer.url, url))
                found = self.extractor.list_pages("sitemap", inner.data or b"")
            except (FetchError, ExtractionError) as error:
                self.tell(FetchEvent("problem", url, str(error)))
                continue
            entries += found.entries
            if len(entries) > self.most_pages:
                break
        if len(listing.maps) > MOST_MAPS:
            reason = f"names {len(listing.maps)} sitemaps; the first {MOST_MAPS} are read"
            self.tell(FetchEvent("problem", source.url, reason))
        return replace(listing, entries=_resolved(entries, answer.url))

    async def _fetch_pages(
        self, source: Source, entries: tuple[PageEntry, ...], site: str | None
    ) -> bool:
        """Return whether all went well."""
        failed = lost = 0
        for entry in self.progress(entries, "pages"):
            try:
                event = await self._fetch_page(source, entry, site)
                lost = 0
            except ExtractionError as error:
                event, failed, lost = FetchEvent("problem", entry.url, str(error)), failed + 1, 0
            except FetchError as error:
                event, failed = FetchEvent("problem", entry.url, str(error)), failed + 1
                lost = lost + 1 if error.lost else 0
                if error.rests or lost >= MOST_LOST:
                    self.tell(event)
                    self.tell(
                        FetchEvent("problem", source.url, "the rest is left for the next run")
                    )
                    return False
            self.tell(event)
            self._save_now_and_then()
        return not failed

    async def _fetch_page(self, source: Source, entry: PageEntry, site: str | None) -> FetchEvent:
        known = self.state.pages.get(entry.url)
        if known is not None and not self._is_there(known):
            known = None
        if known and known.stamp and known.stamp == entry.stamp:
            return FetchEvent("unchanged", entry.url)
        page = await self.web.get(entry.url, known.validators if known else Validators())
        if page.data is None and known is None:
            raise FetchError("answers that it is unchanged, though it was never fetched")
        file = known.file if known else None
        what: Literal["new", "changed", "unchanged"] = "unchanged"
        if page.data is not None:
            try:
                content = markdown_of(page, entry, site, self.extractor)
            except ExtractionError as error:
                if not error.curable:  # else it is tried again
                    self._remember(source, entry, file, page)
                raise
            file = file or file_of(entry.url)
            what = _write(self.folder / file, content)
        self._remember(source, entry, file, page)
        return FetchEvent(what, entry.url, f"{FOLDER}/{file}")

    def _remember(
        self, source: Source, entry: PageEntry, file: str | None, page: FetchedPage
    ) -> None:
        self.state.pages[entry.url] = KnownPage(file, source.url, entry.stamp, page.validators)

    def _save_now_and_then(self) -> None:
        if time.monotonic() - self.saved > SAVE_EVERY:
            save_state(self.folder, self.state)
            self.saved = time.monotonic()


def _write(file: Path, content: bytes) -> Literal["new", "changed", "unchanged"]:
    """Write a page where it differs from what is there, so that nothing is read again in vain."""
    try:
        before = file.read_bytes()
    except FileNotFoundError:
        file.parent.mkdir(parents=True, exist_ok=True)
        write_whole(file, content)
        return "new"
    if before == content:
        return "unchanged"
    write_whole(file, content)
    return "changed"


def _resolved(listed: Iterable[PageEntry], base: str) -> tuple[PageEntry, ...]:
    """Return the entries with whole addresses, each page once."""
    entries: dict[str, PageEntry] = {}
    for entry in listed:
        url = urljoin(base, entry.url)
        entries.setdefault(url, replace(entry, url=url))
    return tuple(entries.values())

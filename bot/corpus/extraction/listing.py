"""A feed or a sitemap → the pages that it names, by feedparser and defusedxml."""

from __future__ import annotations

import hashlib
import io
import re
import xml.sax
import zlib
from datetime import date
from email.utils import parsedate_to_datetime
from typing import Any, Final

import defusedxml.ElementTree
import defusedxml.sax
import feedparser

from bot.corpus.extraction import ExtractionError, PageEntry, PageListing

MOST_BYTES: Final = 50 * 1024 * 1024  # of a sitemap, unpacked: the protocol's limit
GZIP: Final = b"\x1f\x8b"
ISO_DATE: Final = re.compile(r"\s*(\d{4}-\d{2}-\d{2})")
ADDRESS: Final = re.compile(rb"https?://\S+")


def read_feed(data: bytes) -> PageListing:
    """Return the entries of an RSS or Atom feed.

    Raises:
        ExtractionError: it can't be read; the text says why.
    """
    _refuse_entities(data)
    parsed = feedparser.parse(io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
    if not parsed.get("version"):
        raise ExtractionError("is no RSS or Atom feed")
    entries = tuple(_entry(entry) for entry in parsed.entries if entry.get("link"))
    return PageListing(entries, title=parsed.feed.get("title") or None)


def read_sitemap(data: bytes) -> PageListing:
    """Return the pages, or the sitemaps, that a sitemap names.

    Raises:
        ExtractionError: it can't be read; the text says why.
    """
    if data.startswith(GZIP):
        data = _unpacked(data)
    if not data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return _plain_sitemap(data)
    try:
        root = defusedxml.ElementTree.fromstring(data, forbid_dtd=True)
    except defusedxml.DefusedXmlException:
        raise ExtractionError("declares XML entities or a document type; refused") from None
    except (defusedxml.ElementTree.ParseError, ValueError) as error:
        raise ExtractionError(f"is no valid XML: {error}") from None
    if _name(root) == "sitemapindex":
        return PageListing(maps=tuple(filter(None, (_said(node).get("loc") for node in root))))
    if _name(root) != "urlset":
        raise ExtractionError("is no sitemap")
    return PageListing(tuple(page for node in root if (page := _page(node))))


def _refuse_entities(data: bytes) -> None:
    try:
        defusedxml.sax.parseString(data, xml.sax.ContentHandler(), forbid_entities=True)
    except defusedxml.DefusedXmlException:
        raise ExtractionError("declares XML entities; refused") from None
    except (xml.sax.SAXException, ValueError, LookupError):
        return  # not well-formed: feedparser is lenient, and expands nothing then


def _entry(entry: Any) -> PageEntry:  # noqa: ANN401 (feedparser has no types)
    said = [str(dict.get(entry, name, "")) for name in ("title", "summary", "published", "updated")]
    said += [str(part.get("value", "")) for part in entry.get("content", ())]
    return PageEntry(
        url=str(entry["link"]),
        title=entry.get("title") or None,
        date=_day(entry, "published") or _day(entry, "updated"),
        stamp=hashlib.sha256("\0".join(said).encode("utf-8", "replace")).hexdigest()[:16],
    )


def _day(entry: Any, name: str) -> str | None:  # noqa: ANN401 (feedparser has no types)
    """Return the day as it is where the feed was written, not in Greenwich."""
    written = str(dict.get(entry, name) or "")  # its own `get` takes one date for the other
    if iso := ISO_DATE.match(written):
        return _valid(iso.group(1))
    try:
        return parsedate_to_datetime(written).date().isoformat()
    except ValueError:
        parsed = dict.get(entry, f"{name}_parsed")
        return date(*parsed[:3]).isoformat() if parsed else None


def _valid(day: str) -> str | None:
    try:
        return date.fromisoformat(day).isoformat()
    except ValueError:
        return None


def _page(node: Any) -> PageEntry | None:  # noqa: ANN401 (an Element; defusedxml has no types)
    said = _said(node)
    news = next((_said(inner) for inner in node if _name(inner) == "news"), {})
    iso = ISO_DATE.match(news.get("publication_date") or said.get("lastmod") or "")
    day = _valid(iso.group(1)) if iso else None
    return (
        PageEntry(said["loc"], news.get("title"), day, said.get("lastmod"))
        if "loc" in said
        else None
    )


def _said(node: Any) -> dict[str, str]:  # noqa: ANN401 (as above)
    """Return what is right below a node, by the names of its parts."""
    return {_name(inner): text for inner in node if (text := (inner.text or "").strip())}


def _name(node: Any) -> str:  # noqa: ANN401 (as above)
    return str(node.tag).rpartition("}")[2]


def _plain_sitemap(data: bytes) -> PageListing:
    lines = [line.strip() for line in data.splitlines()]
    found = [line.decode("ascii", "ignore") for line in lines if ADDRESS.fullmatch(line)]
    if not found:
        raise ExtractionError("is no sitemap")
    return PageListing(tuple(PageEntry(url) for url in found))


def _unpacked(data: bytes) -> bytes:
    unpacker = zlib.decompressobj(wbits=31)
    try:
        unpacked = unpacker.decompress(data, MOST_BYTES)
    except zlib.error:
        raise ExtractionError("is a damaged gzip file") from None
    if unpacker.unconsumed_tail:
        raise ExtractionError(f"unpacks to over {MOST_BYTES // 1024**2} MB")
    return unpacked

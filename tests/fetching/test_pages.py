import re

import pytest

from bot.corpus.extraction import ExtractionError, Extractor, PageEntry
from bot.corpus.report_file import read_report
from bot.fetching.pages import file_of, markdown_of
from bot.fetching.web import Fetched, Validators

URL = "https://example.org/news/suva"
PAGE = "<html><body><article><p>{}</p></article></body></html>"


@pytest.fixture(scope="module")
def extractor():
    with Extractor() as made:
        yield made


def page(data, kind="text/html", charset=None, url=URL):
    return Fetched(url, data, kind, charset, Validators())


def report(extractor, fetched, entry=None, site=None):
    read, warnings = read_report(
        "a.md", markdown_of(fetched, entry or PageEntry(URL), site, extractor)
    )
    assert warnings == []
    return read


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/../../etc/passwd",
        "https://example.org/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
        "https://example.org/a%00b\\..\\c",
        "https://example.org/" + "x" * 5000,
        "https://example.org/.hidden",
        "https://EXAMPLE.org/%f0%9f%98%80/",
        "https://example.org/CON?x=/../y",
        "https://[::1]/",
    ],
)
def test_a_hostile_address_gives_a_harmless_name(url):
    assert re.fullmatch(r"[a-z0-9][a-z0-9-]*/[a-z0-9][a-z0-9-]{1,69}\.md", file_of(url))


def test_addresses_that_look_alike_give_names_apart():
    urls = [URL, f"{URL}/", f"{URL}?a", f"{URL}?b", URL.replace("https", "http")]
    assert len({file_of(url) for url in urls}) == len(urls)
    assert file_of(URL).startswith("example-org/suva-")


def test_a_page_becomes_a_report_with_what_its_source_says(extractor):
    entry = PageEntry(URL, 'He said: "#1", & more', "2023-07-31")
    read = report(extractor, page(PAGE.format("It took place in Suva.").encode()), entry, "News")
    assert (read.title, read.date, read.source, read.url) == (
        'He said: "#1", & more',
        "2023-07-31",
        "News",
        URL,
    )
    assert read.body.strip() == "It took place in Suva."


@pytest.mark.parametrize("title", ["---", "a\n---\nb", "2023-07-31", "null", "\u2028x", "- [a"])
def test_no_title_breaks_the_head(extractor, title):
    read = report(extractor, page(PAGE.format("It ended.").encode()), PageEntry(URL, title))
    assert read.body.strip() == "It ended."


def test_the_charset_that_the_server_states_is_taken(extractor):
    data = PAGE.format("Заседание открыл министр.").encode("koi8-r")
    assert "министр" in report(extractor, page(data, charset="koi8-r")).body


def test_a_text_and_a_file_without_a_stated_kind_are_read(extractor):
    assert "Suva" in report(extractor, page(b"It was in Suva.", "text/plain")).body
    kept = page(b"It was in Suva.", "application/octet-stream", url=f"{URL}.txt")
    assert "Suva" in report(extractor, kept).body


@pytest.mark.parametrize("kind", ["image/png", "application/zip", ""])
def test_what_is_no_page_is_refused(extractor, kind):
    with pytest.raises(ExtractionError, match="isn't read"):
        markdown_of(page(b"\x89PNG", kind), PageEntry(URL), None, extractor)


def test_a_page_without_text_is_refused(extractor):
    with pytest.raises(ExtractionError, match="no text"):
        markdown_of(page(b"... !", "text/plain"), PageEntry(URL), None, extractor)

import gzip

import pytest

from bot.corpus.extraction import ExtractionError, Extractor, PageEntry
from bot.corpus.extraction.listing import read_feed, read_sitemap

RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>Pacific News</title>
<item><title>Suva &amp; Nadi</title><link>https://example.org/a</link>
<pubDate>Mon, 31 Jul 2023 08:00:00 +1200</pubDate><description>{}</description></item>
<item><title>No link</title></item></channel></rss>"""
ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom"><title>News</title>
<entry><title type="html">Suva</title><link rel="self" href="x"/><link href="/a"/>
<updated>2023-07-31T23:00:00+12:00</updated></entry></feed>"""
MAP = """<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"
 xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><image:image><image:loc>https://example.org/i.png</image:loc></image:image>
<loc> https://example.org/a </loc><lastmod>2023-08-01T10:00:00Z</lastmod></url>
<url><loc>https://example.org/b</loc><news:news><news:title>B</news:title>
<news:publication_date>2023-07-31</news:publication_date></news:news></url>
<url><lastmod>2023-08-01</lastmod></url></urlset>"""
INDEX = b"<sitemapindex><sitemap><loc>https://example.org/1.xml</loc></sitemap></sitemapindex>"
LAUGHS = '<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'


def test_an_rss_feed_gives_its_pages_with_titles_and_the_day_where_it_was_written():
    listing = read_feed(RSS.format("x").encode())
    assert listing.title == "Pacific News"
    (entry,) = listing.entries
    assert (entry.url, entry.title, entry.date) == (
        "https://example.org/a",
        "Suva & Nadi",
        "2023-07-31",
    )


def test_an_atom_feed_gives_the_page_and_not_itself():
    (entry,) = read_feed(ATOM).entries
    assert (entry.url, entry.title, entry.date) == ("/a", "Suva", "2023-07-31")


def test_the_stamp_of_an_entry_changes_with_what_the_feed_says():
    stamps = {read_feed(RSS.format(text).encode()).entries[0].stamp for text in "xyx"}
    assert len(stamps) == 2


def test_a_feed_that_is_not_well_formed_is_read_as_far_as_it_goes():
    broken = RSS.format("a < b &nbsp; c").replace("</channel></rss>", "").encode()
    assert read_feed(broken).entries[0].url == "https://example.org/a"


@pytest.mark.parametrize("day", ["2023-13-45", "soon", "", "Mon, 99 Jul 2023"])
def test_a_date_that_is_none_is_left_out(day):
    data = RSS.format("x").replace("Mon, 31 Jul 2023 08:00:00 +1200", day).encode()
    assert read_feed(data).entries[0].date is None


def test_a_sitemap_gives_its_pages_with_the_day_of_publication_or_the_last_change():
    assert read_sitemap(MAP.encode()).entries == (
        PageEntry("https://example.org/a", None, "2023-08-01", "2023-08-01T10:00:00Z"),
        PageEntry("https://example.org/b", "B", "2023-07-31", None),
    )


def test_a_sitemap_may_be_gzipped_or_plain_text_or_an_index():
    assert len(read_sitemap(gzip.compress(MAP.encode())).entries) == 2
    assert read_sitemap(b"https://example.org/a\n\n").entries[0].url == "https://example.org/a"
    assert read_sitemap(INDEX).maps == ("https://example.org/1.xml",)


@pytest.mark.parametrize("data", [b"", b"no feed", b"<html><p>x</p></html>", b"\xff\xfe"])
def test_what_is_no_feed_or_sitemap_is_refused(data):
    with pytest.raises(ExtractionError, match="no RSS or Atom feed"):
        read_feed(data)
    with pytest.raises(ExtractionError, match=r"is no"):
        read_sitemap(data)


def test_a_file_of_this_machine_is_not_taken_for_the_feed(tmp_path):
    (tmp_path / "feed.xml").write_text(RSS.format("x"))
    with pytest.raises(ExtractionError):
        read_feed(str(tmp_path / "feed.xml").encode())


@pytest.mark.parametrize("kind", ["feed", "sitemap"])
@pytest.mark.parametrize("head", [LAUGHS, '<!DOCTYPE r [<!ENTITY b SYSTEM "file:///etc/passwd">]>'])
def test_xml_bombs_are_refused(kind, head):
    text = (RSS.format("&b;") if kind == "feed" else MAP).replace('<?xml version="1.0"?>', head)
    with Extractor() as extractor, pytest.raises(ExtractionError, match="declares XML entities"):
        extractor.list_pages(kind, text.encode())


def test_a_gzip_bomb_is_refused():
    with pytest.raises(ExtractionError, match="50 MB"):
        read_sitemap(gzip.compress(bytes(51 * 1024 * 1024), 1))


def test_deeply_nested_feeds_are_no_harm():
    with Extractor(seconds=10) as extractor:
        for kind in ("feed", "sitemap"):
            with pytest.raises(ExtractionError):
                extractor.list_pages(kind, b"<a>" * 50_000)
        assert extractor.list_pages("sitemap", INDEX).maps

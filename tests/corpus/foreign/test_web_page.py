import pytest

from bot.corpus.foreign.extracted import ExtractionError
from bot.corpus.foreign.web_page import read_web_page

PAGE = """<html><head><title>Workshop in Suva | Pacific News</title>
<meta property="og:site_name" content="Pacific News">
<meta property="article:published_time" content="2023-07-31T10:00:00Z">
<link rel="canonical" href="https://example.org/workshop"></head>
<body><nav><ul><li><a href="/">Home</a></li><li><a href="/news">All news</a></li></ul></nav>
<main><article><h1>Workshop in Suva</h1>
<p>The workshop took place in Nouméa on 3 May 2023. It was opened by <b>Jane Smith</b>.</p>
<h2>Participants</h2><p>These countries came:</p>
<ul><li>Fiji</li><li>Samoa, with <a href="x">two officers</a></li></ul>
<table><tr><th>Country</th><th>Officers</th></tr><tr><td>Fiji</td><td>3</td></tr></table>
</article></main>
<aside><p>Related: other news</p></aside><footer>Copyright Pacific News</footer></body></html>"""


def test_the_article_is_taken_without_menus():
    body = read_web_page(PAGE.encode()).body
    assert [line.strip() for line in body.split("\n") if line] == [
        "# Workshop in Suva",
        "The workshop took place in Nouméa on 3 May 2023. It was opened by Jane Smith.",
        "## Participants",
        "These countries came:",
        "- Fiji",
        "- Samoa, with two officers",
        "| Country | Officers |",
        "|---|---|",
        "| Fiji | 3 |",
    ]


def test_title_date_site_and_address_are_taken():
    page = read_web_page(PAGE.encode())
    assert (page.title, page.date, page.source, page.url) == (
        "Workshop in Suva",
        "2023-07-31",
        "Pacific News",
        "https://example.org/workshop",
    )


def test_a_date_in_the_text_is_not_taken_for_the_publication_s():
    assert (
        read_web_page(b"<html><body><p>They met in Suva on 3 May 2023.</p></body></html>").date
        is None
    )


@pytest.mark.parametrize("data", [b"", b"\x00\x01\x02"])
def test_what_is_no_page_is_refused(data):
    with pytest.raises(ExtractionError):
        read_web_page(data)

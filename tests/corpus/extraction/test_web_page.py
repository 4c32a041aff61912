import random

import pytest

from bot.corpus.extraction import ExtractionError
from bot.corpus.extraction.web_page import read_web_page

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


PROSE = (
    "<p>The tide call was held in Suva and was opened by Jane Smith, who welcomed everybody.</p>"
)
MORE = "<p>It was agreed that the call is to be held again in spring, on another island then.</p>"


def seen(inner, head=""):
    """What is read of a page with a menu, a heading and a text."""
    page = f"""<html><head><title>Tide call</title>{head}</head><body>
    <div id="menu"><ul><li><a href="/">Home</a></li><li><a href="/n">All news</a></li></ul></div>
    <h1>Tide call</h1>{inner}</body></html>"""
    return read_web_page(page.encode())


def lines(inner):
    return [line.strip() for line in seen(inner).body.split("\n") if line]


LINKS = "<ul><li><a href='/no'>Norway</a></li><li><a href='/cl'>Chile</a></li></ul>"
TABLE = """<table><tr><th>Name</th><th>Office</th></tr><tr><td><a href="/a">Ana Ruiz</a></td>
<td><a href="/o">OECD</a></td></tr></table>"""


@pytest.mark.parametrize(
    "inner",
    [
        f"{PROSE}<p>These took part:</p>{LINKS}",
        f"{PROSE}<h2>Participants</h2>{LINKS}",
        f"{PROSE}{LINKS}{MORE}",
        f"<main>{PROSE}{LINKS}</main>",
        f"<div class='text'>{PROSE}<div><p>These took part:</p></div><div>{LINKS}</div></div>",
    ],
)
def test_a_list_of_links_in_the_text_is_text(inner):
    assert [line for line in lines(inner) if line.startswith("-")] == ["- Norway", "- Chile"]


def test_a_table_of_links_in_the_text_is_text():
    assert "| Ana Ruiz | OECD |" in lines(f"{PROSE}{TABLE}{MORE}")


@pytest.mark.parametrize(
    "inner",
    [
        f"{LINKS}{PROSE}",
        f"{PROSE}<h3>Related news</h3>{LINKS}",
        f"{PROSE}{MORE}<div class='sidebar'>{LINKS}</div>{MORE}",
        f"{PROSE}<nav><p>These too:</p>{LINKS}</nav>{MORE}",
        f"{PROSE}{LINKS.replace('Norway', 'Contact us')}{MORE}",
    ],
)
def test_a_list_of_links_to_other_pages_is_left_out(inner):
    assert not [line for line in lines(inner) if "Chile" in line]


SAID = "<div class='comment'>Lena Fox: I chaired the tide call.</div>"


@pytest.mark.parametrize(
    "inner",
    [
        SAID,
        f"{PROSE}{MORE}{SAID}",
        f"<main>{PROSE}{SAID}</main>",
        f"<div id='comments'>{SAID}</div>",
    ],
)
def test_what_is_named_a_comment_may_be_the_text(inner):
    assert "Lena Fox: I chaired the tide call." in lines(inner)


@pytest.mark.parametrize(
    "inner",
    [
        f"{PROSE}{MORE}<div id='comments'>{SAID}</div>",
        f"{PROSE}{MORE}<div class='comment-list'><h3>1 comment</h3>{SAID}</div>",
        f"<article>{PROSE}{MORE}</article>{SAID}",
        f"{PROSE}{MORE}<div class='comments'>{SAID}<form><textarea></textarea></form></div>",
    ],
)
def test_what_readers_comment_is_left_out(inner):
    assert not [line for line in lines(inner) if "Lena Fox" in line]


def test_prose_in_what_is_named_like_navigation_is_text():
    inner = (
        f"{PROSE}<div class='navigation'><p>The lights of the channel were mended in May.</p></div>"
    )
    assert "The lights of the channel were mended in May." in lines(inner)


@pytest.mark.parametrize("name", ["cookie-bar", "newsletter-bar", "social-bar"])
def test_a_banner_is_left_out(name):
    banner = f"<div class='{name}'>We use what you tell us to make this page better for you.</div>"
    assert not [line for line in lines(f"{banner}{PROSE}{MORE}") if "We use" in line]


@pytest.mark.parametrize(
    "footer",
    [
        "<footer>$Date: 2018/09/25 16:35:56 $</footer>",
        "<address>$Date: 2018/09/25 16:35:56 $</address>",
        "<div>Last updated: 2018-09-25</div>",
        "<p class='date'>Last modified on 25 September 2018</p>",
    ],
)
def test_the_day_of_a_change_is_not_the_page_s(footer):
    assert seen(f"{PROSE}{MORE}{footer}").date is None
    head = "<meta property='article:published_time' content='2020-09-21'>"
    assert seen(f"{PROSE}{MORE}{footer}", head).date == "2020-09-21"


@pytest.mark.parametrize("tag", ["aside", "nav", "div role='complementary'"])
@pytest.mark.parametrize("article", ["article", "main"])
def test_a_short_article_goes_before_longer_texts_beside_it(article, tag):
    beside = "".join(f"<p>Somebody had much to say of the {n} other things.</p>" for n in range(40))
    name = tag.split()[0]
    inner = (
        f"<{article}><h1>Tide call</h1><p>The tide call was chaired by Lena Fox.</p></{article}>"
    )
    for page in (f"{inner}<{tag}>{beside}</{name}>", f"<{tag}>{beside}</{name}>{inner}"):
        assert "The tide call was chaired by Lena Fox." in lines(page)
        assert not [line for line in lines(page) if "Somebody" in line]


def test_how_much_was_left_out_is_told():
    menu = "".join(
        f"<div class='related'><a href='/{n}'>Other news {n}</a></div>" for n in range(40)
    )
    assert seen(PROSE + MORE).left_out < 0.2
    assert 0.7 < seen(PROSE + MORE + menu).left_out < 0.9


@pytest.mark.parametrize("data", [b"", b"\x00\x01\x02"])
def test_what_is_no_page_is_refused(data):
    with pytest.raises(ExtractionError):
        read_web_page(data)


@pytest.mark.parametrize("seed", [1000494, 1001741])
def test_noise_that_happens_to_parse_is_no_page(seed):
    with pytest.raises(ExtractionError, match="contains no web page"):
        read_web_page(random.Random(seed).randbytes(2000))


def test_a_page_in_two_bytes_a_letter_is_a_page():
    assert "Nouméa" in read_web_page(PAGE.encode("utf-16")).body

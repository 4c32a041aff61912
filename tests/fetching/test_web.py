import asyncio
import gzip
import time

import pytest
from web_site import answer, tagged, web_site

from bot.config import Fetch, Source
from bot.fetching.web import FetchError, Validators, web_of


def get(site, *paths, most_mb=1, waited=None, known=None, **settings):
    """What each path gives; the last of them is returned."""

    async def sleep(seconds):
        waited.append(seconds)

    async def run():
        made = Fetch(
            sources=(Source("feed", f"{site.root}/feed"),),
            **{
                "private_hosts": ("127.0.0.1",),
                "pause_seconds": 0,
                "timeout_seconds": 5,
                **settings,
            },
        )
        async with web_of(made, most_mb) as web:
            if waited is not None:
                web.sleep, web.clock = sleep, lambda: 0.0
            for path in paths:
                page = await web.get(
                    path if "://" in path else site.root + path, known or Validators()
                )
        return page

    return asyncio.run(run())


def moved(to):
    return lambda request: answer(request, b"", status=302, Location=to)


def test_a_page_comes_with_its_kind_and_what_to_ask_by_next_time(site):
    site.pages["/a"] = lambda request: answer(
        request, b"text", kind="text/html; charset=latin-1", ETag='"x"', Last_Modified="then"
    )
    page = get(site, "/a#part")
    assert (page.data, page.kind, page.charset) == (b"text", "text/html", "latin-1")
    assert page.validators == Validators('"x"', "then")
    assert page.url == f"{site.root}/a"


def test_a_page_that_has_not_changed_is_not_sent(site):
    site.pages["/a"] = tagged(b"text", '"x"')
    assert get(site, "/a", known=Validators('"x"')).data is None


def test_who_asks_says_so_and_sends_nothing_else(site):
    site.pages["/a"] = b"text"
    get(site, "/a")
    assert site.sent("/a")["User-Agent"].startswith("rapporteur/")
    assert "Cookie" not in site.sent("/a")


def test_only_named_hosts_are_called_also_where_a_page_leads_on(site):
    with web_site() as other:
        site.pages["/a"] = moved(f"{other.root}/secret")
        with pytest.raises(FetchError, match=rf"leads to {other.place}, which isn't named"):
            get(site, "/a")
        with pytest.raises(FetchError, match="isn't named"):
            get(site, f"{other.root}/secret")
        assert other.asked == []


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "ftp://127.0.0.1/", "http://u:p@127.0.0.1/", "http://[", "a"]
)
def test_what_is_no_web_address_is_refused(site, url):
    with pytest.raises(FetchError):
        get(site, url if "://" in url else f"mailto://{url}")


def test_a_private_address_is_refused_unless_it_is_allowed(site):
    with pytest.raises(FetchError, match=r"private address 127\.0\.0\.1") as caught:
        get(site, "/a", private_hosts=())
    assert caught.value.rests
    assert site.asked == []


def test_a_page_that_leads_on_is_followed_some_times(site):
    site.pages |= {"/a": moved("/b"), "/b": moved("c"), "/c": b"text", "/round": moved("/round")}
    assert get(site, "/a").url == f"{site.root}/c"
    with pytest.raises(FetchError, match="more than 5 times"):
        get(site, "/round")


def test_robots_txt_is_asked_once_and_obeyed(site):
    site.pages |= {
        "/robots.txt": b"User-agent: rapporteur\nDisallow: /no*.html$\n",
        "/a": b"text",
        "/on": moved("/not.html"),
    }
    get(site, "/a", "/a")
    for path in ("/no.html", "/on"):
        with pytest.raises(FetchError, match=r"robots\.txt"):
            get(site, path)
    assert site.paths()[:3] == ["/robots.txt", "/a", "/a"]
    assert "/no.html" not in site.paths()
    assert "/not.html" not in site.paths()


def test_a_robots_txt_that_cannot_be_read_allows_nothing(site):
    site.pages["/robots.txt"] = lambda request: answer(request, b"", status=500)
    with pytest.raises(FetchError, match=r"robots\.txt can't be read: status 500") as caught:
        get(site, "/a")
    assert caught.value.rests
    assert site.paths() == ["/robots.txt"]


@pytest.mark.parametrize(("robots", "pause"), [(b"", 2), (b"User-agent: *\nCrawl-delay: 7", 7)])
def test_between_two_calls_there_is_a_pause(site, robots, pause):
    site.pages |= {"/robots.txt": robots, "/a": b"text"}
    waited = []
    get(site, "/a", "/a", waited=waited, pause_seconds=2)
    assert waited == [pause, pause]


def test_a_page_that_is_too_large_is_given_up(site):
    site.pages["/a"] = bytes(1024 * 1024 + 1)
    with pytest.raises(FetchError, match="is over 1 MB"):
        get(site, "/a")


def test_a_page_that_unpacks_to_too_much_is_given_up(site):
    bomb = gzip.compress(bytes(50 * 1024 * 1024))
    site.pages["/a"] = lambda request: answer(request, bomb, Content_Encoding="gzip")
    with pytest.raises(FetchError, match="is over 1 MB"):
        get(site, "/a")


def test_a_packed_page_is_unpacked_and_other_packing_refused(site):
    packed = gzip.compress(b"text")
    site.pages["/a"] = lambda request: answer(request, packed, Content_Encoding="gzip")
    site.pages["/b"] = lambda request: answer(request, packed, Content_Encoding="br")
    site.pages["/c"] = lambda request: answer(request, b"no gzip", Content_Encoding="gzip")
    assert get(site, "/a").data == b"text"
    with pytest.raises(FetchError, match="packed as br"):
        get(site, "/b")
    with pytest.raises(FetchError, match="damaged"):
        get(site, "/c")


def test_a_page_that_drips_is_given_up_in_time(site):
    def drip(request):
        request.send_response(200)
        request.send_header("Content-Length", "1000")
        request.end_headers()
        for _ in range(30):
            request.wfile.write(b"x")
            time.sleep(0.05)

    site.pages["/a"] = drip
    with pytest.raises(FetchError, match=r"takes over 0\.5 s") as caught:
        get(site, "/a", timeout_seconds=0.5)
    assert caught.value.lost


def test_a_host_that_is_busy_is_left_in_peace(site):
    site.pages["/a"] = lambda request: answer(request, b"", status=429)
    with pytest.raises(FetchError, match="status 429") as caught:
        get(site, "/a")
    assert caught.value.rests


def test_what_is_not_there_is_told(site):
    with pytest.raises(FetchError, match="status 404") as caught:
        get(site, "/a")
    assert not caught.value.rests


def test_a_page_whose_connection_breaks_is_told(site):
    def broken(request):
        request.wfile.write(b"nonsense\r\n\r\n")
        request.close_connection = True

    site.pages["/a"] = broken
    with pytest.raises(FetchError, match="can't be reached"):
        get(site, "/a")

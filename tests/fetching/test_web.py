import asyncio
import gzip
import time

import httpx
import pytest
from web_site import answer, tagged, web_site

from bot.config import FetchSection, Source
from bot.fetching.web import (
    CheckedTransport,
    FetchError,
    RefusedAddressError,
    Validators,
    is_public,
    web_of,
)

PUBLIC = "93.184.216.34"


def get(site, *paths, most_mb=1, waited=None, known=None, **settings):
    """What each path gives; the last of them is returned."""

    async def sleep(seconds):
        waited.append(seconds)

    async def run():
        made = FetchSection(
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


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1::1", "::ffff:8.8.8.8"])
def test_addresses_of_the_open_internet_are_public(address):
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1%eth0",
        "fd00::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254",
        "::127.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "localhost",
    ],
)
def test_private_addresses_are_not_public_in_whatever_they_are_wrapped(address):
    assert not is_public(address)


class Called(httpx.AsyncBaseTransport):
    """Answers every request, or refuses the connection to some addresses; keeps what it got."""

    def __init__(self, dead=()):
        self.requests = []
        self.dead = dead

    async def handle_async_request(self, request):
        self.requests.append(request)
        if request.url.host in self.dead:
            raise httpx.ConnectError("refused")
        return httpx.Response(200)


def resolving(*answers):
    left = list(answers)

    async def resolve(host, port):
        return left.pop(0)

    return resolve


def call(transport, url="https://example.org/a?b=c"):
    return asyncio.run(transport.handle_async_request(httpx.Request("GET", url)))


def test_the_address_that_was_looked_at_is_called_under_the_host_s_name():
    inner = Called()
    call(CheckedTransport(resolve=resolving((PUBLIC,)), make=lambda: inner))
    request = inner.requests[0]
    assert str(request.url) == f"https://{PUBLIC}/a?b=c"
    assert request.headers["Host"] == "example.org"
    assert request.extensions["sni_hostname"] == "example.org"


@pytest.mark.parametrize("found", [("127.0.0.1",), (PUBLIC, "10.0.0.1"), ("::1", PUBLIC)])
def test_a_host_with_a_private_address_is_refused_without_a_call(found):
    inner = Called()
    with pytest.raises(RefusedAddressError, match=r"fetch\.private_hosts"):
        call(CheckedTransport(resolve=resolving(found), make=lambda: inner))
    assert inner.requests == []


def test_a_name_that_leads_elsewhere_the_second_time_is_refused_then():
    inner = Called()
    transport = CheckedTransport(resolve=resolving((PUBLIC,), ("127.0.0.1",)), make=lambda: inner)
    call(transport)
    with pytest.raises(RefusedAddressError):
        call(transport)
    assert [request.url.host for request in inner.requests] == [PUBLIC]


def test_a_private_host_that_is_named_is_called():
    inner = Called()
    private = frozenset({"intranet:8080"})
    transport = CheckedTransport(private, resolving(("10.0.0.1",)), lambda: inner)
    assert call(transport, "http://intranet:8080/").status_code == 200


def test_the_next_address_is_called_where_the_first_is_dead():
    inner = Called(dead={"2606:2800:220:1::1"})
    found = resolving(("2606:2800:220:1::1", PUBLIC))
    assert call(CheckedTransport(resolve=found, make=lambda: inner)).status_code == 200


def test_two_hosts_at_one_address_share_no_connection():
    made = []

    def make():
        made.append(Called())
        return made[-1]

    transport = CheckedTransport(resolve=resolving((PUBLIC,), (PUBLIC,)), make=make)
    call(transport, "https://one.example/")
    call(transport, "https://two.example/")
    assert [len(each.requests) for each in made] == [1, 1]

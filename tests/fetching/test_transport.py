import asyncio

import httpx
import pytest

from bot.fetching.transport import CheckedTransport, RefusedAddressError

PUBLIC = "93.184.216.34"


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

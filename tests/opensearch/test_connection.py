"""Calls are tried again, fail in one line, and work again once a probe does."""

import socket
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from fake_engine import FakeConnection
from opensearchpy.exceptions import RequestError, TransportError

from bot.config import SearchSection
from bot.errors import SearchError
from bot.opensearch import connect

DOWN = 10**6


def health(client):
    return client.cluster.health()


def test_a_call_is_tried_again_while_a_node_fails():
    connection = FakeConnection(retries=3)
    connection.client.down = 2
    assert connection.call(health) == {"status": "green"}
    assert connection.trouble is None


def test_a_call_that_fails_to_the_end_is_one_line_and_the_next_fails_at_once():
    connection = FakeConnection(retries=1)
    connection.client.down = DOWN
    with pytest.raises(SearchError, match=r"^search: no node can be reached$"):
        connection.call(health)
    calls = connection.client.calls
    with pytest.raises(SearchError):
        connection.call(health)
    assert connection.client.calls == calls


def test_a_probe_notices_trouble_and_its_end():
    connection = FakeConnection(retries=5)
    connection.client.down = DOWN
    started = time.monotonic()
    connection.probe(health)
    assert connection.trouble == "search: no node can be reached"
    assert time.monotonic() - started < 3
    connection.client.down = 0
    connection.probe(health)
    assert connection.trouble is None
    assert connection.call(health) == {"status": "green"}


def test_a_call_that_is_wrong_in_itself_is_no_trouble():
    connection = FakeConnection(retries=5)

    def refused(_):
        raise RequestError(400, "parsing_exception", {})

    with pytest.raises(RequestError):
        connection.call(refused)
    assert connection.trouble is None


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (TransportError(503, "no_shard_available", {}), "search: 503 no_shard_available"),
        (TransportError("TIMEOUT", "slow", {}), "search: no answer in time"),
        (TransportError(401, "Unauthorized", {}), "search: 401 Unauthorized"),
    ],
)
def test_why_it_fails_is_said(error, line):
    connection = FakeConnection(retries=0)

    def fails(_):
        raise error

    with pytest.raises(SearchError, match=line):
        connection.call(fails)


def test_patience_is_what_all_tries_may_take():
    assert FakeConnection(retries=0, timeout=2).patience == 2
    assert FakeConnection(retries=2, timeout=1).patience == pytest.approx(3.3)


def test_without_the_client_s_package_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "opensearchpy", None)
    with pytest.raises(SearchError, match="with the extra opensearch"):
        connect(SearchSection(urls=("http://127.0.0.1:9",)))


def test_a_real_client_without_nodes_says_so(monkeypatch):
    connection = connect(SearchSection(urls=("http://127.0.0.1:9",), retries=0))
    with pytest.raises(SearchError, match="no node can be reached"):
        connection.call(health)


class Sound(BaseHTTPRequestHandler):
    """A node that says that it is well."""

    def do_GET(self):
        body = b'{"status": "green"}'
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def test_a_node_that_is_frozen_is_asked_once_and_then_left_out(monkeypatch):
    monkeypatch.setattr("bot.opensearch.connection.LEFT_OUT", 600.0)
    with (
        socket.create_server(("127.0.0.1", 0)) as frozen,  # takes connections, and says nothing
        ThreadingHTTPServer(("127.0.0.1", 0), Sound) as sound,
    ):
        serving = threading.Thread(target=sound.serve_forever, args=(0.05,))
        serving.start()
        ports = (frozen.getsockname()[1], sound.server_port)
        urls = tuple(f"http://127.0.0.1:{port}" for port in ports)
        connection = connect(SearchSection(urls=urls, timeout=5, retries=3))
        try:
            assert [connection.call(health) for _ in range(6)] == [{"status": "green"}] * 6
        finally:
            sound.shutdown()
            serving.join()
        assert accepted(frozen) == 1


def accepted(server):
    """How many connections wait there."""
    server.setblocking(False)
    count = 0
    while True:
        try:
            server.accept()[0].close()
        except BlockingIOError:
            return count
        count += 1


def test_a_look_that_fails_is_no_trouble_of_answering():
    connection = FakeConnection(retries=5)
    connection.client.down = DOWN
    with pytest.raises(SearchError, match="no node can be reached"):
        connection.look(health)
    assert connection.trouble is None
    connection.client.down = 0
    assert connection.look(health) == {"status": "green"}

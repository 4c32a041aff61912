"""A web site on loopback: tests say what each path answers, and see what was asked for."""

import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Site:
    """`pages` maps a path to bytes, or to a function of the request that answers it."""

    port: int = 0
    pages: dict = field(default_factory=dict)
    asked: list = field(default_factory=list)

    @property
    def place(self):
        return f"127.0.0.1:{self.port}"

    @property
    def root(self):
        return f"http://{self.place}"

    def paths(self):
        return [path for path, _ in self.asked]

    def sent(self, path):
        """The headers of the last request for a path."""
        return [headers for asked, headers in self.asked if asked == path][-1]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        site = self.server.site
        site.asked.append((self.path, dict(self.headers)))
        page = site.pages.get(self.path)
        if callable(page):
            page(self)
        elif page is None:
            answer(self, b"not found", status=404)
        else:
            answer(self, page)

    def log_message(self, *args):
        return


def answer(request, data, status=200, kind="text/html", **headers):
    """Answer a request; `headers` are written with underscores for hyphens."""
    request.send_response(status)
    if kind:
        request.send_header("Content-Type", kind)
    for name, value in headers.items():
        request.send_header(name.replace("_", "-"), value)
    request.send_header("Content-Length", str(len(data)))
    request.end_headers()
    request.wfile.write(data)


def tagged(data, etag='"1"', kind="text/html"):
    """A page that is sent only to who hasn't got it."""

    def respond(request):
        if request.headers.get("If-None-Match") == etag:
            answer(request, b"", status=304, kind=None, ETag=etag)
        else:
            answer(request, data, kind=kind, ETag=etag)

    return respond


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        return  # who asked has hung up


@contextmanager
def web_site():
    server = _Server(("127.0.0.1", 0), _Handler)
    server.site = site = Site(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        thread.join()
        server.server_close()

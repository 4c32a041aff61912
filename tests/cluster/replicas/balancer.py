"""One address before several webhooks, as a proxy is in operation."""

import http.client
import itertools
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

TIMEOUT = 9.0  # less than Telegram waits


class Balancer:
    """Passes each request on to the next replica that listens; without one it answers 502."""

    def __init__(self, ports):
        self.codes = []  # what the replicas answered
        self._ports = ports
        self._turn = itertools.cycle(range(len(ports)))
        balancer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                code = balancer.passed_on(self.path, dict(self.headers), body)
                balancer.codes.append(code)
                self.send_response(code)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.1,), daemon=True)

    @property
    def url(self):
        return f"http://127.0.0.1:{self._server.server_port}/hook"

    def passed_on(self, path, headers, body):
        first = next(self._turn)
        for port in (*self._ports[first:], *self._ports[:first]):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT)
            try:
                connection.request("POST", path, body, headers)
                return connection.getresponse().status
            except ConnectionRefusedError:
                continue
            except (OSError, http.client.HTTPException):
                return 502  # what it did with the update nobody knows
            finally:
                connection.close()
        return 502

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._server.shutdown()
        self._server.server_close()

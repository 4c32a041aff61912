import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest


class Hook:
    """A webhook on loopback that answers with the given codes, then with 200."""

    def __init__(self):
        self.codes = []
        self.received = []
        hook = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["content-length"]))
                secret = self.headers.get("X-Telegram-Bot-Api-Secret-Token")
                hook.received.append((secret, json.loads(body)))
                self.send_response(hook.codes.pop(0) if hook.codes else 200)
                self.send_header("content-length", "0")
                self.end_headers()

            def log_message(self, *args):
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    @property
    def texts(self):
        return [update["message"]["text"] for _, update in self.received]


@pytest.fixture
def hook(call):
    running = Hook()
    yield running
    call("deleteWebhook")
    running.close()


def test_updates_are_posted_with_the_secret(api, call, hook, chat, bot):
    call("setWebhook", url=hook.url, secret_token="s3cret-_")
    chat.send("one")
    chat.send("two")
    api.wait(lambda: bot.pending == 0)
    assert hook.texts == ["one", "two"]
    assert hook.received[0][0] == "s3cret-_"


def test_what_waited_before_the_webhook_is_posted_too(api, call, hook, chat, bot):
    chat.send("early")
    call("setWebhook", url=hook.url)
    api.wait(lambda: bot.pending == 0)
    assert hook.texts == ["early"]


def test_a_refused_update_is_posted_again_before_the_next(api, call, hook, chat, bot):
    hook.codes = [500, 403]
    call("setWebhook", url=hook.url)
    chat.send("one")
    chat.send("two")
    api.wait(lambda: bot.pending == 0)
    assert hook.texts == ["one", "one", "one", "two"]
    info = call("getWebhookInfo")
    assert info["last_error_message"] == "Wrong response from the webhook: 403 Forbidden"
    assert info["pending_update_count"] == 0


def test_a_dead_webhook_is_told_of(api, call, chat, bot):
    call("setWebhook", url="http://127.0.0.1:9/hook")
    chat.send("one")
    api.wait(lambda: bot.state.webhook.last_error)
    info = call("getWebhookInfo")
    assert info["pending_update_count"] == 1
    assert "refused" in info["last_error_message"]
    call("deleteWebhook", drop_pending_updates=True)
    assert call("getUpdates") == []


def test_what_it_allows_is_honoured(call, hook, chat, bot, anna):
    call("setWebhook", url=hook.url, allowed_updates=["message"])
    anna.ask_inline(bot, "x")
    chat.send("one")
    bot.wait_idle()
    assert hook.texts == ["one"]
    assert call("getWebhookInfo")["allowed_updates"] == ["message"]


def test_without_a_webhook_the_info_is_empty(call):
    assert call("getWebhookInfo") == {
        "url": "",
        "has_custom_certificate": False,
        "pending_update_count": 0,
    }


def test_refused_webhooks(refusal):
    assert refusal("setWebhook", url="127.0.0.1") == (
        "Bad Request: bad webhook: An HTTPS URL must be provided for webhook"
    )
    assert refusal("setWebhook", url="https://a.org/x", secret_token="a b") == (
        "Bad Request: secret token contains unallowed characters"
    )


def test_an_empty_address_removes_the_webhook(call):
    call("setWebhook", url="http://127.0.0.1:9/hook")
    assert call("setWebhook", url="") is True
    assert call("getUpdates") == []

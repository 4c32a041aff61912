import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest


def texts(updates):
    return [update["message"]["text"] for update in updates]


def test_updates_stay_until_a_higher_offset_confirms_them(call, chat):
    chat.send("one")
    chat.send("two")
    first, second = call("getUpdates")
    assert texts(call("getUpdates")) == ["one", "two"]
    assert second["update_id"] == first["update_id"] + 1
    assert texts(call("getUpdates", offset=second["update_id"])) == ["two"]
    assert call("getUpdates", offset=second["update_id"] + 1) == []


def test_a_negative_offset_keeps_the_last_ones(call, chat):
    for text in ("one", "two", "three"):
        chat.send(text)
    assert texts(call("getUpdates", offset=-1)) == ["three"]
    assert texts(call("getUpdates")) == ["three"]


def test_limit_bounds_a_batch(call, chat):
    for number in range(5):
        chat.send(str(number))
    assert texts(call("getUpdates", limit=2)) == ["0", "1"]
    assert len(call("getUpdates", limit=0)) == 5


def test_a_long_poll_answers_as_soon_as_something_comes(call, chat):
    threading.Timer(0.2, chat.send, ["late"]).start()
    start = time.monotonic()
    assert texts(call("getUpdates", timeout=9)) == ["late"]
    assert 0.1 < time.monotonic() - start < 8


def test_a_long_poll_ends_empty_after_its_timeout(call):
    start = time.monotonic()
    assert call("getUpdates", timeout=1) == []
    assert 0.9 < time.monotonic() - start < 8


def test_a_second_poller_ends_the_first_with_a_conflict(call, bot, chat):
    with ThreadPoolExecutor() as pool:
        first = pool.submit(call, "getUpdates", timeout=5)
        bot.wait_polling()
        second = pool.submit(call, "getUpdates", timeout=5)
        assert first.result(5) == {
            "ok": False,
            "error_code": 409,
            "description": "Conflict: terminated by other getUpdates request; "
            "make sure that only one bot instance is running",
        }
        chat.send("hello")
        assert texts(second.result(5)) == ["hello"]


def test_two_bots_poll_beside_each_other(api, call, bot, chat):
    other = api.bot(username="quiet_bot")
    with ThreadPoolExecutor() as pool:
        polled = pool.submit(call, "getUpdates", by=other, timeout=1)
        chat.send("hello")
        assert texts(call("getUpdates", timeout=5)) == ["hello"]
        assert polled.result(5) == []


def test_polling_is_refused_while_a_webhook_is_set(call, refusal):
    call("setWebhook", url="http://127.0.0.1:9/hook")
    assert refusal("getUpdates") == (
        "Conflict: can't use getUpdates method while webhook is active; "
        "use deleteWebhook to delete the webhook first"
    )
    call("deleteWebhook")
    assert call("getUpdates") == []


def test_setting_a_webhook_ends_a_long_poll(call, bot):
    with ThreadPoolExecutor() as pool:
        polled = pool.submit(call, "getUpdates", timeout=5)
        bot.wait_polling()
        call("setWebhook", url="http://127.0.0.1:9/hook")
        assert polled.result(5)["description"] == "Conflict: terminated by setWebhook request"


def test_allowed_updates_are_honoured_and_remembered(call, chat, anna, bot, updates):
    call("getUpdates", allowed_updates=["callback_query"])
    chat.send("unheard")
    anna.ask_inline(bot, "unheard")
    assert updates() == []
    call("getUpdates", allowed_updates=[])
    chat.send("heard")
    assert texts(updates()) == ["heard"]


def test_what_is_dropped_by_allowed_updates_never_comes_back(call, chat):
    call("getUpdates", allowed_updates=["inline_query"])
    chat.send("lost")
    assert call("getUpdates", allowed_updates=["message"]) == []


def test_by_default_chat_members_and_reactions_are_left_out(api, call, bot, anna, updates):
    group = api.group("Office", anna, bot)
    group.add(bot, admin=True)
    group.add(api.user("Bela"))
    kinds = [kind for update in updates() for kind in update if kind != "update_id"]
    assert kinds == ["my_chat_member", "message"]


@pytest.mark.parametrize("shape", [{"message": {"text": 3}}, {}, {"message": None, "x": [1]}])
def test_any_shape_can_be_injected(call, bot, shape):
    number = bot.inject(shape)
    assert call("getUpdates") == [{"update_id": number, **shape}]


def test_an_injected_update_may_repeat_an_id(call, bot, chat):
    chat.send("first")
    number = call("getUpdates")[0]["update_id"]
    bot.inject({"update_id": number, "message": {"text": "again"}})
    assert [update["update_id"] for update in call("getUpdates")] == [number, number]


def test_a_poller_that_went_away_does_not_stay(http, api, bot):
    url = f"{api.url}/bot{bot.token}/getUpdates"
    with pytest.raises(Exception, match="timed out"):
        http.get(url, params={"timeout": 30}, timeout=0.2)
    api.wait(lambda: bot.state.poller is None, timeout=5)


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

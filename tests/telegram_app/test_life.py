import resource
import time
from pathlib import Path

import httpx
import pytest
from bot_process import ADMIN, STARTED, TOKEN, WEBHOOK_SECRET, BotProcess, free_port, webhook

from bot.trial.botapi import FakeBotApi, FloodLimits, error, flood, hang, reset

METRICS = (
    "questions_total", "errors_total", "updates_total", "seconds", "queue", "set_aside",
    "flood_waits", "retried_calls", "index_generation", "reports", "passages", "jobs", "ready",
)  # fmt: skip
QUESTION = "Who chaired the seminar on tide gauges?"


def said(process, words, timeout=60):
    """Waits until the log holds these words."""
    end = time.monotonic() + timeout
    while time.monotonic() < end:
        if words in process.log.read_text():
            return True
        time.sleep(0.05)
    raise AssertionError(process.log.read_text())


def test_what_was_accepted_is_answered_after_a_kill(fresh):
    chat = fresh.private()
    fresh.api.fail("sendMessage", hang(60))
    asked = [chat.send(QUESTION) for _ in range(3)]
    fresh.bot.wait_call("sendMessage")
    fresh.api.wait(lambda: fresh.bot.pending == 0)
    fresh.process.kill()
    fresh.api.heal()
    fresh.process.start()
    for question in asked:
        assert chat.wait_reply(question, timeout=20)
    fresh.bot.wait_idle()
    assert [len(chat.replies(question)) for question in asked] == [1, 1, 1]


def test_what_was_accepted_is_finished_before_it_stops(fresh):
    chats = [fresh.private(f"P{n}") for n in range(5)]
    asked = [(chat, chat.send(QUESTION)) for chat in chats for _ in range(2)]
    fresh.api.wait(lambda: fresh.bot.pending == 0)
    assert fresh.process.stop(30) == 0
    assert "Not everything was answered in time" not in fresh.process.log.read_text()
    assert [len(chat.replies(question)) for chat, question in asked] == [1] * 10


def test_the_old_reports_answer_while_a_reload_runs_and_a_stop_does_not_wait_for_it(fresh):
    (fresh.corpus / ".slow").touch()
    desk = fresh.api.private(fresh.admin, fresh.bot)
    reload = desk.send("/reload")
    assert "Tonga" in desk.wait_reply(desk.send(QUESTION)).text
    assert "Reading the reports" in desk.wait_reply(reload).text
    started = time.monotonic()
    assert fresh.process.stop() == 0
    assert time.monotonic() - started < 40


@pytest.mark.parametrize(
    ("fault", "copies"),
    [
        (flood(1), 1),
        (error(500), 1),
        (error(502), 1),
        (reset(), 1),
        (reset(after=True), 2),  # Telegram took it, and nobody can know
    ],
    ids=["429", "500", "502", "reset", "reset after"],
)
def test_a_reply_that_fails_is_sent_again(steady, fault, copies):
    chat = steady.private()
    steady.api.fail("sendMessage", fault)
    question = chat.send(QUESTION)
    chat.wait_reply(question, count=copies, timeout=20)
    steady.bot.wait_idle()
    assert len(chat.replies(question)) == copies


def floods(world):
    return sum(call.code == 429 for call in world.bot.calls("sendMessage"))


def test_answers_come_in_the_order_of_the_questions_and_no_chat_waits_for_another(steady):
    slow, quick = steady.private("Slow"), steady.private("Quick")
    before = floods(steady)
    steady.api.fail("sendMessage", flood(3))
    asked = [slow.send(f"/report {n}") for n in range(3)]
    steady.api.wait(lambda: floods(steady) > before)
    quick.wait_reply(quick.send("/help"), timeout=2)
    slow.wait_reply(asked[-1], timeout=20)
    answers = [m.reply_to for m in slow.history() if m.from_bot]
    assert answers == [question.id for question in asked]


def test_an_update_that_cannot_be_read_is_set_aside(steady):
    chat = steady.private()
    steady.bot.inject(
        {"message": {"entities": [{"type": "mention"}], "chat": {}, "text": "\ud800"}}
    )
    steady.bot.inject({"message": 5})
    assert chat.wait_reply(chat.send(QUESTION))
    assert said(steady.process, "is set aside")
    assert "set aside 0" not in steady.operate("/status").text


def test_a_second_poller_is_named_and_outlived(steady):
    other = httpx.post(f"{steady.api.url}/bot{TOKEN}/getUpdates", json={"timeout": 1}, timeout=30)
    assert other.status_code in (200, 409)
    assert said(steady.process, "another program receives this bot's updates")
    chat = steady.private()
    assert chat.wait_reply(chat.send(QUESTION), timeout=30)


def test_a_token_that_is_revoked_ends_the_bot_with_a_line(fresh):
    fresh.api.fail("getUpdates", error(401), times=None)
    fresh.private().send(QUESTION)
    assert fresh.process.wait(40) == 1
    assert "refuses the token" in fresh.process.log.read_text()


def test_while_the_store_cannot_be_written_answers_go_on(steady):
    chat = steady.private()
    chat.wait_reply(chat.send(QUESTION))
    pid, size = steady.process.pid, resource.RLIMIT_FSIZE
    log = steady.process.log.stat().st_size
    resource.prlimit(pid, size, (max(4096, log + 4096), resource.RLIM_INFINITY))
    for _ in range(8):
        assert chat.wait_reply(chat.send(QUESTION))
    assert said(steady.process, "The store fails")
    resource.prlimit(pid, size, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    assert chat.wait_reply(chat.send(QUESTION))
    assert said(steady.process, "The store works again")


def test_the_token_is_in_no_log_and_no_file(fresh):
    chat = fresh.private()
    fresh.api.fail("*", reset(), times=3)
    chat.wait_reply(chat.send(QUESTION), timeout=20)
    command = Path(f"/proc/{fresh.process.pid}/cmdline")
    assert not command.exists() or TOKEN.encode() not in command.read_bytes()
    assert all(TOKEN not in message.text for message in chat.history())
    fresh.process.stop()
    for file in fresh.process.folder.rglob("*"):
        if file.is_file():
            assert TOKEN.encode() not in file.read_bytes(), file


def test_a_question_is_logged_without_its_text(steady):
    chat = steady.private()
    chat.wait_reply(chat.send(f"{QUESTION} Xylophone"))
    assert said(steady.process, "question outcome=")
    assert "Xylophone" not in steady.process.log.read_text()


def test_health_says_when_updates_stop_coming(tmp_path, api, corpus):
    bot, port = api.bot(TOKEN), free_port()
    base = f"http://127.0.0.1:{port}"
    with BotProcess(tmp_path / "bot", api.url, corpus, {"http": {"port": port}}, plain=True):
        bot.wait_polling(STARTED)
        chat = api.private(api.user("Anna"), bot)
        chat.wait_reply(chat.send(QUESTION))
        assert httpx.get(f"{base}/livez").status_code == 200
        assert httpx.get(f"{base}/readyz").status_code == 200
        metrics = httpx.get(f"{base}/metrics").text
        assert 'rapporteur_questions_total{outcome="answered"} 1.0' in metrics
        assert not [name for name in METRICS if f"\n# TYPE rapporteur_{name} " not in metrics]
        api.fail("getUpdates", error(502), times=None)
        end = time.monotonic() + 40
        while httpx.get(f"{base}/readyz").status_code == 200 and time.monotonic() < end:
            chat.send("/help")
            time.sleep(0.2)
        assert "updates: " in httpx.get(f"{base}/readyz").text


def test_a_taken_port_is_refused_with_its_key(tmp_path, api, corpus):
    api.bot(TOKEN)
    taken = int(api.url.rpartition(":")[2])
    process = BotProcess(tmp_path / "bot", api.url, corpus, {"http": {"port": taken}})
    with process:
        assert process.wait() == 1
    assert "http.port: can't listen on" in process.log.read_text()


def test_the_webhook_takes_updates_with_the_secret_only(tmp_path, api, corpus):
    bot = api.bot(TOKEN)
    settings = {"telegram": webhook("webhook")}
    url = settings["telegram"]["webhook"]["url"]
    secret = {"TELEGRAM_WEBHOOK_SECRET": WEBHOOK_SECRET}
    right = {"X-Telegram-Bot-Api-Secret-Token": WEBHOOK_SECRET}
    with BotProcess(tmp_path / "bot", api.url, corpus, settings, environment=secret, plain=True):
        bot.wait_polling(STARTED)

        def status(body, headers):
            return httpx.post(url, content=body, headers=headers, timeout=10).status_code

        assert status(b'{"update_id": 1}', {}) == 403
        assert status(b'{"update_id": 1}', {"X-Telegram-Bot-Api-Secret-Token": "é".encode()}) == 403
        assert status(b"garbage", right) == 400
        assert status(b"[" * 100_000, right) == 400
        assert status(b"{}", right) == 400
        assert status(b'{"update_id": 1, "message": {}}', right) == 200
        chat = api.private(api.user("Anna"), bot)
        assert chat.wait_reply(chat.send(QUESTION))


def test_the_webhook_needs_a_secret(tmp_path, api, corpus):
    process = BotProcess(tmp_path / "bot", api.url, corpus, {"telegram": webhook("webhook")})
    with process:
        assert process.wait() == 1
    assert "TELEGRAM_WEBHOOK_SECRET" in process.log.read_text()


def test_the_bot_throttles_itself_to_stay_within_telegrams_limits(tmp_path, corpus):
    with FakeBotApi(flood=FloodLimits()) as api:
        bot = api.bot(TOKEN)
        rate = {"total_per_second": 30, "chat_per_second": 1, "group_per_minute": 20}
        settings = {"telegram": {"rate": rate, "admins": [ADMIN]}}
        with BotProcess(tmp_path / "bot", api.url, corpus, settings, plain=True):
            bot.wait_polling(STARTED)
            chats = [api.private(api.user(f"P{n}"), bot) for n in range(20)]
            asked = [(chat, chat.send("/help")) for chat in chats for _ in range(2)]
            for chat, question in asked:
                chat.wait_reply(question, timeout=20)
            refused = [call for call in bot.calls("sendMessage") if call.code != 200]
    assert refused == []

import pytest
from bot_process import STARTED, TOKEN, BotProcess, free_port

from bot.trial.botapi import FakeBotApi, error


@pytest.fixture
def corpus(tmp_path):
    folder = tmp_path / "reports"
    folder.mkdir()
    return folder


TOKENS = {"wrong": "4242:wrong-token-of-the-right-form-aaaaaaa", "odd": "nonsense", "none": ""}


@pytest.fixture(scope="module")
def refusals(tmp_path_factory):
    """What bots say that can't start, all at once: by what is wrong with them."""
    folder = tmp_path_factory.mktemp("refused")
    (folder / "reports").mkdir()
    with FakeBotApi() as api:
        api.bot(TOKEN)
        bots = {
            name: BotProcess(folder / name, api.url, folder / "reports", token=token)
            for name, token in (TOKENS | {"store": TOKEN}).items()
        }
        bots["store"].store.write_text("no database" * 100)
        for bot in bots.values():
            bot.start()
        try:
            yield {name: refused(bot) for name, bot in bots.items()}
        finally:
            for bot in bots.values():
                bot.__exit__()


def refused(process):
    assert process.wait(STARTED) == 1
    assert not any("Traceback" in line for line in process.lines())
    return process.log.read_text()


def test_without_a_token_a_line_tells_how_to_get_one(refusals):
    assert "@BotFather" in refusals["none"]


@pytest.mark.parametrize("token", ["wrong", "odd"])
def test_a_wrong_token_is_refused_in_a_line_that_does_not_show_it(refusals, token):
    assert "@BotFather" in refusals[token]
    assert TOKENS[token] not in refusals[token]


def test_an_unusable_store_is_refused_in_a_line(refusals):
    assert "state.sqlite3: it is no SQLite file" in refusals["store"]


def test_without_reports_it_says_so_until_a_reload(tmp_path, corpus, api):
    bot, admin = api.bot(TOKEN), api.user("Operator")
    chat = api.private(admin, bot)
    with BotProcess(
        tmp_path / "bot", api.url, corpus, {"telegram": {"admins": [admin.id]}}, plain=True
    ):
        assert "No reports" in chat.wait_reply(chat.send("Who chaired?")).text
        assert "No reports" in chat.wait_reply(chat.send("/start")).text
        (corpus / "a.md").write_text("# Seminar on tides\n\nThe seminar was chaired by Tonga.\n")
        assert "1 added" in chat.wait_reply(chat.send("/reload")).text
        assert "Tonga" in chat.wait_reply(chat.send("Who chaired the seminar on tides?")).text


def test_a_server_that_is_down_at_the_start_is_waited_for(tmp_path, corpus, api):
    bot = api.bot(TOKEN)
    chat = api.private(api.user("Anna"), bot)
    api.fail("getMe", error(502), times=2)
    with BotProcess(tmp_path / "bot", api.url, corpus, plain=True) as process:
        assert chat.wait_reply(chat.send("/help"), timeout=STARTED)
        assert process.stop() == 0


def test_a_refused_token_ends_the_start_before_the_reports_are_read(tmp_path, corpus, api):
    (corpus / ".slow").touch()
    token = TOKENS["wrong"]
    with BotProcess(tmp_path / "bot", api.url, corpus, token=token, plain=True) as process:
        assert "@BotFather" in refused(process)
    assert not (corpus / ".read").exists()


def test_a_token_that_is_refused_late_ends_the_start_while_the_reports_are_read(
    tmp_path, corpus, api
):
    (corpus / ".slow").touch()
    api.bot(TOKEN)
    api.fail("getMe", error(502), times=None)
    with BotProcess(tmp_path / "bot", api.url, corpus, plain=True) as process:
        api.wait((corpus / ".read").exists, timeout=STARTED)
        api.heal()
        api.fail("getMe", error(401), times=None)
        assert "@BotFather" in refused(process)


def test_a_server_that_can_t_be_reached_is_named_once(tmp_path, corpus):
    api = FakeBotApi(port=free_port())
    bot, root = api.bot(TOKEN), f"127.0.0.1:{api._port}"
    with BotProcess(tmp_path / "bot", f"http://{root}", corpus, plain=True) as process:
        api.wait(lambda: "can't be reached" in process.log.read_text(), timeout=STARTED)
        with api:
            bot.wait_polling(STARTED)
            assert process.stop() == 0
    named = [line for line in process.lines() if "can't be reached" in line]
    assert len(named) == 1
    assert f" {root} can't be reached, trying again: " in named[0]
    assert not any("NetworkError" in line for line in process.lines())

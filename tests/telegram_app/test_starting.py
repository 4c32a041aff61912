import pytest
from bot_process import TOKEN, BotProcess

from bot.botapi_fake import error


@pytest.fixture
def corpus(tmp_path):
    folder = tmp_path / "reports"
    folder.mkdir()
    return folder


def refused(process):
    with process:
        status = process.wait()
    assert status == 1
    assert not any("Traceback" in line for line in process.lines())
    return process.log.read_text()


def test_without_a_token_a_line_tells_how_to_get_one(tmp_path, corpus):
    said = refused(BotProcess(tmp_path / "bot", "http://127.0.0.1:9", corpus, token=""))
    assert "@BotFather" in said


@pytest.mark.parametrize("token", ["4242:wrong-token-of-the-right-form-aaaaaaa", "nonsense"])
def test_a_wrong_token_is_refused_in_a_line_that_does_not_show_it(tmp_path, corpus, api, token):
    said = refused(BotProcess(tmp_path / "bot", api.url, corpus, token=token))
    assert "@BotFather" in said
    assert token not in said


def test_an_unusable_store_is_refused_in_a_line(tmp_path, corpus, api):
    api.bot(TOKEN)
    process = BotProcess(tmp_path / "bot", api.url, corpus)
    process.store.write_text("no database" * 100)
    assert "state.sqlite3: it is no SQLite file" in refused(process)


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
        assert chat.wait_reply(chat.send("/help"))
        assert process.stop() == 0

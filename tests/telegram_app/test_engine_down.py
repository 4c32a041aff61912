"""While nothing can be searched questions wait; who asked is said so once, and all is answered."""

import re
import time
import urllib.error
import urllib.request

import pytest
from bot_process import free_port, started, write_reports

WAITS = "I can’t look anything up now. Your question is kept, and I answer it when I can."
SEMINAR = "Who chaired the seminar on tide gauges?"
OPENED = "Who opened the seminar on tide gauges?"
POSTPONED = re.compile(r'rapporteur_updates_total\{how="waits"\} ([\d.]+)')


@pytest.fixture
def office(tmp_path):
    """A bot that answers two questions a minute of each person, and says how it is."""
    port = free_port()
    settings = {"http": {"port": port}, "limits": {"per_user_per_minute": 2}}
    with started(tmp_path, write_reports(tmp_path), settings) as made:
        yield Office(made, f"http://127.0.0.1:{port}")
        assert "Traceback" not in made.process.log.read_text()


class Office:
    def __init__(self, world, url):
        self.world = world
        self._url = url
        self._down = world.corpus / ".down"

    def goes_down(self):
        self._down.touch()

    def works(self):
        self._down.unlink()

    def page(self, name):
        try:
            with urllib.request.urlopen(f"{self._url}/{name}", timeout=20) as said:
                return said.read().decode()
        except urllib.error.HTTPError as error:
            return error.read().decode()

    def wait_postponed(self, least):
        """Until questions were tried again so often."""
        until = time.monotonic() + 60
        while time.monotonic() < until:
            found = POSTPONED.search(self.page("metrics"))
            if found and float(found[1]) >= least:
                return
            time.sleep(0.1)
        raise TimeoutError("no question is tried again")


def test_questions_wait_for_the_engine_and_are_answered_in_order(office):
    chat = office.world.private("Anna")
    office.goes_down()
    first = chat.send(SEMINAR)
    assert chat.wait_reply(first).text == WAITS
    assert office.page("readyz") == "search: no node can be reached\n"
    second = chat.send(OPENED)
    office.wait_postponed(3)  # which costs nothing of what one may ask a minute
    office.works()
    assert "Tonga" in chat.wait_reply(first, count=2, timeout=60).text
    assert "Anna Lee" in chat.wait_reply(second, timeout=60).text
    assert [len(chat.replies(one)) for one in (first, second)] == [2, 1]
    assert office.page("readyz") == "ready\n"


@pytest.fixture
def group(office):
    """A group whose messages the bot gets all, since it is an administrator there."""
    anna = office.world.api.user("Anna")
    world = office.world
    made = world.api.supergroup("Office", anna, world.admin, world.bot)
    made.add(world.bot, admin=True)
    return made, anna


def test_in_a_group_who_asks_the_bot_is_said_that_it_waits(office, group):
    chat, anna = group
    office.goes_down()
    chat.send(OPENED, by=anna)  # which isn't addressed to the bot
    asked = chat.send(f"{office.world.bot.mention} {SEMINAR}", by=anna)
    assert chat.wait_reply(asked).text == WAITS
    office.works()
    assert "Tonga" in chat.wait_reply(asked, count=2, timeout=60).text
    assert len([message for message in chat.history() if message.from_bot]) == 2


def test_where_all_questions_are_answered_one_that_is_not_addressed_waits_in_silence(office, group):
    chat, anna = group
    chat.wait_reply(chat.send("/settings groups all", by=office.world.admin))
    office.goes_down()
    overheard = chat.send(SEMINAR, by=anna)
    office.wait_postponed(2)
    assert not chat.replies(overheard)
    office.works()
    assert "Tonga" in chat.wait_reply(overheard, timeout=60).text
    assert len(chat.replies(overheard)) == 1


def test_an_inline_query_is_answered_empty_and_may_be_asked_again(office):
    anna = office.world.api.user("Anna")
    office.goes_down()
    answer = anna.ask_inline(office.world.bot, SEMINAR).wait_answer()
    assert (answer["results"], answer["cache_time"]) == ([], 0)
    office.works()
    assert anna.ask_inline(office.world.bot, f"{SEMINAR} ").wait_answer()["results"]

"""`rapporteur chat` talks in a terminal, and answers a line at a time where input is piped."""

import os
import pty
import select
import subprocess
import sys
import time

import pytest
from fakes import Replies, found, scored

from bot.cli.conversation import Conversation
from bot.model import Silent, Turn

SUVA = "When did the planning session in Suva take place?"


def test_each_line_is_a_question_and_gets_an_answer(rapporteur):
    ended = rapporteur("chat", stdin=f"{SUVA}\n\nWhen was the seaweed workshop in Apia held?\n")
    assert ended.status == 0
    first, second = ended.out.strip().split("\n\n")
    assert "Planning session in Suva" in first
    assert "Seaweed workshop in Apia" in second
    assert ended.err == ""


def test_the_last_line_needs_no_end(rapporteur):
    assert rapporteur("chat", stdin=SUVA).out == rapporteur("chat", stdin=f"{SUVA}\n").out


def test_bytes_that_are_no_text_do_no_harm(rapporteur):
    assert rapporteur("chat", stdin=f"{SUVA} \udcff\n").status == 0


def test_help_names_the_commands(rapporteur):
    out = rapporteur("chat", stdin="/help\n").out
    assert all(command in out for command in ("/reports", "/reload", "Ctrl-D"))


def test_reports_are_listed_and_filtered_by_words(rapporteur):
    assert len(rapporteur("chat", stdin="/reports\n").out.strip().splitlines()) == 2
    assert rapporteur("chat", stdin="/reports apia 2022\n").out.startswith("1. Seaweed workshop")
    assert "No report holds zebra." in rapporteur("chat", stdin="/reports zebra\n").out


def test_reload_says_what_changed(rapporteur, corpus):
    assert "0 added, 0 changed, 0 removed. 2 reports" in rapporteur("chat", stdin="/reload\n").out


def test_an_unknown_command_is_told(rapporteur):
    assert "/bogus is no command here" in rapporteur("chat", stdin="/bogus\n").out


def test_quit_leaves(rapporteur):
    assert rapporteur("chat", stdin=f"/quit\n{SUVA}\n").out == ""


class Terminal:
    def __init__(self, file):
        self.file, self.unread = file, b""

    def type(self, keys):
        os.write(self.file, keys.encode())

    def until(self, wanted, seconds=60):
        """What is shown up to the wanted text, from where the last call ended."""
        end = time.monotonic() + seconds
        while wanted not in self.unread and time.monotonic() < end:
            if select.select([self.file], [], [], 1)[0]:
                self.unread += os.read(self.file, 4096)
        shown, found, self.unread = self.unread.partition(wanted)
        assert found, shown
        return shown


@pytest.fixture
def terminal(corpus, tmp_path):
    """A conversation in a terminal of its own."""
    outside, inside = pty.openpty()
    environment = {**os.environ, "XDG_STATE_HOME": str(tmp_path / "state"), "TERM": "xterm"}
    command = [sys.executable, "-m", "bot", "chat", "--corpus", str(corpus)]
    with subprocess.Popen(
        command, stdin=inside, stdout=inside, stderr=inside, env=environment
    ) as running:
        os.close(inside)
        yield Terminal(outside)
        os.close(outside)
        running.terminate()


def test_in_a_terminal_it_greets_answers_in_bold_and_keeps_the_history(terminal, tmp_path):
    assert b"2 reports, " in terminal.until(b"? ")
    terminal.type(f"{SUVA}\n")
    assert b"\x1b[1m" in terminal.until(b"https://example.org/suva")
    terminal.until(b"? ")
    terminal.type("\x04")
    history = tmp_path / "state/rapporteur/history"
    end = time.monotonic() + 30
    while not (history.exists() and SUVA in history.read_text()) and time.monotonic() < end:
        time.sleep(0.05)
    assert SUVA in history.read_text()


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


def talk(answers, clock=None):
    return Conversation(Replies(answers), 30, clock or Clock())


def test_a_question_refers_to_the_one_before_and_its_report():
    conversation = talk({"Who chaired?": found("Fiji")})
    conversation.ask("Who chaired?")
    conversation.ask("When?")
    assert conversation.assistant.asked[1] == ("When?", Turn("Who chaired?", "a.md", answer="Fiji"))


def test_after_silence_it_refers_to_the_report_that_came_nearest():
    conversation = talk({"Who closed?": Silent("?", passages=scored("x", path="b.md"))})
    conversation.ask("Who closed?")
    conversation.ask("When?")
    assert conversation.assistant.asked[1][1] == Turn("Who closed?", "b.md")


def test_after_silence_it_stays_with_the_report_before_where_that_is_near():
    near = (*scored("x", path="b.md"), *scored("y", path="a.md"))
    answers = {"Who chaired?": found("Fiji"), "Who closed?": Silent("?", passages=near)}
    conversation = talk(answers)
    for question in ("Who chaired?", "Who closed?", "When?"):
        conversation.ask(question)
    assert conversation.assistant.asked[2][1] == Turn("Who closed?", "a.md")


def test_what_is_no_question_changes_no_reference():
    conversation = talk({"Who chaired?": found("Fiji"), "🙂": Silent("🙂", why="no_question")})
    for question in ("Who chaired?", "🙂", "When?"):
        conversation.ask(question)
    assert conversation.assistant.asked[2][1] == Turn("Who chaired?", "a.md", answer="Fiji")


def test_a_reference_expires():
    clock = Clock()
    conversation = talk({"Who chaired?": found("Fiji")}, clock)
    conversation.ask("Who chaired?")
    clock.now = 30 * 60 + 1
    conversation.ask("When?")
    assert conversation.assistant.asked[1] == ("When?", None)

"""`rapporteur chat` talks in a terminal, and answers a line at a time where input is piped."""

import os
import pty
import select
import subprocess
import sys
import time
from types import SimpleNamespace

import pytest
from small_library import holding, told

from bot.answering import slot_answer
from bot.cli.chat import ReportList

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
    assert all(command in out for command in ("/reports", "/report N", "/reload", "exit"))


def test_reports_are_listed_and_filtered_by_words(rapporteur):
    assert len(rapporteur("chat", stdin="/reports\n").out.strip().splitlines()) == 2
    assert rapporteur("chat", stdin="/reports apia 2022\n").out.startswith("1. Seaweed workshop")
    assert "No report contains zebra." in rapporteur("chat", stdin="/reports zebra\n").out


def test_reload_says_what_changed(rapporteur, corpus):
    assert "0 added, 0 changed, 0 removed. 2 reports" in rapporteur("chat", stdin="/reload\n").out


def test_an_unknown_command_is_told(rapporteur):
    assert "/bogus is no command here" in rapporteur("chat", stdin="/bogus\n").out


@pytest.mark.parametrize("word", ["/quit", "/exit", "quit", "exit", "Exit"])
def test_quit_and_exit_leave(rapporteur, word):
    assert rapporteur("chat", stdin=f"{word}\n{SUVA}\n").out == ""


def test_a_report_is_shown_at_a_glance_by_its_number(rapporteur):
    out = rapporteur("chat", stdin="/report 1\n").out
    assert out.startswith("Seaweed workshop in Apia · 2 March 2022\n")
    assert "Japan provided the funds" not in out


def test_the_whole_report_is_shown_on_demand(rapporteur, corpus):
    out = rapporteur("chat", stdin="/report 2 text\n").out
    assert (corpus / "suva.md").read_text().split("---\n")[-1].strip() in out


@pytest.mark.parametrize("argument", ["", "text"])
def test_a_report_without_a_number_or_a_name_is_explained(rapporteur, argument):
    assert rapporteur("chat", stdin=f"/report {argument}\n").out.startswith("/report N shows")


@pytest.mark.parametrize("argument", ["apia", "Seaweed workshop", "seaweed", "the Apia workshop"])
def test_a_report_is_shown_by_its_title_or_a_name(rapporteur, argument):
    out = rapporteur("chat", stdin=f"/report {argument}\n").out
    assert out.startswith("Seaweed workshop in Apia · 2 March 2022\n")


@pytest.mark.parametrize("argument", ["x", "-1", "1 words", "1.5", "Atlantis text"])
def test_a_name_that_no_report_has_is_said(rapporteur, argument):
    name = argument.removesuffix(" text")
    out = rapporteur("chat", stdin=f"/report {argument}\n").out
    assert out == f"There is no report {name}; /reports lists them.\n\n"


def test_a_name_of_several_reports_lists_them_with_their_numbers(rapporteur, corpus):
    (corpus / "reef.md").write_text(
        "# Reef workshop in Apia\n\nIt was held in Apia on 2 May 2023.\n"
    )
    lines = rapporteur("chat", stdin="/report workshop in Apia\n").out.split("\n")
    assert [line[0].isdigit() and "workshop in Apia" in line for line in lines[:2]] == [True, True]


@pytest.mark.parametrize("number", ["0", "3", "9" * 5000])
def test_a_number_that_no_report_has_is_said(rapporteur, number):
    out = rapporteur("chat", stdin=f"/report {number}\n").out
    assert out == f"There is no report {number[:60]}; /reports lists them.\n\n"


def test_reports_are_listed_newest_first_with_the_numbers_that_show_them(rapporteur):
    listed = rapporteur("chat", stdin="/reports\n").out.splitlines()
    assert [line.partition(" in ")[0] for line in listed[:2]] == [
        "2. Planning session",
        "1. Seaweed workshop",
    ]
    assert rapporteur("chat", stdin="/report 2\n").out.startswith("Planning session in Suva")


def test_a_list_that_is_asked_for_has_the_same_numbers(rapporteur):
    asked = rapporteur("chat", stdin="how many reports do you have from 2023?\n").out
    assert "  2. Planning session in Suva" in asked


def test_a_report_keeps_its_number_after_a_reload():
    library = holding(told("It met.", "Forum", path="b.md"), told("It met.", "Call", path="c.md"))
    listing = ReportList(
        SimpleNamespace(snapshot=SimpleNamespace(reports=library_reports(library)))
    )
    assert listing.listed("").splitlines() == ["1. Forum", "2. Call"]
    more = holding(told("It met.", "New", path="a.md"), told("It met.", "Call", path="c.md"))
    listing.assistant.snapshot.reports = library_reports(more)
    assert listing.listed("").splitlines() == ["2. Call", "3. New"]


def test_a_card_says_what_the_sheet_states_and_a_report_can_t_steer_the_terminal():
    body = "It met in Suva. Fiji\x1b chaired it."
    pair = told(body, "Forum", "2023-07-31", where="Suva", chair="Fiji\x1b")
    assert shown(pair, "1") == "Forum · 31 July 2023\n\nWhere: Suva\nChair: Fiji\ufffd"
    assert "\x1b" not in shown(pair, "1 text")


def test_a_card_without_anything_says_how_to_see_the_report():
    assert shown(told("It met."), "1").endswith("/report N text shows all of it.")


def library_reports(library):
    return [reading.report for reading in library.readings]


def shown(pair, argument):
    library = holding(pair)

    def stated(path, slot, question):
        number = library.number_of[path]
        return slot_answer(library.readings[number], library.events[number], slot, question)

    snapshot = SimpleNamespace(reports=library_reports(library))
    return ReportList(SimpleNamespace(snapshot=snapshot, stated=stated)).shown(argument)


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
    assert b"Reading the reports in " in terminal.until(b"2 reports, ")
    terminal.until(b"? ")
    terminal.type(f"{SUVA}\n")
    assert b"\x1b[1m" in terminal.until(b"https://example.org/suva")
    terminal.until(b"? ")
    terminal.type("\x04")
    history = tmp_path / "state/rapporteur/history"
    end = time.monotonic() + 30
    while not (history.exists() and SUVA in history.read_text()) and time.monotonic() < end:
        time.sleep(0.05)
    assert SUVA in history.read_text()


def test_before_anything_heavy_is_loaded_a_line_says_what_happens():
    """The line comes within a second because only light modules are loaded until then."""
    script = (
        "import sys, click\n"
        "from bot.cli import main\n"
        "heavy = 'numpy onnxruntime tokenizers nltk rich'.split()\n"
        "def echo(said): raise SystemExit(repr((said, [n for n in heavy if n in sys.modules])))\n"
        "click.echo = echo\n"
        "sys.stdin.isatty = sys.stdout.isatty = lambda: True\n"
        "main(['chat', '--corpus', 'x'])\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False, timeout=60
    )
    assert ended.stderr == "('Reading the reports in x …', [])\n"


@pytest.mark.parametrize("command", ["/ask", "/ask  "])
def test_ask_alone_says_how_to_ask_and_offers_events(rapporteur, command):
    out = rapporteur("chat", stdin=f"{command}\n1\nWhere was it?\n").out
    usage, chosen = out.strip().split("\n\n", 1)
    assert usage.startswith("Write the question after the command, /ask ")
    assert [line.split()[0] for line in usage.splitlines()[1:]] == ["1.", "2."]
    assert chosen.startswith("Planning session in Suva · ")
    assert "About Planning session in Suva" in out


def test_a_question_after_ask_is_answered(rapporteur):
    assert rapporteur("chat", stdin=f"/ask {SUVA}\n").out == rapporteur("chat", stdin=SUVA).out


def test_talk_is_met_with_a_line_and_bye_leaves(rapporteur):
    out = rapporteur("chat", stdin=f"hello\nlink\nhelp\nbye\n{SUVA}\n").out
    hello, link, *helped = out.strip().split("\n\n")
    assert hello.startswith("Hello. ")
    assert link == "There is no answer before that this could be about."
    assert "\n".join(helped).startswith("Ask in your own words")
    assert "Suva" not in out


def test_the_source_and_the_whole_report_of_an_answer_can_be_asked_for(rapporteur):
    out = rapporteur("chat", stdin=f"{SUVA}\nlink?\nare you sure?\nfull report\n").out
    _, link, sure, whole = out.strip().split("\n\n", 3)
    assert link.endswith("https://example.org/suva · suva.md")
    assert "word for word" in sure
    assert whole.startswith("The planning session took place in Suva")

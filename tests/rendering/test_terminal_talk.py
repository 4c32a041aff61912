from dataclasses import replace

import pytest
from fakes import found, report, scored

from bot.model import Silent
from bot.rendering.terminal import plain
from bot.rendering.terminal_talk import LINES, NO_MORE, WHICH, act_lines
from bot.talk import Act

REPORT = report("It rained.\x1b", "a.md", "Seminar\x1b", date="2023-07-31")


@pytest.mark.parametrize("name", LINES)
def test_each_line_is_said(name):
    assert act_lines(Act("line", line=name)) == LINES[name]


def test_events_to_choose_from_are_numbered():
    lines = act_lines(Act("which", reports=(REPORT, REPORT))).splitlines()
    assert lines == [
        WHICH,
        "  1. Seminar\ufffd · 31 July 2023",
        "  2. Seminar\ufffd · 31 July 2023",
    ]


@pytest.mark.parametrize("kind", ["count", "list"])
def test_reports_are_counted_and_listed(kind):
    assert act_lines(Act(kind, reports=(REPORT,))).startswith("1 report:\n  1. Seminar")


@pytest.mark.parametrize("kind", ["source", "card"])
def test_a_report_is_named_with_its_file(kind):
    assert act_lines(Act(kind, reports=(REPORT,))) == "Seminar\ufffd · 31 July 2023 · a.md"


def test_a_whole_report_cannot_steer_the_terminal():
    assert act_lines(Act("whole", reports=(REPORT,))) == "It rained.\ufffd"


def test_how_sure_an_answer_is_stands_before_its_source():
    first, second = act_lines(Act("sure", found("Fiji"), (REPORT,))).splitlines()
    assert "90% likely" in first
    assert second.endswith("a.md")


def test_why_there_was_no_answer_is_said():
    first, _ = act_lines(Act("sure", Silent("Who?"), (REPORT,))).splitlines()
    assert first == "To “Who?”: no passage says it for certain, so there is no answer."


def test_further_passages_are_those_that_the_answer_does_not_quote():
    answer = found("Fiji", passages=(*scored("Fiji", path="a.md"), *scored("Samoa", path="b.md")))
    lines = act_lines(Act("more", answer, (REPORT,)))
    assert lines.startswith("> Samoa\n")
    assert act_lines(Act("more", found("Fiji"), (REPORT,))) == NO_MORE


def test_the_event_that_was_talked_of_before_is_named_where_it_is_used():
    answer = found("Fiji", event=REPORT, followed=True)
    assert plain(answer).splitlines()[1] == "About Seminar\ufffd"
    assert "About" not in plain(replace(answer, followed=False))
    assert "About Seminar" in plain(Silent("?", event=REPORT, followed=True))

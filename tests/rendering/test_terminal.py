"""In a terminal: the answer first, then the passage, then where it is from; and what talk gets."""

from dataclasses import replace

import pytest
from fakes import found, report, scored
from rich.console import Console
from small_library import told

from bot.event import UNREAD
from bot.model import Choice, Field, Found, Passage, Quote, Report, Scored, Silent, Span
from bot.rendering import day, harmless, headline
from bot.rendering.terminal import LINES, NO_MORE, WHICH, act_lines, coloured, event_lines, plain
from bot.talk import Act

BODY = "The event was chaired by Fiji and Tonga."
REPORT = Report("a.md", "Planning session", BODY, "2023-07-31", None, "https://example.org/a")
PASSAGE = Passage(REPORT, 0, len(BODY))
FOUND = Found(
    "Who chaired?", "Fiji and Tonga", (Quote(PASSAGE, (Span(25, 29), Span(34, 39))),), 0.9
)
SILENT = Silent("Who closed it?", asked="who closed it", passages=(Scored(PASSAGE, 3.0),))


def shown(answer, contact=None):
    console = Console(force_terminal=True, color_system="standard", width=200, legacy_windows=False)
    with console.capture() as capture:
        console.print(coloured(answer, contact))
    return capture.get()


def test_the_answer_stands_before_the_passage_and_its_source():
    assert plain(FOUND).splitlines() == [
        "Fiji and Tonga",
        f"> {BODY}",
        "  Planning session · 31 July 2023 · https://example.org/a",
    ]


def test_a_summary_says_a_line_a_slot_before_its_quotes():
    fields = (Field("chair", "Fiji and\nTonga", 0), Field("next_when", "May", 0))
    summary = replace(FOUND, kind="summary", fields=fields)
    lines = ["Chair: Fiji and Tonga", "Next, when: May", f"> {BODY}"]
    assert plain(summary).splitlines()[1:4] == lines
    assert all(line in shown(summary) for line in lines[:2])


def test_every_line_of_a_passage_is_marked_as_quoted():
    passage = Passage(replace(REPORT, body="Fiji\nand Tonga"), 0, 14)
    assert plain(Found("?", "Fiji", (Quote(passage),), 0.9)).splitlines()[1:3] == [
        "> Fiji",
        "> and Tonga",
    ]


def test_a_report_without_date_and_address_is_named_by_its_title():
    passage = Passage(Report("a.md", "Planning session", BODY), 0, len(BODY))
    assert plain(Found("?", "Fiji", (Quote(passage),), 0.9)).endswith("\n  Planning session")


def test_a_refusal_says_what_the_reports_do_not_say_and_offers_the_nearest_passage():
    assert plain(SILENT, "Ask the secretariat.").splitlines() == [
        "No answer: the reports don't say who closed it.",
        "Ask the secretariat.",
        "The nearest passage:",
        f"> {BODY}",
        "  Planning session · 31 July 2023 · https://example.org/a",
    ]


@pytest.mark.parametrize(
    ("why", "said"),
    [
        ("closest", ["I'm not sure the reports say this.", "The closest passage:"]),
        (
            "unknown_event",
            [
                "No answer: the reports don't say anything of such an event.",
                "The nearest passage:",
            ],
        ),
    ],
)
def test_what_is_not_sure_is_shown_as_a_passage(why, said):
    silent = replace(SILENT, why=why)
    lines = plain(silent, "Ask the secretariat.").splitlines()
    assert lines == [*said, f"> {BODY}", lines[-1]]
    assert all(line in shown(silent, "Ask the secretariat.") for line in said)
    assert "Ask" not in shown(silent, "Ask the secretariat.")


@pytest.mark.parametrize(("kind"), ["chatter", "reports", "language"])
def test_what_is_no_question_to_the_reports_is_shown_no_passage(kind):
    silent = replace(SILENT, why=kind, kind=kind)
    assert BODY not in plain(silent)
    assert BODY not in shown(silent)


@pytest.mark.parametrize(
    "why", ["no_question", "too_long", "no_reports", "language", "chatter", "reports"]
)
def test_what_cannot_be_looked_up_is_told_in_one_helpful_line(why):
    line = plain(Silent("🙂", why=why), "Ask the secretariat.")
    assert len(line.splitlines()) == 1
    assert "don't say" not in line


def test_other_events_are_named_with_their_answers():
    choice = Choice(Report("b.md", "Another", "x", "2022"), "Samoa")
    lines = plain(replace(FOUND, choices=(choice,))).splitlines()
    assert lines[-2:] == ["Other events fit as well:", "  Another · 2022: Samoa"]


def test_an_answer_over_several_reports_says_over_how_many():
    assert plain(replace(FOUND, over=14)).splitlines()[-1] == "Based on 14 reports."
    assert plain(replace(FOUND, over=1)).splitlines()[-1] == "Based on 1 report."


def test_a_long_list_is_led_by_its_count():
    body = "Fiji, Niue, Palau, Samoa"
    quote = Quote(Passage(Report("a.md", "t", body), 0, len(body)))
    assert headline(Found("?", body, (quote,), 0.9, tuple(body.split(", ")))) == f"4: {body}"


def test_a_number_that_was_asked_for_leads_what_is_counted():
    body = "Fiji, Niue, Palau, Samoa"
    quote = Quote(Passage(Report("a.md", "t", body), 0, len(body)))
    two = ("Fiji", "Niue")
    assert headline(Found("?", "Fiji, Niue", (quote,), 0.9, two, count=2)) == "2: Fiji, Niue"
    assert headline(Found("?", "Fiji", (quote,), 0.9, count=1)) == "1: Fiji"
    assert headline(Found("?", body, (quote,), 0.9, tuple(body.split(", ")), count=14)) == (
        f"14: {body}"
    )


def test_a_verdict_is_a_sentence():
    assert headline(replace(FOUND, text="Fiji", verdict="Yes")) == "Yes."


def test_colours_make_the_answer_bold_and_mark_it_in_the_passage():
    lines = shown(FOUND).splitlines()
    assert lines[0].startswith("\x1b[1mFiji and Tonga\x1b[0m")
    assert "\x1b[1;7mFiji\x1b[0m and \x1b[1;7mTonga\x1b[0m" in lines[1]


def test_colours_say_all_that_plain_text_says():
    for words in ("don't say who closed it.", "Ask Ann.", "nearest", "Tonga.", "31 July 2023"):
        assert words in shown(SILENT, "Ask Ann.")


def test_a_report_cannot_steer_the_terminal():
    body = "\x1b[2J Fiji\u202e\x07\r [red]chaired[/red]"
    answer = Found("?", "Fiji", (Quote(Passage(Report("a.md", "\x1b]0;t\x07", body), 0, 10)),), 0.9)
    assert not set(plain(answer)) & {"\x1b", "\x07", "\r", "\u202e"}
    assert "\x1b[2J" not in shown(answer)
    assert "\x1b]0;" not in shown(answer)


def test_markup_of_the_console_in_a_report_is_shown_as_it_stands():
    body = "[red]Fiji[/red] chaired"
    assert body in shown(Found("?", "Fiji", (Quote(Passage(Report("a", "t", body), 0, 23)),), 0.9))


def test_making_a_text_harmless_moves_no_offsets():
    text = "a\x1b\x07\u202eb\ud800c\n"
    assert len(harmless(text)) == len(text)
    assert harmless(text).encode()


@pytest.mark.parametrize(
    ("iso", "said"), [("2023-07-03", "3 July 2023"), ("2023", "2023"), (None, None)]
)
def test_a_date_is_said_in_words_where_it_is_whole(iso, said):
    assert day(iso) == said


PAGES = Report(
    "a.pdf", "Minutes", "It began.\n\n\fIt was chaired by Fiji \fand Tonga.", "2023-07-31"
)
CHAIRED = Passage(PAGES, 12, len(PAGES.body))


def test_the_source_of_a_report_with_pages_names_the_page():
    found = Found("Who chaired?", "Fiji \fand Tonga", (Quote(CHAIRED),), 0.9)
    assert plain(found).splitlines()[-2:] == [
        "> It was chaired by Fiji and Tonga.",
        "  Minutes · 31 July 2023 · p. 2",
    ]
    assert "· p. 2" in shown(found)
    assert "\ufffd" not in shown(found)


def test_a_row_of_a_table_is_shown_by_its_columns_too():
    body = "| Name | Post |\n|---|---|\n| Ken Ito | Adviser |\n"
    start = body.index("| Ken")
    row = Passage(Report("t.md", "Table", body), start, len(body) - 1)
    answer = Found("q", "Adviser", (Quote(row, (Span(12, 19),)),), 0.9)
    assert plain(answer).splitlines()[1:3] == [
        "  Name: Ken Ito · Post: Adviser",
        "> | Ken Ito | Adviser |",
    ]
    assert "Name: Ken Ito · Post: Adviser" in shown(answer)


SEMINAR = report("It rained.\x1b", "a.md", "Seminar\x1b", date="2023-07-31")


@pytest.mark.parametrize("name", LINES)
def test_each_line_is_said(name):
    assert act_lines(Act("line", line=name)) == LINES[name]


def test_events_to_choose_from_are_numbered():
    lines = act_lines(Act("which", reports=(SEMINAR, SEMINAR))).splitlines()
    assert lines == [
        WHICH,
        "  1. Seminar\ufffd · 31 July 2023",
        "  2. Seminar\ufffd · 31 July 2023",
    ]


@pytest.mark.parametrize("kind", ["count", "list"])
def test_reports_are_counted_and_listed(kind):
    assert act_lines(Act(kind, reports=(SEMINAR,))).startswith("1 report:\n  1. Seminar")


@pytest.mark.parametrize("kind", ["source", "card"])
def test_a_report_is_named_with_its_file(kind):
    assert act_lines(Act(kind, reports=(SEMINAR,))) == "Seminar\ufffd · 31 July 2023 · a.md"


def test_a_whole_report_cannot_steer_the_terminal():
    assert act_lines(Act("whole", reports=(SEMINAR,))) == "It rained.\ufffd"


def test_how_sure_an_answer_is_stands_before_its_source():
    first, second = act_lines(Act("sure", found("Fiji"), (SEMINAR,))).splitlines()
    assert "90% likely" in first
    assert second.endswith("a.md")


def test_why_there_was_no_answer_is_said():
    first, _ = act_lines(Act("sure", Silent("Who?"), (SEMINAR,))).splitlines()
    assert first == "To “Who?”: no passage says it for certain, so there is no answer."


def test_further_passages_are_those_that_the_answer_does_not_quote():
    answer = found("Fiji", passages=(*scored("Fiji", path="a.md"), *scored("Samoa", path="b.md")))
    lines = act_lines(Act("more", answer, (SEMINAR,)))
    assert lines.startswith("> Samoa\n")
    assert act_lines(Act("more", found("Fiji"), (SEMINAR,))) == NO_MORE


def test_the_event_that_was_talked_of_before_is_named_where_it_is_used():
    answer = found("Fiji", event=SEMINAR, followed=True)
    assert plain(answer).splitlines()[1] == "About Seminar\ufffd"
    assert "About" not in plain(replace(answer, followed=False))
    assert "About Seminar" in plain(Silent("?", event=SEMINAR, followed=True))


SHEET_BODY = "It began.\nThe  forum met in Koper,\nSlovenia. Ana Silva and Ben Tan chaired it."
READ, SHEET = told(
    SHEET_BODY,
    "Forum on seabirds",
    "2021-05-03",
    where=("Koper,\nSlovenia", 0.9312),
    chair=["Ana Silva", ("Ben Tan", 0.2)],
)


def test_a_person_reads_a_line_for_each_value_with_what_shows_it():
    first, *lines = event_lines(READ, SHEET)
    assert first.startswith("Forum on seabirds · ")
    assert lines == [  # not who is unlikely
        "where: Koper, Slovenia (93%)",
        "  > The forum met in Koper, Slovenia.",
        "chair: Ana Silva (90%)",
        "  > Ana Silva and Ben Tan chaired it.",
    ]


def test_an_empty_sheet_is_told():
    assert list(event_lines(READ, UNREAD))[1:] == ["The report states none of the slots."]


def test_what_a_terminal_would_obey_is_made_harmless():
    read, event = told("Ana\x1b[31m Silva spoke.", "A\x1b[2Jtitle", speakers="Ana\x1b[31m Silva")
    assert not any("\x1b" in line for line in event_lines(read, event))

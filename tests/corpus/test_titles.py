import pytest

from bot.corpus.foreign import Extracted
from bot.corpus.report_file import report_of
from bot.corpus.titles import is_template, title_from_name, title_of

PROSE = "The Secretary-General thanked all those who had come from afar to Suva."


@pytest.mark.parametrize(
    ("body", "title"),
    [
        ("# Meeting in Suva #\n\nText.", "Meeting in Suva"),
        ("Lead.\n\n## Participants\n\n# Meeting **in** Suva\n", "Meeting in Suva"),
        ("Meeting in Suva\n===\n\nText.", "Meeting in Suva"),
        ("\n\nMeeting in Suva\n\nText.", "Meeting in Suva"),
        ("Meeting in Suva\nThe delegates arrived.", "Meeting in Suva"),
        ("Who  met in Suva?\n\nText.", "Who met in Suva?"),
    ],
)
@pytest.mark.parametrize("suffix", ["md", "txt"])
def test_the_title_is_the_first_heading_or_line(body, title, suffix):
    if "===" in body and suffix == "txt":
        title = "Meeting in Suva"  # the line above the rule
    assert title_of(body, f"notes.{suffix}") == title


@pytest.mark.parametrize(
    "body",
    [
        f"{PROSE}\n\nMore.",
        f"{PROSE[:-1]}.”\n\nMore.",
        "A" * 121 + "\n\nText.",
        "- Fiji\n- Samoa",
        "| a | b |\n|---|---|\n| c | d |",
        "The delegates, who had come from afar,\nwere welcomed.",
        "Dear all,\n\nit was in Suva.",
        "",
    ],
)
def test_without_a_title_the_file_s_name_is_taken(body):
    assert title_of(body, "x/planning-session.txt") == "Planning session"


def test_the_start_of_a_sentence_over_two_lines_of_markdown_is_no_title():
    body = "The event was opened by Johnathan Kings, New\nZealand's Ambassador."
    assert title_of(body, "notes.md") == "Notes"


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("joint-planning_session.md", "Joint planning session"),
        ("a/2023-07-31_suva--meeting.txt", "2023-07-31 suva meeting"),
        ("UNODC.v2.md", "UNODC.v2"),
        ("---.md", "---"),
    ],
)
def test_a_file_s_name_is_made_readable(path, title):
    assert title_from_name(path) == title


TEMPLATES = [
    "DRAFT",
    "Draft 2",
    "AGENDA",
    "Word Document",
    "Microsoft Word - minutes.doc",
    "Template for minutes",
    "NOTE: DO NOT FORGET TO CHANGE FOOTER",
    "Untitled-1",
    "PowerPoint Presentation",
    "Insert title here",
]


@pytest.mark.parametrize("title", TEMPLATES)
def test_a_template_s_title_gives_way_to_the_first_heading_or_line(title):
    body = "Planning Board of Lund\n\nAna Ruiz chaired it."
    assert report_of("a.pdf", Extracted(body, title)).title == "Planning Board of Lund"
    headed = f"# {title}\n\n{body}"
    assert report_of("a.pdf", Extracted(headed, title)).title == "Planning Board of Lund"


@pytest.mark.parametrize("title", TEMPLATES)
def test_where_there_is_nothing_but_a_template_s_title_the_file_is_named(title):
    body = f"# {title}\n\n# 1. Opening\n\nAna Ruiz chaired it."
    assert report_of("planning-board.pdf", Extracted(body, title)).title == "Planning board"


@pytest.mark.parametrize(
    "title",
    ["Draft law on fisheries", "Agenda 2030 review", "Notes on kelp", "New Zealand hosts a forum",
     "Your voice, your vote", "Introduction to templates", "Page turners", "Title IX workshop"],
)  # fmt: skip
def test_a_title_that_only_begins_like_a_template_s_stays(title):
    assert not is_template(title)
    assert report_of("a.pdf", Extracted("# Other\n\nText.", title)).title == title


def test_a_title_of_another_day_is_that_of_the_file_it_was_made_from():
    body = "# Planning Board, 8 March 2018\n\nAna Ruiz chaired it."
    said = Extracted(body, "Planning Board, 12 January 2015")
    assert report_of("a.docx", said).title == "Planning Board, 8 March 2018"

import pytest

from bot.corpus.titles import title_from_name, title_of

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

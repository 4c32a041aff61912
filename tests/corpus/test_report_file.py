import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.corpus.extraction import Extracted
from bot.corpus.report_file import (
    FrontMatterError,
    UnreadableError,
    is_template,
    read_front_matter,
    read_report,
    report_of,
    title_from_name,
    title_of,
)

PROSE = "The Secretary-General thanked all those who had come from afar to Suva."


def read(text, path="a.md"):
    return read_report(path, text.encode() if isinstance(text, str) else text)[0]


def with_head(head):
    return read(f"---\n{head}\n---\nText.")


def test_the_head_gives_title_date_source_and_url():
    head = "title: A \ndate: 2023-07-31\nsource: The Daily\nurl: https://example.org/a?b=c"
    report = with_head(head)
    assert (report.title, report.date, report.source, report.url, report.body) == (
        "A",
        "2023-07-31",
        "The Daily",
        "https://example.org/a?b=c",
        "Text.",
    )


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("2023-07-31", "2023-07-31"),
        ("2023-07-31 10:00:00", "2023-07-31"),
        ("2023-07-31T10:00:00Z", "2023-07-31"),
        ("'2023-07-31'", "2023-07-31"),
        ("31 July 2023", "2023-07-31"),
        ("July 31, 2023", "2023-07-31"),
        ("2023-02-31", None),
        ("July 2023", None),
        ("", None),
        ("null", None),
        ("[2023]", None),
    ],
)
def test_dates_become_iso_dates(written, date):
    assert with_head(f"date: {written}").date == date


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "ftp://a", "https://", "http://a b", "//a", f"https://{'a' * 3000}"],
)
def test_only_web_addresses_are_urls(url):
    assert with_head(f'url: "{url}"').url is None


def test_a_title_is_one_short_line():
    assert with_head('title: "A\\n b\\0c"').title == "A b c"
    assert len(with_head(f"title: {'a' * 5000}").title) == 300


def test_surrogates_in_a_head_never_reach_a_report():
    try:
        title = with_head('title: "a\\ud800b"').title
    except UnreadableError:
        return
    title.encode()


def test_markdown_that_is_not_utf8_is_refused():
    with pytest.raises(UnreadableError, match="UTF-8"):
        read(b"caf\xe9")


def test_text_is_read_in_any_encoding():
    assert read("“Café”".encode("utf-16"), "a.txt").body == "“Café”"


def test_a_head_is_read_in_text_too():
    report = read("---\ntitle: A\n---\nText.", "a.txt")
    assert (report.title, report.body) == ("A", "Text.")


def test_a_head_that_cannot_be_read_is_text_in_text():
    text = "---\ntitle: [\n---\nText."
    assert read(text, "a.txt").body == text


@pytest.mark.parametrize("text", ["", "  \n\t", "---\ntitle: A\n---\n\n", "\0\0", "***"])
def test_a_file_without_a_word_is_refused(text):
    with pytest.raises(UnreadableError, match="no text"):
        read(text)


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


def values(text):
    return {key: entry.value for key, entry in read_front_matter(text).entries.items()}


def body(text):
    return text[read_front_matter(text).body_start :]


def refusal(text):
    with pytest.raises(FrontMatterError) as raised:
        read_front_matter(text)
    return str(raised.value), raised.value.line


def test_values_are_kept_as_they_are_written():
    head = '---\ntitle: "A: b"\ndate: 2023-07-31\nversion: 1.10\ncountry: No\n---\nText'
    assert values(head) == {
        "title": "A: b",
        "date": "2023-07-31",
        "version": "1.10",
        "country": "No",
    }


def test_the_body_starts_right_after_the_closing_line():
    assert body("---\ntitle: A\n---  \n\n Text\n") == "\n Text\n"
    assert body("---\ntitle: A\n...\nText") == "Text"
    assert body("---\ntitle: A\n---") == ""
    assert body("---\n---\nText") == "Text"


@pytest.mark.parametrize(
    "text",
    [
        "Text",
        "",
        "---",
        "----\na: b\n----\n",
        " ---\na: b\n---\n",
        "---\n\nText\n\n---\nMore",
        "---\nonly words\n---\nMore",
        "---\n- Fiji\n- Samoa\n---\nMore",
        '---\n= "TOML"\n---\nMore',
        "--- abstract\n\nThe call was chaired by Iris Tan.\n",
        "---\ntitle: [\n\n--- abstract\n\nText.\n",
    ],
)
def test_without_a_head_everything_is_body(text):
    assert body(text) == text
    assert values(text) == {}


def test_a_head_ends_where_a_named_part_begins():
    text = "---\ntitle: Tide call\nabbrev: Tide\n\n--- abstract\n\nIris Tan took the chair.\n"
    assert values(text)["title"] == "Tide call"
    assert body(text) == "\nIris Tan took the chair.\n"


def test_a_comment_may_stand_before_the_first_key():
    assert values("---\n# the head\n\ntitle: A\n---\nText") == {"title": "A"}


def test_an_entry_knows_its_line():
    head = read_front_matter("---\ntitle: A\n\nurl: b\n---\n")
    assert head.entries["url"].line == 4


def test_lists_and_mappings_are_passed_over():
    head = "---\ntags: [a, {b: c}]\nmore:\n  title: Inner\n  deep:\n  - x\ntitle: Outer\n---\n"
    assert values(head) == {"tags": "", "more": "", "title": "Outer"}


@pytest.mark.parametrize(
    ("head", "line"),
    [
        ("---\ntitle: Meeting: the first\n---\n", 2),
        ("---\ntitle: A\ndate: [2023\n---\n", 3),
        ('---\ntitle: A\nsource: "B\ndate: C\n---\n', 3),
        ("---\ntitle: A\n\tdate: B\n---\n", 3),
        ("---\ntitle: A\nText without an end", 1),
    ],
)
def test_a_malformed_head_is_refused_with_its_line(head, line):
    assert refusal(head)[1] == line


def test_an_alias_bomb_is_refused():
    bomb = "".join(
        f"{name}: &{name} [{', '.join([f'*{last}'] * 9)}]\n" for last, name in ["ab", "bc"]
    )
    reason, line = refusal(f"---\na: &a [lol]\n{bomb}---\n")
    assert "alias" in reason
    assert line == 3


@pytest.mark.parametrize("nesting", ["[" * 30000, "{a: " * 15000, "\n " + "? " * 30000])
def test_deep_nesting_is_refused(nesting):
    assert "nested" in refusal(f"---\na: {nesting}\n---\n")[0]


def test_a_huge_head_is_refused():
    assert "64 KB" in refusal(f"---\na: {'b' * 70_000}\n---\n")[0]


def test_tags_build_nothing():
    head = "---\ntitle: !!python/object/apply:os.system [exit 1]\ndate: !!int 5\n---\n"
    assert values(head) == {"title": "", "date": "5"}


@given(st.text(max_size=200))
def test_any_head_is_read_or_refused(text):
    try:
        head = read_front_matter(f"---\n{text}\n---\nBody")
    except FrontMatterError:
        return
    assert all(isinstance(entry.value, str) for entry in head.entries.values())

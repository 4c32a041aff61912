"""The documents are written in plain words and short sentences, and their links lead somewhere."""

from pathlib import Path

import pytest
from prose import anchors, broken_links, faults

ROOT = Path(__file__).parent.parent
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), ROOT / "training/README.md"])
SHORT = "The bot reads a report and quotes the passage that says so.\n"
LONG = " ".join(f"word{number}" for number in range(41))


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_a_document_is_written_plainly(document):
    found = [f"line {line}: {fault}" for line, fault in faults(document.read_text("utf-8"))]
    assert found == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_a_link_leads_to_a_file_and_to_its_heading(document):
    assert list(broken_links(document)) == []


@pytest.mark.parametrize(
    ("text", "line", "part"),
    [
        (f"{SHORT}\nA file holds\nreports.\n", 3, "holds"),
        ("It was\nTold so.\n", 1, "Told"),
        ("A word is is twice.\n", 1, "twice"),
        ("At the end the\nthe line breaks.\n", 1, "twice"),
        (f"Short. And {LONG}.\n", 1, "42 words"),
        (f"| a | b |\n|---|---|\n| c | {LONG}|\n", 3, "41 words"),
        (f"- one\n- {LONG}\n", 2, "41 words"),
        ("## What it holds\n", 1, "holds"),
        ("[what it holds](a.md)\n", 1, "holds"),
    ],
)
def test_what_is_not_plain_is_found_with_its_line(text, line, part):
    ((found, fault),) = faults(text)
    assert (found, part in fault) == (line, True)


@pytest.mark.parametrize(
    "text",
    [
        SHORT * 9,
        "- item\n" * 50,
        "| cell | cell |\n" * 50,
        "`told` is code, and so is ``holds``.\n",
        "```sh\necho told told\n```\n",
        "> The bot told it.\n",
        "See `run` `run`, and [stand](holds.md).\n",
        "<!-- table -->\n| is told |\n<!-- end of table -->\n",
    ],
)
def test_what_is_plain_or_no_prose_passes(text):
    assert list(faults(text)) == []


def test_links_are_followed_into_other_documents(tmp_path):
    (tmp_path / "other.md").write_text("# The `first` heading, again\n\n```\n# no heading\n```\n")
    page = tmp_path / "page.md"
    page.write_text(
        "# Here\n[a](#here) [b](other.md#the-first-heading-again) [c](https://example.org/#d)\n"
        "[e](#there) [f](other.md#no-heading) ![g](none.png)\n"
    )
    assert list(broken_links(page)) == ["#there", "other.md#no-heading", "none.png"]


def test_a_heading_is_named_as_code_sites_name_it():
    assert anchors("## Where is …?\n### `ask`, and `chat`\n") == {"where-is-", "ask-and-chat"}

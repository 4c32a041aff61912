import os

import pytest

from bot.corpus.walk import unread_files, walk


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "reports"
    made.mkdir()
    (made / "a.md").write_text("Text.")
    return made


def found(folder):
    files, problems = walk(folder)
    return [file.path for file in files], [problem.path for problem in problems]


def test_a_link_that_leads_outside_is_named_and_not_read(folder, tmp_path):
    (tmp_path / "secret.md").write_text("Secret.")
    (folder / "b.md").symlink_to(tmp_path / "secret.md")
    assert found(folder) == (["a.md"], ["b.md"])


def test_a_linked_folder_is_not_entered(folder, tmp_path):
    (tmp_path / "other").mkdir()
    (tmp_path / "other/b.md").write_text("Text.")
    (folder / "other").symlink_to(tmp_path / "other")
    (folder / "loop").symlink_to(folder)
    assert found(folder) == (["a.md"], [])


def test_a_file_that_several_links_lead_to_comes_once(folder):
    (folder / "0.md").symlink_to(folder / "a.md")
    (folder / ".data").mkdir()
    (folder / ".data/b.md").write_text("Text.")
    (folder / "b.md").symlink_to(".data/b.md")
    (folder / "c.md").symlink_to(".data/b.md")
    assert found(folder) == (["a.md", "b.md"], [])


def test_links_to_nothing_and_to_themselves_are_named(folder):
    (folder / "b.md").symlink_to("none.md")
    (folder / "c.md").symlink_to("c.md")
    assert found(folder) == (["a.md"], ["b.md", "c.md"])


def test_a_folder_that_is_itself_a_link_is_read(folder, tmp_path):
    (tmp_path / "current").symlink_to(folder)
    assert found(tmp_path / "current") == (["a.md"], [])


def test_pipes_and_folders_with_a_report_s_name_are_passed_over(folder):
    os.mkfifo(folder / "b.md")
    (folder / "c.md").mkdir()
    assert found(folder) == (["a.md"], [])


@pytest.mark.parametrize("name", ["b\nc.md", "b\x1b[2Jc.md", "b\u202edm.md", "b\u2028.md"])
def test_a_name_that_cannot_be_shown_is_named_in_one_line(folder, name):
    (folder / name).write_text("Text.")
    files, problems = walk(folder)
    assert [file.path for file in files] == ["a.md"]
    assert [problem.path.isprintable() for problem in problems] == [True]


def test_a_name_that_is_not_utf8_is_named(folder):
    with open(os.path.join(os.fsencode(folder), b"b\xff.md"), "w") as file:
        file.write("Text.")
    assert found(folder) == (["a.md"], ["b\N{REPLACEMENT CHARACTER}.md"])


def test_markup_in_a_name_is_left_as_it_is(folder):
    (folder / "<b>&.md").write_text("Text.")
    assert found(folder)[0] == ["<b>&.md", "a.md"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may open everything")
def test_a_folder_that_cannot_be_opened_is_named(folder):
    (folder / "closed").mkdir(mode=0)
    assert found(folder) == (["a.md"], ["closed"])


def test_the_locks_of_an_office_program_are_passed_over(folder):
    for name in ("~$Minutes.docx", "~$notes.md", "~$old.doc"):
        (folder / name).write_bytes(b"\x05Ana Koroi")
    assert found(folder) == (["a.md"], [])
    assert unread_files(folder) == []

import os

import pytest

from bot.corpus import read_corpus
from bot.errors import CorpusError


def write(folder, name, content="The meeting took place in Suva."):
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return file


def paths(corpus):
    return [report.path for report in corpus.reports]


def test_reports_of_sub_folders_come_ordered_by_path(tmp_path):
    for name in ("b.md", "a/z.txt", "a/b/c.MD", "B.txt"):
        write(tmp_path, name)
    assert paths(read_corpus(tmp_path)) == ["B.txt", "a/b/c.MD", "a/z.txt", "b.md"]


def test_hidden_files_and_folders_and_other_kinds_are_passed_over(tmp_path):
    for name in ("a.md", ".b.md", ".git/c.md", "d.png", "e"):
        write(tmp_path, name)
    corpus = read_corpus(tmp_path)
    assert paths(corpus) == ["a.md"]
    assert corpus.problems == ()


def test_a_file_over_the_limit_is_named(tmp_path):
    write(tmp_path, "a.md")
    write(tmp_path, "b.txt", "x" * 2000)
    corpus = read_corpus(tmp_path, max_file_mb=0.001)
    assert paths(corpus) == ["a.md"]
    assert [str(problem) for problem in corpus.problems] == [
        "b.txt: is over 0.001 MB; split it or raise corpus.max_file_mb"
    ]


def test_a_broken_file_is_named_and_the_rest_is_read(tmp_path):
    write(tmp_path, "a.md", b"---\ntitle: [a\n---\nText.")
    write(tmp_path, "b.md", b"one\ntwo \xff\n")
    write(tmp_path, "c.md")
    corpus = read_corpus(tmp_path)
    assert paths(corpus) == ["c.md"]
    assert [(problem.path, problem.line) for problem in corpus.problems] == [
        ("a.md", 2),
        ("b.md", 2),
    ]


def test_an_empty_file_is_named(tmp_path):
    write(tmp_path, "a.md")
    write(tmp_path, "b.txt", " \n\n")
    assert [problem.path for problem in read_corpus(tmp_path).problems] == ["b.txt"]


def test_a_missing_folder_is_refused_in_one_line(tmp_path):
    with pytest.raises(CorpusError, match=r"no such folder") as raised:
        read_corpus(tmp_path / "none")
    assert len(raised.value.problems) == 1


def test_a_folder_without_reports_is_refused(tmp_path):
    write(tmp_path, "a.png")
    with pytest.raises(CorpusError, match=r"holds no report"):
        read_corpus(tmp_path)


def test_a_folder_of_broken_files_is_refused_with_their_names(tmp_path):
    write(tmp_path, "a.md", b"\xff")
    with pytest.raises(CorpusError, match=r"(?s)no file there could be read.*a\.md, line 1"):
        read_corpus(tmp_path)


def test_what_a_head_says_wrongly_is_a_warning(tmp_path):
    write(tmp_path, "a.md", "---\ntitle: A\nurl: javascript:alert(1)\ndate: soon\n---\nText.")
    corpus = read_corpus(tmp_path)
    assert corpus.problems == ()
    assert [(warning.path, warning.line) for warning in corpus.warnings] == [
        ("a.md", 4),
        ("a.md", 3),
    ]


def test_an_unchanged_report_is_the_same_object_after_a_reload(tmp_path):
    write(tmp_path, "a.md")
    changed = write(tmp_path, "b.md", "---\ndate: soon\n---\nText.")
    before = read_corpus(tmp_path)
    changed.write_text("---\ndate: never\n---\nOther text.")
    after = read_corpus(tmp_path, previous=before)
    assert after.reports[0] is before.reports[0]
    assert after.reports[1].body == "Other text."


def test_a_reload_says_the_warnings_of_unchanged_reports_again(tmp_path):
    write(tmp_path, "a.md", "---\ndate: soon\n---\nText.")
    before = read_corpus(tmp_path)
    assert read_corpus(tmp_path, previous=before) == before


def test_a_change_that_keeps_size_and_time_is_seen(tmp_path):
    file = write(tmp_path, "a.md", "One.")
    stat = file.stat()
    before = read_corpus(tmp_path)
    file.write_text("Two.")
    os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert read_corpus(tmp_path, previous=before).reports[0].body == "Two."


def test_a_folder_of_nothing_but_unread_documents_names_them(tmp_path):
    (tmp_path / "minutes.odt").write_bytes(b"PK")
    with pytest.raises(CorpusError, match=r"minutes\.odt: is in a format that isn't read"):
        read_corpus(tmp_path)

import hashlib
import os
from pathlib import Path
from threading import Timer

import pytest

from bot.corpus import UnwholeError, read_corpus, read_whole, report_at, unread_files, walk
from bot.corpus.extraction import CachingExtractor, Extractor
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
    with pytest.raises(CorpusError, match=r"contains no report"):
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


class Changing(type(Path())):
    """A file that somebody changes in the middle of a reading, as often as there are changes."""

    changes = ()

    def open(self, *args, **more):
        return Stream(super().open(*args, **more), self)


class Stream:
    def __init__(self, stream, file):
        self.stream, self.file = stream, file
        self.fileno = stream.fileno

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stream.close()

    def read(self, size):
        half = self.stream.read(4)
        if self.file.changes:
            change, *self.file.changes = self.file.changes
            change(self.file)
        return half + self.stream.read(size - 4)


@pytest.fixture
def file(tmp_path):
    (tmp_path / "a.md").write_text("The old text.")
    return Changing(tmp_path / "a.md")


def grow(file):
    with open(file, "a") as stream:
        stream.write(" More.")


def swap(file):
    beside = file.with_name("beside")
    with open(beside, "w") as stream:
        stream.write("The new text.")
    os.replace(beside, file)


@pytest.mark.parametrize(
    ("change", "text"), [(grow, b"The old text. More."), (swap, b"The new text.")]
)
def test_a_file_that_changes_while_it_is_read_is_read_again(file, change, text):
    file.changes = [change]
    assert read_whole(file, 1) == text


def test_a_file_that_keeps_changing_is_named(file):
    file.changes = [grow] * 9
    with pytest.raises(UnwholeError, match="being written"):
        read_whole(file, 1)


def test_a_file_that_was_just_emptied_is_waited_for(file):
    Path(file).write_text("")
    timer = Timer(0.1, lambda: Path(file).write_text("The new text."))
    timer.start()
    try:
        assert read_whole(file, 1) == b"The new text."
    finally:
        timer.join()


def test_an_empty_file_of_old_is_not_waited_for(file):
    Path(file).write_text("")
    os.utime(file, (1, 1))
    assert read_whole(file, 1) == b""


@pytest.fixture
def extractor():
    with Extractor() as process:
        yield CachingExtractor(process, None)


def test_one_report_is_read_as_among_the_others(tmp_path, extractor):
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub/a.md").write_text("---\ntitle: Tides\ndate: 2022-05-04\n---\nIt opened.\n")
    corpus = read_corpus(tmp_path)
    assert report_at(tmp_path, "sub/a.md", corpus.hashes[0], extractor) == corpus.reports[0]


def test_a_file_that_is_another_is_gone_or_is_too_large_is_no_report(tmp_path, extractor):
    file = tmp_path / "a.md"
    file.write_text("It opened.\n")
    (digest,) = read_corpus(tmp_path).hashes
    assert report_at(tmp_path, "a.md", digest, extractor) is not None
    assert report_at(tmp_path, "a.md", digest, extractor, max_file_mb=0.000001) is None
    assert report_at(tmp_path, "b.md", digest, extractor) is None
    file.write_text("It ended.\n")
    assert report_at(tmp_path, "a.md", digest, extractor) is None


def test_a_file_outside_of_the_folder_is_no_report_of_it(tmp_path, extractor):
    folder = tmp_path / "reports"
    folder.mkdir()
    (tmp_path / "a.md").write_text("It opened.\n")
    (folder / "b.md").symlink_to(tmp_path / "a.md")
    (digest,) = read_corpus(tmp_path).hashes[:1]
    for path in ("../a.md", str(tmp_path / "a.md"), "b.md"):
        assert report_at(folder, path, digest, extractor) is None


def test_a_file_that_cannot_be_read_is_no_report(tmp_path, extractor):
    data = b"\x00\x01" * 50
    (tmp_path / "a.md").write_bytes(data)
    assert report_at(tmp_path, "a.md", hashlib.sha256(data).hexdigest(), extractor) is None

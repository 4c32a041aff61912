"""`rapporteur check` says everything that is wrong, and what would be indexed."""

import pytest
from pdf_writer import pdf
from samples import SAMPLES


def test_what_would_be_indexed_is_listed(rapporteur):
    ended = rapporteur("check")
    assert ended.status == 0
    assert ended.err == ""
    head, *reports = ended.out.splitlines()
    assert head.startswith("2 reports with ")
    assert any("suva.md · Planning session in Suva · 2023-07-31" in line for line in reports)


def test_what_there_is_one_of_is_said_in_the_singular(rapporteur, corpus):
    (corpus / "apia.md").unlink()
    (corpus / "suva.md").write_text("# Forum\n\nThe forum was held in Suva.\n")
    head, report = rapporteur("check").out.splitlines()
    assert head == "1 report with 1 passage would be indexed:"
    assert report.endswith(" · 1 passage")


def test_problems_of_configuration_and_reports_are_told_together(rapporteur, corpus, tmp_path):
    (corpus / "bad.md").write_bytes(b"\xff\xfe\xfa")
    file = tmp_path / "other.yaml"
    file.write_text("corpus: {path: reports, max_file_mb: huge}\nlog: {level: loud}")
    ended = rapporteur("check", "--config", file)
    assert ended.status == 1
    size, level, bad = ended.err.splitlines()
    assert "corpus.max_file_mb" in size
    assert "log.level" in level
    assert "bad.md" in bad
    assert ended.out.startswith("2 reports")


def test_a_page_of_which_much_is_left_out_is_told(rapporteur, corpus):
    text = "<h1>Tide call</h1><p>The tide call was held in Suva and opened by Jane Smith.</p>"
    menu = "".join(f"<li><a href='/{n}'>Other news {n}</a></li>" for n in range(60))
    (corpus / "call.html").write_text(f"<html><body>{text}<ul>{menu}</ul></body></html>")
    (corpus / "whole.html").write_text(f"<html><body>{text}</body></html>")
    ended = rapporteur("check")
    assert ended.status == 0
    (line,) = ended.err.splitlines()
    assert line.startswith("warning: call.html: 9")
    assert "% of the page was taken for menus, comments and the like" in line


def test_nothing_is_written(rapporteur, tmp_path):
    before = sorted(tmp_path.rglob("*"))
    rapporteur("check")
    assert sorted(tmp_path.rglob("*")) == before


def test_what_would_be_indexed_is_said_for_each_format(rapporteur, corpus):
    for sample in SAMPLES:
        (corpus / sample.name).write_bytes(sample.make())
    (corpus / "scan.pdf").write_bytes(pdf([]))
    ended = rapporteur("check")
    assert ended.err == "scan.pdf: holds no text; a scanned page is a picture\n"
    for name, date in (
        ("news-page.html", "2024-05-14"),
        ("two-columns.pdf", "2024-05-14"),
        ("word.docx", "2024-05-14"),
        ("letter.eml", "2024-05-14"),
    ):
        (line,) = [line for line in ended.out.splitlines() if line.startswith(f"  {name} ")]
        assert f"{name} · Regional workshop on small-craft safety · {date} · " in line
        assert 30 < int(line.split()[-2]) < 55


def test_a_document_in_a_format_that_is_not_read_is_warned_of(rapporteur, corpus):
    (corpus / "minutes.DOC").write_bytes(b"\xd0\xcf")
    (corpus / "photo.jpg").write_bytes(b"\xff\xd8")
    ended = rapporteur("check")
    assert ended.status == 0
    assert ended.err == (
        "warning: minutes.DOC: is in a format that isn't read; save it as PDF or .docx\n"
    )


def test_a_report_in_another_language_is_warned_of(rapporteur, corpus):
    (corpus / "noumea.md").write_text(
        "# Forum\n\nLe forum a eu lieu à Nouméa du 3 au 5 mai 2021. Ana Silva présidait la réunion,"
        " et les délégués des Fidji, des Samoa et des Tonga étaient présents. La prochaine réunion"
        " se tiendra à Suva en 2022, et les participants ont décidé de créer un fonds.\n"
    )
    ended = rapporteur("check")
    assert ended.status == 0
    assert ended.err == (
        "warning: noumea.md: is not in English; its passages are found, and nothing is read of it\n"
    )
    assert ended.out.startswith("3 reports")


@pytest.mark.parametrize(
    ("content", "wrong"),
    [
        (None, "No such file or directory"),
        ("corpus: [", "line 1"),
        ("corpus: {path: 5}", "corpus.path"),
        ("corpus: {pth: there}", "corpus.pth"),
        ("corpse: {path: there}", "corpse"),
    ],
)
def test_where_the_folder_of_reports_is_unknown_only_that_is_said(
    rapporteur, tmp_path, content, wrong
):
    file = tmp_path / "other.yaml"
    if content is not None:
        file.write_text(content)
    ended = rapporteur("check", "--config", file)
    (line,) = ended.err.splitlines()
    assert (ended.status, ended.out) == (1, "")
    assert wrong in line


def test_a_folder_that_is_named_is_checked_whatever_else_is_wrong(rapporteur, corpus, tmp_path):
    ended = rapporteur("check", "--config", tmp_path / "none.yaml", "--corpus", corpus)
    assert ended.status == 1
    assert ended.out.startswith("2 reports")
    (tmp_path / "far.yaml").write_text("corpus: {path: far}\nlog: {level: loud}")
    ended = rapporteur("check", "--config", tmp_path / "far.yaml")
    level, folder = ended.err.splitlines()
    assert "log.level" in level
    assert "no such folder" in folder

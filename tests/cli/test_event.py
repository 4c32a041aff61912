"""`rapporteur event`: the sheet of a report, whatever the weights make of it."""

import json

import pytest

from bot.reader.labels import SLOTS


@pytest.mark.parametrize("name", ["suva.md", "deep/er.md", "er.md"])
def test_a_report_is_named_by_its_path_or_by_its_file(rapporteur, corpus, name):
    (corpus / "deep").mkdir()
    (corpus / "deep/er.md").write_text("The talks were held in Apia on 3 May 2020.", "utf-8")
    said = json.loads(rapporteur("event", name, "--json").out)
    assert said["report"].endswith(name)
    assert list(said["slots"]) == list(SLOTS)


def test_a_person_reads_its_title_first(rapporteur):
    ended = rapporteur("event", "suva.md")
    assert (ended.status, ended.err) == (0, "")
    assert ended.out.startswith("Planning session in Suva · ")


def test_every_value_is_quoted_verbatim(rapporteur):
    said = json.loads(rapporteur("event", "apia.md", "--json").out)
    for value in (value for values in said["slots"].values() for value in values):
        ((start, end),) = value["quote"]["highlights"]
        assert value["quote"]["text"][start:end] == value["value"]
        assert 0 < value["probability"] <= 1


def test_an_unknown_report_is_one_line(rapporteur):
    ended = rapporteur("event", "gone.md")
    assert (ended.status, ended.out) == (1, "")
    (line,) = ended.err.splitlines()
    assert "gone.md: no such report" in line


def test_a_file_s_name_that_two_reports_have_names_none(rapporteur, corpus):
    for folder in ("a", "b"):
        (corpus / folder).mkdir()
        (corpus / folder / "same.md").write_text(f"It was held in {folder}.", "utf-8")
    assert rapporteur("event", "same.md").status == 1

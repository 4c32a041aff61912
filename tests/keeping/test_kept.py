import pytest
from some_reports import BODIES, corpus, found

from bot.errors import StoredIndexError
from bot.index import save_generation
from bot.keeping import no_reports, updated
from bot.keeping.kept import load, save
from bot.model import Problem, Report

NOW = "fingerprint"


@pytest.fixture(scope="module")
def kept():
    return updated(no_reports(), corpus({f"{i}.md": body for i, body in enumerate(BODIES)}))


def test_what_is_saved_comes_back(kept, tmp_path):
    save(tmp_path, kept, NOW)
    again = load(tmp_path, NOW)
    assert again.corpus == kept.corpus
    assert found(again) == found(kept)


def test_what_came_back_is_updated_as_what_was_there(kept, tmp_path):
    save(tmp_path, kept, NOW)
    later = corpus({"1.md": BODIES[1], "9.md": "Tuvalu chaired the session."})
    assert found(updated(load(tmp_path, NOW), later)) == found(updated(no_reports(), later))


def test_all_of_a_report_and_the_warnings_come_back(tmp_path):
    report = Report("ä/b.md", "Gespräch", "Es begann. 🌏", "2020-01-02", "UN", "https://a.b/c")
    warnings = (Problem("ä/b.md", "date is no date", 3), Problem("ä/b.md", "odd"))
    read = type(corpus({}))((report,), (Problem("z.md", "unreadable"),), warnings, ("f" * 64,))
    save(tmp_path, updated(no_reports(), read), NOW)
    again = load(tmp_path, NOW).corpus
    assert (again.reports, again.warnings, again.hashes) == ((report,), warnings, ("f" * 64,))
    assert again.problems == ()  # such files are tried at each start


def test_what_another_version_kept_is_not_used(kept, tmp_path):
    save(tmp_path, kept, "another")
    assert load(tmp_path, NOW) is None


@pytest.mark.parametrize(
    "contents", [{}, {"head": b"{}"}, {"head": b'{"fingerprint":"fingerprint","warnings":[]}'}]
)
def test_a_generation_of_something_else_is_refused(tmp_path, contents):
    save_generation(tmp_path, contents)
    with pytest.raises(StoredIndexError):
        load(tmp_path, NOW)

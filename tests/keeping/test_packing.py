from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.corpus import read_corpus
from bot.keeping.packing import pack, unpack
from bot.model import Report
from bot.reading import read_report

SAMPLES = Path(__file__).parents[2] / "corpus"
SAID = "On 3 May 2020 Dr. Ana Silva of the Pacific Network (PN) paid $3 million, or 5 per cent.\n"


@pytest.mark.parametrize("report", read_corpus(SAMPLES).reports, ids=lambda report: report.path)
def test_a_reading_comes_back_as_it_was(report):
    reading = read_report(report)
    assert unpack(report, pack(reading)) == reading


@given(
    st.lists(st.sampled_from([SAID, "- Fiji\n", "# Talks\n", "|a|b|\n|-|-|\n|c|d|\n"])), st.text()
)
def test_whatever_a_report_holds_comes_back(parts, text):
    report = Report("a.md", "Talks", "".join(parts) + text.encode("utf-8", "ignore").decode())
    reading = read_report(report)
    assert unpack(report, pack(reading)) == reading


def test_a_reading_is_given_the_report_as_it_is_now():
    before = Report("a.md", "Talks", SAID)
    after = Report("b.md", "Talks", SAID, date="2020-05-04")
    reading = unpack(after, pack(read_report(before)))
    assert reading == read_report(after)
    assert {p.report for p in reading.passages} == {after}


def test_a_reading_of_another_text_is_refused():
    packed = pack(read_report(Report("a.md", "Talks", SAID)))
    with pytest.raises(ValueError, match="no slice"):
        unpack(Report("a.md", "Talks", "Short."), packed)


@pytest.mark.parametrize("packed", [b"", b"\xc0", b"\x95\x90", b"text"])
def test_other_bytes_are_refused(packed):
    with pytest.raises(ValueError, match=r"\w"):
        unpack(Report("a.md", "Talks", SAID), packed)

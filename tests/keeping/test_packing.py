from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.corpus import read_corpus
from bot.event import UNREAD, Event, SlotValue
from bot.keeping.packing import pack, unpack
from bot.model import Report
from bot.reading import read_report
from bot.slots import SLOTS

SAMPLES = Path(__file__).parents[2] / "corpus"
SAID = "On 3 May 2020 Dr. Ana Silva of the Pacific Network (PN) paid $3 million, or 5 per cent.\n"


EVENT = Event(
    {
        "when": (SlotValue(0, 3, 13, 0.9123),),
        "chair": (SlotValue(0, 18, 27, 0.5), SlotValue(0, 0, 2, 1.0)),
    },
    "2020-05-03",
)


def laid_out(reading):
    """What is packed of a reading beside its report; its terms are in the indexes."""
    return reading.report, reading.structure


@pytest.mark.parametrize("report", read_corpus(SAMPLES).reports, ids=lambda report: report.path)
def test_a_reading_comes_back_as_it_was(report):
    reading = read_report(report)
    again, event = unpack(report, pack(reading, EVENT))
    assert laid_out(again) == laid_out(reading)
    assert event == EVENT


@given(
    st.lists(st.sampled_from([SAID, "- Fiji\n", "# Talks\n", "|a|b|\n|-|-|\n|c|d|\n"])), st.text()
)
def test_whatever_a_report_holds_comes_back(parts, text):
    report = Report("a.md", "Talks", "".join(parts) + text.encode("utf-8", "ignore").decode())
    reading = read_report(report)
    assert laid_out(unpack(report, pack(reading, UNREAD))[0]) == laid_out(reading)


values = st.builds(SlotValue, *[st.integers(0, 2**31)] * 3, st.floats(0, 1))
slots = st.dictionaries(st.sampled_from(SLOTS), st.lists(values, max_size=3).map(tuple))


days = st.none() | st.sampled_from(["2020", "2020-05", "2020-05-03"])


@given(st.builds(Event, slots, days, st.booleans(), st.booleans()))
def test_whatever_a_sheet_states_comes_back(event):
    report = Report("a.md", "Talks", SAID)
    assert unpack(report, pack(read_report(report), event))[1] == event


def test_a_reading_is_given_the_report_as_it_is_now():
    before = Report("a.md", "Talks", SAID)
    after = Report("b.md", "Talks", SAID, date="2020-05-04")
    reading, _ = unpack(after, pack(read_report(before), EVENT))
    assert laid_out(reading) == laid_out(read_report(after))
    assert {p.report for p in reading.passages} == {after}


def test_terms_and_times_are_not_packed():
    reading, _ = unpack(
        Report("a.md", "Talks", SAID), pack(read_report(Report("a.md", "Talks", SAID)), EVENT)
    )
    assert (reading.terms, reading.around, reading.title) == ((), (), ())
    assert not reading.times.years


def test_a_reading_of_another_text_is_refused():
    packed = pack(read_report(Report("a.md", "Talks", SAID)), EVENT)
    with pytest.raises(ValueError, match="no slice"):
        unpack(Report("a.md", "Talks", "Short."), packed)


@pytest.mark.parametrize("packed", [b"", b"\xc0", b"\x95\x90", b"text"])
def test_other_bytes_are_refused(packed):
    with pytest.raises(ValueError, match=r"\w"):
        unpack(Report("a.md", "Talks", SAID), packed)

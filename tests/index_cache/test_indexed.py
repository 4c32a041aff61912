"""What is read of a report comes back as it was; however the corpus came about, it is all there."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from some_reports import ALL, BODIES, corpus, found

from bot.corpus import Corpus, read_corpus
from bot.event import UNREAD, Event, SlotValue
from bot.index_cache import completed, no_reports, updated
from bot.index_cache.indexed import AT_ONCE, pack, unpack
from bot.model import Report
from bot.reader import network
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


DAYS = ("2020-05-03", "2020-05-30", "2020-06-03")

reports = st.dictionaries(
    st.sampled_from(["a.md", "b.md", "c.txt", "d/e.md"]), st.sampled_from(BODIES), max_size=4
)


@settings(max_examples=30)
@given(st.lists(reports, min_size=1, max_size=4))
def test_what_is_updated_is_what_is_built_anew(edits):
    kept = no_reports()
    for bodies in edits:
        kept = updated(kept, corpus(bodies))
    assert found(kept) == found(updated(no_reports(), corpus(edits[-1])))


@pytest.fixture
def read():
    """Which reports are read, as the progress hears of it."""
    heard = []

    def progress(things, what):
        heard.append((what, [report.path for report in things]))
        return things

    progress.heard = heard
    return progress


def test_only_what_is_new_is_read(read):
    kept = updated(no_reports(), corpus({"a.md": BODIES[0], "b.md": BODIES[1]}))
    updated(kept, corpus({"a.md": BODIES[0], "b.md": BODIES[2], "c.md": BODIES[3]}), read)
    assert read.heard == [("reports", ["b.md", "c.md"])]


def test_a_report_that_moved_or_comes_twice_is_read_once(read):
    kept = updated(no_reports(), corpus({"a.md": BODIES[0]}))
    kept = updated(kept, corpus({"b.md": BODIES[0], "c.md": BODIES[0]}), read)
    assert read.heard == [("reports", [])]
    assert [r.report.path for r in kept.library.readings] == ["b.md", "c.md"]


def test_another_kind_of_file_is_read_anew(read):
    kept = updated(no_reports(), corpus({"a.md": BODIES[2]}))
    updated(kept, corpus({"a.txt": BODIES[2]}), read)
    assert read.heard == [("reports", ["a.txt"])]


def test_another_title_is_read_anew(read):
    kept = updated(no_reports(), corpus({"a.md": BODIES[0]}))
    kept = updated(kept, corpus({"a.md": BODIES[0]}, "Course"), read)
    assert read.heard == [("reports", ["a.md"])]
    assert "cours" in kept.library.held[0]
    assert "session" not in kept.library.held[0]


def test_another_month_of_publication_is_read_anew_since_dates_without_a_year_depend_on_it(read):
    (report,) = corpus({"a.md": BODIES[0]}).reports
    dated = [Corpus((replace(report, date=day),), hashes=("0",)) for day in DAYS]
    kept = updated(no_reports(), dated[0])
    for number, again in ((1, []), (2, ["a.md"])):
        read.heard.clear()
        updated(kept, dated[number], read)
        assert read.heard == [("reports", again)]


def test_each_report_has_its_sheet():
    kept = updated(no_reports(), corpus({f"{n}.md": body for n, body in enumerate(BODIES)}))
    assert len(kept.library.events) == len(kept.library.readings) == len(BODIES)
    for reading, event in zip(kept.library.readings, kept.library.events, strict=True):
        for value in (v for values in event.slots.values() for v in values):
            passage = reading.passages[value.passage]
            assert passage.start <= value.start < value.end <= passage.end


def test_what_was_known_stays_as_it_was():
    before = updated(no_reports(), corpus({"a.md": BODIES[0]}))
    seen = found(before)
    updated(before, corpus({"a.md": BODIES[3], "b.md": BODIES[4]}))
    assert found(before) == seen


def test_words_that_are_gone_are_forgotten_in_time():
    kept = no_reports()
    for day in range(12):
        words = " ".join(f"word{day}x{number}" for number in range(60))
        kept = updated(kept, corpus({"a.md": BODIES[0], "b.md": f"They said {words}."}))
        assert len(kept.indexes.vocabulary) < 8 * 60
    assert found(kept) == found(updated(no_reports(), kept.corpus))


def many_reports(count):
    return tuple(
        Report(f"{n}.md", f"Meeting {n}", f"The meeting {n} was held in Ely on {n + 1} May 2020.\n")
        for n in range(count)
    )


def test_the_events_of_many_reports_may_be_read_later():
    reports = many_reports(AT_ONCE + 3)
    corpus = Corpus(reports, hashes=tuple(r.path for r in reports))
    kept = updated(no_reports(), corpus, later=True)
    assert len(kept.unread) == len(reports)
    assert not any(event.read for event in kept.library.events)
    whole = updated(no_reports(), corpus)
    while kept.unread:
        before = len(kept.unread)
        kept = completed(kept)
        assert len(kept.unread) < before
    assert [e.slots for e in kept.library.events] == [e.slots for e in whole.library.events]


def test_the_events_of_few_reports_are_read_at_once():
    reports = many_reports(3)
    corpus = Corpus(reports, hashes=tuple(r.path for r in reports))
    assert updated(no_reports(), corpus, later=True).unread == ()


def test_what_is_still_unread_stays_so_when_reports_are_added():
    reports = many_reports(AT_ONCE + 2)
    corpus = Corpus(reports[:-1], hashes=tuple(r.path for r in reports[:-1]))
    kept = updated(no_reports(), corpus, later=True)
    whole = Corpus(reports, hashes=tuple(r.path for r in reports))
    again = updated(kept, whole, later=True)
    assert again.unread == tuple(range(AT_ONCE + 1))


class Breaking:
    """Reads as the network does, but for one call."""

    def __init__(self, call):
        self.calls, self._breaks = 0, call

    def read(self, rows):
        self.calls += 1
        if self.calls == self._breaks:
            raise KeyError("secret words")
        return network().read(rows)


def test_a_report_that_breaks_is_named_and_the_others_are_read(monkeypatch, caplog):
    whole = updated(no_reports(), corpus(ALL))
    monkeypatch.setattr("bot.index_cache.indexed.network", lambda: breaking)
    breaking = Breaking(3)  # two for each report
    kept = updated(no_reports(), corpus(ALL))
    assert caplog.messages == ["b.md can't be read: KeyError"]
    assert kept.library.events[1] == Event({})
    assert [*kept.packed[:1], *kept.packed[2:]] == [*whole.packed[:1], *whole.packed[2:]]


def test_what_others_have_read_is_not_read_again():
    asked = []

    def share(new):
        asked.append([(report.path, file) for report, file in new])
        return {"b.md": EVENT}

    before = updated(no_reports(), corpus({"a.md": BODIES[0]}))
    kept = updated(before, corpus(ALL), share=share)
    new = corpus(ALL)
    assert asked == [[(f"{n}.md", h) for n, h in zip("bcde", new.hashes[1:], strict=True)]]
    assert kept.library.events[1] == EVENT
    assert kept.library.events[2].read


def test_nothing_is_shared_out_that_is_left_for_later():
    bodies = {f"{number}.md": f"{BODIES[0]} Number {number}." for number in range(AT_ONCE + 1)}
    kept = updated(no_reports(), corpus(bodies), later=True, share=lambda _: 1 / 0)
    assert len(kept.unread) == AT_ONCE + 1

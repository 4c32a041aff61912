"""Which passages a question finds, and how a follow-up stays with its report."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_library import holding, told

from bot.reader.network import FEATURES
from bot.retrieval import NEWEST, Hit, Library, Query, hit_features

SEABIRDS = "The forum was held in Suva on 3 May 2021. Ana Silva chaired it. The fifth forum ended."
KITES = "The workshop was held in Apia on 4 June 2019. Ben Tan chaired it. Tonga came."
REPORTS = holding(
    told(SEABIRDS, "Forum on seabirds", path="a.md", where="Suva"),
    told(KITES, "Workshop on kites", path="b.md", where="Apia"),
)
CHAIRED = "Who chaired the workshop on kites?"


def query(question, **known):
    return replace(Query.of(question), **known)


def found(asked, reports=REPORTS):
    """The passages found, best first."""
    return [reports.passages[hit.passage].text for hit in reports.search(asked)]


def first_report(asked, reports=REPORTS):
    return reports.readings[reports.search(asked)[0].report].report.path


def test_a_query_holds_terms_years_and_months_of_a_question():
    asked = Query.of("Who chaired it in May 2021?", "Where was it?", 1, frozenset({0}))
    assert asked.terms == ("chair", "2021")
    assert asked.before == ()
    assert (asked.years, asked.months) == ({2021}, {5})
    assert (asked.focus, asked.only) == (1, {0})


def test_each_passage_knows_its_report():
    assert [p.report.path for p in REPORTS.passages] == ["a.md"] * 3 + ["b.md"] * 3
    assert REPORTS.reports_of(np.arange(6)).tolist() == [0, 0, 0, 1, 1, 1]
    assert (REPORTS.size_of(1), REPORTS.first_of.tolist()) == (3, [0, 3])
    assert REPORTS.number_of == {"a.md": 0, "b.md": 1}


def test_a_report_without_passages_has_none():
    library = holding(*(told(body, path=f"{n}.md") for n, body in enumerate(("", "Rain.", ""))))
    assert library.counts.tolist() == [0, 1, 0]
    assert library.reports_of(np.array([0])).tolist() == [1]


def test_reports_hold_all_of_some_terms():
    asked = [{"chair"}, {"chair", "suva"}, {"suva", "nowhere"}, ()]
    found = [REPORTS.holding(frozenset(terms)).tolist() for terms in asked]
    assert found == [[0, 1], [0], [], [0, 1]]


def test_each_report_has_its_sheet():
    for number, (reading, event) in enumerate(zip(REPORTS.readings, REPORTS.events, strict=True)):
        value = event.best("where")
        assert reading.report.body[value.start : value.end] == ["Suva", "Apia"][number]


def test_the_newest_reports_are_known_newest_first_however_many_there_are():
    dates = ("2020-05-03", None, "2022", "2021-01-01")
    few = holding(*(told("It ended.", date=day, path=f"{n}.md") for n, day in enumerate(dates)))
    assert few.newest == (2, 3, 0, 1)
    many = holding(*(told("It ended.", path=f"{n}.md") for n in range(NEWEST + 5)))
    assert many.newest == tuple(range(NEWEST + 4, 4, -1))


def test_the_terms_of_a_report_are_those_of_its_title_and_body():
    assert {"forum", "seabird", "suva", "chair"} <= REPORTS.held[0]
    assert "apia" not in REPORTS.held[0]


def test_a_term_is_spread_over_the_reports_that_hold_it():
    assert [REPORTS.spread_of(t) for t in ("chair", "suva", "nowhere")] == [2, 1, 0]


def test_a_library_without_reports_finds_nothing():
    held = Library.of(())
    assert (len(held.passages), len(held.held), held.spread_of("a")) == (0, 0, 0)
    assert held.search(Query.of(CHAIRED)) == []


def test_the_passage_with_the_question_s_words_comes_first():
    assert found(query(CHAIRED))[0] == "Ben Tan chaired it."


def test_a_passage_counts_with_the_words_of_its_title():
    assert found(query("Who chaired the kites?"))[0] == "Ben Tan chaired it."


def test_hits_come_with_the_parts_of_their_score_best_first():
    hits = REPORTS.search(query(CHAIRED))
    assert [h.score for h in hits] == sorted((h.score for h in hits), reverse=True)
    assert hits[0].own > 0
    assert hits[0].whole > 0
    assert hits[0].lead > 0 > min(h.lead for h in hits)


def test_no_more_hits_are_returned_than_asked_for_and_none_twice():
    hits = REPORTS.search(query(CHAIRED))
    assert REPORTS.search(query(CHAIRED), 2) == hits[:2]
    assert len({hit.passage for hit in hits}) == len(hits) == len(REPORTS.passages)


@pytest.mark.parametrize(
    ("question", "path"),
    [
        ("Who chaired it in 2019?", "b.md"),
        ("Who chaired it in 2021?", "a.md"),
        ("Who chaired it in June?", "b.md"),
        ("Who chaired it in May?", "a.md"),
        ("Who chaired it in Apia?", "b.md"),
        ("Who chaired the fifth one?", "a.md"),
        ("Which chair did Tonga have?", "b.md"),
    ],
)
def test_a_report_of_another_year_month_or_place_comes_after(question, path):
    assert first_report(query(question)) == path


@pytest.mark.parametrize(
    "asked", [query("Who came in 2021?"), query("Who came in May?"), query("Who came?", focus=0)]
)
def test_a_report_of_another_time_or_beside_the_one_in_focus_fits_less(asked):
    assert REPORTS._fit(asked, 1) < REPORTS._fit(asked, 0) == 1


@pytest.mark.parametrize("focus", [0, 1])
def test_a_follow_up_stays_with_its_report(focus):
    asked = query("Who chaired it?", focus=focus)
    assert first_report(asked) == REPORTS.readings[focus].report.path


def test_a_report_in_focus_is_searched_though_it_has_none_of_the_words():
    assert "Tonga came." in found(query("zebras", focus=1))


def test_what_was_asked_before_counts_too():
    asked = Query.of("Who chaired it?", "Where was the workshop on kites?")
    assert first_report(asked) == "b.md"
    before = {h.passage: h.own for h in REPORTS.search(Query.of("Who chaired it?"))}
    after = {h.passage: h.own for h in REPORTS.search(asked)}
    assert after[4] > before[4]


@pytest.mark.parametrize("only", [0, 1])
def test_only_the_reports_wanted_are_searched(only):
    hits = REPORTS.search(query("Who chaired it?", only=frozenset({only})))
    assert {hit.report for hit in hits} == {only}


def test_of_no_reports_at_all_nothing_is_found():
    assert REPORTS.search(query(CHAIRED, only=frozenset())) == []


def test_a_single_report_is_found_whatever_is_asked():
    alone = holding(told(KITES))
    assert len(found(query("What was the zebra about?"), alone)) == 3


def test_a_question_of_other_words_finds_nothing_among_several():
    assert REPORTS.search(query("zebras")) == []
    assert REPORTS.search(query("")) == []


def test_what_a_hit_tells_the_reader_is_six_shares():
    hits = [Hit(7, 1, 8.0, 30.0, 2.0, 0.5), Hit(3, 0, 4.0, 15.0, 1.0, -3.0)]
    features = hit_features(hits)
    assert features[7] == (1.0, 1.0, 1.0, 1.0, 0.5, 2.0)
    assert features[3] == (0.5, 0.5, 0.5, 1.0, -1.0, 1.5)
    assert hit_features([]) == {}


@given(st.text(max_size=60), st.text(max_size=30), st.sampled_from([None, 0, 1]))
def test_any_text_may_be_searched_for(question, before, focus):
    hits = REPORTS.search(Query.of(question, before, focus))
    for row in hit_features(hits).values():
        assert len(row) == FEATURES
        assert all(-1 <= feature <= 2 for feature in row)


# The figures below are meant: a test that imported them would follow any change of theirs.


def many(count, body="The kite came. Rain fell. Ben left."):
    return holding(*(told(body, path=f"{number:03}.md") for number in range(count)))


def test_a_passage_scores_by_its_own_words_and_half_by_those_of_its_report():
    for hit in REPORTS.search(query(CHAIRED)):
        assert hit.score == pytest.approx(hit.own + 0.5 * hit.whole)


def test_the_words_of_the_question_before_count_a_quarter():
    now, before = "Who chaired it?", "Where was the workshop on kites?"
    of_both = {h.passage: h for h in REPORTS.search(Query.of(now, before))}
    of_now = {h.passage: h for h in REPORTS.search(Query.of(now))}
    of_before = {h.passage: h for h in REPORTS.search(Query.of(before))}
    for number in (3, 4, 5):
        found, one, other = of_both[number], of_now[number], of_before[number]
        assert found.own == pytest.approx(one.own + 0.25 * other.own)
        assert found.whole == pytest.approx(one.whole + 0.25 * other.whole)


@pytest.mark.parametrize(
    ("asked", "fit"),
    [
        (query("Who came?"), 1.0),
        (query("Who came in 2021?"), 0.6),
        (query("Who came in May?"), 0.7),
        (query("Who came in May 2021?"), 0.6 * 0.7),
        (query("Who came?", focus=0), 0.3),
        (query("Who came in May 2019?", focus=0), 0.7 * 0.3),
    ],
)
def test_what_a_report_of_another_time_or_beside_the_one_in_focus_is_worth(asked, fit):
    assert REPORTS._fit(asked, 1) == pytest.approx(fit)


def test_the_report_in_focus_gains_as_much_as_the_best_one_has():
    def whole(asked):
        return {hit.report: hit.whole for hit in REPORTS.search(asked)}

    alone = whole(query(CHAIRED))
    in_focus = whole(query(CHAIRED, focus=0))
    best = max(alone[0], 0.3 * alone[1])
    assert in_focus == pytest.approx({0: alone[0] + best, 1: 0.3 * alone[1]})
    assert whole(query("zebras", focus=1)) == {1: 1.0}


def test_all_passages_are_ranked_of_the_six_best_reports_and_the_best_of_others():
    hits = many(8).search(query("kite"), 1000)
    assert len(hits) == 8 + 6 * 2


def test_of_many_reports_thirty_are_ranked_and_the_sixty_best_passages():
    hits = many(70).search(query("kite"), 1000)
    assert len(hits) == 60 + 6 * 2
    assert len({hit.report for hit in hits if hit.whole}) == 30


def test_of_a_long_report_two_hundred_passages_are_ranked():
    long = told("\n\n".join(["The kite came.", *(f"Rain fell on hill {n}." for n in range(250))]))
    library = holding(long, told(SEABIRDS, path="b.md"))
    assert library.size_of(0) > 220
    assert len(library.search(query("kite"), 1000)) == 200


@pytest.mark.parametrize(
    ("index", "k1", "b"),
    [("by_passage", 0.6, 0.3), ("by_report", 0.9, 0.4)],
)
def test_a_word_counts_by_how_often_it_is_there_and_how_long_the_text_is(index, k1, b):
    bodies = ("Kites kites kites flew over the town", "Kites", "Rain fell on the town and on us")
    library = holding(*(told(body, path=f"{n}.md") for n, body in enumerate(bodies)))
    engine = getattr(library, index)
    lengths, scores = engine.doc_len, engine.scores_of(("kite",), [0, 1])

    def share(count, length):
        return count / (count + k1 * (1 - b + b * length / (sum(lengths) / len(lengths))))

    assert scores[0] / scores[1] == pytest.approx(
        share(3, lengths[0]) / share(1, lengths[1]), rel=1e-4
    )

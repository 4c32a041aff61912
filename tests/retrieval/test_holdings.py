from small_library import library

SUVA = "The talks opened in Suva on 3 May 2020. Fiji chaired them."
APIA = "The course ended in Apia. Samoa and Fiji paid. Samoa chaired it."


def test_each_passage_knows_its_report_and_its_sentence():
    held = library(SUVA, APIA)
    assert [p.report.path for p in held.passages] == ["a.md"] * 2 + ["b.md"] * 3
    assert [held.sentence(i).text for i in range(5)] == [p.text for p in held.passages]
    assert (held.size_of(1), held.first_of.tolist()) == (3, [0, 2])


def test_what_holds_for_a_report_is_there_without_its_reading():
    held = library(SUVA, APIA)
    assert held.countries == tuple(r.countries for r in held.readings)
    assert held.times == tuple(r.times for r in held.readings)
    assert held.number_of == {"a.md": 0, "b.md": 1}


def test_the_terms_of_a_report_are_those_of_its_title_and_body():
    held = library(SUVA, APIA).held
    assert {"plan", "session", "suva", "chair"} <= held[0]
    assert "apia" not in held[0]


def test_a_term_is_spread_over_the_reports_that_hold_it():
    held = library(SUVA, APIA)
    assert [held.spread_of(t) for t in ("chair", "suva", "nowhere")] == [2, 1, 0]


def test_words_are_counted_and_names_are_those_with_a_capital_everywhere():
    words = library(SUVA, APIA).vocabulary
    assert (words.words["samoa"], words.words["fiji"], words.words["chaired"]) == (2, 2, 2)
    assert "suva" in words.names
    assert "talk" not in words.names


def test_a_library_without_reports_finds_nothing():
    held = library()
    assert (len(held.passages), len(held.held), held.spread_of("a")) == (0, 0, 0)

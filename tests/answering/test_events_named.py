"""Which event a question is about: by the words that name, not by those that ask."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_library import holding, told, workshop

from bot.answering.events_named import (
    Fit,
    Named,
    asked_about_in,
    events_named,
    lacking_names,
    naming_words,
    spelling,
)
from bot.text.tokens import content_term, terms

ASKING = frozenset(terms("who chaired opened the meeting where was it held when did attend open"))
PAIRS = (
    told(
        "The forum was held in Suva in May 2021. Ana Silva chaired it. They had seen kites.",
        "Forum on seabirds", "2021-06-01", "a.md", where="Suva", when="May 2021",
    ),
    told(
        "The workshop was held in Apia in May 2019. Ben Tan chaired it.",
        "Workshop on kites", "2019-06-01", "b.md", where="Apia", when="May 2019",
    ),
    told(
        "The workshop was held in Nadi in May 2020. Carl Dahl chaired it.",
        "Workshop on kites", "2020-06-01", "c.md", where="Nadi", when="May 2020",
    ),
)  # fmt: skip
LIBRARY = holding(*PAIRS)


def about(question, focus=None, library=LIBRARY):
    return events_named(library, ASKING, question, focus)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Who chaired the meeting in Suva?", ("meet", "suva")),
        ("Who chaired the workshop on kites?", ("workshop", "kite")),
        ("Who opened the Open Forum?", ("open", "forum")),
        ("Who chaired it?", ()),
        ("Suva, Suva and Suva", ("suva",)),
        ("", ()),
    ],
)
def test_words_that_name_are_told_from_words_that_ask(question, words):
    assert naming_words(question, ASKING) == words


@pytest.mark.parametrize(
    ("question", "report"),
    [
        ("Who chaired the forum on seabirds?", 0),
        ("Who chaired the workshop in Apia?", 1),
        ("Who chaired the workshop in Nadi?", 2),
        ("Who chaired the workshop on kites in 2019?", 1),
        ("who chaired the kites workshop of 2020", 2),
        ("Where did Ana Silva chair?", 0),
    ],
)
def test_an_event_is_the_one_whose_names_the_question_has(question, report):
    named = about(question)
    assert named.best.report == report
    assert named.equal[0] == report
    assert named.focus is None


def test_words_of_its_own_names_count_more_than_words_of_its_text():
    fits = {fit.report: fit for fit in about("Who opened the kites?").fits}
    assert fits[1].own > fits[0].own
    assert fits[1].weight > fits[0].weight > 0
    assert fits[0].held > fits[0].own


def test_events_of_one_series_fit_equally_the_newest_first():
    named = about("Who chaired the workshop on kites?")
    assert named.equal == (2, 1)
    assert named.words == ("kite",)


def test_a_place_or_a_year_leaves_one_of_a_series():
    assert about("Who chaired the workshop on kites in Apia?").equal == (1,)
    assert about("Who chaired the workshop on kites in 2019?").equal == (1,)


def test_a_question_that_names_nothing_fits_every_event_that_is_found():
    named = about("Who chaired the meeting?")
    assert named.words == ()
    assert set(named.equal) == {fit.report for fit in named.fits}


def test_an_event_of_which_no_report_tells_fits_none():
    named = about("Who chaired the congress on zebras in Lima?")
    assert named.words == ("zebra", "lima")
    assert all(fit.own == fit.held == 0 for fit in named.fits)
    assert named.equal == ()


@pytest.mark.parametrize(
    "question",
    [
        "And who opened it?",
        "Who chaired the workshop?",
        "Who chaired the forum on seabirds?",
        "Was Ana Silva there?",
        "Had they seen kites?",
        "And Lima?",
    ],
)
def test_a_follow_up_stays_with_its_report(question):
    named = about(question, focus=0)
    assert named.focus == 0
    assert named.best.report == 0
    assert named.equal == (0,)


@pytest.mark.parametrize(
    ("question", "report"),
    [("And who chaired the workshop in Apia?", 1), ("And who chaired in Nadi?", 2)],
)
def test_a_follow_up_that_names_another_event_leaves_its_report(question, report):
    named = about(question, focus=0)
    assert named.focus is None
    assert named.best.report == report


def test_of_a_single_report_every_question_is():
    alone = holding(PAIRS[0])
    assert about("Who chaired the congress on zebras?", library=alone).best.report == 0
    assert about("Who?", library=alone).best.report == 0


def test_without_reports_none_is_named():
    named = about("Who chaired the forum?", library=holding())
    assert (named.fits, named.best, named.equal) == ((), None, ())


def test_a_report_that_is_not_among_the_fits_fits_where_nothing_is_named():
    assert Named((Fit(1, 1.0, 1.0),), ("kite",)).fit_of(2) == Fit(2, 0.0, 0.0)
    assert Named((Fit(1, 1.0, 1.0),), ()).fit_of(2) == Fit(2, 1.0, 1.0)
    assert Named((Fit(1, 1.0, 1.0),), ("kite",)).fit_of(1).weight == 1.0


SERIES = holding(
    told(
        "The forum was held in Suva. Ana Silva chaired it. The next meeting will be in Apia.",
        "Forum on seabirds", "2021-06-01", "a.md", name="forum", where="Suva", next_where="Apia",
    ),
    told(
        "The meeting was held in Apia. Ben Tan chaired it.",
        "Meeting on kites", "2019-06-01", "b.md", name="meeting", where="Apia",
    ),
)  # fmt: skip


def test_an_event_named_by_its_place_beats_a_focus_that_only_mentions_the_place():
    named = about("Who chaired the meeting in Apia?", 0, SERIES)
    assert (named.focus, named.best.report) == (None, 1)


@pytest.mark.parametrize("focus", [0, 1])
def test_an_event_of_which_no_report_tells_leaves_the_focus(focus):
    named = about("Who chaired the climate summit in Geneva?", focus, SERIES)
    assert (named.focus, named.equal) == (None, ())


def test_a_kind_of_event_alone_stays_with_the_focus():
    assert about("Who chaired the meeting?", 0, SERIES).focus == 0


@pytest.mark.parametrize(
    "question", ["who chaird the forum in suva", "Who chiared in Suva?", "who chaaired in Suva"]
)
def test_a_mistyped_word_that_asks_names_nothing(question):
    named = about(question)
    assert (named.words, named.best.report) == (("suva",), 0)


@pytest.mark.parametrize(
    ("question", "words", "report"),
    [
        ("Who chaired the forum on seabrids?", ("seabird",), 0),
        ("who chaired the worksop in Apia", ("apia",), 1),
        ("Who chaired the forum of seebirds?", ("seabird",), 0),
    ],
)
def test_a_mistyped_word_that_names_is_taken_for_the_one_in_the_reports(question, words, report):
    named = about(question)
    assert (named.words, named.best.report) == (words, report)
    assert named.best.own == 1.0


@pytest.mark.parametrize("word", ["zebra", "Suriname", "kiwis", "seals", "2031"])
def test_a_word_that_is_another_one_is_not_taken_for_a_slip(word):
    spell = spelling(LIBRARY)
    assert spell(word) == content_term(word)


def test_of_two_words_as_near_the_one_that_more_reports_have_is_meant():
    library = holding(
        told("The session on tarpons ended.", "Talks", path="a.md"),
        told("The session on tarpins ended.", "Talks", path="b.md"),
        told("The course on tarpins ended.", "Course", path="c.md"),
    )
    assert spelling(library)("tarpuns") == "tarpin"


def test_a_mistyped_stop_word_says_nothing():
    assert naming_words("wich forum", ASKING, spelling(LIBRARY)) == ("forum",)


def test_which_of_several_is_meant_is_no_name():
    assert about("Who chaired the latest forum in Suva?").words == ("suva",)


def test_a_question_in_capitals_names_no_more_than_in_small_letters():
    assert naming_words("WHO CHAIRED THE MEETING IN SUVA?", ASKING) == ("meet", "suva")
    assert naming_words("WHO CHAIRED IT?", ASKING) == ()
    assert naming_words("Who Opened The Forum?", ASKING) == ("forum",)


@pytest.mark.parametrize("name", ["Viet Nam", "Vietnam", "vietnam"])
@pytest.mark.parametrize("title", ["Forum in Viet Nam", "Forum in Vietnam"])
def test_a_country_names_an_event_by_any_of_its_names(name, title):
    library = holding(told("It was held. It rained.", title), PAIRS[1])
    best = about(f"Who chaired the forum in {name}?", library=library).best
    assert (best.report, best.own) == (0, 1.0)


def test_where_nothing_is_named_the_newest_reports_fit_however_many_there_are():
    library = holding(
        *(
            told(f"Talks {n} ended.", f"Talks {n}", f"20{n:02}-05-01", f"{n:02}.md")
            for n in range(30)
        )
    )
    assert about("Who chaired the meeting?", library=library).best.report == 29


@given(st.text(max_size=60), st.sampled_from([None, 0, 1, 2]))
def test_whatever_is_asked_fits_are_shares_best_first(question, focus):
    named = about(question, focus)
    assert all(0 <= fit.own <= fit.held <= 1 + 1e-9 for fit in named.fits)
    rest = [fit.weight for fit in named.fits[named.focus is not None :]]
    assert rest == sorted(rest, reverse=True)
    assert len({fit.report for fit in named.fits}) == len(named.fits)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Did Fiji and Viet Nam attend the workshop?", {"fiji", "viet", "nam"}),
        ("did fiji attend the kites workshop", {"fiji"}),
        ("And was Ana Silva at the forum?", {"ana", "silva"}),
        ("Was the workshop opened by Ben Tan?", {"ben", "tan"}),
        ("Was the Suva workshop long?", set()),
        ("Who chaired Fiji's workshop?", set()),
    ],
)
def test_whom_a_yes_no_question_asks_about_names_no_event(question, words):
    assert asked_about_in(question) >= words
    assert not asked_about_in(question) & {"workshop", "forum", "suva"}


def test_an_event_is_found_whoever_is_asked_about():
    named = about("Did Tonga attend the workshop in Apia?")
    assert (named.best.report, named.words) == (1, ("apia",))
    assert about("Did Tonga attend?").words == ("tonga",)


def test_a_word_that_asks_names_right_before_an_event_of_that_name():
    library = holding(*PAIRS, told("It was held in Lima.", "Open session", path="d.md"))
    assert about("Who chaired the open session?", library=library).best.report == 3
    assert "open" in about("Who chaired the open session?", library=library).words
    assert "open" not in about("Who chaired the open workshop?").words


def test_a_month_is_known_by_its_short_form():
    assert "januari" in about("kites workshop jan 2019").words
    assert about("forum of may 2021").best.report == 0


def test_the_one_is_no_number():
    assert naming_words("and in the second one?", ASKING) == ("2th",)


@pytest.mark.parametrize(
    ("question", "report", "names"),
    [
        ("Who chaired the workshop in Lagos?", 1, ("Lagos",)),
        ("who chaired the workshop in kampala", 1, ("kampala",)),
        ("Who chaired the workshop in Apia?", 1, ()),
        ("Who chaired the workshop in Apia?", 0, ("Apia",)),
        ("Who chaired the seventh workshop?", 1, ("seventh",)),
        ("Was Carl Dahl at the workshop in Apia?", 1, ()),
        ("Who came from Tonga?", 1, ()),
        ("who grumbled loudly", 1, ()),
    ],
)
def test_a_name_that_a_report_has_nowhere_is_lacking(question, report, names):
    assert lacking_names(LIBRARY, question, report) == names


@pytest.mark.parametrize(
    ("question", "lacking"),
    [
        ("who organised first reef symposium", ("first",)),
        ("Who opened the first symposium?", ()),  # it may be the earliest that is meant
        ("Who opened the first Reef Symposium?", ("first",)),
        ("who organised the second reef symposium", ()),
        ("who spoke first at the symposium", ()),
        ("who came on the first day of the symposium", ()),
        ("Who opened the third symposium?", ("third",)),
    ],
)
def test_another_edition_of_the_event_is_a_name_that_its_report_lacks(question, lacking):
    second = told(
        "The second reef symposium took two days. It was held in Suva.",
        "Second Reef Symposium", "2021-06-20", "a.md", name="second reef symposium", where="Suva",
    )  # fmt: skip
    library = holding(second, workshop())
    assert lacking_names(library, question, 0) == lacking

"""Which events fit a question over several: by their sheets, newest first, with a quote each."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_library import holding, told

from bot.answering.across import MOST, over_events
from bot.answering.conditions import Wanted
from bot.event import UNREAD
from bot.text.tokens import terms

ASKING = frozenset(
    terms(
        "which what list all events meetings held took place attend attended chair chaired host"
        " hosted open opened speak spoke many people largest latest last first next earliest most"
        " delegates fund funded paid country come came sent missed"
    )
)
APIA = (
    "The fourth forum on seabirds was held in Apia, Samoa, on 3 May 2019. Ana Silva chaired it."
    " Officers from Fiji and Samoa came. Tonga could not attend. In all 1,040 people attended."
    " The fifth forum follows in Suva."
)
SUVA = (
    "The fifth forum on seabirds was held in Suva, Fiji, in June 2021. Ben Tan chaired it."
    " Officers from Fiji and Tonga came. In all 64 people attended."
    " The sixth forum will be held in Nadi in March 2030."
)
KITES = "A workshop on kites took place in Apia, Samoa, in July 2022. Ana Silva led it. Kenya came."
FOURTH, FIFTH, WORKSHOP = "fourth forum on seabirds", "fifth forum on seabirds", "workshop on kites"
PAIRS = (
    told(
        APIA, "Forum on seabirds", "2019-05-20", "a.md",
        name=FOURTH, where="Apia, Samoa", when="3 May 2019", chair="Ana Silva",
        participants=["Fiji", "Samoa"], absent="Tonga", count="1,040", next_where="Suva",
    ),
    told(
        SUVA, "Forum on seabirds", "2021-06-20", "b.md",
        name=FIFTH, where="Suva, Fiji", when="June 2021", chair="Ben Tan",
        participants=["Fiji", "Tonga"], count="64", next_when="March 2030", next_where="Nadi",
    ),
    told(
        KITES, "Workshop on kites", "2022-07-20", "c.md",
        name=WORKSHOP, where="Apia", when="July 2022", chair="Ana Silva", participants="Kenya",
    ),
)  # fmt: skip
LIBRARY = holding(*PAIRS)
TODAY = "2025-01-01"


def events(question, kind="which", library=LIBRARY, today=TODAY):
    return over_events(question, library, ASKING, kind, (), today)


def named(question, kind="which", **known):
    found = events(question, kind, **known)
    return [] if found is None else found.text.split(", ")


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("Which events were held?", [WORKSHOP, FIFTH, FOURTH]),
        ("Which events did Tonga attend?", [FIFTH]),
        ("Which events did Fiji attend?", [FIFTH, FOURTH]),
        ("which events did tonga attend", [FIFTH]),
        ("Which events did Fiji and Tonga attend?", [FIFTH]),
        ("Which events did Ana Silva chair?", [WORKSHOP, FOURTH]),
        ("Which events did Silva attend?", [WORKSHOP, FOURTH]),
        ("Which events were held in 2019?", [FOURTH]),
        ("Which events were held in June 2021?", [FIFTH]),
        ("Which events were held in July?", [WORKSHOP]),
        ("Which events were held since 2021?", [WORKSHOP, FIFTH]),
        ("Which events were held before 2021?", [FOURTH]),
        ("Which events were held after 2021?", [WORKSHOP]),
        ("Which events were held until 2021?", [FIFTH, FOURTH]),
        ("Which events were held from 2021 on?", [WORKSHOP, FIFTH]),
        ("Which events were held from 2019 to 2021?", [FIFTH, FOURTH]),
        ("Which events were held between 2021 and 2022?", [WORKSHOP, FIFTH]),
        ("Which events were held in Apia?", [WORKSHOP, FOURTH]),
        ("Which events were held in Fiji?", [FIFTH]),
        ("Which events did Tonga miss?", [FOURTH]),
        ("Which workshops did Ana Silva chair?", [WORKSHOP]),
        ("Which forums were held in Apia?", [FOURTH]),
        ("Which events took place in 2019?", [FOURTH]),
        ("Which events took place in the Pacific?", [WORKSHOP, FIFTH, FOURTH]),
        ("Which events were held in Polynesia so far?", [WORKSHOP, FOURTH]),
        ("Which events did African countries attend?", [WORKSHOP]),
        ("Which evnts on seabrids were held?", [FIFTH, FOURTH]),
        ("Which events was Silva involved in?", [WORKSHOP, FOURTH]),
    ],
)
def test_the_events_whose_sheets_meet_every_condition_are_given_newest_first(question, names):
    assert named(question) == names


@pytest.mark.parametrize(
    "question",
    [
        "Which events did Japan attend?",
        "Which events did Carl Dahl chair?",
        "Which events were held in 1999?",
        "Which events were held in Japan?",
        "Which events did Tonga attend in 2019?",
        "Which events were held since 2023?",
        "Which events did Ben Tan chair in Apia?",
        "Which events did Fiji and Kenya attend?",
        "Which events were held after 2022?",
        "Which events lasted more than three days?",
        "Which events were held over three days?",
        "Which events had more than 100 people?",
        "Which events had simultaneous interpretation?",
        "Which events were held in Europe?",
        "Which events did Asian countries attend?",
    ],
)
@pytest.mark.parametrize("kind", ["which", "count", "latest", "first", "next", "most"])
def test_where_no_event_fits_there_is_no_answer(question, kind):
    assert events(question, kind) is None


def test_who_stayed_away_is_not_said_to_have_attended():
    assert FOURTH not in named("Which events did Tonga attend?")


def test_how_many_is_answered_by_their_number_with_their_names():
    found = events("How many events did Fiji attend?", "count")
    assert (found.answer, found.count, found.items) == ("2", 2, (FIFTH, FOURTH))


def test_one_event_is_counted_and_is_the_event_that_is_talked_of():
    found = events("How many events did Tonga attend?", "count")
    assert (found.answer, found.items, found.event.path) == ("1", (), "b.md")


@pytest.mark.parametrize(
    ("kind", "question", "name"),
    [
        ("latest", "What was the latest event?", WORKSHOP),
        ("latest", "What was the last event that Fiji attended?", FIFTH),
        ("first", "What was the first event?", FOURTH),
        ("first", "What was the first event in 2021?", FIFTH),
        ("first", "What was the first forum in 2021?", FIFTH),
        ("first", "What was the first workshop?", WORKSHOP),
        ("most", "Which event had the most people?", FOURTH),
        ("most", "Which event in 2021 had most people?", FIFTH),
    ],
)
def test_of_the_events_that_fit_one_may_be_asked_for(kind, question, name):
    found = events(question, kind)
    assert (found.text, found.items) == (name, ())
    assert found.event is found.quotes[0].passage.report


def test_the_fourth_of_a_series_is_not_said_to_be_the_first():
    assert events("What was the first forum?", "first") is None
    assert events("What was the first event on seabirds?", "first") is None
    assert events("What was the first event in Apia?", "first") is not None


def test_an_event_to_come_is_not_the_latest():
    assert named("What was the latest event?", "latest", today="2022-01-01") == [FIFTH]


def test_the_largest_is_none_where_no_number_is_stated():
    assert events("Which event in 2022 had most people?", "most") is None


def test_what_comes_next_is_what_the_newest_report_tells_of():
    found = events("When is the next event?", "next")
    assert found.text == "March 2030"
    assert found.quotes[0].passage.text.startswith("The sixth forum")


def test_what_was_to_come_and_is_past_does_not_come_next():
    assert named("When is the next event?", "next", today="2031-01-01") == []


def test_what_an_old_report_says_without_a_year_is_to_come_is_past():
    library = holding(PAIRS[0], told("It rained.", "Rain", "2018-01-01", "r.md", name="It"))
    assert named("When is the next event?", "next", library=library, today="2019-12-01") == ["Suva"]
    assert named("When is the next event?", "next", library=library, today="2020-06-01") == []


def test_an_event_after_today_comes_next_by_its_own_date():
    assert named("When is the next event?", "next", today="2022-01-01") == ["July 2022"]


def test_of_several_events_to_come_the_nearest_is_the_next():
    assert named("When is the next event?", "next", today="2018-12-01") == ["3 May 2019"]
    assert named("When is the next event?", "next", today="2019-12-01") == ["June 2021"]


def test_each_event_is_quoted_by_its_name():
    found = events("Which events did Tonga attend?")
    (quote,) = found.quotes
    (mark,) = quote.highlights
    assert quote.passage.text[mark.start : mark.end] == FIFTH
    assert (found.kind, found.over) == ("events", 3)


def test_an_event_without_a_name_is_quoted_by_what_shows_that_it_fits():
    library = holding(told("Kenya came.", participants="Kenya"), PAIRS[0])
    assert named("Which events did Kenya attend?", library=library) == ["Kenya"]


def test_an_event_of_which_only_a_place_is_known_is_quoted_by_it():
    library = holding(told("Kenya came to Suva.", where="Suva"), PAIRS[0])
    assert "Suva" in named("Which events were held?", library=library)


def test_a_report_without_a_sheet_is_no_event():
    library = holding(told("Kenya came to Suva."), *PAIRS)
    assert len(named("Which events were held?", library=library)) == 3


def test_where_no_sheet_has_a_topic_reports_that_hold_it_are_given():
    library = holding(
        told("The talks ended. They were about squid.", path="a.md", name="talks"),
        told("The course ended in Suva.", path="b.md", name="course"),
    )
    assert named("Which events were about squid?", library=library) == ["talks"]


def test_other_words_of_a_question_have_to_be_in_the_report():
    library = holding(
        told("The talks ended. Delegates came.", path="a.md", name="talks"),
        told("The course ended in Suva.", path="b.md", name="course"),
    )
    assert named("Which events had delegates?", library=library) == ["talks"]
    assert named("Which events had delegates?") == []


def test_an_event_is_about_what_names_it_and_not_what_its_report_mentions():
    library = holding(
        told("The talks ended. They saw kites and squid.", path="a.md", name="talks"),
        told("The course on kites ended.", path="b.md", name="course on kites"),
    )
    assert named("Which events were about kites?", library=library) == ["course on kites"]
    assert named("Which events were about kites and squid?", library=library) == ["talks"]


def test_an_event_without_a_date_took_place_when_its_report_was_published():
    library = holding(
        told("The talks ended.", date="2019-05-20", path="a.md", name="talks"),
        told("The course ended.", date="2020-05-20", path="b.md", name="course"),
    )
    assert named("Which events were held in 2019?", library=library) == ["talks"]
    assert named("What was the latest event?", "latest", library=library) == ["course"]


def test_more_events_than_anyone_reads_are_counted_but_not_listed():
    many = [
        told(f"Forum {n} ended.", path=f"{n:02}.md", name=f"Forum {n}") for n in range(MOST + 2)
    ]
    found = events("How many events were held?", "count", holding(*many))
    assert (found.count, len(found.items), len(found.quotes)) == (MOST + 2, MOST, MOST)
    assert events("Which events were held?", library=holding(*many)).count == MOST + 2


def test_few_events_are_not_counted_where_their_number_is_not_asked_for():
    assert events("Which events were held?").count is None


def test_reports_that_are_still_unread_are_not_gone_through():
    library = holding(*PAIRS, (told("Kenya came.", path="d.md")[0], UNREAD))
    assert events("Which events were held?", library=library).over == 3


@pytest.mark.parametrize(
    ("question", "slot", "countries", "names", "nouns"),
    [
        ("Which workshops did Fiji host?", "organiser", {"FJ"}, set(), {"workshop"}),
        ("Which events did Ana Silva chair?", "chair", set(), {"ana", "silva"}, set()),
        ("Which events did vietnam attend in May 2020?", "participants", {"VN"}, set(), set()),
        ("Which events were held in Fiji's capital?", None, {"FJ"}, {"capit"}, set()),
    ],
)
def test_conditions_are_read_from_a_question(question, slot, countries, names, nouns):
    wanted = Wanted.of(question, ASKING)
    assert (wanted.slot, wanted.countries) == (slot, countries)
    assert (wanted.names, wanted.nouns) == (names, nouns)


@pytest.mark.parametrize(
    ("question", "day", "fits"),
    [
        ("in 2020", "2020-05-03", True),
        ("in 2020", "2020", True),
        ("in 2020", "2021", False),
        ("in 2020", "", False),
        ("in May", "2021-05", True),
        ("in May", "2021-06", False),
        ("in May 2020", "2021-05", False),
        ("since 2020", "2020", True),
        ("since 2020", "2019-12-31", False),
        ("before 2020", "2019-12-31", True),
        ("before 2020", "2020", False),
        ("before 2020", "", False),
        ("after 2020", "2020-12-31", False),
        ("after 2020", "2021", True),
        ("from 2020 on", "2020-01-01", True),
        ("from 2020 on", "2019", False),
        ("until 2020", "2020-12-31", True),
        ("until 2020", "2021", False),
        ("between 2019 and 2021", "2020", True),
        ("between 2019 and 2021", "2021", True),
        ("between 2019 and 2021", "2022", False),
        ("from 2019 to 2021", "2018", False),
        ("after 2019 and before 2021", "2020", True),
        ("after 2019 and before 2021", "2021", False),
        ("at any time", "", True),
    ],
)
def test_a_day_is_in_the_time_asked_for_or_not(question, day, fits):
    assert Wanted.of(question, ASKING).in_time(day) == fits


words = st.lists(st.sampled_from((APIA + KITES + " which ? since before 2020 in").split()))


@given(words.map(" ".join) | st.text(max_size=40), st.sampled_from("which count most next".split()))
def test_whatever_is_asked_for_is_quoted_from_its_report(question, kind):
    found = events(question, kind)
    for quote in found.quotes if found else ():
        passage = quote.passage
        assert passage.text == passage.report.body[passage.start : passage.end]


class OneByOne(Sequence):
    """Things that tell which of them were asked for."""

    def __init__(self, things):
        self.things, self.asked = things, []

    def __len__(self):
        return len(self.things)

    def __getitem__(self, number):
        self.asked.append(number)
        return self.things[number]


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Which events did Fiji attend?", "which"),
        ("How many events did Ana Silva chair?", "count"),
        ("Which forums on seabirds were held in 2019?", "which"),
        ("Which event had the most people?", "most"),
        ("What was the latest event?", "latest"),
    ],
)
def test_of_many_reports_only_those_that_are_shown_are_unpacked(question, kind):
    many = [
        told(
            f"Forum {n} on seabirds was held in Apia on 3 May 2019. Ana Silva chaired it."
            f" Fiji came. {n + 20} people attended.",
            "Forum", "2019-05-20", f"{n:03}.md", name=f"Forum {n}", where="Apia",
            when="3 May 2019", chair="Ana Silva", participants="Fiji", count=str(n + 20),
        )
        for n in range(40)
    ]  # fmt: skip
    library = holding(*many)
    readings = OneByOne(library.readings)
    events_ = OneByOne(library.events)
    found = events(question, kind, replace(library, readings=readings, events=events_))
    assert found is not None
    assert len(set(readings.asked) | set(events_.asked)) <= MOST

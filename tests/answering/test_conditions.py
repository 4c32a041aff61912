"""What a question over several events asks for, as conditions."""

import pytest

from bot.answering.conditions import EVER, Wanted

ASKING = frozenset("chair open attend host meet pay held where when who which mani come".split())


def wanted(question):
    return Wanted.of(question, ASKING)


@pytest.mark.parametrize(
    ("question", "slot"),
    [
        ("Which events did Ana Silva chair?", "chair"),
        ("Which meetings were opened by Ana Silva?", "opener"),
        ("Which forums did Kenya attend?", "participants"),
        ("Who took part in the forums?", "participants"),
        ("Which forums took place in 2020?", None),
        ("Which workshops were hosted by Fiji?", "organiser"),
        ("Which courses did Japan pay for?", "supporter"),
        ("Who was absent from the forums?", "absent"),
        ("Which events were about kites?", None),
    ],
)
def test_a_part_in_events_is_asked_about_by_its_words(question, slot):
    assert wanted(question).slot == slot


def test_countries_a_region_and_names_are_conditions_each_of_its_kind():
    found = wanted("Which forums did Kenya attend in Suva?")
    assert (found.countries, found.names) == ({"KE"}, {"suva"})
    assert (found.nouns, found.said) == ({"forum"}, set())
    region = wanted("Which African countries attended?").region
    assert {"KE", "GH"} < region
    assert "FJ" not in region


def test_words_of_a_topic_are_said_somewhere_and_those_of_any_question_are_none():
    assert "kite" in wanted("which workshops were about kites").names
    common = wanted("Which events took place over the years?")
    assert (common.names, common.said, common.nouns) == (set(), set(), set())


@pytest.mark.parametrize(
    ("said", "span"),
    [
        ("between 2018 and 2020", (2018, 2020)),
        ("from 2018 to 2020", (2018, 2020)),
        ("from 2018 until 2020", (2018, 2020)),
        ("since 2018", (2018, 9999)),
        ("from 2018 on", (2018, 9999)),
        ("after 2018", (2019, 9999)),
        ("until 2018", (0, 2018)),
        ("up to 2018", (0, 2018)),
        ("before 2018", (0, 2017)),
        ("after 2015 and before 2018", (2016, 2017)),
        ("in 2018", EVER),
    ],
)
def test_years_may_be_bounds(said, span):
    assert wanted(f"Which forums were held {said}?").span == span


def test_a_year_that_is_a_bound_is_not_the_one_that_is_meant():
    assert wanted("Which forums were held since 2018?").years == set()
    assert wanted("Which forums were held in 2018 or 2020?").years == {2018, 2020}


@pytest.mark.parametrize(
    ("question", "day", "fits"),
    [
        ("forums in 2018", "2018-05-03", True),
        ("forums in 2018", "2019-05-03", False),
        ("forums in 2018", "", False),
        ("forums in May 2018", "2018-05-03", True),
        ("forums in May 2018", "2018-06-03", False),
        ("forums in May 2018", "2018", False),
        ("forums since 2018", "2018-01-01", True),
        ("forums since 2018", "2017-12-31", False),
        ("forums since 2018", "", False),
        ("forums before 2018", "2018-01-01", False),
        ("forums on kites", "", True),
    ],
)
def test_an_event_is_meant_by_the_day_that_it_began(question, day, fits):
    assert wanted(question).in_time(day) == fits


@pytest.mark.parametrize(
    ("question", "timed"),
    [("forums in 2018", True), ("forums in May", True), ("since 2018", True), ("forums", False)],
)
def test_it_is_known_whether_a_time_is_named(question, timed):
    assert wanted(question).is_timed == timed


@pytest.mark.parametrize(
    ("question", "measured"),
    [
        ("Which forums had more than 100 people?", True),
        ("Which forums lasted three days?", True),
        ("Which forums had at least two hosts?", True),
        ("Which forums had over 40 delegates?", True),
        ("Which forums were held over the years?", False),
    ],
)
def test_lengths_and_numbers_are_known_as_such(question, measured):
    assert wanted(question).measured == measured


def test_where_a_slot_of_each_is_asked_for_its_own_words_are_no_condition():
    chairs = wanted("Who chaired the forums?")
    assert (chairs.slot, chairs.asking_for("chair").slot) == ("chair", None)
    assert chairs.asking_for("where").slot == "chair"
    assert chairs.asking_for("when").slot == "chair"
    assert wanted("Where did Fiji host forums?").asking_for("where").slot is None
    assert wanted("When did Fiji host forums?").asking_for("when").slot == "organiser"


def test_a_slip_is_put_right_by_whoever_spells():
    spell = {"chiared": "chair"}.get
    assert Wanted.of("chiared", ASKING, lambda word: spell(word, word)).slot == "chair"

"""What each of several events says of a slot; and answers that go before another one."""

from dataclasses import replace

import pytest
from small_library import holding, told

from bot.answering.each import choices_of, newest_alike, of_each, whole_list
from bot.answering.events_named import Fit, Named
from bot.answering.proposals import Asked, Proposal
from bot.answering.routing import Route
from bot.answering.several import Over


def proposal(text, *items, report=0):
    return Proposal("sheet" if items else "reader", (0.0,), report, text, items, ())


BOTH = proposal("Ana Silva, Ben Tan", "Ana Silva", "Ben Tan")
ASKING = frozenset("chair open attend host meet held where when who which town country".split())
PAIRS = [
    told(
        f"The forum was held at the Palm Hotel in {town}, Fiji, in May {year}. {chair} chaired it."
        f" Delegates came from Fiji and {guest}.",
        "Forum on seabirds", f"{year}-05-20", f"{year}.md", name="forum", when=f"May {year}",
        where=f"Palm Hotel in {town}, Fiji", chair=(chair, sure), participants=["Fiji", guest],
    )
    for year, town, chair, guest, sure in (
        (2019, "Suva", "Ana Silva", "Samoa", 0.9),
        (2020, "Nadi", "Ben Tan", "Tonga", 0.9),
        (2021, "Suva", "Ana Silva", "Kenya", 0.9),
        (2022, "Labasa", "Carl Dahl", "Palau", 0.3),
    )
]  # fmt: skip
LIBRARY = holding(*PAIRS)


def asked(slot="chair", equal=(2, 1, 0), yes_no=0.0, text="Who chaired the forum?"):
    fits = tuple(Fit(n, 0.5, 0.5) for n in equal)
    named = replace(Named(fits, ("forum",)), equal=tuple(equal))
    return Asked(text, "", Route(slot, 1.0, yes_no, 1.0), named, ())


# Choices


def chosen(given=None, **said):
    return [(c.report.path, c.answer) for c in choices_of(LIBRARY, asked(**said), given)]


def test_where_nothing_is_given_each_event_is_a_choice_with_its_answer():
    assert chosen() == [("2021.md", "Ana Silva"), ("2020.md", "Ben Tan"), ("2019.md", "Ana Silva")]


def test_beside_an_answer_only_others_with_another_one_are_choices():
    assert chosen(proposal("Ana Silva", report=2)) == [("2020.md", "Ben Tan")]
    assert chosen(proposal("Ben Tan", report=1), equal=(2, 1)) == [("2021.md", "Ana Silva")]


def test_what_the_sheet_says_of_the_answer_s_own_event_is_no_choice():
    assert chosen(proposal("Carl Dahl", report=2), equal=(2, 1)) == [("2020.md", "Ben Tan")]


def test_an_event_whose_sheet_is_not_sure_is_no_choice():
    assert chosen(equal=(3, 2, 1)) == [("2021.md", "Ana Silva"), ("2020.md", "Ben Tan")]
    assert chosen(equal=(3, 2)) == []


@pytest.mark.parametrize(
    "said", [{"equal": (2,)}, {"slot": "fact"}, {"yes_no": 1.0}], ids=["one", "no slot", "yes"]
)
def test_there_is_nothing_to_choose(said):
    assert chosen(**said) == []


def test_beside_yes_or_no_there_is_nothing_to_choose():
    assert chosen(replace(proposal("Ana Silva", report=2), verdict="Yes")) == []


# The newest


OLD, NEW = proposal("Ana Silva", report=0), proposal("Ben Tan", report=2)


def test_of_events_that_fit_alike_the_newest_is_meant():
    assert newest_alike(asked(), OLD, [(0.9, OLD), (0.7, NEW)]) == (0.7, NEW)
    assert newest_alike(asked(), NEW, [(0.9, OLD), (0.7, NEW)]) is None


def test_of_its_answers_the_likeliest_is_given():
    other = proposal("Carl Dahl", report=2)
    assert newest_alike(asked(), OLD, [(0.6, NEW), (0.8, other)]) == (0.8, other)


def test_a_newer_event_that_fits_less_is_not_meant():
    one = asked(equal=(2, 0))
    fits = (Fit(0, 0.9, 0.9), Fit(2, 0.1, 0.1))
    one = replace(one, named=replace(one.named, fits=fits))
    assert newest_alike(one, OLD, [(0.9, OLD), (0.7, NEW)]) is None


def test_yes_or_no_and_an_event_of_its_own_stay():
    sure = [(0.9, OLD), (0.7, NEW)]
    assert newest_alike(asked(), replace(OLD, verdict="Yes"), sure) is None
    assert newest_alike(asked(equal=(0,)), OLD, sure) is None
    assert newest_alike(asked(equal=(2, 1)), OLD, sure) is None


# Lists


def test_a_list_goes_before_one_of_its_items():
    ana = proposal("Ana Silva")
    assert whole_list(ana, [(0.9, ana), (0.8, BOTH)]) == (0.8, BOTH)


def test_the_likelier_of_two_lists_is_taken():
    three = proposal("Ana Silva, Ben Tan, Fiji", "Ana Silva", "Ben Tan", "Fiji")
    assert whole_list(proposal("Ana Silva"), [(0.7, three), (0.8, BOTH)]) == (0.8, BOTH)


def test_another_answer_another_report_and_a_list_of_its_own_stay():
    elsewhere = proposal("Ana Silva, Ben Tan", "Ana Silva", "Ben Tan", report=1)
    assert whole_list(proposal("Carl Dahl"), [(0.8, BOTH)]) is None
    assert whole_list(proposal("Ana Silva"), [(0.8, elsewhere)]) is None
    assert whole_list(BOTH, [(0.8, BOTH)]) is None
    assert whole_list(proposal("Ana Silva"), []) is None


# Of each


def each(text, slot, **more):
    over = Over(**{"kind": "each", "slot": slot, "route": slot, **more})
    return of_each(LIBRARY, ASKING, asked(slot, text=text), over, ())


def test_each_event_says_its_own_newest_first_and_the_same_once():
    found = each("Who chaired the forums?", "chair")
    assert found.items == ("Ana Silva", "Ben Tan")
    assert [q.passage.report.path for q in found.quotes] == ["2021.md", "2020.md", "2019.md"]
    assert (found.count, found.over, found.kind) == (None, 4, "events")


def test_one_event_is_no_each_but_it_may_be_counted():
    assert each("Who chaired the forums in 2020?", "chair") is None
    count = each("In how many towns was the forum in 2020?", "where", kind="count", form="town")
    assert (count.count, count.text, count.answer) == (1, "Nadi", "1")


@pytest.mark.parametrize(
    ("form", "slot", "items"),
    [
        ("town", "where", ("Labasa", "Suva", "Nadi")),
        ("country", "where", ("Fiji",)),
        ("year", "when", ("2022", "2021", "2020", "2019")),
    ],
)
def test_of_a_place_or_a_time_the_part_that_is_asked_for_is_said(form, slot, items):
    found = each("In which were the forums?", slot, form=form)
    assert found.answer == ", ".join(items)
    assert found.items == (items if len(items) > 1 else ())


def test_a_country_before_its_town_is_no_town():
    two = [
        told(f"It was held in {place}.", "Forum on seabirds", f"{n}-01-01", f"{n}.md", where=place)
        for n, place in ((2019, "Fiji (Suva)"), (2020, "Nadi"))
    ]
    over = Over("each", "where", "town", "where")
    text = "In which towns were the forums?"
    assert of_each(holding(*two), ASKING, asked("where", text=text), over, ()).items == (
        "Nadi",
        "Suva",
    )


def test_a_number_is_of_what_differs_with_a_quote_for_each():
    found = each("In how many towns were the forums?", "where", kind="count", form="town")
    assert (found.count, len(found.quotes)) == (3, 3)


def test_what_all_of_the_events_have_may_be_asked_for():
    found = each("Which countries came to all of the forums?", "participants", shared=True)
    assert found.answer == "Fiji"
    assert len(found.quotes) == 4


def test_what_no_sheet_says_is_no_answer():
    assert each("Who opened the forums?", "opener") is None
    assert each("What of the forums?", None) is None

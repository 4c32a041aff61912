"""Questions over several events as such, and what they ask of them, all the way to the answer."""

import numpy as np
import pytest
from small_library import holding, told
from told_network import Told

from bot.answering import answer_question
from bot.answering.answer import understood
from bot.answering.several import Over, several
from bot.config.sections import AnswerSection
from bot.model import Found
from bot.reader.network import ROUTES
from bot.reader.windows import pieces

ANY = AnswerSection(max_wrong=1.0)
NEVER = AnswerSection(max_wrong=0.0)
ASKING = frozenset(
    "chair open attend host meet pay held where when who last come country countri citi place year"
    " date mani peopl moder often next".split()
)
LIBRARY = holding(
    told(
        "The fourth forum on seabirds was held in Apia, Samoa, on 3 May 2019. Ana Silva chaired it."
        " Officers from Fiji and Samoa came. In all 140 people attended.",
        "Forum on seabirds", "2019-05-20", "a.md", name="fourth forum on seabirds", where="Apia",
        when="3 May 2019", chair="Ana Silva", participants=["Fiji", "Samoa"], count="140",
    ),
    told(
        "The fifth forum on seabirds was held in the Palm Hotel in Suva, Fiji, in June 2021."
        " Ben Tan chaired it. Officers from Fiji and Tonga came. In all 64 people attended.",
        "Forum on seabirds", "2021-06-20", "b.md", name="fifth forum on seabirds",
        where="Palm Hotel in Suva, Fiji", when="June 2021", chair="Ben Tan",
        participants=["Fiji", "Tonga"], count="64",
    ),
    told(
        "A workshop on kites took place in Nadi, Fiji, in July 2022. Ana Silva led it. Kenya came.",
        "Workshop on kites", "2022-07-20", "c.md", name="workshop on kites", where="Nadi, Fiji",
        when="July 2022", chair="Ana Silva", participants="Kenya",
    ),
)  # fmt: skip

SELECTING = {
    "latest": "events_latest",
    "recent": "events_latest",
    "biggest": "events_most",
    "first": "events_first",
}


class ByWord(Told):
    """A network whose route is the one that is said for the first words that a question has."""

    def _heads(self, row):
        heads = super()._heads(row)
        ids = " ".join(map(str, row.ids.tolist()))
        for words, route in self.routes.items():
            if " ".join(map(str, pieces(words)[0])) in ids:
                heads.route[: len(ROUTES)] = np.float32(-8.0)
                heads.route[ROUTES.index(route)] = 8.0
                break
        return heads


def network(route, **routes):
    told_so = ByWord(route=route, asking=ASKING)
    told_so.routes = routes
    return told_so


def over(question, route="fact", yes_no=False):
    told_so = Told(route=route, asking=ASKING, yes_no=yes_no)
    return several(LIBRARY, understood(LIBRARY, told_so, question, None))


def ask(question, route="fact", settings=ANY, **routes):
    return answer_question(LIBRARY, network(route, **routes), settings, question)


@pytest.mark.parametrize(
    ("question", "route", "kind", "slot", "form"),
    [
        ("Which events did Fiji attend?", "events_which", "which", None, ""),
        ("How many forums were held?", "count", "count", None, ""),
        ("How many seabirds forums are there?", "fact", "count", None, ""),
        ("In how many countries were forums held?", "events_count", "count", "where", "country"),
        ("Who chaired the forums on seabirds?", "chair", "each", "chair", ""),
        ("Who chaired a forum on seabirds?", "chair", "each", "chair", ""),
        ("Who chaired each forum on seabirds?", "chair", "each", "chair", ""),
        ("In which towns was the forum held?", "fact", "each", "where", "town"),
        ("In which years was the forum held?", "events_first", "each", "when", "year"),
        ("Which countries hosted forums?", "participants_countries", "each", "where", "country"),
        ("Which countries attended the forums?", "participants_countries", "each", "participants",
         ""),
        ("How many people attended the forums?", "count", "each", "count", ""),
        ("When were the forums on seabirds?", "events_first", "each", "when", ""),
        ("where were the forums held", "fact", "each", "where", ""),
        ("When is the next meeting?", "next_when", "next", None, ""),
        ("Which event was first?", "events_first", "first", None, ""),
    ],
)  # fmt: skip
def test_what_is_asked_over_several_events_is_told_by_route_and_grammar(
    question, route, kind, slot, form
):
    found = over(question, route)
    assert (found.kind, found.slot, found.form) == (kind, slot, form)


@pytest.mark.parametrize(
    ("question", "route"),
    [
        ("Who chaired the forum on seabirds?", "chair"),
        ("Which countries attended the forum?", "participants_countries"),
        ("Who moderated the panels of the forum?", "moderator"),
        ("On which days was the forum?", "when"),
        ("In which year was the forum held?", "when"),
        ("How many workshops did the forum have?", "events_count"),
        ("How many panels were there?", "events_count"),
        ("How often does the forum meet?", "events_count"),
        ("When did they meet for kites?", "events_first"),
        ("How many people attended the forum?", "count"),
        ("Where is the congress?", "where"),
    ],
)
def test_a_question_about_one_event_is_not_over_several(question, route):
    assert over(question, route) is None


def test_a_question_for_yes_or_no_is_not_over_several():
    assert over("Did Fiji chair the forums?", "chair", yes_no=True) is None


def test_of_all_events_only_what_they_share_is_asked_for():
    assert over("Which countries attended all forums?", "participants_countries") == Over(
        "each", "participants", "", "participants_countries", True
    )


@pytest.mark.parametrize(
    ("question", "route", "items"),
    [
        ("Who chaired the forums on seabirds?", "chair", ("Ben Tan", "Ana Silva")),
        ("In which towns were forums held?", "fact", ("Suva", "Apia")),
        ("In which years was the forum held?", "when", ("2021", "2019")),
        ("Which countries hosted forums?", "participants_countries", ("Fiji", "Samoa")),
        ("Which countries attended the forums?", "participants", ("Fiji", "Tonga", "Samoa")),
        ("How many people attended the forums?", "count", ("64", "140")),
        ("In which towns did Ana Silva chair events?", "events_which", ("Nadi", "Apia")),
        ("When were the forums?", "when", ("June 2021", "3 May 2019")),
    ],
)
def test_a_slot_of_each_event_is_listed_newest_first_with_a_quote_each(question, route, items):
    found = ask(question, route)
    assert isinstance(found, Found)
    assert (found.items, found.kind, found.over, found.count) == (items, "events", 3, None)
    for item in items:
        assert any(item in quote.passage.text for quote in found.quotes)


def test_what_all_events_share_leaves_out_what_one_of_them_lacks():
    found = ask("Which countries attended all forums?", "participants_countries")
    assert (found.answer, len(found.quotes)) == ("Fiji", 2)


def test_countries_are_counted_once_each():
    found = ask("In how many countries were events held?", "events_count")
    assert (found.answer, found.items) == ("2", ("Fiji", "Samoa"))


def test_events_are_counted_where_no_report_states_their_number():
    found = ask("How many forums on seabirds were held?", "fact")
    assert (found.answer, found.count) == ("2", 2)


def test_a_number_that_a_report_states_goes_before_a_count():
    found = answer_question(
        LIBRARY,
        Told(route="events_count", asking=ASKING, answers=("140",)),
        ANY,
        "How many forums are there?",
    )
    assert (found.answer, found.quotes[0].passage.report.path) == ("140", "a.md")


@pytest.mark.parametrize(
    ("question", "answer", "path"),
    [
        ("Who chaired the latest forum?", "Ben Tan", "b.md"),
        ("Who chaired the latest event?", "Ana Silva", "c.md"),
        ("Who chaired the most recent forum on seabirds?", "Ben Tan", "b.md"),
        ("Who chaired the first event in 2021?", "Ben Tan", "b.md"),
        ("Who chaired the biggest forum?", "Ana Silva", "a.md"),
    ],
)
def test_of_the_latest_event_the_same_is_asked_as_of_any(question, answer, path):
    found = ask(question, "chair", **SELECTING)
    assert (found.answer, found.event.path) == (answer, path)
    assert found.items == ()


def test_latest_counts_also_where_the_router_takes_no_notice_of_it():
    found = ask("Who chaired the latest forum on seabirds?", "chair")
    assert (found.answer, found.event.path, found.choices) == ("Ben Tan", "b.md", ())


def test_a_first_event_that_no_report_tells_of_is_not_the_earliest_that_one_does():
    told_so = network("chair", **SELECTING)
    asked = understood(LIBRARY, told_so, "Who chaired the first forum on seabirds?", None)
    assert asked.named.focus is None


def test_an_answer_that_is_not_sure_comes_with_what_each_event_would_answer():
    silent = ask("Who chaired the forum on seabirds?", "chair", NEVER)
    chosen = [(choice.report.path, choice.answer) for choice in silent.choices]
    assert chosen == [("b.md", "Ben Tan"), ("a.md", "Ana Silva")]


def test_where_nothing_is_named_every_event_that_states_it_is_a_choice():
    silent = ask("Who chaired it?", "chair", NEVER)
    assert {choice.report.path for choice in silent.choices} == {"a.md", "b.md", "c.md"}


@pytest.mark.parametrize("question", ["Who chaired the workshop on kites?", "Did Ana chair?"])
def test_of_one_event_or_for_yes_and_no_there_is_no_choice(question):
    network_so = replace_yes(network("chair"), question.startswith("Did"))
    assert answer_question(LIBRARY, network_so, NEVER, question).choices == ()


def replace_yes(told_so, yes_no):
    told_so.yes_no = yes_no
    return told_so


def test_of_events_that_fit_alike_the_newest_that_is_sure_is_answered_about():
    pairs = [
        told(
            f"The forum was held in {town}. {who} chaired it.", "Forum on seabirds",
            f"20{year}-06-20", f"{year}.md", name="forum", where=town, chair=(who, sure),
        )
        for town, who, year, sure in [("Apia", "Ana Silva", 19, 0.99), ("Suva", "Ben Tan", 21, 0.9)]
    ]  # fmt: skip
    found = answer_question(
        holding(*pairs), network("chair"), ANY, "Who chaired the forum on seabirds?"
    )
    assert found.answer == "Ben Tan"
    assert [choice.answer for choice in found.choices] == ["Ana Silva"]

"""What a question asks for, as the router says."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from told_network import Told

from bot.answering.routing import Route, route_question
from bot.reader import network
from bot.reader.network import NARROWED, ROUTES
from bot.reader.windows import FOLLOW
from bot.slots import SLOTS


@pytest.mark.parametrize("slot", SLOTS)
def test_a_slot_is_asked_for_by_its_name(slot):
    assert Route(slot, 1.0, 0.0, 1.0).slot == slot


@pytest.mark.parametrize(("name", "slot"), NARROWED.items())
def test_a_slot_may_be_narrowed(name, slot):
    assert Route(name, 1.0, 0.0, 1.0).slot == slot


@pytest.mark.parametrize("name", [r for r in ROUTES if r not in SLOTS and r not in NARROWED])
def test_what_is_no_slot_has_none(name):
    assert Route(name, 1.0, 0.0, 0.0).slot is None


@pytest.mark.parametrize(("yes_no", "wanted"), [(0.0, False), (0.49, False), (0.5, True)])
def test_yes_or_no_is_wanted_where_it_is_likelier_than_not(yes_no, wanted):
    assert Route("chair", 1.0, yes_no, 1.0).wants_yes_no == wanted


@pytest.mark.parametrize("name", ROUTES)
def test_the_likeliest_is_taken(name):
    route = route_question(Told(route=name), "Who chaired it?")
    assert route.name == name
    assert route.probability > 0.99
    assert not route.wants_yes_no
    assert (route.slots > 0.99) == (route.slot is not None)


def test_whether_yes_or_no_is_asked_for_is_said_beside_it():
    route = route_question(Told(route="chair", yes_no=True), "Did Fiji chair it?")
    assert (route.slot, route.wants_yes_no) == ("chair", True)


def test_a_question_is_routed_by_itself_after_the_one_before():
    told = Told()
    route_question(told, "And who closed it?", "Who chaired it?")
    route_question(told, "And who closed it?")
    after, *alone_too, alone = told.rows
    assert [FOLLOW in row.ids for row in alone_too] == [False]  # is it a question at all?
    assert FOLLOW in after.ids
    assert FOLLOW not in alone.ids
    assert after.marks == alone.marks == ()


@given(st.text(max_size=80), st.text(max_size=40))
def test_the_weights_route_any_text(question, before):
    route = route_question(network(), question, before)
    assert route.name in ROUTES
    assert 1 / len(ROUTES) <= route.probability + 1e-6
    assert 0 <= route.yes_no <= 1
    assert 0 <= route.slots <= 1 + 1e-6


class Following(Told):
    """Says `route` of what follows up a question, and `alone` of a question by itself."""

    alone = "chatter"
    logit = 12.0  # of that, beside 0 for all others

    def _heads(self, row):
        follows = FOLLOW in row.ids.tolist()
        heads = super()._heads(row)
        if not follows:
            heads.route[: len(ROUTES)] = 0.0
            heads.route[ROUTES.index(self.alone)] = self.logit
        return heads


@pytest.mark.parametrize("alone", ["chatter", "reports", "language"])
def test_what_is_no_question_to_the_reports_by_itself_follows_up_nothing(alone):
    network = Following(route="fact")
    network.alone = alone
    assert route_question(network, "what can you do?", "Who chaired it?").name == alone
    named = route_question(network, "Suva?", "Who chaired it?", names=True).name
    assert named == ("fact" if alone == "reports" else alone)
    network.alone = "chair"
    assert route_question(network, "and there?", "Who chaired it?").name == "fact"


@pytest.mark.parametrize(
    ("likely", "name", "doubtful"),
    [(0.35, "fact", False), (0.55, "fact", True), (0.9, "chatter", False)],
)
def test_a_follow_up_that_may_be_small_talk_by_itself_is_doubtful(likely, name, doubtful):
    network = Following(route="fact")
    network.logit = math.log(likely / (1 - likely) * (len(ROUTES) - 1))
    route = route_question(network, "when did you get back?", "Who chaired it?")
    assert (route.name, route.doubtful) == (name, doubtful)
    assert not route_question(network, "when did you get back?").doubtful


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("Was Fiji there?", True),
        ("so Fiji didn’t come", True),
        ("hosted by Fiji?", True),
        ("money from the Fund, yes?", True),
        ("kenya delegates walvis bay?", False),
        ("forum hotel?", False),
        ("Which town, and who came?", False),
    ],
)
def test_yes_or_no_is_asked_for_by_a_verb_or_by_name(question, wanted):
    assert route_question(Told(yes_no=True), question).wants_yes_no is wanted


def test_after_a_question_nothing_is_small_talk_that_is_none_by_itself():
    network = Following(route="chatter")
    network.alone = "where"
    named = route_question(network, "seabirds hotel", "Who came to the forum?", names=True)
    assert (named.name, named.doubtful) == ("where", False)
    bare = route_question(network, "opener?", "Who chaired it?")
    assert bare.name not in {"chatter", "language", "reports"}
    assert bare.doubtful
    network.alone = "chatter"
    assert route_question(network, "ok great", "Who chaired it?").name == "chatter"


def test_what_several_slots_share_makes_the_likeliest_of_them_asked_for():
    class Shared(Told):
        def _heads(self, row):
            heads = super()._heads(row)
            heads.route[[ROUTES.index("fact"), ROUTES.index("chair")]] = 2.0, 1.9
            heads.route[ROUTES.index("moderator")] = 1.5
            return heads

    assert route_question(Shared(route="fact"), "Who led the forum?").name == "chair"


@pytest.mark.parametrize("before", ["", "When was the forum?"])
def test_the_name_of_a_slot_asks_for_it(before):
    route = route_question(Told(route="chatter"), "Opener?", before)
    assert (route.slot, route.wants_yes_no) == ("opener", False)
    assert route_question(Told(route="chatter"), "opener", before).name == "opener"

"""The whole way to an answer, over sheets built by hand and a network that a test tells."""

from dataclasses import replace

import pytest
from small_library import holding, reading, told, workshop
from told_network import Told

from bot.answering import answer_question, explain_question
from bot.answering.answer import (
    LONGEST_QUESTION,
    MOST_PASSAGES,
    event_number,
    located,
)
from bot.answering.events_named import Fit, Named
from bot.answering.proposals import Asked
from bot.answering.reading import read_hits
from bot.answering.routing import Route
from bot.config.sections import AnswerSection
from bot.errors import SearchError
from bot.event import FOREIGN, Event
from bot.model import Found, Silent, Turn
from bot.reader.windows import pieces
from bot.retrieval import Query

ANY = AnswerSection(max_wrong=1.0)  # answers whatever is likeliest
NEVER = AnswerSection(max_wrong=0.0)
PAIRS = (
    told(
        "The forum was held in Suva in June 2021. Ana Silva chaired it. Fiji, Samoa and Tonga came."
        " It rained for nine hours.",
        "Forum on seabirds", "2021-06-20", "a.md", name="forum", where="Suva", when="June 2021",
        chair="Ana Silva", participants=["Fiji", "Samoa", "Tonga"],
    ),
    workshop(),
    told(
        "The workshop was held in Nadi in May 2020. Carl Dahl chaired it.",
        "Workshop on kites", "2020-05-20", "c.md", name="workshop", where="Nadi", when="May 2020",
        chair="Carl Dahl",
    ),
)  # fmt: skip
LIBRARY = holding(*PAIRS)
FORUM = "Who chaired the forum on seabirds?"
BEFORE = Turn(FORUM, "a.md")


def ask(question, turn=None, settings=ANY, library=LIBRARY, **said):
    network = Told(**{"route": "chair", **said})
    return answer_question(library, network, settings, question, turn)


def test_what_a_sheet_states_is_answered_with_the_passage_that_shows_it():
    found = ask(FORUM)
    assert isinstance(found, Found)
    assert (found.answer, found.items) == ("Ana Silva", ())
    (quote,) = found.quotes
    assert (quote.passage.text, quote.passage.report.path) == ("Ana Silva chaired it.", "a.md")
    assert (found.event.path, found.kind) == ("a.md", "fact")


def test_a_list_is_answered_by_its_items():
    found = ask("Who came to the forum on seabirds?", route="participants")
    assert found.items == ("Fiji", "Samoa", "Tonga")
    assert found.answer == "Fiji, Samoa, Tonga"


def test_what_no_sheet_has_is_answered_by_the_reader():
    found = ask("How long did it rain at the forum?", route="fact", answers=("nine hours",))
    assert found.answer == "nine hours"
    assert found.passages[0].passage.text == "It rained for nine hours."


@pytest.mark.parametrize(("country", "verdict"), [("Fiji", "Yes"), ("Kenya", "No")])
def test_yes_or_no_is_answered_by_a_list(country, verdict):
    found = ask(f"Did {country} attend the forum on seabirds?", route="participants", yes_no=True)
    assert found.answer == found.verdict == verdict
    assert found.quotes[0].passage.text == "Fiji, Samoa and Tonga came."


@pytest.mark.parametrize(("yes", "verdict"), [(4.0, "Yes"), (-4.0, "No")])
def test_yes_or_no_is_else_answered_by_the_reader(yes, verdict):
    found = ask("Did it rain?", route="fact", yes_no=True, answers=("rained",), yes=yes)
    assert (found.verdict, found.text) == (verdict, "rained")


@pytest.mark.parametrize(
    ("question", "why"),
    [("?", "no_question"), ("", "no_question"), ("x" * (LONGEST_QUESTION + 1), "too_long")],
)
def test_what_can_not_be_looked_up_is_refused_with_the_reason(question, why):
    silent = ask(question)
    assert (silent.why, silent.passages) == (why, ())


@pytest.mark.parametrize("kind", ["chatter", "language", "reports"])
def test_what_is_not_asked_of_the_reports_is_told_by_its_kind(kind):
    silent = ask("Hello, what have you got?", route=kind)
    assert isinstance(silent, Silent)
    assert silent.why == silent.kind == kind


def test_what_is_not_likely_enough_is_withheld_with_the_passage_that_comes_closest():
    silent = ask(FORUM, settings=NEVER)
    assert isinstance(silent, Silent)
    assert silent.why in {"closest", "not_stated"}
    assert 0 < silent.confidence < 1
    assert silent.passages[0].passage.text == "Ana Silva chaired it."
    assert silent.event.path == "a.md"


def test_an_event_of_which_no_report_tells_is_unknown():
    silent = ask("Who chaired the workshop on zebras in Lima?", settings=NEVER)
    assert (silent.why, silent.event) == ("unknown_event", None)


@pytest.mark.parametrize("route", ["chair", "fact", "summary", "events_which", "count"])
def test_without_reports_nothing_is_stated(route):
    silent = ask("Who chaired it?", library=holding(), route=route)
    assert (silent.why, silent.confidence, silent.passages) == ("not_stated", 0.0, ())


def test_no_more_passages_come_along_than_anyone_reads_and_none_twice():
    body = " ".join(f"Fiji chaired talk {n} in Suva." for n in range(9))
    found = ask("Who chaired it?", library=holding(told(body, chair="Fiji")))
    assert len({p.passage for p in found.passages}) == len(found.passages) == MOST_PASSAGES


def test_a_follow_up_is_about_the_event_before_it():
    assert ask("And where was it?", BEFORE, route="where").answer == "Suva"
    assert ask("And where was it?", Turn(FORUM), route="where").answer == "Suva"


def test_a_follow_up_that_names_another_event_follows_no_more():
    found = ask("And who chaired the workshop in Apia?", BEFORE)
    assert (found.answer, found.event.path) == ("Ben Tan", "b.md")


def test_a_turn_is_located_by_what_its_question_names():
    assert located(LIBRARY, Told(), Turn(FORUM)).report == "a.md"


@pytest.mark.parametrize("said", ["and in Apia?", "what about kites in Apia", "Apia"])
def test_a_message_that_names_another_event_alone_asks_of_it_what_was_asked_before(said):
    found = ask(said, BEFORE)
    assert (found.answer, found.event.path, found.slot) == ("Ben Tan", "b.md", "chair")


@pytest.mark.parametrize("turn", [None, BEFORE, Turn("Who?", "gone.md")])
def test_a_turn_that_is_located_stays_as_it_is(turn):
    assert located(LIBRARY, Told(), turn) is turn


def test_a_report_that_is_gone_is_in_focus_no_more():
    found = ask("And where was it?", Turn(FORUM, "gone.md"), route="where")
    assert (found.answer, found.event.path) == ("Suva", "a.md")


NEXT = told(
    "The forum was held in Suva. Ana Silva chaired it. The next meeting will be in Apia.",
    "Forum on seabirds", "2021-06-20", "a.md", name="forum", where="Suva", chair="Ana Silva",
    next_where="Apia",
)  # fmt: skip


def test_after_talk_of_an_event_one_that_only_its_next_place_tells_of_is_another():
    met = told(
        "The meeting was held in Apia. Ben Tan chaired it.", "Meeting on kites", "2019-05-20",
        "b.md", name="meeting", where="Apia", chair="Ben Tan",
    )  # fmt: skip
    found = ask("Who chaired the meeting in Apia?", BEFORE, library=holding(NEXT, met))
    assert (found.answer, found.event.path) == ("Ben Tan", "b.md")


def test_after_talk_of_an_event_another_of_which_no_report_tells_is_unknown():
    silent = ask("Who chaired the climate summit in Geneva?", BEFORE)
    assert (silent.why, silent.event) == ("unknown_event", None)


@pytest.mark.parametrize(
    "question",
    [
        "Who chiared the workshop in Apia?",
        "WHO CHAIRED THE WORKSHOP IN APIA?",
        "who chaired the workshop in samoa",
    ],
)
def test_slips_capitals_and_another_name_make_no_event_unknown(question):
    workshop = told(
        "The workshop was held in Apia, Western Samoa. Ben Tan chaired it.", "Workshop in Samoa",
        path="b.md", name="workshop", where="Apia", chair="Ben Tan",
    )  # fmt: skip
    found = ask(question, library=holding(PAIRS[0], workshop))
    assert (found.answer, found.event.path) == ("Ben Tan", "b.md")


@pytest.mark.parametrize("name", ["Viet Nam", "Vietnam", "vietnam"])
def test_an_event_is_known_by_any_name_of_its_country(name):
    forum = told("Ana Silva chaired it.", "Forum in Viet Nam", path="v.md", chair="Ana Silva")
    found = ask(f"Who chaired the forum in {name}?", library=holding(forum, PAIRS[1]))
    assert found.answer == "Ana Silva"
    assert ask("Who chaired the forum in Laos?", library=holding(forum, PAIRS[1])).why == (
        "unknown_event"
    )


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        ("Officers from Fiji and Samoa came.", "No"),
        ("Officers from Fiji and Samoa, among others, came.", None),
        ("Officers from Fiji, including Samoa, came; Kenya did not come.", "No"),
    ],
)
def test_the_reader_denies_nothing_by_an_open_list(said, verdict):
    library = holding(told(said))
    answer = ask("Did it?", library=library, route="fact", yes_no=True, answers=("Fiji",), yes=-4.0)
    assert (answer.verdict if isinstance(answer, Found) else None) == verdict


@pytest.mark.parametrize(("event", "why"), [(Event({}), None), (FOREIGN, "closest")])
def test_of_a_report_in_another_language_a_passage_is_shown_at_most(event, why):
    library = holding((reading("Ana Silva présidait le forum."), event), PAIRS[1])
    answer = ask("Who led the forum?", library=library, route="fact", answers=("Ana Silva",))
    assert (answer.why if isinstance(answer, Silent) else None) == why
    assert answer.passages[0].passage.text == "Ana Silva présidait le forum."


def test_an_answer_from_another_report_than_the_one_in_question_is_not_of_its_event():
    found = ask("And how tall was Ben Tan?", BEFORE, route="fact", answers=("Ben Tan",))
    assert (found.quotes[0].passage.report.path, found.event) == ("b.md", None)


@pytest.mark.parametrize(("own", "number"), [(0.3, None), (0.5, 0)])
def test_an_event_is_meant_where_enough_of_its_own_names_are_said(own, number):
    named = Named((Fit(0, own, 0.8),), ("kite",))
    asked = Asked("?", "", Route("chair", 1.0, 0.0, 1.0), named, ())
    assert event_number(LIBRARY, asked) == number


def test_a_question_over_events_that_none_fits_is_answered_as_such_by_the_reader():
    found = ask("Which events saw nine hours?", route="events_which", answers=("nine hours",))
    assert (found.answer, found.kind, found.count) == ("nine hours", "events", None)


def test_other_events_that_the_question_fits_as_well_are_choices():
    found = ask("Who chaired the workshop on kites?")
    assert (found.answer, found.event.path) == ("Carl Dahl", "c.md")
    assert [(c.report.path, c.answer) for c in found.choices] == [("b.md", "Ben Tan")]
    assert ask("Who chaired the workshop on kites in Apia?").choices == ()


def test_a_summary_tells_a_line_for_each_slot_with_a_quote():
    found = ask("Tell me about the forum on seabirds", route="summary")
    assert (found.kind, found.event.path) == ("summary", "a.md")
    told_so = {field.name: field.value for field in found.fields}
    assert told_so["chair"] == "Ana Silva"
    for field in found.fields:
        text = found.quotes[field.quote].passage.text
        assert all(item in text for item in field.value.split(", "))


def test_a_question_over_several_events_lists_them():
    found = ask("Which events did Ben Tan chair?", route="events_which")
    assert (found.kind, found.over, found.event.path) == ("events", 3, "b.md")


def test_a_passage_that_breaks_loses_itself_and_not_the_answer(caplog):
    class Broken(Told):
        def read(self, rows):
            return [replace(heads, span=heads.span[:0]) for heads in super().read(rows)]

    silent = answer_question(LIBRARY, Broken(), ANY, "How long did it rain?")
    assert silent.why == "not_stated"
    assert caplog.messages
    assert all("can't be read" in line and ".md, passage" in line for line in caplog.messages)


def test_what_an_engine_fails_to_give_is_no_passage_that_breaks():
    class Gone:
        def __getitem__(self, number):
            raise SearchError("search: no node can be reached")

    hits = LIBRARY.search(Query.of("How long did it rain?"))
    with pytest.raises(SearchError):
        read_hits(replace(LIBRARY, passages=Gone()), Told(), "How long did it rain?", "", hits)


def explained(question, settings=ANY, turn=None, **said):
    network = Told(**{"route": "chair", **said})
    return "\n".join(explain_question(LIBRARY, network, settings, question, turn))


def test_it_is_explained_what_was_understood_and_why_it_was_answered():
    text = explained(FORUM)
    for part in ("asks for: chair", "event: Forum on seabirds", "needed 0%: answered"):
        assert part in text
    assert "'Ana Silva', by the event's sheet in a.md" in text
    assert "'Ana Silva chaired it.'" in text


def test_it_is_explained_why_an_answer_was_withheld_and_what_it_follows():
    text = explained("And who chaired it?", NEVER, BEFORE)
    assert ": withheld" in text
    assert f"follows: {FORUM}" in text


def test_it_is_explained_that_a_report_in_another_language_is_never_sure():
    library = replace(LIBRARY, events=(FOREIGN,) * len(PAIRS))
    lines = explain_question(library, Told(route="chair"), ANY, FORUM)
    assert [
        line for line in lines if line.endswith(": withheld, since the report isn't in English")
    ]


def test_an_answer_by_the_focus_says_that_it_is():
    assert ask("Who chaired it?", BEFORE).followed
    assert not ask(FORUM, BEFORE).followed
    assert not ask(FORUM).followed
    assert ask("Who chaired it?", BEFORE, NEVER).followed


def test_a_slot_of_the_event_that_is_named_is_not_read_in_another_report_that_mentions_it():
    koper = told(
        "The forum was held in Koper in May 2021. Sixty people came.",
        "Forum of ports", "2021-05-20", "koper.md", name="forum", where="Koper", when="May 2021",
        count=("Sixty", 0.4),
    )  # fmt: skip
    later = told(
        "The forum was held in Lagos in May 2022. Delegates numbered 112, more than in Koper.",
        "Forum of ports", "2022-05-20", "lagos.md", name="forum", where="Lagos", when="May 2022",
    )  # fmt: skip
    asked = "How many attended the event in Koper?"
    found = ask(asked, library=holding(koper, later), route="count", answers=("112",))
    assert (found.answer, found.event.path) == ("Sixty", "koper.md")
    assert ask(asked, library=holding(koper, later), answers=("112",), route="fact").answer == "112"


def test_the_name_of_whom_it_is_asked_is_no_answer():
    body = "Ana Silva, the mayor of Suva, opened it."
    library = holding(told(body, "Forum on seabirds", path="a.md"))
    said = {"route": "fact", "answers": ("Ana Silva", "the mayor of Suva")}
    turn = Turn("Who opened it?", "a.md", 0, "Ana Silva")
    assert ask("What is her post?", turn, library=library, **said).answer.endswith(
        "the mayor of Suva"
    )
    assert ask("Who opened it?", library=library, **said).answer == "Ana Silva"


def test_an_event_in_a_place_that_its_report_has_nowhere_is_unknown():
    silent = ask("Who chaired the forum on seabirds in Lagos?")
    assert isinstance(silent, Silent)
    assert (silent.why, silent.event) == ("unknown_event", None)
    assert isinstance(ask("Who chaired the forum on seabirds in Suva?"), Found)


def test_who_is_asked_about_does_not_make_an_event_unknown():
    found = ask("Did Fiji attend the forum on seabirds?", route="participants", yes_no=True)
    assert (found.verdict, found.event.path) == ("Yes", "a.md")
    none = ask("Did Palau attend the forum on seabirds?", route="participants", yes_no=True)
    assert none.verdict == "No"


def test_a_house_of_another_kind_is_taken_for_the_one_asked_for_a_town_is_not():
    body = "The retreat was held at the Lagoon Resort. It began in Gizo."
    slots = {"name": "retreat", "where": [("the Lagoon Resort", 0.9)]}
    library = holding(told(body, "Retreat on reefs", path="d.md", **slots))
    found = ask("In which hotel was the retreat?", route="where", library=library)
    assert found.answer == "the Lagoon Resort"
    town = holding(told(body, "Retreat on reefs", path="d.md", name="retreat", where="Gizo"))
    silent = ask("In which hotel was the retreat?", route="where", library=town)
    assert "Gizo" not in getattr(silent, "answer", "")


def test_a_number_of_all_is_none_of_those_from_a_country():
    body = "The retreat was held in Gizo. In all 40 delegates came. Fiji sent 3 delegates."
    pair = told(body, "Retreat on reefs", path="d.md", name="retreat", where="Gizo", count="40")
    library = holding(pair)
    assert ask("How many came to the retreat?", route="count", library=library).answer == "40"
    silent = ask("How many came from Samoa to the retreat?", route="count", library=library)
    assert (silent.why, silent.event.path) == ("closest", "d.md")


class Listing(Told):
    """Takes what has "any" in it for a question for events, and all else for what it is told."""

    def _heads(self, row):
        self.route = "events_which" if pieces("any")[0][0] in row.ids.tolist() else "chair"
        return super()._heads(row)


def test_a_message_that_asks_for_events_asks_nothing_else_of_the_one_it_names():
    found = answer_question(LIBRARY, Listing(), ANY, "any workshops in Apia", BEFORE)
    assert (found.kind, found.event.path) == ("events", "b.md")
    asked = answer_question(LIBRARY, Listing(), ANY, "workshops in Apia", BEFORE)
    assert (asked.kind, asked.answer) == ("fact", "Ben Tan")

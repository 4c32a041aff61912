"""What is done about a message, the same for every interface; what a conversation remembers."""

from dataclasses import replace
from types import SimpleNamespace

import pytest
from fakes import Replies, found, report

from bot.answering import Indexed
from bot.model import Choice, Passage, Scored, Silent, Turn
from bot.talk import Conversation, act_on, act_spoken, spoken

REPORT = report("It rained.", "a.md", "Seminar on rain")
OTHER = report("It snowed.", "b.md", "Seminar on snow")


class Indexing:
    """Stands in for the assistant: two reports, and a foretold reading of what is asked of them."""

    def __init__(self, form="list", reports=(REPORT, OTHER)):
        self.told = Indexed(form, reports)
        self.asked = []

    def report(self, path):
        return {"a.md": REPORT, "b.md": OTHER}.get(path)

    def named(self, message):
        return tuple(report for report in (REPORT, OTHER) if message in report.title)

    def indexed(self, question, report=None):
        self.asked.append((question, report))
        return self.told


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Thanks a lot!", "thanks"),
        ("👍", "thanks"),
        ("👍🏽", "thanks"),
        ("Good morning", "greeting"),
        ("xin chào", "greeting"),
        ("Hola!", "greeting"),
        ("hallo", "greeting"),
        ("bonjour", "greeting"),
        ("danke", "thanks"),
        ("merci!", "thanks"),
        ("Yes.", "noted"),
        ("no", "noted"),
        ("HELP!", "help"),
        ("more", "more"),
        ("link?", "source"),
        ("are you sure??", "sure"),
        ("full  report", "whole"),
        ("quit", "leave"),
        ("Hiii", "greeting"),
        ("helloo", "greeting"),
        ("thankssss", "thanks"),
        ("byee", "leave"),
    ],
)
def test_a_fixed_word_or_two_are_known_as_what_they_are(text, said):
    assert spoken(text) == said


@pytest.mark.parametrize(
    "text",
    [
        "Who chaired it?",
        "thanks, and who chaired the seminar?",
        "more passages on fish please",
        "no more rain in Suva",
        "?",
        "",
        "help " * 99,
    ],
)
def test_what_says_more_than_that_is_left_to_the_router(text):
    assert spoken(text) is None


@pytest.mark.parametrize("said", ["thanks", "greeting", "noted"])
def test_courtesies_get_the_line_of_their_name(said):
    act = act_spoken(said, Indexing(), None)
    assert (act.kind, act.line) == ("line", said)


def test_who_quits_leaves_and_who_asks_for_help_is_helped():
    assert act_spoken("leave", Indexing(), "a.md").kind == "leave"
    assert act_spoken("help", Indexing(), None).kind == "help"


@pytest.mark.parametrize("said", ["more", "sure", "source", "whole"])
def test_a_command_about_the_answer_before_is_about_its_report(said):
    act = act_spoken(said, Indexing(), "b.md")
    assert (act.kind, act.reports) == (said, (OTHER,))


@pytest.mark.parametrize("path", [None, "gone.md"])
def test_without_an_answer_before_or_once_its_report_is_gone_that_is_said(path):
    act = act_spoken("more", Indexing(), path)
    assert (act.kind, act.line) == ("line", "nothing_before")


def test_an_answer_and_a_refusal_are_shown_as_they_are():
    for answer in (found("Fiji"), Silent("?"), Silent("?", why="chatter", kind="chatter")):
        act = act_on(answer, Indexing())
        assert (act.kind, act.answer) == ("answer", answer)


def test_a_refusal_shows_the_passages_of_its_own_event_before_those_of_others():
    own, other = (Scored(Passage(report, 0, 3), 1.0) for report in (REPORT, OTHER))
    refused = Silent("?", event=REPORT, passages=(other, own))
    assert act_on(refused, Indexing()).answer.passages == (own, other)
    for kept in (replace(refused, event=None), replace(refused, why="closest")):
        assert act_on(kept, Indexing()).answer.passages == (other, own)


def test_where_several_events_fit_it_is_asked_which_the_likeliest_first():
    choices = (Choice(OTHER, "Fiji"),)
    act = act_on(found("It rained.", choices=choices), Indexing())
    assert act.kind == "which"
    assert [report.path for report in act.reports] == ["a.md", "b.md"]
    unsure = Silent("?", event=REPORT, choices=choices)
    assert act_on(unsure, Indexing()).reports == (REPORT, OTHER)


def test_what_nobody_addressed_to_the_bot_is_answered_where_it_is_sure_and_of_one_event():
    sure = found("Fiji", event=REPORT)
    assert act_on(sure, Indexing(), meant=False).kind == "answer"
    unnamed = replace(sure, event=None)
    several = replace(sure, choices=(Choice(OTHER, "Samoa"),))
    talk = Silent("?", why="chatter", kind="chatter")
    about = Silent("?", why="reports", kind="reports")
    for answer in (unnamed, several, talk, about, Silent("?", event=REPORT)):
        assert act_on(answer, Indexing(), meant=False).kind == "silence"


def test_a_follow_up_that_is_said_to_people_is_left_alone_where_nobody_asked_the_bot():
    said = replace(found("Fiji", event=REPORT), followed=True, question="when did you get back?")
    assert act_on(said, Indexing(), meant=False).kind == "silence"
    assert act_on(said, Indexing()).kind == "answer"
    asked = replace(said, question="when did they meet?")
    assert act_on(asked, Indexing(), meant=False).kind == "answer"


@pytest.mark.parametrize("form", ["list", "count", "card", "whole", "source"])
def test_a_question_about_the_reports_is_met_by_what_the_library_has(form):
    asked = Silent("how many?", why="reports", kind="reports")
    assistant = Indexing(form)
    act = act_on(asked, assistant, Turn("Who?", "b.md"))
    assert (act.kind, act.reports) == (form, (REPORT, OTHER))
    assert assistant.asked == [("how many?", "b.md")]


def test_that_no_report_fits_is_said():
    asked = Silent("the one on kites", why="reports", kind="reports")
    act = act_on(asked, Indexing("card", ()))
    assert (act.kind, act.line) == ("line", "reports_none")


def test_what_can_be_asked_is_told_as_help():
    asked = Silent("what can I ask", why="reports", kind="reports")
    assert act_on(asked, Indexing("help", ())).kind == "help"


def test_small_talk_that_looks_like_a_follow_up_is_met_with_silence_unless_addressed():
    sure = found("It rained.", event=REPORT, followed=True)
    doubtful = replace(sure, doubtful=True)
    assert act_on(doubtful, Indexing(), meant=False).kind == "silence"
    assert act_on(sure, Indexing(), meant=False).kind == "answer"
    assert act_on(doubtful, Indexing()).kind == "answer"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("thx bye", "leave"),
        ("cool, bye", "leave"),
        ("awesome, thank you!", "thanks"),
        ("thanks, great answer!", "thanks"),
        ("that helps, cheers 👍", "thanks"),
        ("good morning everyone, nice to be here", "greeting"),
        ("no thanks", "thanks"),
    ],
)
def test_small_talk_with_a_courtesy_at_an_end_gets_its_line(text, line):
    act = act_on(Silent(text, why="chatter", kind="chatter"), Indexing())
    assert (act.kind, act.line) == ("line", line)
    assert act_on(act.answer, Indexing(), meant=False).kind == "silence"


@pytest.mark.parametrize(("text", "kind"), [("snow", "card"), ("Seminar", "list")])
def test_what_names_an_event_and_says_nothing_else_is_shown_it(text, kind):
    act = act_on(Silent(text, why="chatter", kind="chatter"), Indexing())
    assert (act.kind, act.reports) == (kind, Indexing().named(text))
    assert act_on(act.answer, Indexing(), meant=False).kind == "silence"


@pytest.mark.parametrize("text", ["tell me a joke", "hi, is it raining?", "yes it is", "more tea"])
def test_other_small_talk_is_told_what_can_be_asked(text):
    act = act_on(Silent(text, why="chatter", kind="chatter"), Indexing())
    assert (act.kind, act.line) == ("answer", "")


@pytest.mark.parametrize(
    ("text", "line"),
    [("merci beaucoup", "thanks"), ("danke schön!", "thanks"), ("hola amigo", "greeting")],
)
def test_a_courtesy_in_another_language_gets_its_line(text, line):
    act = act_on(Silent(text, why="language", kind="language"), Indexing())
    assert (act.kind, act.line) == ("line", line)
    assert act_on(act.answer, Indexing(), meant=False).kind == "silence"


@pytest.mark.parametrize("text", ["hola, ¿dónde fue?", "hallo wer leitete das", "wer war dort"])
def test_a_question_in_another_language_gets_no_courtesy(text):
    answer = Silent(text, why="language", kind="language")
    assert act_on(answer, Indexing()).answer == answer
    assert act_on(answer, Indexing()).kind == "answer"


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


def talk(answers, clock=None):
    return Conversation(Replies(answers), 30, clock or Clock())


def test_a_question_refers_to_the_one_before_and_its_report():
    conversation = talk({"Who chaired?": found("Fiji")})
    conversation.say("Who chaired?")
    conversation.say("When?")
    assert conversation.assistant.asked[1] == ("When?", Turn("Who chaired?", "a.md", answer="Fiji"))


def test_after_a_refusal_it_refers_to_the_event_that_was_named():
    named = report("It rained.", "b.md")
    conversation = talk({"Who closed?": Silent("?", event=named)})
    conversation.say("Who closed?")
    conversation.say("When?")
    assert conversation.assistant.asked[1][1] == Turn("Who closed?", "b.md")


def test_a_refusal_does_not_change_what_is_talked_of():
    named = report("It rained.", "b.md")
    answers = {"Who chaired?": found("Fiji"), "Who closed?": Silent("?", event=named)}
    conversation = talk(answers)
    for question in ("Who chaired?", "Who closed?", "When?"):
        conversation.say(question)
    assert conversation.assistant.asked[2][1] == Turn("Who chaired?", "a.md", answer="Fiji")


def test_what_is_no_question_changes_no_reference():
    conversation = talk({"Who chaired?": found("Fiji"), "🙂": Silent("🙂", why="no_question")})
    for question in ("Who chaired?", "🙂", "When?"):
        conversation.say(question)
    assert conversation.assistant.asked[2][1] == Turn("Who chaired?", "a.md", answer="Fiji")


def test_a_reference_expires():
    clock = Clock()
    conversation = talk({"Who chaired?": found("Fiji")}, clock)
    conversation.say("Who chaired?")
    clock.now = 30 * 60 + 1
    conversation.say("When?")
    assert conversation.assistant.asked[1] == ("When?", None)


CHOICES = tuple(Choice(report("It rained.", f"{n}.md", f"Seminar {n}"), n) for n in "bcde")


MEETING = "When was the meeting?"


class Library(Replies):
    """Answers by question, over reports of which each is shown by its path."""

    def __init__(self, answers):
        super().__init__(answers)
        reports = (found("Fiji").quotes[0].passage.report, *(c.report for c in CHOICES))
        self.snapshot = SimpleNamespace(reports=reports)

    def report(self, path):
        return next((r for r in self.snapshot.reports if r.path == path), None)


def spoken_with():
    library = Library({MEETING: found("Fiji", choices=CHOICES[:3]), "Who?": found("Fiji")})
    return Conversation(library, 30, Clock())


def titles(act):
    return [event.title for event in act.reports]


def test_of_a_question_that_fits_several_events_it_is_asked_which_is_meant():
    conversation = spoken_with()
    act = conversation.say(MEETING)
    assert (act.kind, titles(act)) == ("which", ["Planning session", "Seminar b", "Seminar c"])
    more = conversation.say("more")
    assert titles(more) == [*titles(act), "Seminar d", "Seminar e"]
    chosen = conversation.say("4")
    assert (chosen.kind, conversation.turn.report) == ("answer", "d.md")
    assert conversation.assistant.asked[-1] == (MEETING, Turn("Seminar d", "d.md"))


def test_an_event_is_chosen_before_any_question_and_follow_ups_are_about_it():
    conversation = spoken_with()
    offered = conversation.offer()
    assert (offered.kind, len(offered.reports)) == ("which", 3)
    assert len(conversation.say("more").reports) == 5
    chosen = conversation.say("2")
    [event] = chosen.reports
    assert (chosen.kind, event) == ("card", offered.reports[1])
    conversation.say("Who?")
    assert conversation.assistant.asked == [("Who?", Turn(event.title, event.path))]


@pytest.mark.parametrize("line", ["0", "4", "²", "9" * 5000])
def test_a_number_that_was_not_offered_is_a_question(line):
    conversation = spoken_with()
    conversation.say(MEETING)
    conversation.say(line)
    assert conversation.assistant.asked[-1] == (line, None)


def test_further_passages_and_the_source_are_those_of_the_answer_before():
    conversation = spoken_with()
    assert conversation.say("more").line == "nothing_before"
    conversation.say("Who?")
    for line, kind in (("more", "more"), ("link?", "source"), ("are you sure?", "sure")):
        act = conversation.say(line)
        assert (act.kind, titles(act), act.answer.answer) == (kind, ["Planning session"], "Fiji")

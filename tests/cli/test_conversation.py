"""What a conversation in the terminal refers to, from one line to the next."""

from types import SimpleNamespace

import pytest
from fakes import Replies, found
from fakes import report as fakes_report

from bot.model import Choice, Silent, Turn
from bot.talk import Conversation


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
    named = fakes_report("It rained.", "b.md")
    conversation = talk({"Who closed?": Silent("?", event=named)})
    conversation.say("Who closed?")
    conversation.say("When?")
    assert conversation.assistant.asked[1][1] == Turn("Who closed?", "b.md")


def test_a_refusal_does_not_change_what_is_talked_of():
    named = fakes_report("It rained.", "b.md")
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


CHOICES = tuple(Choice(fakes_report("It rained.", f"{n}.md", f"Seminar {n}"), n) for n in "bcde")


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
    return [report.title for report in act.reports]


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
    [report] = chosen.reports
    assert (chosen.kind, report) == ("card", offered.reports[1])
    conversation.say("Who?")
    assert conversation.assistant.asked == [("Who?", Turn(report.title, report.path))]


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

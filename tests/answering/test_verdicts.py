import pytest
from small_library import stated

from bot.answering.verdicts import WEAK, Cues, cues_of, verdicts_of

NONE = Cues(*[False] * len(Cues._fields))


def cues(question, text):
    """The names of the cues that are found."""
    return {name for name, found in cues_of(*stated(question, text))._asdict().items() if found}


@pytest.mark.parametrize(
    ("cue", "question", "text"),
    [
        ("unsure", "Is it certain that it goes on?", "It goes on if funds allow."),
        ("unsure", "Has the date been fixed?", "Whether it stays has yet to be decided."),
        ("free", "Did the guests pay a fee?", "Fees were waived for all."),
        ("stood_in", "Did Ana Silva come in person?", "Ana Silva was represented by Ben Tan."),
        ("negated", "Did Canada take part?", "Canada did not take part."),
        ("negated", "Did Canada sign?", "Canada has never signed it."),
        ("negated", "Did Canada sign?", "Canada didn’t sign it."),
        ("negated", "Did Canada not take part?", "Canada took part."),
        ("negated", "Did Barbados attend?", "Fiji came, but Barbados, though invited, cancelled."),
        ("earlier", "Had Fiji hosted it before?", "For the first time Fiji hosted it."),
        ("earlier", "Had Fiji hosted it before?", "Fiji hosted the inaugural session."),
        ("opposed", "Was it held online?", "It was held in person in Suva."),
        ("opposed", "Was it held in person?", "It was held online."),
        ("opposed", "Did the budget grow?", "The budget dropped."),
        ("left_out", "Did Canada take part?", "The guests came from Fiji, Samoa and Tonga."),
        ("left_out", "Was Canada among them?", "They were Fiji, Samoa and Tonga."),
        ("in_part", "Did all members sign?", "Most members signed."),
        ("undecided", "Will they meet again?", "It is not yet decided whether they meet again."),
        ("denied", "Did Fiji get the grant?", "Fiji was turned down."),
        ("only", "Did Fiji sign?", "Only Samoa signed."),
        ("other_number", "Did 30 officers come?", "The 40 officers came."),
    ],
)
def test_what_speaks_for_no_is_found(cue, question, text):
    assert cue in cues(question, text)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Did Canada take part?", "Officers came from Fiji, Samoa and Canada."),
        ("Did Fiji sign the agreement?", "Fiji signed the agreement."),
        ("Was it held in person?", "It was held in person in Suva."),
        ("Was it held online?", "It was held online and in person."),
        ("Does it go on?", "It goes on if funds allow."),
        ("Did Fiji attend?", "Fees were waived for all."),
        ("Did Ana Silva come?", "Ana Silva was represented by Ben Tan."),
        ("Did Fiji host it?", "For the first time Fiji hosted it."),
        ("Had Fiji hosted it before?", "Fiji hosted it in Suva."),
        ("Did members sign?", "Most members signed."),
        ("Did 30 officers come?", "The 30 officers came."),
        ("Did officers come?", "The 30 officers came."),
    ],
)
def test_nothing_speaks_for_no_where_the_question_supposes_nothing_else(question, text):
    assert cues(question, text) == set()


def test_what_is_denied_as_asked_is_not_negated():
    assert "negated" not in cues("Did Fiji never sign?", "Fiji never signed.")


@pytest.mark.parametrize(
    "text",
    [
        "The guests came from Fiji, Samoa and Tonga, among others.",
        "The guests included Fiji, Samoa and Tonga.",
        "The guests came from countries such as Fiji, Samoa and Tonga.",
        "The guests came from Fiji and Samoa.",
        "The guests came from Canada, Fiji, Samoa and Tonga.",
    ],
)
def test_an_open_or_short_list_leaves_nobody_out(text):
    assert "left_out" not in cues("Did Canada take part?", text)


def test_a_list_leaves_out_only_who_might_have_taken_part():
    text = "The guests came from Fiji, Samoa and Tonga."
    assert "left_out" not in cues("Was Canada built?", text)


@pytest.mark.parametrize("cue", Cues._fields)
def test_any_cue_allows_no_and_the_last_four_deny_nothing_alone(cue):
    found = NONE._replace(**{cue: True})
    assert verdicts_of(found) == ("Yes", "No")
    assert found.strong is (Cues._fields.index(cue) < WEAK == len(Cues._fields) - 4)


def test_without_a_cue_only_yes_can_be_read():
    assert verdicts_of(NONE) == ("Yes",)
    assert not NONE.strong

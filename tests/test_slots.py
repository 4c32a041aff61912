"""The slots, each declared once."""

import re

import pytest

from bot.slots import DECLARED, LISTS, PARTS, SLOTS

# What the labels' patterns match, as far as they are alternatives of plain words.
LABELS = sorted(
    {
        label
        for slot in DECLARED
        for label in slot.label.split("|")
        if label.replace(" ", "").isalpha()
    }
)


def test_a_slot_is_declared_once():
    assert len(set(SLOTS)) == len(SLOTS)


@pytest.mark.parametrize("slot", DECLARED, ids=SLOTS)
def test_a_slot_is_asked_for_in_english_of_an_event(slot):
    asked = slot.question.format(event="the forum")
    assert re.fullmatch(r"[A-Z][\w ]* the forum[\w ]*\?", asked)


@pytest.mark.parametrize("label", LABELS)
def test_a_label_is_that_of_one_slot(label):
    assert sum(re.fullmatch(slot.label, label) is not None for slot in DECLARED) == 1


def test_of_a_part_there_may_be_several_and_who_does_something_has_one():
    assert set(PARTS) <= LISTS
    assert {slot.name for slot in DECLARED if slot.verb} <= set(PARTS)

"""By which of its words a report calls its event."""

import pytest
from small_library import told

from bot.answering.across import name_of


def called(body, title, **slots):
    read, event = told(body, title, **slots)
    value = name_of(read, event)
    if value is None:
        return None
    assert read.passages[value.passage].start <= value.start
    assert value.end <= read.passages[value.passage].end
    return read.report.body[value.start : value.end]


@pytest.mark.parametrize(
    ("body", "title", "name", "expected"),
    [
        ("The fifth forum on tea ended.", "Kites", "fifth forum on tea", "fifth forum on tea"),
        (
            "The Sea Office (SO) gathered guests for its first “Members’ Evening Gala”.",
            "A first for the SO: Members’ Evening Gala draws guests",
            "Sea Office",
            "Members’ Evening Gala",
        ),
        (
            "The working group on kites devoted a joint planning session to currents.",
            "Joint planning session on wind",
            "kites devoted a joint planning session",
            "joint planning session",
        ),
        (
            "The Sixth Bi-annual Meeting of the Committee of Old Sailors took place.",
            "Old sailors clear the way",
            "Sixth Bi-annual Meeting of the Committee of Old Sailors",
            "Sixth Bi-annual Meeting of the Committee of Old Sailors",
        ),
        ("The 17th Kite Conference (KC) ended.", "Kites", "17th Kite Conference (KC",
         "17th Kite Conference (KC)"),
        ("They spoke on the Kite Forum.", "Wind", "on the Kite Forum", "Kite Forum"),
    ],
)  # fmt: skip
def test_the_name_is_the_one_with_a_word_for_events_and_no_clause(body, title, name, expected):
    assert called(body, title, name=name) == expected


@pytest.mark.parametrize(
    ("body", "title", "expected"),
    [
        (
            "The training on trafficking in persons was arranged by Fiji.",
            "Course to recognise trafficked persons",
            "training on trafficking in persons",
        ),
        ("The Kite Task Force met.", "Kite Task Force at work", "Kite Task Force"),
        ("Wind experts met in Suva.", "Kites met the wind", None),
        ("prosecutors of Fiji and Samoa spoke", "Prosecutors of Fiji and Samoa", None),
        ("It rained.", "Kites", None),
    ],
)
def test_without_a_name_in_the_sheet_the_text_is_compared_with_the_title(body, title, expected):
    assert called(body, title) == expected

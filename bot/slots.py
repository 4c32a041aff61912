"""The slots of an event's sheet, each declared once.

What differs from slot to slot in words alone is here; `CONTRIBUTING.md` names what else a new slot
takes. Their order is that of the network's outputs.
"""

from __future__ import annotations

from typing import Final, NamedTuple


class Slot(NamedTuple):
    """What is known of a slot.

    Attributes:
        name: as in the weights, the marks of the training reports, and the objects in JSON.
        question: asks for it in English; what replaces `{event}` names the event.
        label: the pattern of what a report writes before the value, as a label or a heading.
        several: whether an event may have several values of it.
        verb: what somebody did who is a value of it; empty where nobody does anything.
        is_part: whether it is a part that somebody, or a body, has in an event.
    """

    name: str
    question: str
    label: str = ""
    several: bool = False
    verb: str = ""
    is_part: bool = False


DECLARED: Final = (
    Slot("name", "What was the name of {event}?"),
    Slot(
        "when", "When was {event} held?",
        "date|dates|when|date and time|held on|meeting date|date of meeting",
    ),
    Slot(
        "where", "Where was {event} held?",
        "venue|location|place|where|held at|meeting place|place of meeting",
    ),
    Slot("duration", "How long did {event} last?", "duration"),
    Slot(
        "chair", "Who chaired {event}?",
        "chair|chairs|chairman|chairwoman|chairperson|co-?chairs?|presiding|chaired by"
        "|in the chair",
        several=True, verb="chair", is_part=True,
    ),
    Slot(
        "opener", "Who opened {event}?", "opened by|inaugurated by",
        several=True, verb="open", is_part=True,
    ),
    Slot(
        "closer", "Who closed {event}?", "closed by",
        several=True, verb="close", is_part=True,
    ),
    Slot(
        "moderator", "Who moderated {event}?",
        "moderator|moderators|moderated by|facilitator|facilitators",
        several=True, verb="moderate", is_part=True,
    ),
    Slot(
        "panellists", "Who was on the panel at {event}?", "panel|panellists|panelists",
        several=True, verb="sit on the panel at", is_part=True,
    ),
    Slot(
        "speakers", "Who spoke at {event}?",
        "speakers?|keynote speakers?|guest speakers?|presenters?",
        several=True, verb="speak at", is_part=True,
    ),
    Slot(
        "participants", "Who attended {event}?",
        "present|attendees|participants|attending|attended|in attendance|members present"
        "|attendance|delegates|delegations|countries represented|participating countries",
        several=True, verb="attend", is_part=True,
    ),
    Slot(
        "count", "How many people attended {event}?",
        "number of participants|participants \\(number\\)|number attending|headcount",
    ),
    Slot(
        "organiser", "Who organised {event}?",
        "organi[sz]ers?|organi[sz]ed by|hosts?|hosted by|convened by|convenor",
        several=True, verb="organise", is_part=True,
    ),
    Slot(
        "supporter", "Who funded {event}?",
        "sponsors?|sponsored by|funded by|supported by|donors?|with support from",
        several=True, verb="fund", is_part=True,
    ),
    Slot(
        "decisions", "What was decided at {event}?",
        "decisions?|decided|agreed|resolved|resolutions?|action agreed",
        several=True,
    ),
    Slot(
        "absent", "Who was absent from {event}?",
        "absent|apologies|apologies received|regrets|excused|excused absences?|members absent"
        "|apologies for absence|not present",
        several=True, is_part=True,
    ),
    Slot(
        "next_when", "When will the next event after {event} be held?",
        "next meeting|date of next meeting|next session|next",
    ),
    Slot(
        "next_where", "Where will the next event after {event} be held?",
        "venue of next meeting|place of next meeting",
    ),
)  # fmt: skip
SLOTS: Final = tuple(slot.name for slot in DECLARED)
LISTS: Final = frozenset(slot.name for slot in DECLARED if slot.several)
PARTS: Final = tuple(slot.name for slot in DECLARED if slot.is_part)
# Parts that only somebody has who is there.
PRESENT: Final = frozenset(PARTS) - {"absent", "organiser", "supporter"}

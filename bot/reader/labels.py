"""What the network's heads tell apart: slots of an event, and what questions ask for."""

from __future__ import annotations

from typing import Final

SLOTS: Final = (
    "name", "when", "where", "duration", "chair", "opener", "closer", "moderator", "panellists",
    "speakers", "participants", "count", "organiser", "supporter", "decisions", "absent",
    "next_when", "next_where",
)  # fmt: skip
# A question asks for a slot, narrowed or not, or for something else.
NARROWED: Final = {
    "participants_countries": "participants",
    "participants_bodies": "participants",
    "count_countries": "count",
}
EVENTS: Final = tuple(f"events_{kind}" for kind in "which count latest first next most".split())
ROUTES: Final = (
    *SLOTS, *NARROWED, "summary", "fact", *EVENTS, "reports", "chatter", "language",
)  # fmt: skip
FEATURES: Final = 6  # of a passage's hit: see `bot.retrieval.hit_features`

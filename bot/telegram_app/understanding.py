"""What was read of new and changed reports, for whoever reloaded them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.rendering.telegram_lists import Understood, changes_html
from bot.telegram_app.about import part_of

if TYPE_CHECKING:
    from bot.assistant import Assistant
    from bot.model import Changes
    from bot.rendering.telegram_texts import Texts

MOST: Final = 5  # reports that are told of one by one


def brought_html(assistant: Assistant, changes: Changes, texts: Texts) -> str:
    """What a reload brought, and of the first reports when and where their events were."""
    paths = (*changes.added, *changes.changed)
    found = (_understood(assistant, path) for path in paths[:MOST])
    return changes_html(changes, texts, [one for one in found if one], len(paths[MOST:]))


def _understood(assistant: Assistant, path: str) -> Understood | None:
    """What the sheet says; None where the report is gone by now."""
    library = assistant.snapshot.library
    number = library.number_of.get(path)
    if number is None:
        return None
    report, event = library.readings[number].report, library.events[number]
    when, where = (part_of(assistant, report, name) for name in ("when", "where"))
    return Understood(
        report,
        when=when.found.text if when else None,
        where=where.found.text if where else None,
        read=event.read,
        english=event.english,
    )

"""What reports say at a glance, from their events' sheets: cards, choices and examples."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Final

from bot.model import Found
from bot.rendering.telegram_html import cut
from bot.rendering.telegram_messages import card_html
from bot.text.countries import country_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.assistant import Assistant
    from bot.model import Answer, Report
    from bot.rendering.telegram_texts import Texts
    from bot.telegram_app.services import Services

# The parts of a card: the slot of the sheet, and the question that it answers.
PARTS: Final = {
    "name": ("name", "What was the name of {title}?"),
    "when": ("when", "When did {title} take place?"),
    "where": ("where", "Where did {title} take place?"),
    "duration": ("duration", "How long did {title} last?"),
    "organiser": ("organiser", "Who organised {title}?"),
    "supporter": ("supporter", "Who paid for {title}?"),
    "chairs": ("chair", "Who chaired {title}?"),
    "opener": ("opener", "Who opened {title}?"),
    "closer": ("closer", "Who closed {title}?"),
    "moderator": ("moderator", "Who moderated {title}?"),
    "panellists": ("panellists", "Who was on the panel of {title}?"),
    "speakers": ("speakers", "Who spoke at {title}?"),
    "participants": ("participants", "Who took part in {title}?"),
    "count": ("count", "How many came to {title}?"),
    "absent": ("absent", "Who was absent from {title}?"),
    "outcomes": ("decisions", "What was agreed at {title}?"),
    "next_when": ("next_when", "When is the event after {title}?"),
    "next_where": ("next_where", "Where is the event after {title}?"),
}
# What may be asked next, in this order.
FOLLOWING: Final = ("chairs", "opener", "participants", "outcomes", "when", "where")
EXAMPLES: Final = ("chairs", "where", "participants", "when")
NOUNS: Final = (
    r"(?i:session|meeting|forum|course|symposium|workshop|seminar|conference|training|exercise|"
    r"summit|dialogue|consultation|assembly|retreat|launch|mission)"
)
NOUN: Final = re.compile(NOUNS)
NAME: Final = re.compile(  # a title that names an event, and is no headline
    rf"(?![Tt]he )(?:[\w'’-]+ ){{0,6}}{NOUNS}"
    r"(?: (?:on|about|for)(?: [\w'’-]+){1,3}"
    r"|(?: (?:of|for|in|at|with|and|the|a|an))+(?: [A-Z][\w'’-]*)"
    r"(?: (?:of|the|and|[A-Z][\w'’-]*))*)?"
)
ABOUT: Final = re.compile(r" (?:on|about|to) |: | [–—-] ")
TOWN: Final = re.compile(r"[A-Z][\w'’-]+(?: [A-Z][\w'’-]+){0,2}")
# What ends the short form of a name: "Tenth Conference of the Pacific Community".
OF: Final = re.compile(r" (?:of|on|for|about|to|at|in|under) |: | \(")
CORE: Final = re.compile(rf"(?:[A-Z][\w'’-]* ){{0,2}}{NOUNS}\b")  # "Graduate Student Symposium"
PLACE: Final = re.compile(r"[A-Z][\w'’ -]{1,24}")
LONGEST_NAME: Final = 50  # characters, beside which a button has room for the year
MOST_EXAMPLES: Final = 3
LONGEST_EXAMPLE: Final = 46  # characters, which a button shows whole
NEWEST: Final = 12  # reports that examples are about


@dataclass(frozen=True, slots=True)
class Part:
    """What a report says about itself."""

    name: str
    question: str
    found: Found


def card_of(services: Services, texts: Texts, report: Report) -> str:
    """Return what a report says; what an admin corrected is shown in place of what was read."""
    parts = [(part.name, part.found) for part in card(services.assistant, report)]
    return card_html(report, parts, texts, corrected_of(services, report))


def corrected_of(services: Services, report: Report) -> Mapping[str, str]:
    """Return the parts of the card → the value that an admin gave for it."""
    corrected = services.corrections.of(report.path)
    return {name: corrected[slot] for name, (slot, _) in PARTS.items() if slot in corrected}


def says(services: Services, report: Report, part: str, value: str) -> bool:
    """Return whether the report itself says what an admin corrected."""
    return services.assistant.says(report.path, PARTS[part][0], value)


def card(assistant: Assistant, report: Report) -> tuple[Part, ...]:
    """Return all parts that the report states."""
    return tuple(part for name in PARTS if (part := part_of(assistant, report, name)))


def part_of(
    assistant: Assistant, report: Report, name: str, title: str | None = None
) -> Part | None:
    """Return one of the PARTS of the report's card, where its sheet is sure of it.

    `title` is what the question calls the event, if not as the report's title does.
    """
    slot, asked = PARTS[name]
    question = asked.format(title=title or named(report))
    found = assistant.stated(report.path, slot, question)
    return Part(name, question, replace(found, slot=slot)) if found else None


def label_of(slot: str, texts: Texts) -> str:
    """Return what people call the slot."""
    name = next((name for name, (of, _) in PARTS.items() if of == slot), slot)
    return str(getattr(texts, f"part_{name}"))


def following(assistant: Assistant, report: Report, answer: Answer) -> tuple[Part, ...]:
    """Return what the report states beside this answer."""
    said = _places(answer) if isinstance(answer, Found) else set()
    names = (name for name in FOLLOWING if PARTS[name][0] != answer.slot)
    parts = (part_of(assistant, report, name) for name in names)
    return tuple(part for part in parts if part and not said & _places(part.found))


def _places(found: Found) -> set[tuple[int, int]]:
    """Return where the answer's words begin in the report's body, with their passage's end."""
    return {(q.passage.start + m.start, q.passage.end) for q in found.quotes for m in q.highlights}


def examples(assistant: Assistant) -> tuple[Part, ...]:
    """Return three questions at most that the reports answer, of different kinds and reports."""
    return tuple(islice(_examples(assistant), MOST_EXAMPLES))


def _examples(assistant: Assistant) -> Iterator[Part]:
    reports = [r for r in assistant.snapshot.reports if NAME.fullmatch(_head(r))]
    kinds = list(EXAMPLES)
    for report in sorted(reports, key=lambda r: r.date or "", reverse=True)[:NEWEST]:
        for name in kinds:
            if part := _example(assistant, report, name):
                kinds.remove(name)
                yield part
                break


def _example(assistant: Assistant, report: Report, name: str) -> Part | None:
    """Return a part with a question that a button shows whole: "Who chaired the 2023 forum?"."""
    _, asked = PARTS[name]
    for title in (named(report), *_short_names(assistant, report, name)):
        if len(asked.format(title=title)) <= LONGEST_EXAMPLE:
            return part_of(assistant, report, name, title)
    return None


def _short_names(assistant: Assistant, report: Report, name: str) -> Iterator[str]:
    """Yield the event by its noun and its town, where that isn't asked for, or its year."""
    found = NOUN.search(_head(report))
    if found is None:
        return
    noun = found[0].lower()
    where = assistant.stated(report.path, "where", report.title) if name != "where" else None
    if where and (town := TOWN.fullmatch(where.text.partition(",")[0])):
        yield f"the {noun} in {town[0]}"
    if report.date:
        yield f"the {report.date[:4]} {noun}"


def named(report: Report) -> str:
    """Return the event as a question names it: "the joint planning session"."""
    name = _head(report)
    if not NAME.fullmatch(name):
        return "the event"
    words = name.split()
    common = len(words) > 1 and words[1][:1].islower()
    return f"the {name[:1].lower()}{name[1:]}" if common else f"the {name}"


def _head(report: Report) -> str:
    """Return the title without what the event was about, where that leaves a name."""
    title = report.title.strip(" .?!")
    head = ABOUT.split(title)[0]
    return head if " " in head and NAME.fullmatch(head) else title


def short_name(assistant: Assistant, report: Report) -> str:
    """Return an event as a button shows it whole: its title, or a shorter name, and its town.

    Where neither title nor sheet names it, it is its kind and town, or the beginning of its title.
    """
    title = " ".join(report.title.split())
    if len(title) <= LONGEST_NAME:
        return title
    if (head := _head(report)) != title and len(head) <= LONGEST_NAME:
        return head
    town = town_of(assistant, report)
    kind = _kind(assistant, report)
    whole = ", ".join(filter(None, (kind, town)))
    if not kind and not town:
        return cut(title, LONGEST_NAME)
    return whole if len(whole) <= LONGEST_NAME else kind


def _kind(assistant: Assistant, report: Report) -> str:
    """Return what the event is called in a few words: "Tenth Conference"; "" where it isn't."""
    found = assistant.stated(report.path, "name", report.title)
    name = OF.split(" ".join(found.text.split()))[0] if found else ""
    core = CORE.search(found.text if found and len(name) > LONGEST_NAME else report.title)
    if not name or len(name) > LONGEST_NAME:
        name = core[0] if core else ""
    return f"{name[:1].upper()}{name[1:]}"


def town_of(assistant: Assistant, report: Report) -> str:
    """Return where it took place, without its building and country; "" where that isn't known."""
    where = assistant.stated(report.path, "where", report.title)
    parts = " ".join(where.text.split()).split(", ") if where else [""]
    if len(parts) > 1 and country_of(parts[-1]):
        parts.pop()
    town = parts[-1].rpartition(" in ")[2]
    return town if PLACE.fullmatch(town) else ""

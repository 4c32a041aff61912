"""Questions in Vietnamese, Thai and Indonesian: what they ask for, and of which event.

Neither depends on the weights: the slot is told by tables of phrases, the event by its names. The
sheets have the place of each event, and nothing else.
"""

import json
from collections import Counter
from pathlib import Path

import pytest
from small_library import holding, sheet

from bot.answering.events_named import events_named
from bot.answering.foreign import ASKED, VERBS, in_english
from bot.corpus import read_corpus
from bot.reader.network import ROUTES
from bot.reading import read_report
from bot.text.tokens import terms

ROOT = Path(__file__).parents[2]
LEAST_SLOTS = 0.98  # of the questions, mapped to the slot that they ask for
LEAST_WORDINGS = 0.97  # of the further wordings
LEAST_EVENTS = 0.98  # of those that name an event, found to be about it
PLACES = (
    "Colombo", "Koper", "Kota Kinabalu", "Walvis Bay", "Port of Spain", "Yogyakarta", "Bangkok",
    "Pattaya", "Dushanbe", "Noumea", "Jakarta",
)  # fmt: skip
ASKING = frozenset(terms(" ".join((*ASKED.values(), *VERBS.values())))) - {"event", "panel"}


def questions(language):
    path = Path(__file__).parent / "foreign" / f"{language}.jsonl"
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def slug(place):
    return place.lower().replace(" ", "")


@pytest.fixture(scope="module")
def library():
    """The sample corpus; two reports, of a session and a symposium, say no place."""
    readings = [read_report(report) for report in read_corpus(ROOT / "corpus").reports]
    pairs = []
    for read in readings:
        place = next((p for p in PLACES if slug(p) in read.report.path.replace("-", "")), None)
        pairs.append((read, sheet(read, where=place) if place else sheet(read)))
    return holding(*pairs)


def named(library, row):
    """The report that a question is taken to be about, after the one before."""
    focus = None
    if context := row.get("context"):
        before = in_english(context)
        fits = events_named(library, ASKING, before.english if before else context)
        focus = fits.best.report
    found = events_named(library, ASKING, in_english(row["question"]).english, focus)
    number = focus if found.focus is not None else found.best.report
    return library.readings[number].report.path


@pytest.mark.parametrize("language", ["vi", "th", "id"])
def test_the_set_is_as_it_says(language):
    rows = questions(language)
    assert len(rows) >= 60
    assert [row["id"] for row in rows] == [f"{language}-{n:02}" for n in range(1, len(rows) + 1)]
    kinds = Counter((row["slot"] is not None, row["stated"]) for row in rows)
    assert kinds[True, False] == 10
    assert kinds[False, False] == 5
    assert sum("context" in row for row in rows) >= 4
    assert {row["slot"] for row in rows} <= {None, *ROUTES}
    reports = {path.name for path in (ROOT / "corpus").iterdir()}
    assert {row["report"] for row in rows} <= {None, *reports}


@pytest.mark.parametrize("language", ["vi", "th", "id"])
def test_questions_are_mapped_to_the_slot_that_they_ask_for(language):
    rows = questions(language)
    found = [(row, in_english(row["question"])) for row in rows]
    wrong = [
        (row["id"], said and said.route)
        for row, said in found
        if said is None
        or said.language != language
        or said.yes_no != row.get("yes_no", False)
        or (said.route != row["slot"] and not (row["slot"] is None and said.route == "chatter"))
    ]
    assert len(wrong) <= (1 - LEAST_SLOTS) * len(rows), wrong


def test_further_wordings_are_mapped_to_the_slot_that_they_ask_for():
    rows = questions("wordings")
    found = [(row, in_english(row["question"])) for row in rows]
    wrong = [
        (row["question"], said and said.route)
        for row, said in found
        if said is None or (said.language, said.route) != (row["language"], row["slot"])
    ]
    assert len(wrong) <= (1 - LEAST_WORDINGS) * len(rows), wrong


@pytest.mark.parametrize("language", ["vi", "th", "id"])
def test_questions_are_mapped_to_the_event_that_they_name(language, library):
    rows = [row for row in questions(language) if row["report"]]
    found = {row["id"]: named(library, row) for row in rows}
    wrong = [(row["id"], found[row["id"]]) for row in rows if found[row["id"]] != row["report"]]
    assert len(wrong) <= (1 - LEAST_EVENTS) * len(rows), wrong

"""Marked reports and questions -> examples for the heads, over the windows of `bot.reader`.

Reports are put into shelves of some forty, as they would lie in a folder together: a question's
hits, its wrong windows and its wrong events come from its own shelf.
"""

from __future__ import annotations

import json
import random
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np

from bot.corpus import read_corpus
from bot.model import Report
from bot.reader.network import NARROWED
from bot.reader.windows import NetworkInput, Window, encode, question_pieces, windows_of
from bot.reading import read_report
from bot.retrieval import Library, Query, hit_features
from bot.slots import SLOTS
from training.marks import Mark, Marked, Open, read_all

SHELF = 40
EVENT_WORDS = (
    "meeting workshop conference session forum symposium seminar course training summit exercise"
    " gathering event assembly consultation talks round-table".split()
)


@dataclass
class Doc:
    """A report with its windows; `marks` where its facts are marked."""

    report: Report
    marks: tuple[Mark, ...] = ()
    closed: frozenset[str] = frozenset()
    questions: tuple[Open, ...] = ()
    series: str = ""
    is_event: bool = True
    marked: bool = False

    def __post_init__(self) -> None:
        self.reading = read_report(self.report)
        self.windows = windows_of(
            self.reading.structure, self.report.body, self.report.title, self.report.date
        )
        self.window_of = {
            lead.passage: n for n, w in enumerate(self.windows) for lead in w.passages
        }

    def place(self, start: int, end: int) -> tuple[int, int, int] | None:
        """Return the passage that contains this range of the body, and the range in its text."""
        for number, passage in enumerate(self.reading.passages):
            if passage.start <= start and end <= passage.end:
                return number, start - passage.start, end - passage.start
        return None

    @cached_property
    def facts(self) -> dict[str, list[tuple[int, int, int]]]:
        """Return slot -> the places that state it of this event."""
        found: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
        for mark in self.marks:
            if mark.of == "this" and (place := self.place(mark.start, mark.end)):
                found[mark.slot].append(place)
        return found

    def words(self, place: tuple[int, int, int]) -> str:
        """Return the text of a place."""
        passage = self.reading.passages[place[0]]
        return passage.text[place[1] : place[2]]


@dataclass
class TrainingQuestion:
    """A question over a shelf. `gold`: passages of `doc` of which each answers; none where unstated.

    `items` are the parts of the answer, places in the gold passages; `verdict` 1 is yes, 2 is no.
    """

    question: str
    doc: int | None
    gold: tuple[int, ...] = ()
    items: tuple[tuple[int, int, int], ...] = ()
    verdict: int = 0
    before: str = ""
    kind: str = "open"
    weight: float = 1.0


@dataclass
class Shelf:
    """Reports that lie in one folder, and what is asked of them."""

    docs: list[Doc]
    asked: list[TrainingQuestion] = field(default_factory=list)

    @cached_property
    def library(self) -> Library:
        """Return the index over the reports."""
        return Library.of([doc.reading for doc in self.docs])

    def ranked(
        self, asked: TrainingQuestion, focus: int | None = None
    ) -> list[tuple[int, int, float]]:
        """Return the windows by their best hit: report, window, score."""
        hits = self.library.search(Query.of(asked.question, asked.before, focus))
        asked_hits = hit_features(hits)
        best: dict[tuple[int, int], float] = {}
        self.features = {}
        for hit in hits:
            number = hit.passage - int(self.library.first_of[hit.report])
            self.features[hit.report, number] = asked_hits[hit.passage]
            window = (hit.report, self.docs[hit.report].window_of[number])
            best.setdefault(window, hit.score)
        return [(r, w, s) for (r, w), s in best.items()]


def marked_docs(folder: Path) -> list[Doc]:
    """Return the marked reports of a folder."""
    return [_doc(marked) for marked in read_all(folder) if not marked.problems]


def _doc(marked: Marked) -> Doc:
    ending = "md" if re.search(r"^(#|\||[-*] |\d+\. )", marked.text, re.MULTILINE) else "txt"
    report = Report(
        path=f"{marked.path.parent.name}/{marked.path.stem}.{ending}",
        title=marked.head.get("title", marked.path.stem),
        body=marked.text,
        date=marked.head.get("date") or None,
    )
    series = marked.head.get("series") or marked.path.stem
    return Doc(report, marked.marks, marked.closed, marked.questions, series, marked.is_event, True)


def plain_docs(folder: Path) -> list[Doc]:
    """Return the reports of a folder as users would have them."""
    return [
        Doc(report, series=re.sub(r"-?\d{4}(-\d\d)?|\.\w+$", "", report.path))
        for report in read_corpus(folder).reports
    ]


def shelves_of(docs: Sequence[Doc], rng: random.Random, size: int = SHELF) -> list[Shelf]:
    """Return the reports on shelves; those of a series together."""
    series: dict[str, list[Doc]] = defaultdict(list)
    for doc in docs:
        series[doc.series].append(doc)
    groups = list(series.values())
    rng.shuffle(groups)
    shelves: list[list[Doc]] = [[]]
    for group in groups:
        if len(shelves[-1]) >= size:
            shelves.append([])
        shelves[-1].extend(group)
    if len(shelves) > 1 and len(shelves[-1]) < size // 2:
        shelves[-2].extend(shelves.pop())
    return [Shelf(found) for found in shelves]


def add_open(shelf: Shelf) -> None:
    """Add the open questions of marked reports."""
    for number, doc in enumerate(shelf.docs):
        for q in doc.questions:
            if found := _open(doc, number, q):
                shelf.asked.append(found)


def _open(doc: Doc, number: int, q: Open) -> TrainingQuestion | None:
    if not q.items and not q.verdict:
        return TrainingQuestion(q.question, number, before=q.context, kind="open_unstated")
    if q.evidence is None:
        return None
    near = doc.place(*q.evidence) or _passage_at(doc, q.evidence[0])
    if near is None:
        return None
    verdict = {"": 0, "yes": 1, "no": 2}[q.verdict]
    items = []
    for words in q.items:
        place = find_words(doc, words, near[0])
        if place:
            items.append(place)
    gold = tuple(dict.fromkeys([p[0] for p in items] or [near[0]]))
    return TrainingQuestion(q.question, number, gold, tuple(items), verdict, q.context)


def _passage_at(doc: Doc, at: int) -> tuple[int, int, int] | None:
    for number, passage in enumerate(doc.reading.passages):
        if passage.start <= at < passage.end:
            return number, at - passage.start, at - passage.start
    return None


def find_words(doc: Doc, words: str, near: int) -> tuple[int, int, int] | None:
    """Return the place of words in a passage, or in the nearest to it."""
    pattern = r"(?<!\w)" + r"\s+".join(map(re.escape, words.split())) + r"(?!\w)"
    order = sorted(range(len(doc.reading.passages)), key=lambda n: abs(n - near))
    for flags in (0, re.IGNORECASE):
        for number in order:
            if match := re.search(pattern, doc.reading.passages[number].text, flags):
                return number, match.start(), match.end()
    return None


def add_listed(shelf: Shelf, path: Path) -> None:
    """Questions of a set in the form of `rapporteur eval`."""
    number_of = {doc.report.path.rpartition("/")[2]: n for n, doc in enumerate(shelf.docs)}
    for line in path.read_text("utf-8").splitlines():
        q = json.loads(line)
        before = q.get("context") or ""
        if not q["answerable"]:
            near = number_of.get(q.get("near") or "")
            shelf.asked.append(
                TrainingQuestion(q["question"], near, before=before, kind="open_unstated")
            )
            continue
        name = (q.get("report") or "").rpartition("/")[2]
        if name not in number_of or not q.get("evidence"):
            continue
        number = number_of[name]
        doc = shelf.docs[number]
        at = [n for n, p in enumerate(doc.reading.passages) if _shows(p.text, q["evidence"])]
        if not at:
            continue
        answers = list(q.get("answers") or [])
        said = {a.lower() for a in answers} & {"yes", "no"}
        verdict = 0 if not said else 1 if "yes" in said else 2
        items = [p for i in q.get("items") or [] if (p := find_words(doc, i, at[0]))]
        if not items:
            for answer in answers:
                if answer.lower() in ("yes", "no"):
                    continue
                place = find_words(doc, answer, at[0])
                if place and place[0] in at:
                    items = [place]
                    break
        gold = tuple(dict.fromkeys([*(p[0] for p in items if q.get("items")), *at]))
        shelf.asked.append(
            TrainingQuestion(q["question"], number, gold, tuple(items), verdict, before)
        )


def _shows(text: str, evidence: str) -> bool:
    text, evidence = " ".join(text.split()), " ".join(evidence.split())
    return evidence in text or (text in evidence and 2 * len(text) > len(evidence))


# --- questions drawn from the marks ---------------------------------------------------------------


@dataclass
class Wordings:
    """Question wordings by slot, with and without the event, and yes/no wordings."""

    plain: dict[str, list[str]]
    follow: dict[str, list[str]]
    yesno: dict[str, list[str]]

    @classmethod
    def read(cls, folder: Path) -> Wordings:
        """Return the files `wordings.txt` and `yesno.txt`."""
        plain: dict[str, list[str]] = defaultdict(list)
        follow: dict[str, list[str]] = defaultdict(list)
        yesno: dict[str, list[str]] = defaultdict(list)
        for line in (folder / "wordings.txt").read_text("utf-8").splitlines():
            slot, tab, question = line.partition("\t")
            if tab:
                (plain if "{event}" in question else follow)[slot.strip()].append(question.strip())
        for line in (folder / "yesno.txt").read_text("utf-8").splitlines():
            slot, tab, question = line.partition("\t")
            if tab:
                yesno[slot.strip()].append(question.strip())
        return cls(plain, follow, yesno)


def event_named(doc: Doc, rng: random.Random) -> str:
    """Return the event as a question may name it."""
    names = [doc.words(p) for p in doc.facts.get("name", ())]
    where = [doc.words(p) for p in doc.facts.get("where", ())]
    when = [doc.words(p) for p in doc.facts.get("when", ())]
    towns = [w.split(",")[0] for w in where if len(w.split(",")[0].split()) <= 3]
    years = [m[0] for w in [*when, doc.report.date or ""] if (m := re.search(r"(?:19|20)\d\d", w))]
    months = [m[0] for w in when if (m := re.search(r"\b[A-Z][a-z]{2,8}\b", w))]
    kinds = [
        w
        for w in EVENT_WORDS
        if re.search(rf"\b{w}\b", doc.report.title + doc.report.body[:600], re.IGNORECASE)
    ]
    kind = rng.choice(kinds or ["meeting", "event"])
    options: list[str] = []
    for name in names:
        bare = re.sub(r"^(?:the|a|an)\s+", "", name, flags=re.IGNORECASE)
        options += [f"the {bare}"] * 3
        if len(bare.split()) > 4:
            tail = re.sub(
                r"^(?:(?:of|on|for|in|the|and|to|with|at)\s+)+",
                "",
                " ".join(bare.split()[-rng.randint(2, 4) :]),
            )
            options.append(f"the {tail}")
    for town in towns:
        options += [f"the {kind} in {town}", f"the {town} {kind}"]
        if years:
            options += [f"the {years[0]} {kind} in {town}", f"the {town} {kind} of {years[0]}"]
        if months:
            options.append(f"the {kind} in {town} in {months[0]}")
    title = doc.report.title.rstrip(".")
    if len(title.split()) <= 9:
        options.append(f'"{title}"' if rng.random() < 0.3 else title)
    words = [w for w in title.split() if len(w) > 3]
    if len(words) > 2:
        options.append(f"the {' '.join(words[:2]).lower()} {kind}")
    found = rng.choice(options or [f"the {kind}"])
    return found.lower() if rng.random() < 0.25 else found


def add_drawn(shelf: Shelf, words: Wordings, rng: random.Random, share: float = 1.0) -> None:
    """Slot questions, stated or not, follow-ups and yes/no questions, from the marks."""
    for number, doc in enumerate(shelf.docs):
        if not doc.marked or not doc.is_event:
            continue
        for slot in SLOTS:
            stated = doc.facts.get(slot, [])
            chance = 0.75 if stated else 0.22
            if rng.random() < chance * share:
                _draw(shelf, number, slot, words, rng)
            if slot in words.yesno and rng.random() < (0.30 if stated else 0.06) * share:
                _draw_yesno(shelf, number, slot, words, rng)


def add_strangers(
    shelf: Shelf, others: Sequence[Doc], words: Wordings, rng: random.Random, count: int
) -> None:
    """Questions about events that no report of the shelf has."""
    for doc in rng.sample(list(others), min(count, len(others))):
        slot = rng.choice(list(words.plain))
        question = rng.choice(words.plain[slot]).replace("{event}", event_named(doc, rng))
        shelf.asked.append(TrainingQuestion(question, None, kind="stranger"))


def _draw(shelf: Shelf, number: int, slot: str, words: Wordings, rng: random.Random) -> None:
    doc = shelf.docs[number]
    keys = [slot, *(k for k, s in NARROWED.items() if s == slot and k.startswith(slot))]
    key = rng.choice(keys) if slot == "count" else slot
    if slot == "participants":
        key = rng.choice(["participants", "participants"])
    if key == "count_countries":
        marks = [
            m for m in doc.marks if m.slot == "count" and m.of == "this" and m.what == "countries"
        ]
    elif key == "count":
        marks = [
            m for m in doc.marks if m.slot == "count" and m.of == "this" and m.what == "people"
        ]
    else:
        marks = [m for m in doc.marks if m.slot == slot and m.of == "this"]
    places = [p for m in marks if (p := doc.place(m.start, m.end))]
    before = ""
    if rng.random() < 0.25 and words.follow.get(key):
        other = rng.choice([s for s in words.plain if s != key])
        before = rng.choice(words.plain[other]).replace("{event}", event_named(doc, rng))
        question = rng.choice(words.follow[key])
    else:
        question = rng.choice(words.plain[key]).replace("{event}", event_named(doc, rng))
    if slot in ("when", "where", "duration", "count", "name", "next_when", "next_where") and places:
        best = max(places, key=lambda p: p[2] - p[1])
        gold = tuple(dict.fromkeys(p[0] for p in places))
        shelf.asked.append(TrainingQuestion(question, number, gold, (best,), 0, before, "slot"))
        return
    gold = tuple(dict.fromkeys(p[0] for p in places))
    shelf.asked.append(TrainingQuestion(question, number, gold, tuple(places), 0, before, "slot"))


def _draw_yesno(shelf: Shelf, number: int, slot: str, words: Wordings, rng: random.Random) -> None:
    """In thirds: stated, denied by a closed list or a denial, not stated."""
    doc = shelf.docs[number]
    places = doc.facts.get(slot, [])
    template = rng.choice(words.yesno[slot])
    event = event_named(doc, rng)
    kind = rng.choice(["yes", "no", "unstated"])
    if kind == "yes" and places:
        place = rng.choice(places)
        x, gold, verdict = doc.words(place), (place[0],), 1
    else:
        others = [
            d.words(p)
            for d in rng.sample(shelf.docs, min(12, len(shelf.docs)))
            if d is not doc
            for p in d.facts.get(slot, [])[:3]
        ]
        said = {w for m in doc.marks for w in doc.report.body[m.start : m.end].split()}
        others = [w for w in others if w not in doc.report.body and not set(w.split()) & said]
        denied = [m for m in doc.marks if m.slot == slot and m.of == "not"]
        absent = doc.facts.get("absent", []) if slot == "participants" else []
        if kind == "no" and absent:
            place = rng.choice(absent)
            x, gold, verdict = doc.words(place), (place[0],), 2
        elif kind == "no" and denied and (place := doc.place(denied[0].start, denied[0].end)):
            x, gold, verdict = doc.words(place), (place[0],), 2
        elif kind == "no" and slot in doc.closed and places and others:
            x, gold, verdict = rng.choice(others), tuple({p[0] for p in places}), 2
        elif others:
            x = rng.choice(others)
            closed = slot in doc.closed and places
            gold, verdict = (tuple({p[0] for p in places}), 2) if closed else ((), 0)
        else:
            return
    question = template.replace("{x}", x).replace("{event}", event)
    shelf.asked.append(TrainingQuestion(question, number, gold, (), verdict, "", "yesno"))


# --- arrays -----------------------------------------------------------------------------------------


@dataclass
class Tagged:
    """A window with its slots: (passages, S) stated, (L, S) inside, and which wordpieces count."""

    encoded: NetworkInput
    states: np.ndarray
    inside: np.ndarray


def tagged_windows(doc: Doc) -> Iterable[Tagged]:
    """Return the windows of a marked report, with what each passage states."""
    for window in doc.windows:
        encoded = encode(window)
        states = np.zeros((len(encoded.marks), len(SLOTS)), np.float32)
        inside = np.zeros((len(encoded.ids), len(SLOTS)), np.float32)
        rows = {passage: n for n, (passage, _) in enumerate(encoded.marks)}
        for s, slot in enumerate(SLOTS):
            for passage, start, end in doc.facts.get(slot, ()):
                if passage in rows:
                    states[rows[passage], s] = 1
                    p = encoded.places
                    inside[(p[:, 0] == passage) & (p[:, 1] < end) & (p[:, 2] > start), s] = 1
        yield Tagged(encoded, states, inside)


SMALL = frozenset("the a an of in on at to for was were is are did do does by".split())


def roughened(question: str, rng: random.Random) -> str:
    """Return the question, in a third of cases with a typo, or without a word or small words."""
    words = question.split()
    chance = rng.random()
    if chance < 0.08 and len(words) > 3:
        words = [w for w in words if w.lower() not in SMALL] or words
    elif chance < 0.14 and len(words) > 4:
        del words[rng.randrange(len(words))]
    elif chance < 0.24:
        long = [i for i, w in enumerate(words) if len(w) > 4]
        if long:
            i = rng.choice(long)
            w, j = words[i], rng.randrange(1, len(words[i]) - 2)
            words[i] = (
                w[:j] + w[j + 1] + w[j] + w[j + 2 :] if rng.random() < 0.5 else w[:j] + w[j + 1 :]
            )
    found = " ".join(words)
    if rng.random() < 0.15:
        found = found.lower().rstrip("?")
    return found


def window_with_question(
    window: Window, asked: TrainingQuestion, rng: random.Random | None
) -> NetworkInput:
    """Return the window behind the question; roughened where `rng` is given."""
    question = roughened(asked.question, rng) if rng else asked.question
    return encode(window, question_pieces(question, asked.before))

"""Marked reports: the form of `training/README.md`, read and checked.

`python -m training.marks [FOLDER]` prints what is wrong with them, and counts.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bot.slots import SLOTS

OF = ("this", "former", "next", "other", "not")
KEYS = ("title", "date", "form", "series", "closed", "event", "source")
TAG = re.compile(r"<(/?)([a-z_]+)((?:\s+[a-z]+=\"[a-z]+\")*)\s*>")
DATE = re.compile(r"\d{4}-\d\d-\d\d$")
SENTENCE_END = re.compile(r"[.!?][\"”')]*\s+(?=[\"“(]?[A-Z])")


@dataclass(frozen=True)
class Mark:
    """A fact in a text: `text[start:end]` states `slot` of the event `of`."""

    slot: str
    start: int
    end: int
    of: str = "this"
    what: str = ""


@dataclass(frozen=True)
class Open:
    """An open question. `items` are verbatim parts of the text, none where it isn't stated.

    `evidence` is the span in which the answer lies, `verdict` yes or no for such a question.
    """

    question: str
    context: str = ""
    items: tuple[str, ...] = ()
    verdict: str = ""
    evidence: tuple[int, int] | None = None


@dataclass(frozen=True)
class Marked:
    """A marked report: its text without tags, and what is known of it."""

    path: Path
    head: dict[str, str]
    text: str
    marks: tuple[Mark, ...]
    questions: tuple[Open, ...] = ()
    problems: tuple[str, ...] = field(default=(), compare=False)

    @property
    def closed(self) -> frozenset[str]:
        """Return the slots whose lists are complete."""
        return frozenset(self.head.get("closed", "").replace(",", " ").split())

    @property
    def is_event(self) -> bool:
        """Say whether the text is about one event."""
        return self.head.get("event", "yes") != "no"


def parse_text(tagged: str) -> tuple[str, list[Mark], list[str]]:
    """Return the text without its tags, its marks by place, and what is wrong with them."""
    out: list[str] = []
    size = 0
    at = 0
    marks: list[Mark] = []
    problems: list[str] = []
    stack: list[tuple[str, int, dict[str, str]]] = []
    for match in TAG.finditer(tagged):
        piece = tagged[at : match.start()]
        out.append(piece)
        size += len(piece)
        at = match.end()
        close, slot, attributes = match.groups()
        if slot not in SLOTS:
            problems.append(f"<{slot}> is no slot")
        elif not close:
            stack.append((slot, size, dict(re.findall(r"([a-z]+)=\"([a-z]+)\"", attributes))))
        elif not stack or stack[-1][0] != slot:
            problems.append(f"</{slot}> closes nothing, or marks cross")
        else:
            _, start, known = stack.pop()
            of = known.get("of", "this")
            if of not in OF:
                problems.append(f'of="{of}" is unknown')
            marks.append(Mark(slot, start, size, of, known.get("what", "")))
    out.append(tagged[at:])
    text = "".join(out)
    problems += [f"<{slot}> is not closed" for slot, _, _ in stack]
    if "<" in text:
        problems.append(f"a stray < near {text[text.index('<') :][:30]!r}")
    for mark in marks:
        words = text[mark.start : mark.end]
        if not words.strip() or words != words.strip():
            problems.append(f"<{mark.slot}> {words!r}: empty, or with white space at its ends")
        elif SENTENCE_END.search(words) and mark.slot == "decisions":
            problems.append(f"<{mark.slot}> {words[:40]!r}… runs over sentences")
        elif "\n\n" in words or len(words.split()) > 40:
            problems.append(f"<{mark.slot}> {words[:40]!r}… is too long")
        elif words[-1] in ",;:":
            problems.append(f"<{mark.slot}> {words!r} ends in a comma")
        if mark.slot == "count" and mark.what not in ("people", "countries", "bodies"):
            problems.append(f"<count> {words!r} lacks what=people|countries|bodies")
    return text, sorted(marks, key=lambda m: (m.start, -m.end, m.slot)), problems


def places(text: str, words: str) -> list[tuple[int, int]]:
    """Return where words are in a text, as whole words; in any case of letters if not as written."""
    pattern = r"(?<!\w)" + r"\s+".join(map(re.escape, words.split())) + r"(?!\w)"
    found = list(re.finditer(pattern, text)) or list(re.finditer(pattern, text, re.IGNORECASE))
    return [m.span() for m in found]


def parse_questions(text: str, lines: str) -> tuple[list[Open], list[str]]:
    """Return the open questions below a text, and what is wrong with them."""
    out: list[Open] = []
    problems: list[str] = []
    fields: dict[str, str] = {}

    def finish() -> None:
        if "Q" not in fields:
            return
        if "A" not in fields:
            problems.append(f"no A: for {fields['Q']!r}")
            return
        answer, hint = fields["A"].strip(), fields.get("E", "").strip()
        near = places(text, hint) if hint else []
        if hint and not near:
            problems.append(f"E: {hint!r} is not in the text")
        items: tuple[str, ...] = ()
        verdict = answer.lower().rstrip(".") if answer.lower().rstrip(".") in ("yes", "no") else ""
        spot = near[0] if near else None
        if verdict and not near:
            problems.append(f"{fields['Q']!r}: yes or no wants E:")
        elif answer != "-" and not verdict:
            items = tuple(item.strip() for item in answer.split(" | "))
            lost = [item for item in items if not places(text, item)]
            problems.extend(f"A: {item!r} is not in the text" for item in lost)
            if not lost and spot is None:
                spot = places(text, items[0])[0]
        out.append(Open(fields["Q"], fields.get("C", ""), items, verdict, spot))

    for line in [*lines.splitlines(), "Q: end"]:
        match = re.match(r"([QACE]):\s*(.*)$", line)
        if not match:
            if line.strip():
                problems.append(f"no Q:, A:, C: or E:: {line[:40]!r}")
            continue
        key, value = match.groups()
        if key in ("Q", "C") and "A" in fields:
            finish()
            fields = {}
        if key == "Q" and value == "end" and "Q" in fields:
            problems.append(f"no A: for {fields['Q']!r}")
        fields[key] = value
    return out, problems


def read_marked(path: Path) -> Marked:
    """Return a file of `training/reports`, with what is wrong with it in `problems`."""
    parts = re.split(r"^===\s*$\n?", path.read_text("utf-8"), flags=re.MULTILINE)
    head: dict[str, str] = {}
    problems: list[str] = []
    for line in parts[0].splitlines():
        key, colon, value = line.partition(":")
        if not colon or key not in KEYS:
            problems.append(f"head: {line!r}")
        head[key] = value.strip()
    problems += [f"head: no {key}" for key in ("title", "form", "series") if not head.get(key)]
    if head.get("date") and not DATE.match(head["date"]):
        problems.append(f"head: date {head['date']!r}")
    if len(parts) not in (2, 3):
        problems.append(f"{len(parts) - 1} lines of ===")
    text, marks, wrong = parse_text(parts[1].strip("\n") + "\n" if len(parts) > 1 else "")
    questions, more = parse_questions(text, parts[2] if len(parts) > 2 else "")
    return Marked(path, head, text, tuple(marks), tuple(questions), (*problems, *wrong, *more))


def read_all(folder: Path) -> Iterator[Marked]:
    """Yield all marked reports of a folder, by path."""
    for path in sorted(folder.rglob("*.txt")):
        yield read_marked(path)


FOLDER = Path(__file__).parent / "reports"


def main() -> int:
    """Print problems, then counts; return 1 where there are problems."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    reports = list(read_all(folder))
    problems = [(r.path, problem) for r in reports for problem in r.problems]
    for path, problem in problems:
        print(f"{path}: {problem}", file=sys.stderr)
    stated = Counter(s for r in reports for s in {m.slot for m in r.marks if m.of == "this"})
    marks = Counter((m.slot, m.of == "this") for r in reports for m in r.marks)
    forms = Counter(r.head.get("form", "") for r in reports)
    events = sum(r.is_event for r in reports)
    print(
        f"{len(reports)} reports, {events} of one event, {sum(map(len, (r.marks for r in reports)))} marks, "
        f"{sum(len(r.questions) for r in reports)} open questions, {len(problems)} problems"
    )
    print("forms: " + ", ".join(f"{form} {n}" for form, n in forms.most_common()))
    for slot in SLOTS:
        print(
            f"{slot:14}{stated[slot]:6} reports{marks[slot, True]:6} marks{marks[slot, False]:6} of other events"
        )
    return int(bool(problems))


if __name__ == "__main__":
    sys.exit(main())

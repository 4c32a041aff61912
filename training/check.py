"""Check marked reports and print their counts: `python -m training.check [FOLDER]`."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

from training.marks import SLOTS, read_all

FOLDER = Path(__file__).parent / "reports"


def main() -> int:
    """Print problems, then counts; 1 where there are problems."""
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

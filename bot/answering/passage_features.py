"""What holds for a passage whichever part of it is taken: how well it meets the question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.answering.weigher import DENIED
from bot.language.classes import classes_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.answering.candidates import Candidate
    from bot.answering.weigher import Weigher
    from bot.question import Question

NEGATIVE = frozenset("not n't never nobody none neither nor no without cannot".split())
PARTIAL = frozenset("only most some few half partly except".split())
FIRSTS = frozenset({"1th", "never", "new", "inaugur", "unpreced"})
FUTURE = frozenset("will next plan intend follow upcom futur after later continu expect".split())
PRONOUNS = frozenset("he she it they his her its their this these".split())
SOFT = 0.6  # of a term's weight, where the passage has another word of its class


def passage_features(w: Weigher, c: Candidate) -> dict[str, float]:
    """Return the features by name, in their order."""
    number = c.hit.passage - int(w.library.first_of[c.hit.report])
    own = set(c.sentence.tagged.terms)
    around = own.union(c.reading.around[number])
    return {
        **_match(w, c, number, own, around),
        **_reading(w, c, own),
        **_whole(w, c),
        **_context(w, c, number, around),
        **w.fits[c.hit.report],
        **_unmet(w, c, around),
    }


def _match(
    w: Weigher, c: Candidate, number: int, own: set[str], around: set[str]
) -> dict[str, float]:
    """How many of the question's words, names and dates the passage and its report hold."""
    title = c.reading.title
    near = around.union(title, c.reading.terms[number - 1] if number else ())
    here = len([t for t in w.names if t in around]) / (len(w.names) or 1)
    return {
        "rank": float(c.rank),
        "score": c.hit.score / w.best,
        "own": c.hit.own / w.total,
        "whole": c.hit.whole / w.best,
        "classes": c.hit.classes / w.best,
        "cover": w.share(own),
        "soft": _softly(w, c, own),
        **_alike(w, own, near),
        "context": w.share(near),
        "missing": w.missing[c.hit.report],
        "names_here": here,
        "years": _dated(w.question.years, c.reading.times.years),
        "months": _dated(w.question.months, c.reading.times.months),
        **_dates_here(w, c),
        "ordinals": _dated(w.question.ordinals, own.union(title)),
        "position": float(min(number, 12)),
    }


def _dates_here(w: Weigher, c: Candidate) -> dict[str, float]:
    """Whether the dates of the passage itself, where it has any, are those asked about."""
    if not c.sentence.dates:
        return {"years_here": 0.0, "months_here": 0.0}
    years = {year for date in c.sentence.dates for year in date.years}
    months = {month for date in c.sentence.dates for month in date.months}
    return {
        "years_here": _dated(w.question.years, years) if years else 0.0,
        "months_here": _dated(w.question.months, months) if months else 0.0,
    }


def _reading(w: Weigher, c: Candidate, own: set[str]) -> dict[str, float]:
    """What the passage says of the predicate: stated, denied, planned, in part."""
    best = c.anchors[0] if c.anchors else None
    verb = best.verb if best else None
    tokens = c.sentence.tagged.tokens
    words = {t.text.lower() for t in tokens}
    return {
        "anchor": best.strength if best else 0.0,
        "anchor_exact": float(best.exact) if best else 0.0,
        "anchors": float(len(c.anchors)),
        "anchor_inside": float(best.inside) if best else 0.0,
        **_denial(w, c),
        "negated": float(bool(verb and verb.negated)) + float(not words.isdisjoint(NEGATIVE)),
        "partial": float(not words.isdisjoint(PARTIAL)),
        "first": float(not own.isdisjoint(FIRSTS)),
        "planned": float(bool(verb and verb.planned)),
        "asks_future": float(not FUTURE.isdisjoint(w.question.tagged.terms)),
        "pronoun": float(tokens[0].text.lower() in PRONOUNS),
    }


def _denial(w: Weigher, c: Candidate) -> dict[str, float]:
    """Whether the question asks for what is denied, and whether the passage denies it."""
    said = DENIED.search(c.sentence.text) is not None
    agrees = 0.0 if not w.denied and not said else 1.0 if w.denied == said else -1.0
    return {"asks_denied": float(w.denied), "denial_agrees": agrees}


def _whole(w: Weigher, c: Candidate) -> dict[str, float]:
    """What holds for the question and the report."""
    q = w.question
    return {
        "follows": float(q.follows),
        "in_focus": float(q.focus == c.reading.report.path),
        "terms": float(len(q.terms)),
        "row": float(c.sentence.text.count("|") > 1),
        "is_question": float(c.sentence.text.rstrip('"”’» *_').endswith("?")),
        "question_names": float(len(w.names)),
        "unknown": 1.0 - w.share(w.library.held[c.hit.report]),
        "lead": c.hit.lead,
        "report_fits": float(c.hit.lead >= 0),
        "idf": w.total / (len(w.weights) or 1),
    }


def _context(w: Weigher, c: Candidate, number: int, around: set[str]) -> dict[str, float]:
    """How the passage leans on what stands before it, and on the question before."""
    after, gap = _after(w.question, c, number)
    return {
        "leaning": w.share(around),
        "speaker": _speaker(w, c, number),
        "after": after,
        "before_gap": gap,
    }


def _unmet(w: Weigher, c: Candidate, around: set[str]) -> dict[str, float]:
    """How much of what the question names is neither here nor in what the report opens with."""
    occasion = w.occasions[c.hit.report]
    names = [t for t in w.names if t not in around and t not in occasion.terms]
    codes = len(w.question.countries & {m.value for m in c.sentence.mentions}) if names else 0
    absent = max(0, len(names) - codes)
    numbers = [t for t in w.question.terms if t[:1].isdigit()]
    return {
        "names_unmet": absent / (len(w.names) or 1),
        "names_unmet_weight": sum(w.weights.get(t, 0.0) for t in names) if absent else 0.0,
        "numbers_unmet": float(
            len([t for t in numbers if t not in around and t not in occasion.terms])
        ),
    }


def _softly(w: Weigher, c: Candidate, own: set[str]) -> float:
    """Return the share covered where another word of a term's class counts in part."""
    classes = set().union(*c.sentence.classes.values())
    codes = {m.value for m in c.sentence.mentions if m.kind in {"country", "nation"}}
    held = sum(weight * _soft(t, own, classes) for t, weight in w.weights.items())
    return w.bare + held / w.total + 0.1 * len(codes & w.question.countries)


def _alike(w: Weigher, own: set[str], near: set[str]) -> dict[str, float]:
    """How far other words of the passage may stand for the question's, by the thesaurus."""
    asked = w.question.near
    best = {t: _likeness(w.question, t, own) for t in asked}
    wide = {t: _likeness(w.question, t, near) if s < 1 else s for t, s in best.items()}
    held = sum(v * (best.get(t) or float(t in own)) for t, v in w.weights.items())
    predicate = sorted(best[t] for t in w.question.predicate if t in best)
    heads = [best[t] for t in w.question.head if t in best]
    return {
        "alike": w.bare + held / w.total,
        "alike_predicate": sum(predicate) / len(predicate) if predicate else 0.5,
        "alike_least": min(wide.values(), default=1.0),
        "alike_most_lacking": max(
            ((1 - s) * w.weights.get(t, 0) for t, s in wide.items()), default=0.0
        ),
        "alike_head": max(heads, default=0.5),
    }


def _likeness(question: Question, wanted: str, own: set[str]) -> float:
    if wanted in own:
        return 1.0
    near = question.near[wanted]
    single = [near.terms[t] for t in near.terms.keys() & own]
    return max(*single, *[s for parts, s in near.phrases if parts <= own], 0.0, 0.0)


def _soft(wanted: str, own: set[str], classes: set[str]) -> float:
    if wanted in own:
        return 1.0
    return 0.0 if classes.isdisjoint(classes_of(wanted)) else SOFT


def _dated(wanted: Iterable[object], held: Iterable[object]) -> float:
    """Return 1 where what the question names is held, -1 where not, 0 where it names nothing."""
    asked = set(wanted)
    if not asked:
        return 0.0
    return 1.0 if asked & set(held) else -1.0


def _after(q: Question, c: Candidate, number: int) -> tuple[float, float]:
    """Return whether this report answered the question before, and how many passages on this is.

    At most 6 either way; 8 where it did not.
    """
    if q.after is None or q.focus != c.reading.report.path:
        return 0.0, 8.0
    starts = [p.start for p in c.reading.passages]
    answered = max((i for i, s in enumerate(starts) if s <= q.after), default=0)
    return 1.0, float(max(-6, min(6, number - answered)))


def _speaker(w: Weigher, c: Candidate, number: int) -> float:
    """Return whether somebody whom the question names is the subject of the strongest anchor."""
    named = w.named.difference(c.reading.title)
    if not named or not c.anchors or c.anchors[0].verb is None:
        return 0.0
    tagged = c.sentence.tagged
    verb = c.anchors[0].verb
    before = set(tagged.terms[max(0, verb.first - 14) : verb.first])
    pronoun = "P" in tagged.letters[max(0, verb.first - 3) : verb.first]
    if named & before:
        return 1.0
    if pronoun and not named.isdisjoint(c.reading.around[number]):
        return 0.8
    return 0.5 if named & set(tagged.terms[verb.last : verb.last + 4]) else 0.0

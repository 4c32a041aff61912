"""Answers as Telegram messages: the short answer, the passage that says so, where it is from."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from bot.model import Found, Quote, Silent, Span
from bot.reading import page_of
from bot.rendering import own_headline, refusal_line, row, texts_of
from bot.rendering.telegram_html import LIMIT, bold, cut, escape, fitting, label, link, size, units
from bot.rendering.telegram_texts import Count
from bot.text.sentences import split

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bot.model import Answer, Passage, Report
    from bot.rendering.telegram_texts import Texts

LONGEST_ANSWER: Final = 1000
LONGEST_QUOTE: Final = 1500
SHORT_QUOTE: Final = 300  # units that are read at a glance; of more only what shows the answer
LONGEST_FIELD: Final = 150  # units of a summary's line
PARTS: Final = {"chair": "chairs", "decisions": "outcomes"}  # slots whose texts have another name
MOST_HIGHLIGHTS: Final = 40  # a message has 100 entities at most


def answer_html(answer: Answer, texts: Texts, contact: str | None = None) -> str:
    """Return the whole message that answers a question; never longer than Telegram takes."""
    match answer:
        case Found():
            return found_html(answer, texts)
        case Silent():
            return silent_html(answer, texts, contact)


def found_html(found: Found, texts: Texts) -> str:
    """Return short answer, quotes, sources; quotes that don't fit are counted instead."""
    texts = texts_of(found, texts)
    parts = ["\n".join((headline(found), *_field_lines(found, texts)))]
    if found.followed and found.event:
        parts[0] += f"\n{about_html(found.event, texts)}"
    for shown in range(len(found.quotes)):
        part = _with_source(found, shown, texts)
        if size("\n\n".join((*parts, part))) > LIMIT - 600:
            parts.append(escape(texts.more_left.format(count=Count(len(found.quotes) - shown))))
            break
        parts.append(part)
    if found.choices:
        titles = "; ".join(choice.report.title for choice in found.choices)
        parts.append(label(texts.also_in.format(titles=titles), 400))
    if found.over is not None:
        parts.append(escape(texts.gone_through.format(count=Count(found.over))))
    return "\n\n".join(parts) if len(parts) > 2 else "\n".join(parts)


def _field_lines(found: Found, texts: Texts) -> Iterator[str]:
    """Yield a summary's lines, each with what it is of."""
    for field in found.fields:
        title: str = getattr(texts, f"part_{PARTS.get(field.name, field.name)}")
        yield f"{escape(title)}: {escape(cut(' '.join(field.value.split()), LONGEST_FIELD))}"


def _with_source(found: Found, index: int, texts: Texts) -> str:
    """Return a quote, and its source where the next quote is from elsewhere."""
    quote = found.quotes[index]
    following = found.quotes[index + 1 : index + 2]
    if following and _place(following[0].passage) == _place(quote.passage):
        return f"{_columns_html(quote)}{quote_html(quote)}"
    return passage_html(quote, texts)


def _place(passage: Passage) -> tuple[Report, int | None]:
    return passage.report, page_of(passage)


def headline(found: Found) -> str:
    """Return the short answer in bold.

    Of a longer list, or where asked, the count and then the items.
    """
    if own := own_headline(found):
        return bold(f"{own}.")
    if found.verdict:
        return bold(f"{found.verdict}.")
    if len(found.items) > 3 or found.count is not None:
        mark = "; " if any("," in item for item in found.items) else ", "
        listed = cut(mark.join(found.items or (found.text,)), LONGEST_ANSWER)
        return f"{bold(f'{found.count or len(found.items)}:')} {escape(listed)}"
    return bold(cut(" ".join(found.text.split()), LONGEST_ANSWER))


def silent_html(silent: Silent, texts: Texts, contact: str | None = None) -> str:
    """Return that the reports don't say, and the nearest or why the question can't be looked up."""
    texts = texts_of(silent, texts)
    near = silent.why in {"closest", "unknown_event"}
    if silent.why == "not_stated" or (near and not silent.passages):
        return _not_stated(silent, texts, contact)
    shown = [escape(refusal_line(silent, texts))]
    if near and silent.followed and silent.event:
        shown.append(about_html(silent.event, texts))
    if near:
        shown += [passage_html(Quote(s.passage), texts) for s in silent.passages[:1]]
        if contact and silent.why == "unknown_event":
            shown.append(escape(cut(contact, 500)))
    elif silent.why == "took_long":
        shown += _nearest(silent, texts)
    return "\n".join(shown)


def _not_stated(silent: Silent, texts: Texts, contact: str | None) -> str:
    line = texts.not_stated
    if silent.asked:
        line = texts.not_stated_clause.format(asked=cut(silent.asked, 300))
    parts = [escape(line)]
    if silent.followed and silent.event:
        parts.append(about_html(silent.event, texts))
    if contact:
        parts.append(escape(cut(contact, 500)))
    return "\n".join([*parts, *_nearest(silent, texts)])


def _nearest(silent: Silent, texts: Texts) -> list[str]:
    """Return the passage that is nearest to the question, said to be that.

    Nothing where there is none.
    """
    if not silent.passages:
        return []
    quote = Quote(silent.passages[0].passage)
    return [escape(texts.nearest), passage_html(quote, texts)]


def about_html(report: Report, texts: Texts) -> str:
    """Return which event an answer is about that was found by what was said before."""
    return f"<i>{label(texts.about_event.format(title=report.title))}</i>"


def passage_html(quote: Quote, texts: Texts) -> str:
    """Return one quote with its source under it; above a table's row what is in its columns."""
    return f"{_columns_html(quote)}{quote_html(quote)}\n{_source_html(quote.passage, texts)}"


def _columns_html(quote: Quote) -> str:
    columns = row(quote.passage)
    return f"{escape(cut(columns, LONGEST_ANSWER))}\n" if columns else ""


def quote_html(quote: Quote) -> str:
    """Return the passage verbatim, its highlights bold; of a long one the sentences that have them.

    What shows the answer is never folded away; a long passage without highlights can be unfolded.
    """
    text = quote.passage.text
    marks = _merged(quote.highlights)
    if marks and marks[0].end - marks[0].start >= len(text.rstrip(" .")):
        marks = ()  # where all is bold, nothing is seen
    window = _window(text, _merged(quote.highlights))
    pieces = []
    at = window.start
    for mark in marks[:MOST_HIGHLIGHTS]:
        start, end = max(mark.start, window.start), min(mark.end, window.end)
        if start < end:
            pieces += [escape(text[at:start]), bold(text[start:end])]
            at = end
    pieces.append(escape(text[at : window.end]))
    folded = not quote.highlights and units(text) > SHORT_QUOTE
    return f"<blockquote{' expandable' if folded else ''}>{''.join(pieces)}</blockquote>"


def _source_html(passage: Passage, texts: Texts) -> str:
    return source_html(passage.report, texts, page_of(passage))


def source_html(report: Report, texts: Texts, page: int | None = None) -> str:
    """Return title, date, page and link of a report, in a line."""
    parts = [label(report.title)]
    if report.date:
        parts.append(label(date_text(report.date, texts)))
    if page:
        parts.append(escape(texts.page.format(page=page)))
    if address := link(report.url, texts.source):
        parts.append(address)
    return " · ".join(parts)


def date_text(iso: str, texts: Texts) -> str:
    """Return the date in words; one that is no whole ISO date stays as it is."""
    try:
        day = date.fromisoformat(iso)
    except ValueError:
        return iso
    month = texts.months[day.month - 1]
    return texts.date.format(day=day.day, month=month, year=day.year)


def _merged(marks: Iterable[Span]) -> tuple[Span, ...]:
    merged: list[Span] = []
    for mark in sorted(marks, key=lambda m: (m.start, m.end)):
        if merged and mark.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, mark.end))
        else:
            merged.append(mark)
    return tuple(merged)


def _window(text: str, marks: tuple[Span, ...]) -> Span:
    """Return what is shown of the passage: all of it, or a run of it that has the highlights."""
    run = Span(0, len(text))
    if marks and units(text) > SHORT_QUOTE:
        parts = [Span(*part) for part in split(text)]
        starts = [part.start for part in parts if part.start <= marks[0].start]
        ends = [part.end for part in parts if part.end >= marks[-1].end]
        run = Span(max(starts, default=0), min(ends, default=len(text)))
    if units(text[run.start : run.end]) <= LONGEST_QUOTE:
        return run
    start = max(run.start, marks[0].start - LONGEST_QUOTE // 3) if marks else 0
    if start > run.start:
        space = text.find(" ", start, start + 100)
        start = space + 1 if 0 <= space < marks[0].start else start
    return Span(start, start + fitting(text[start : run.end], LONGEST_QUOTE))

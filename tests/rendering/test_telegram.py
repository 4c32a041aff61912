from dataclasses import replace
from typing import get_args

import pytest

from bot.answering.sheets import SUMMARY
from bot.model import Field, Found, Passage, Quote, Report, Scored, Silence, Silent, Span
from bot.rendering.telegram import answer_html, date_text, quote_html, source_html
from bot.rendering.telegram_html import LIMIT, escape, plain, size
from bot.rendering.telegram_texts import LANGUAGES, texts_for

EN = texts_for("en")
REPORT = Report(
    "a.md", "Seminar <1>", "Tonga & Samoa chaired it.", "2023-07-31", url="https://example.org/a"
)


def passage(body, report=REPORT):
    return Passage(replace(report, body=body), 0, len(body))


def found(body, text, items=(), **more):
    return Found("?", text, (Quote(passage(body), (Span(0, 5),)),), 0.9, items, **more)


def test_the_short_answer_stands_first_then_the_passage_then_where_it_is_from():
    assert answer_html(found(REPORT.body, "Tonga & Samoa"), EN) == (
        "<b>Tonga &amp; Samoa</b>\n"
        "<blockquote><b>Tonga</b> &amp; Samoa chaired it.</blockquote>\n"
        'Seminar &lt;1&gt; · 31 July 2023 · <a href="https://example.org/a">source</a>'
    )


def test_a_long_list_is_counted():
    html = answer_html(found("A, B, C and D came.", "A, B, C and D", tuple("ABCD")), EN)
    assert html.startswith("<b>4:</b> A, B, C, D\n")


def test_a_count_that_is_asked_for_leads_a_short_list_too():
    html = answer_html(found("A and B came.", "A, B", ("A", "B"), count=2), EN)
    assert html.startswith("<b>2:</b> A, B\n")


def test_a_summary_says_a_line_a_slot_before_its_quotes():
    fields = (Field("chair", "Tonga & Samoa", 0), Field("next_when", "in\nMay", 0))
    html = answer_html(found(REPORT.body, "Tonga", kind="summary", fields=fields), EN)
    lines = ["<b>Tonga</b>", "Chair: Tonga &amp; Samoa", "Next, when: in May"]
    assert html.split("\n<blockquote>")[0].split("\n") == lines


@pytest.mark.parametrize("slot", SUMMARY)
def test_every_slot_of_a_summary_has_a_name_in_each_language(slot):
    made = found(REPORT.body, "Tonga", kind="summary", fields=(Field(slot, "Samoa", 0),))
    for texts in LANGUAGES.values():
        assert ": Samoa" in answer_html(made, texts)


def test_an_answer_over_several_reports_says_over_how_many():
    assert answer_html(found("A came.", "A", over=14), EN).endswith("\nBased on 14 reports.")


def test_a_verdict_is_the_short_answer():
    html = answer_html(found(REPORT.body, "Tonga", verdict="Yes"), EN)
    assert html.startswith("<b>Yes.</b>\n")


def test_a_list_from_several_sentences_has_a_quote_for_each():
    quotes = tuple(Quote(passage(f"{name} came.")) for name in ("Tonga", "Samoa"))
    html = answer_html(Found("?", "Tonga", quotes, 0.9, ("Tonga", "Samoa")), EN)
    assert html.count("<blockquote>") == 2


def test_a_question_that_took_too_long_is_told_so_and_shown_the_closest_passage():
    near = (Scored(passage("Samoa came."), 1.0),)
    html = answer_html(Silent("?", why="took_long", passages=near), EN)
    line, nearest, quote, _ = html.split("\n")
    assert "took too long" in line
    assert nearest == "The nearest passage:"
    assert quote == "<blockquote>Samoa came.</blockquote>"
    assert answer_html(Silent("?", why="took_long"), EN) == line


def test_a_refusal_says_so_and_shows_the_nearest_after_it():
    silent = Silent(
        "?", asked="who closed <it>", passages=(Scored(passage("It was opened."), 1.0),)
    )
    html = answer_html(silent, EN, contact="Ask <Anna>.")
    said, _, nearest = html.partition("<blockquote")
    assert "the reports don't say who closed &lt;it&gt;." in said
    assert "Ask &lt;Anna&gt;." in said
    assert "nearest passage" in said
    assert "It was opened." in nearest


@pytest.mark.parametrize("why", get_args(Silence))
def test_each_silence_has_a_line(why):
    assert len(answer_html(Silent("?", why=why), EN).splitlines()) == 1


@pytest.mark.parametrize(
    ("why", "said"),
    [
        ("closest", "I'm not sure the reports say this. The closest passage:"),
        ("unknown_event", "No answer: the reports don't say anything of such an event. Nearest:"),
    ],
)
def test_what_is_not_sure_is_shown_as_a_passage_without_anything_bold(why, said):
    near = (Scored(passage("Tonga & Samoa chaired it."), 1.0), Scored(passage("No."), 0.5))
    assert answer_html(Silent("?", 0.4, why, passages=near), EN).splitlines() == [
        escape(said),
        "<blockquote>Tonga &amp; Samoa chaired it.</blockquote>",
        'Seminar &lt;1&gt; · 31 July 2023 · <a href="https://example.org/a">source</a>',
    ]


def test_whom_to_ask_about_an_unknown_event_is_said_under_the_nearest_passage():
    near = (Scored(passage("Samoa came."), 1.0),)
    unknown = answer_html(Silent("?", why="unknown_event", passages=near), EN, "Ask <Anna>.")
    assert unknown.splitlines()[-1] == "Ask &lt;Anna&gt;."
    closest = answer_html(Silent("?", 0.4, "closest", passages=near), EN, "Ask <Anna>.")
    assert "Anna" not in closest


@pytest.mark.parametrize("why", ["closest", "unknown_event"])
def test_no_passage_is_announced_where_there_is_none(why):
    assert answer_html(Silent("?", why=why), EN) == escape(EN.not_stated)


@pytest.mark.parametrize("why", ["no_question", "chatter", "reports", "language"])
def test_what_the_reports_cannot_answer_shows_no_passage_of_theirs(why):
    near = (Scored(passage("Samoa came."), 1.0),)
    assert "Samoa" not in answer_html(Silent("?", why=why, passages=near), EN)


def test_overlapping_highlights_become_one():
    quote = Quote(passage("abcdefgh"), (Span(1, 4), Span(3, 6), Span(0, 1)))
    assert quote_html(quote) == "<blockquote><b>abcdef</b>gh</blockquote>"


def test_a_highlight_of_the_whole_passage_is_left_out():
    quote = Quote(passage("All of it."), (Span(0, 10),))
    assert quote_html(quote) == "<blockquote>All of it.</blockquote>"


LONG = "Many a word was said of the harbour and of its boats. " * 6
CHAIRED = "Tonga chaired the meeting."


def test_of_a_long_passage_the_sentences_that_answer_are_shown_and_never_folded_away():
    body = f"{LONG}{CHAIRED} {LONG}"
    at = body.index("Tonga")
    html = quote_html(Quote(passage(body), (Span(at, at + 5),)))
    assert html == "<blockquote><b>Tonga</b> chaired the meeting.</blockquote>"


def test_what_stands_between_two_highlights_is_shown_too():
    body = f"{LONG}{CHAIRED} It rained. Samoa opened it. {LONG}"
    marks = tuple(Span(at, at + 5) for at in map(body.index, ("Tonga", "Samoa")))
    shown = plain(quote_html(Quote(passage(body), marks)))
    assert shown == "Tonga chaired the meeting. It rained. Samoa opened it."


def test_a_long_passage_that_answers_nothing_can_be_unfolded():
    assert quote_html(Quote(passage(LONG))) == f"<blockquote expandable>{LONG}</blockquote>"


def test_the_event_that_was_talked_of_before_is_named_where_it_is_used():
    about = found(REPORT.body, "Tonga", event=REPORT, followed=True)
    first, second, *_ = answer_html(about, EN).splitlines()
    assert (first, second) == ("<b>Tonga</b>", "<i>About Seminar &lt;1&gt;</i>")
    silent = Silent("?", asked="who closed it", event=REPORT, followed=True)
    assert answer_html(silent, EN).endswith("\n<i>About Seminar &lt;1&gt;</i>")
    assert "About" not in answer_html(replace(silent, followed=False), EN)


def test_a_monstrous_passage_is_shown_round_its_highlight():
    body = "word " * 2000 + "answer " + "word " * 2000
    at = body.index("answer")
    html = quote_html(Quote(passage(body), (Span(at, at + 6),)))
    assert "<b>answer</b>" in html
    assert size(html) <= 1500
    assert plain(html) in body


def test_no_answer_is_longer_than_telegram_takes():
    quotes = tuple(Quote(passage("🎉 word " * 200)) for _ in range(30))
    items = tuple("word" for _ in range(3000))
    html = answer_html(Found("?", "word", quotes, 0.9, items), EN)
    assert size(html) <= LIMIT
    assert "more passages" in html


def test_two_quotes_are_told_apart():
    quotes = (Quote(passage("One.")), Quote(passage("Two.")))
    html = answer_html(Found("?", "One", quotes, 0.9), EN)
    assert "</blockquote>\n\n<blockquote" in html or "source</a>" in html.split("<blockquote")[1]


@pytest.mark.parametrize(
    ("iso", "said"), [("2023-07-31", "31 July 2023"), ("2023-07", "2023-07"), ("soon", "soon")]
)
def test_a_date_is_in_words_where_it_is_whole(iso, said):
    assert date_text(iso, EN) == said


def test_a_report_without_date_and_link_shows_its_title():
    assert source_html(replace(REPORT, date=None, url=None), EN) == "Seminar &lt;1&gt;"


def test_the_source_of_a_report_with_pages_names_the_page():
    body = "Tonga came.\n\n\fSamoa and \fFiji came."
    report = replace(REPORT, path="a.pdf", body=body, url=None)
    first, second = Passage(report, 0, 11), Passage(report, 14, len(body))
    html = answer_html(Found("?", "Tonga", (Quote(first), Quote(second)), 0.9), EN)
    assert "· 31 July 2023 · p. 1\n" in html
    assert html.endswith(
        "Samoa and Fiji came.</blockquote>\nSeminar &lt;1&gt; · 31 July 2023 · p. 2"
    )


def test_quotes_from_one_page_share_the_source():
    report = replace(REPORT, path="a.pdf", body="Tonga came. Samoa came.")
    quotes = Quote(Passage(report, 0, 11)), Quote(Passage(report, 12, 23))
    assert answer_html(Found("?", "Tonga", quotes, 0.9), EN).count("p. 1") == 1


def test_a_row_of_a_table_is_shown_by_its_columns_above_the_quote():
    body = "| Name | Post |\n|---|---|\n| Ken Ito | Adviser |\n"
    start = body.index("| Ken")
    row = Passage(Report("t.md", "Table", body), start, len(body) - 1)
    answer = Found("q", "Adviser", (Quote(row, (Span(12, 19),)),), 0.9)
    shown = plain(answer_html(answer, texts_for("en")))
    assert shown.index("Name: Ken Ito · Post: Adviser") < shown.index("| Ken Ito | Adviser |")

"""What is said in the language of the question."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import rendering
from bot.model import Found, Passage, Quote, Report, Scored, Silent, Span
from bot.rendering import LINES, readable, terminal
from bot.rendering.telegram import answer_html, headline
from bot.rendering.telegram_texts import LANGUAGES, polite_lines

BODY = "Seven states sent 112 delegates, and Fiji was among them."
ENGLISH = LANGUAGES["en"]


def found(text, **more):
    start = BODY.index(text)
    passage = Passage(Report("a.md", "Forum on seabirds", BODY), 0, len(BODY))
    quote = Quote(passage, (Span(start, start + len(text)),))
    return Found("?", text, (quote,), 0.9, **more)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("*Fictitious report: nobody exists.*", "Fictitious report: nobody exists."),
        ("It was **very** _cold_ there.", "It was very cold there."),
        ("## The outcome", "The outcome"),
        (
            "See [the page](https://example.org/a_b) and ![a map](map.png).",
            "See the page and a map.",
        ),
        ("| Country | Delegates |\n|---|---:|\n| Kenya | 9 |", "Country · Delegates\nKenya · 9"),
        ("- a `plan` and\n- 2 * 3 * 4", "- a plan and\n- 2 * 3 * 4"),
        ("snake_case_name and 5*3", "snake_case_name and 5*3"),
        (r"\*no mark\*", "*no mark*"),
        ("---", "---"),
        ("page one\fpage two", "page one\npage two"),
    ],
)
def test_a_report_is_read_without_the_marks_of_markdown(written, read):
    assert readable(Report("a.md", "A", written)) == read


@given(st.text("*_`#|[]()!- \\ab\n", max_size=60))
def test_all_words_of_a_report_stay_when_it_is_read(text):
    letters = "".join(filter(str.isalpha, text))
    if "](" not in text:
        assert "".join(filter(str.isalpha, readable(Report("a.md", "A", text)))) == letters


@pytest.mark.parametrize(
    ("language", "yes", "no"),
    [("vi", "Có.", "Không."), ("th", "ใช่.", "ไม่."), ("id", "Ya.", "Tidak."), (None, "Yes.", "No.")],
)
def test_a_verdict_is_given_in_the_language_of_the_question(language, yes, no):
    for verdict, said in (("Yes", yes), ("No", no)):
        answer = found("Fiji", verdict=verdict, language=language)
        assert headline(answer) == f"<b>{said}</b>"
        assert rendering.headline(answer) == said


@pytest.mark.parametrize(
    ("text", "counts", "said"),
    [
        ("112", "people", "112 orang."),
        ("Seven", "countries", "7 negara."),
        ("112 delegates", "people", "112 delegates"),
        ("Fiji", None, "Fiji"),
    ],
)
def test_a_number_is_given_in_the_language_of_the_question(text, counts, said):
    answer = found(text, language="id", counts=counts)
    assert headline(answer) == f"<b>{said}</b>"
    assert rendering.headline(answer) == said


def test_the_quote_stays_as_it_is_in_the_report():
    html = answer_html(found("112", language="th", counts="people"), ENGLISH)
    assert html.startswith("<b>112 คน.</b>\n<blockquote")
    assert "sent <b>112</b> delegates" in html


@pytest.mark.parametrize("language", ["vi", "th", "id"])
@pytest.mark.parametrize("why", sorted(LINES))
def test_a_refusal_is_in_the_language_of_the_question(language, why):
    silent = Silent("?", why=why, language=language)
    said = getattr(LANGUAGES[language], LINES[why])
    if why not in {"closest", "unknown_event"}:  # without a passage they say less
        assert answer_html(silent, ENGLISH).startswith(said)
    assert rendering.refusal(silent) == said
    assert terminal.plain(silent).startswith(said)


@pytest.mark.parametrize(
    ("why", "label"), [("not_stated", "Bagian yang paling dekat:"), ("unknown_event", None)]
)
def test_a_terminal_says_once_that_a_passage_is_the_nearest(why, label):
    passage = Passage(Report("a.md", "Forum on seabirds", BODY), 0, len(BODY))
    silent = Silent("?", why=why, language="id", passages=(Scored(passage, 1.0),))
    lines = terminal.plain(silent).splitlines()
    assert "The nearest passage:" not in lines
    assert lines[1] == (label or f"> {BODY}")


def test_without_a_language_the_texts_are_those_of_the_chat():
    assert answer_html(Silent("?", why="language"), ENGLISH) == ENGLISH.other_language
    assert rendering.refusal(Silent("?", why="language")) == rendering.WHY["language"]


@pytest.mark.parametrize("language", polite_lines())
def test_a_language_without_texts_has_a_polite_line(language):
    silent = Silent("?", why="language", language=language)
    assert answer_html(silent, LANGUAGES["th"]) == polite_lines()[language]
    assert rendering.refusal(silent) == polite_lines()[language]

import pytest
from fakes import found

from bot.model import Changes, Problem, Report
from bot.rendering.telegram_html import LIMIT, plain, size
from bot.rendering.telegram_messages import (
    Understood,
    card_html,
    changes_html,
    reload_failed_html,
    start_html,
    text_file,
    understood_html,
)
from bot.rendering.telegram_texts import LANGUAGES, texts_for

EN = texts_for("en")


@pytest.mark.parametrize("head", ["", "# Seminar on tides\n\n", "Seminar on tides\n" * 2])
def test_the_card_of_a_report_that_states_nothing_begins_with_its_text(head):
    card = card_html(Report("a.md", "Seminar on tides", f"{head}Tides rise."), (), EN)
    assert plain(card) == "Seminar on tides\nTides rise."


def test_a_file_that_cannot_be_read_is_named_as_code_for_telegram_would_link_it():
    changes = Changes(problems=(Problem("a <b>/budget.md", "see x.md & y", 3),), reports=1)
    assert "<code>a &lt;b&gt;/budget.md</code>, line 3: see <code>x.md</code> &amp; y" in (
        changes_html(changes, EN)
    )
    assert "<code>reports/a.md</code>" in reload_failed_html("reports/a.md: no text", 2, EN)


def dated(*dates):
    return [Report(f"{n}.md", "Seminar", "Text.", date) for n, date in enumerate(dates)]


@pytest.mark.parametrize(
    ("dates", "said"),
    [
        (["2024-10-31"], "from 1 event report (31 October 2024)"),
        (["2024-10-31", None, "2024-10-31"], "from 3 event reports (31 October 2024)"),
        (["2024-10-31", "2023-07-01"], "from 2 event reports (1 July 2023 to 31 October 2024)"),
        ([None], "from 1 event report (–)"),
    ],
)
def test_a_single_date_is_said_once(dates, said):
    assert said in plain(start_html(dated(*dates), EN))


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_single_date_is_said_once_in_every_language(code):
    html = start_html(dated("2024-10-31", "2024-10-31"), LANGUAGES[code])
    assert html.count("2024") == 1


MINUTES = Report("in/<b>.md", "Minutes & more", "Text.")


@pytest.mark.parametrize(
    ("about", "said"),
    [
        ({"when": "3 May", "where": "Suva"}, "3 May · Suva"),
        ({"when": "3 May"}, "3 May · no place found"),
        ({}, "no date found · no place found"),
        ({"english": False}, "not in English, so I can't tell when and where it was"),
        ({"read": False}, "still being read"),
    ],
)
def test_a_reload_says_what_was_read_of_a_report_and_what_not(about, said):
    line = understood_html(Understood(MINUTES, **about), EN)
    assert plain(line) == f"in/<b>.md: Minutes & more · {said}"
    assert line.startswith("<code>in/&lt;b&gt;.md</code>")


def test_a_correction_stands_in_the_card_in_place_of_what_was_read():
    card = card_html(MINUTES, [("chairs", found("Tonga"))], EN, {"chairs": "Fi<j>i", "where": "X"})
    assert plain(card).splitlines()[1:] == [
        "Chair: Fi<j>i (corrected by an admin)",
        "Where: X (corrected by an admin)",
    ]
    assert "Fi&lt;j&gt;i" in card


def test_a_card_of_many_long_lines_fits_into_a_message():
    long = " ".join(["Tonga"] * 100)
    names = ["when", "where", "chairs", "opener", "closer", "speakers", "absent", "count"] * 2
    card = card_html(MINUTES, [(f"{name}", found(long)) for name in names], EN)
    corrected = {f"next_{name}": "x " * 250 for name in ("when", "where")}
    both = card_html(MINUTES, [(name, found(long)) for name in set(names)], EN, corrected)
    assert size(card) <= LIMIT
    assert size(both) <= LIMIT


def test_a_file_of_a_report_is_plain_text_that_says_where_it_is_from():
    body = "# Seminar\n\nThe **first** of [many](https://example.org/x) in *Suva*.\n"
    report = Report("a.md", "Seminar on kites", body, "2024-05-07", None, "https://example.org/k")
    assert text_file(report) == (
        "Seminar on kites · 7 May 2024 · https://example.org/k\n\n"
        "Seminar\n\nThe first of many in Suva.\n"
    )

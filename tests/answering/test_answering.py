"""Questions in other languages, the whole way to an answer, over sheets built by hand."""

import pytest
from small_library import holding, told
from told_network import Told

from bot.answering import answer_question, explain_question
from bot.answering.answer import LONGEST_QUESTION
from bot.config.sections import AnswerSection
from bot.model import Found, Silent, Turn

ANY = AnswerSection(max_wrong=1.0)  # answers whatever is likeliest
NEVER = AnswerSection(max_wrong=0.0)
LIBRARY = holding(
    told(
        "The forum was held in Suva in June 2021. Ana Silva chaired it. Fiji, Samoa and Tonga came."
        " Seven states sent 112 delegates.",
        "Forum on seabirds", "2021-06-20", "a.md", name="forum", where="Suva", when="June 2021",
        chair="Ana Silva", participants=["Fiji", "Samoa", "Tonga"], count=["Seven", "112"],
    ),
    told(
        "The workshop was held in Apia in May 2019. Ben Tan chaired it.",
        "Workshop on kites", "2019-05-20", "b.md", name="workshop", where="Apia", when="May 2019",
        chair="Ben Tan",
    ),
)  # fmt: skip


def ask(question, turn=None, settings=ANY):
    return answer_question(LIBRARY, Told(route="fact"), settings, question, turn)


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("Siapa ketua forum di Suva?", "id"),
        ("Ai chủ trì diễn đàn ở Suva?", "vi"),
        ("ใครเป็นประธานการประชุมที่ Suva", "th"),
    ],
)
def test_a_question_is_answered_with_the_english_quote_whatever_the_router_says(question, language):
    found = ask(question)
    assert isinstance(found, Found)
    assert (found.question, found.language, found.kind) == (question, language, "fact")
    assert (found.answer, found.quotes[0].passage.text) == ("Ana Silva", "Ana Silva chaired it.")
    assert found.event.path == "a.md"


def test_a_follow_up_is_about_the_event_before_in_whichever_language_that_was():
    for before in ("Who chaired the forum on seabirds?", "Siapa ketua forum di Suva?"):
        found = ask("kapan?", Turn(before, "a.md"))
        assert (found.answer, found.language) == ("June 2021", "id")


def test_a_follow_up_in_english_finds_the_event_of_a_question_in_another_language():
    turn = Turn("Siapa ketua lokakarya di Apia?")  # without a report: it is found by its words
    found = answer_question(LIBRARY, Told(route="when"), ANY, "When was it?", turn)
    assert (found.answer, found.language) == ("May 2019", None)


@pytest.mark.parametrize(
    ("question", "counts", "answer"),
    [
        ("Berapa negara yang hadir di forum Suva?", "countries", "Seven"),
        ("Berapa orang yang hadir di forum Suva?", "people", "112"),
    ],
)
def test_a_number_says_what_it_counts(question, counts, answer):
    found = ask(question)
    assert (found.counts, found.answer) == (counts, answer)


@pytest.mark.parametrize(("country", "verdict"), [("Fiji", "Yes"), ("Kenya", "No")])
def test_yes_or_no_is_told_by_the_sheet(country, verdict):
    found = ask(f"Apakah {country} hadir di forum Suva?")
    assert found.verdict == verdict


def test_what_is_not_sure_is_not_stated():
    silent = ask("Siapa ketua forum di Suva?", settings=NEVER)
    assert isinstance(silent, Silent)
    assert (silent.why, silent.language) == ("not_stated", "id")
    assert silent.question == "Siapa ketua forum di Suva?"


def test_an_event_that_no_report_has_is_unknown_in_any_language():
    silent = ask("Siapa ketua lokakarya zebra di Lima?")
    assert (silent.why, silent.language) == ("unknown_event", "id")


@pytest.mark.parametrize(
    ("question", "why", "language"),
    [
        ("Mengapa rapatnya ditunda?", "language", "id"),
        ("Wer hat die Sitzung eröffnet?", "language", "de"),
        ("terima kasih banyak", "chatter", "id"),
        ("ada berapa laporan?", "reports", "id"),
    ],
)
def test_what_can_not_be_answered_is_told_by_its_kind_and_language(question, why, language):
    silent = ask(question)
    assert (silent.why, silent.kind, silent.language) == (why, why, language)
    assert silent.passages == ()


def test_too_long_a_question_is_not_looked_at():
    assert ask("siapa " * LONGEST_QUESTION).why == "too_long"


def test_it_is_explained_how_a_question_was_read():
    lines = explain_question(LIBRARY, Told(), ANY, "Siapa ketua forum di Suva?")
    assert lines[0] == "language: id, read as: Who chaired the forum in Suva?"
    assert any("asks for: chair" in line for line in lines)
    assert "event: Forum on seabirds" in lines
    lines = explain_question(LIBRARY, Told(), ANY, "Mengapa rapatnya ditunda?")
    assert lines == ("language: id; what is asked isn't understood",)

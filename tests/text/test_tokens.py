from pathlib import Path

import pytest
from cpu_time import seconds
from hypothesis import given
from hypothesis import strategies as st

from bot.corpus import read_corpus
from bot.text.tokens import (
    FEW_WORDS,
    content_term,
    fold,
    is_english,
    is_stop,
    term,
    terms,
    tokenise,
)


def words(text):
    return [token.text for token in tokenise(text)]


def test_tokens_are_slices_of_the_text():
    text = "Viet Nam’s 2nd visit – on 3.5% of  days."
    assert all(text[t.start : t.end] == t.text for t in tokenise(text))


def test_a_possessive_ending_is_a_token_of_its_own():
    assert words("Fiji's and Tonga’s") == ["Fiji", "'s", "and", "Tonga", "’s"]


@pytest.mark.parametrize("word", ["O'Brien", "d’Ivoire", "don't", "1,250.5", "U.S.", "26th"])
def test_inner_marks_part_no_word(word):
    assert words(word) == [word]


def test_hyphens_part_words():
    assert words("co-chairs, 26-27") == ["co", "-", "chairs", ",", "26", "-", "27"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Côte", "cote"),
        ("SÃO", "são"),
        ("Straße", "strasse"),
        ("ninth", "9th"),
        ("twentieth", "20th"),
        ("first", "1st"),
        ("twelve", "12"),
        ("organized", "organisation"),
        ("analyzed", "analysed"),
        ("countries", "country"),
        ("met", "meeting"),
        ("spoken", "speaks"),
        ("women", "woman"),
        ("centre", "center"),
        ("d’Ivoire", "D'Ivoire"),
        ("Fiji’s", "Fiji"),
    ],
)
def test_forms_of_a_word_share_a_term(one, other):
    assert term(one) == term(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("9", "9th"),
        ("host", "hostage"),
        ("2019", "2020"),
        ("university", "universal"),
        ("added", "ad"),
        ("evening", "even"),
    ],
)
def test_other_words_have_other_terms(one, other):
    assert term(one) != term(other)


@pytest.mark.parametrize("mark", [".", "–", "“", "%", "€", "'s", "’"])
def test_a_mark_has_no_term(mark):
    assert content_term(mark) == ""


def test_stop_words_are_no_terms():
    assert terms("Who was it that chaired the meeting?") == ["chair", "meet"]


def test_the_us_is_not_us():
    assert not is_stop("US")
    assert is_stop("us")
    assert terms("the US met us and the WHO, who") == ["us", "meet", "who"]


def test_folding_leaves_no_accents_case_dots_or_possessives():
    assert [fold(w) for w in ("Türkiye's", "U.K.", "Çelik")] == ["turkiye", "uk", "celik"]


@given(st.text(max_size=80))
def test_any_text_has_tokens_in_order_and_terms_in_lower_case(text):
    found = tokenise(text)
    ends = [0, *(t.end for t in found)]
    assert all(end <= t.start < t.end for end, t in zip(ends, found, strict=False))
    assert all(t == t.casefold() and t for t in terms(text))


@pytest.mark.parametrize("unit", ["x", "1", "1.", "1,", "a.", "a'", "'", "’s", "é", "\u0301"])
def test_a_long_word_takes_linear_time(unit):
    def cost(size):
        return seconds(terms, (unit * size)[:size] + "!")

    assert cost(200_000) < 8 * cost(50_000) + 0.3


SAMPLES = read_corpus(Path(__file__).parents[2] / "corpus").reports
ENGLISH = "The forum was held in Suva, and it was chaired by the delegate of Fiji. "
OTHERS = {
    "French": "Le forum a eu lieu à Suva et les délégués des Fidji ont présidé la réunion. ",
    "Spanish": "El foro se celebró en Lima y fue presidido por la delegada de Chile. ",
    "Portuguese": "O fórum foi realizado em Lisboa e os delegados do Brasil presidiram a sessão. ",
    "German": "Das Forum fand in Wien statt und wurde von der Ministerin eröffnet. ",
    "Indonesian": "Forum itu diadakan di Jakarta dan dipimpin oleh utusan dari Fiji. ",
    "Italian": "Il forum si è tenuto a Roma ed è stato presieduto dalla delegata delle Figi. ",
}


@pytest.mark.parametrize("report", SAMPLES, ids=lambda report: report.path)
def test_the_samples_are_in_english(report):
    assert is_english(report.body)


@pytest.mark.parametrize("language", OTHERS)
def test_other_languages_are_told_from_english(language):
    assert not is_english(OTHERS[language] * 5)
    assert is_english(ENGLISH * 5)


@pytest.mark.parametrize("language", OTHERS)
def test_names_from_elsewhere_make_no_text_foreign(language):
    assert is_english(ENGLISH * 5 + OTHERS[language] * 2)


def test_a_table_of_names_with_some_english_is_english():
    row = "| the Ministry of Fisheries of Fiji | Ana Silva | Suva | Head of Fleet |\n"
    assert is_english(row * 20)


def test_minutes_with_little_but_names_are_english():
    labels = "Date: 14 March\nVenue: Town Hall, Bergen\nChair: Dewi Lestari\n"
    names = "Present: Tom Baker, Lan Nguyen, Priya Nair, Ken Ito, Sok Dara, Mai Tran\n" * 5
    assert is_english(
        f"{labels}{names}The group agreed to buy the buoys. It will meet in the hall."
    )


@pytest.mark.parametrize("language", OTHERS)
def test_minutes_in_other_languages_are_not(language):
    names = "Tom Baker, Lan Nguyen, Priya Nair, Ken Ito, Sok Dara, Mai Tran\n" * 5
    assert not is_english(names + OTHERS[language] * 2)


@pytest.mark.parametrize("text", ["", "Fiji", "Le forum", "12 + 3", "| Fiji | 3 |\n" * 9])
def test_of_a_few_words_in_latin_letters_nothing_is_said(text):
    assert is_english(text)


@pytest.mark.parametrize(
    "text", ["会议在北京举行。", "حضر الاجتماع مندوبون", "Форум прошёл в Москве"]
)
def test_a_few_words_in_other_letters_are_foreign(text):
    assert not is_english(text)


def test_only_the_beginning_of_a_long_text_is_looked_at():
    assert is_english(ENGLISH * 200 + OTHERS["French"] * 2000)


@given(st.text(max_size=200))
def test_any_text_is_english_or_not_and_stays_so_when_repeated(text):
    assert isinstance(is_english(text * FEW_WORDS), bool)

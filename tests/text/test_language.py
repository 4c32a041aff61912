"""Whether a text is in English, by its small words."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.corpus import read_corpus
from bot.text.language import FEW, is_english

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
    assert isinstance(is_english(text * FEW), bool)

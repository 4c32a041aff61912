import pytest
from small_library import library

from bot.answering.foreign import foreign

REPORTS = library("The session opened in Wo Bay. Señor Núñez was there. Die Küste ist schön.")


@pytest.mark.parametrize(
    "question",
    [
        "siapa yang menjadi ketua lokakarya?",
        "quand est la prochaine réunion?",
        "¿quién y cuándo abrió?",
        "wer hat das Treffen geleitet und wo?",
        "кто открыл заседание?",
        "谁主持了会议",
        "ai là chủ tịch",
    ],
)
def test_a_question_in_another_language_is_told(question):
    assert foreign(question, REPORTS)


@pytest.mark.parametrize(
    "question",
    [
        "Who opened the session?",
        "Where was the hat of the war that Die Zeit won?",
        "when did Señor Núñez open it",
        "Who chaired the frobnication of gizmos?",
        "2019?",
        "",
        "yang",
        "Was it in Wo Bay where the session was?",
    ],
)
def test_a_question_in_english_is_none_whatever_it_names(question):
    assert not foreign(question, REPORTS)


def test_foreign_words_that_the_reports_hold_are_not_foreign():
    assert foreign("die Küste ist schön und", library("The session opened."))
    assert not foreign("Küste schön", REPORTS)

from small_library import holding

from bot.answering import answer_question
from bot.config import Answer
from bot.model import Found, Report, Silent

REPORT = Report("a.md", "Planning session", "Fiji chaired the session. Tonga opened it in Apia.")


def asked(question):
    return answer_question(holding(REPORT), Answer(), question)


def test_a_question_of_words_that_no_report_has_is_not_answered():
    answer = asked("Who ate the moon?")
    assert isinstance(answer, Silent)
    assert answer.confidence == 0.0


def test_a_word_of_the_reports_among_them_is_enough():
    assert asked("Who chaired the session?").confidence > 0.0


def test_another_word_for_one_of_the_reports_is_enough():
    answer = asked("Who presided over the session?")
    assert isinstance(answer, Found)
    assert answer.answer == "Fiji"

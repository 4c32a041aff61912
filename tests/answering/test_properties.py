"""What holds for any question and any report."""

import os
import subprocess
import sys

from hypothesis import example, given, settings
from hypothesis import strategies as st
from small_library import holding

from bot.answering import answer_question, explain_question
from bot.config.sections import Answer
from bot.model import WORD, Found, Report, Turn

ANY = Answer(max_wrong=1.0)
BODIES = (
    "The ninth meeting of the network was held in Suva on 3 May 2020. It was chaired by Ana Silva,"
    " a judge. Officers came from Fiji, Samoa and Tonga because of rain.",
    "The groups were chaired:\n\n- Fiji: fish\n- Samoa: forests\n",
    "| Name | Post |\n|---|---|\n| Ben Tan | envoy |\n| Ana Silva | judge |\n",
)
REPORTS = [Report(f"{n}.md", "Meeting of the network", body) for n, body in enumerate(BODIES)]
LIBRARY = holding(*REPORTS)
WORDS = st.sampled_from(
    """who what where when why which did was were how many long much is the and countries meeting
    officers chaired held came Fiji Samoa Suva Ana Silva judge groups fish in of by 2020 May ninth
    ? ’ - she it names list all latest meetings not envoy rain cost""".split()
)
QUESTIONS = st.lists(WORDS, max_size=9).map(" ".join)


def sound(answer, reports):
    """Say whether all that an answer quotes and says stands in the reports."""
    if not isinstance(answer, Found):
        return True
    bodies = {report.path: report.body for report in reports}
    quoted = [quote.passage for quote in answer.quotes]
    said = set(WORD.findall(" ".join(p.text for p in quoted)))
    return all(p.text == bodies[p.report.path][p.start : p.end] for p in quoted) and said >= {
        word for text in (answer.text, *answer.items) for word in WORD.findall(text)
    }


@settings(max_examples=60)
@given(QUESTIONS, st.none() | QUESTIONS)
def test_every_answer_is_made_of_words_that_the_reports_hold_where_they_are_quoted(text, before):
    turn = None if before is None else Turn(before, "0.md")
    assert sound(answer_question(LIBRARY, ANY, text, turn), REPORTS)


@settings(max_examples=60)
@given(st.text(max_size=60), st.text(max_size=20))
def test_any_text_may_be_asked_and_explained(text, before):
    turn = Turn(before, "0.md", 10**6, "Ana Silva")
    assert sound(answer_question(LIBRARY, ANY, text, turn), REPORTS)
    assert explain_question(LIBRARY, ANY, text, turn)


@settings(max_examples=40)
@example("0\x1b\x1b0\x1b0{0_B", "0", "")
@example(f"0 {'a' * 70}", "0", "")
@given(st.text(max_size=80), st.text(max_size=20), QUESTIONS)
def test_any_text_may_be_a_report(body, title, question):
    report = Report("a.md", title, f"{body} Fiji chaired it {body}", "2020-05-03")
    assert sound(answer_question(holding(report), ANY, f"{question} {title}"), [report])


@settings(max_examples=20)
@given(QUESTIONS)
def test_the_same_question_has_the_same_answer(text):
    assert answer_question(LIBRARY, ANY, text) == answer_question(LIBRARY, ANY, text)


PROGRAM = """
import sys
from bot.answering import answer_question
from bot.config.sections import Answer
from bot.model import Report, Turn
from bot.reading import read_report
from bot.retrieval import Library
bodies = sys.argv[1:]
reports = [Report(f"{n}.md", "Meeting of the network", body) for n, body in enumerate(bodies)]
library = Library.of([read_report(report) for report in reports])
for question in ("Who chaired the meeting?", "Which countries came?", "Did Fiji come in 2020?",
                 "Which meetings were held?", "What did Ana Silva do for the network of judges?"):
    print(repr(answer_question(library, Answer(max_wrong=1.0), question, Turn("Where was it?"))))
"""


def test_answers_do_not_depend_on_the_order_of_sets():
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", PROGRAM, *BODIES],
            env={**os.environ, "PYTHONHASHSEED": seed},
            stdout=subprocess.PIPE,
        )
        for seed in ("1", "2")
    ]
    first, second = (run.communicate(timeout=60)[0] for run in runs)
    assert first == second
    assert first.count(b"Found(") >= 3

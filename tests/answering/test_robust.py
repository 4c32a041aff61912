"""What holds for any report, however it was cut up, and any weights; never what they answer."""

import json
import logging
import random
import unicodedata
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from told_network import Wild

from bot.answering import answer_question, explain_question
from bot.config.sections import AnswerSection
from bot.corpus import read_corpus
from bot.event import read_events
from bot.model import WORD, Found, Report, Turn
from bot.reader import network
from bot.reading import read_report
from bot.retrieval import Library

ANY = AnswerSection(max_wrong=1.0)  # answers whatever is likeliest
SAMPLES = read_corpus(Path(__file__).parents[2] / "corpus").reports
SCRIPTS = (
    "حضرَ الاجتماعَ ٤٠ مندوبًا", "กรุงเทพฯ ที่ประชุม", "Zoë́ co̲", "\u0301\u0302", "\u200f", "🌏", "\x00",
    "会议在北京举行。", "(", "]", "|", "—", "$5M", "\n|-|-|\n", "\ud800", "\u00ad", "a" * 400,
)  # fmt: skip
MARKS = frozenset("\n.()[]|:,")
GRAPHEMES = frozenset({"Mn", "Mc", "Me"})  # marks that belong to the letter before them
OF_THE_SET = tuple(
    json.loads(line)["question"]
    for line in (Path(__file__).parents[1] / "quality/questions.jsonl")
    .read_text("utf-8")
    .split("\n")
    if line
)
GROUPS = 24  # of the set's questions, each asked of reports broken in another way
QUESTIONS = (
    "Who chaired it?",
    "Which countries took part?",
    "Did Fiji attend?",
    "What was decided, and when is the next one?",
    "How many people came?",
    "Give me a summary",
    "Which meetings were held in 2023?",
    "What happened at the Annual Forum of the Harbour Watch Network in Koper?",
    "من ترأس الاجتماع؟",
    "ใคร\u0301 (chaired",
)


@contextmanager
def nothing_logged():
    """Fails where something is withheld or given up, which the program survives and logs."""
    heard = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: heard.append(record.getMessage())
    logging.getLogger("bot").addHandler(handler)
    try:
        yield
    finally:
        logging.getLogger("bot").removeHandler(handler)
    assert heard == []


def broken(report, number, chance):
    """The report without some of its marks, with other scripts between, or a part of it."""
    share = chance.choice([0.0, 0.1, 0.5, 1.0])
    letters = [c for c in report.body if c not in MARKS or chance.random() >= share]
    for _ in range(chance.randrange(12)):
        letters.insert(chance.randrange(len(letters)), chance.choice(SCRIPTS))
    if chance.random() < 0.5:  # it begins and ends anywhere
        start, end = sorted(chance.choices(range(len(letters)), k=2))
        letters = letters[start : end + 1]
    body = "".join(letters).encode("utf-8", "ignore").decode()
    path = f"{number}.{chance.choice(['md', 'txt'])}"
    return Report(path, report.title, body, chance.choice([report.date, None]))


def known(reports, reader):
    readings = [read_report(report) for report in reports]
    return Library.of(readings, read_events(readings, reader))


def verbatim(passage, bodies):
    body = bodies[passage.report.path]
    whole = not (cuts_a_grapheme(body, passage.start) or cuts_a_grapheme(body, passage.end))
    return whole and passage.text == body[passage.start : passage.end]


def cuts_a_grapheme(text, at):
    """Say whether the place lies between a letter and its marks."""
    inside = 0 < at < len(text) and not text[at - 1].isspace()
    return inside and unicodedata.category(text[at]) in GRAPHEMES


def sound(answer, reports):
    """Say whether all that an answer quotes and says stands in the reports."""
    bodies = {report.path: report.body for report in reports}
    shown = [scored.passage for scored in answer.passages]
    if not isinstance(answer, Found):
        return all(verbatim(passage, bodies) for passage in shown)
    quoted = [quote.passage for quote in answer.quotes]
    said = set(WORD.findall(" ".join(passage.text for passage in quoted)))
    given_words = [w for part in (answer.text, *answer.items) for w in WORD.findall(part)]
    marked = [(q.passage.text, h) for q in answer.quotes for h in q.highlights]
    return (
        all(verbatim(passage, bodies) for passage in (*shown, *quoted))
        and said.issuperset(given_words)
        and all(text[h.start : h.end].strip() for text, h in marked)
        and not any(cuts_a_grapheme(text, at) for text, h in marked for at in (h.start, h.end))
    )


def asked(seed, reader, count):
    """Ask questions of reports broken by chance, and say whether all answers are sound."""
    chance = random.Random(seed)
    asked_all(chance, reader, chance.sample((*QUESTIONS, *OF_THE_SET), count))


def asked_all(chance, reader, questions):
    samples = chance.sample(SAMPLES, chance.choice([1, 2, 3]))
    reports = [broken(report, number, chance) for number, report in enumerate(samples)]
    turn = None
    with nothing_logged():
        library = known(reports, reader)
        for question in questions:
            answer = answer_question(library, reader, ANY, question, turn)
            assert sound(answer, reports), question
            turn = chance.choice([None, Turn(question), Turn(question, reports[0].path)])


@settings(max_examples=25)
@given(st.integers(0, 2**32))
def test_every_answer_from_broken_reports_is_made_of_their_words(seed):
    asked(seed, network(), 2)


@settings(max_examples=40)
@example(23601536)  # an event's name by its title, that ends before a letter's mark
@given(st.integers(0, 2**32))
def test_that_holds_whatever_the_weights_say(seed):
    asked(seed, Wild(seed), 5)


@pytest.mark.parametrize("weights", [lambda _: network(), Wild], ids=["real", "wild"])
@pytest.mark.parametrize("group", range(GROUPS))
def test_every_question_of_the_set_has_a_sound_answer_from_broken_reports(group, weights):
    asked_all(random.Random(group), weights(group), OF_THE_SET[group::GROUPS])


@pytest.fixture(scope="module")
def samples(sample_assistant):
    return sample_assistant.snapshot.library


@settings(max_examples=25)
@given(st.text(max_size=60), st.none() | st.text(max_size=20))
def test_any_text_may_be_asked_and_explained(samples, text, before):
    turn = None if before is None else Turn(before, SAMPLES[0].path, 10**6, "Ana Silva")
    with nothing_logged():
        assert sound(answer_question(samples, network(), ANY, text, turn), SAMPLES)
        assert explain_question(samples, network(), ANY, text, turn)


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_same_question_has_the_same_answer(samples, question):
    first = answer_question(samples, network(), ANY, question)
    assert answer_question(samples, network(), ANY, question) == first
    assert sound(first, SAMPLES)


def test_a_report_has_the_same_sheet_whatever_it_is_read_with():
    readings = [read_report(report) for report in SAMPLES[:4]]
    alone = [read_events([reading], network())[0] for reading in readings]
    assert read_events(readings, network()) == alone


@pytest.mark.parametrize("report", SAMPLES, ids=lambda report: report.path)
def test_every_value_of_a_sheet_is_a_slice_of_its_passage(report, samples):
    number = samples.number_of[report.path]
    reading, event = samples.readings[number], samples.events[number]
    for value in (value for values in event.slots.values() for value in values):
        passage = reading.passages[value.passage]
        assert passage.start <= value.start < value.end <= passage.end
        assert 0 < value.probability <= 1

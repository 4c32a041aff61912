import pytest

from bot.model import Report
from bot.reading import read_report


def context(body, passage=-1):
    reading = read_report(Report("a.md", "Planning session", body))
    return reading.around[passage]


def test_a_passage_that_stands_alone_leans_on_nothing():
    assert context("Ana Silva spoke. Fiji thanked them all in Suva on the last day.", 0) == ()


def test_she_is_the_person_named_before():
    assert context("The chair, Ana Silva, met Ben Tan. They left. She thanked Fiji.") == (
        "ana",
        "silva",
    )


def test_it_is_what_the_sentence_before_names():
    assert context("Ana Silva joined the Pacific Customs Network. It met in Suva.") == (
        "pacif",
        "custom",
        "network",
    )


def test_an_item_leans_on_the_sentence_that_introduces_its_list():
    assert "agre" in context("Fiji left. They agreed:\n\n- to meet\n- to share data\n")


def test_a_row_leans_on_its_header():
    assert context("| Name | Post |\n|---|---|\n| Ben Tan | Chair |\n") == ("name", "post")


@pytest.mark.parametrize("end", [":", ":”"])
def test_speech_leans_on_who_speaks(end):
    assert context(f"Ben Quinn said{end}\n\n“We will meet.”\n") == ("ben", "quinn", "say")

"""What values refuse: a quote that differs from its source, an answer that no quote has."""

import pytest

from bot.model import Found, Passage, Quote, Report, Span

REPORT = Report("a.md", "A meeting", "It was chaired by Tonga. It took place in Suva.")
CHAIRED = Passage(REPORT, 0, 24)


def found(text, *quotes, **more):
    return Found("Who chaired it?", text, quotes, 0.9, **more)


@pytest.mark.parametrize(("start", "end"), [(-1, 5), (5, 5), (6, 5), (0, 48), (48, 49)])
def test_a_passage_is_a_slice_of_its_report_and_never_empty(start, end):
    assert len(REPORT.body) == 47
    with pytest.raises(ValueError, match="is no slice of"):
        Passage(REPORT, start, end)


def test_a_passage_reads_as_its_report_does():
    assert CHAIRED.text == "It was chaired by Tonga."
    assert Passage(REPORT, 0, 47).text == REPORT.body


def test_the_key_of_a_passage_is_that_of_its_slice_and_content():
    again = Report("b.md", "A meeting", REPORT.body)
    assert Passage(again, 0, 24).key == CHAIRED.key
    assert Passage(REPORT, 0, 23).key != CHAIRED.key
    assert len(CHAIRED.key) == 12


@pytest.mark.parametrize("span", [Span(-1, 3), Span(3, 3), Span(18, 25)])
def test_a_highlight_lies_within_its_quote(span):
    with pytest.raises(ValueError, match="outside its quote"):
        Quote(CHAIRED, (span,))


def test_a_highlight_may_be_all_of_its_quote():
    assert Quote(CHAIRED, (Span(0, 24),)).highlights == (Span(0, 24),)


def test_an_answer_whose_words_its_quotes_have_is_given():
    place = Passage(REPORT, 25, 47)
    assert found("Tonga", Quote(CHAIRED)).answer == "Tonga"
    assert found("Tonga, Suva", Quote(CHAIRED), Quote(place)).answer == "Tonga, Suva"


@pytest.mark.parametrize("items", [(), ("Tonga", "Samoa")])
def test_a_word_that_no_quote_has_is_refused(items):
    with pytest.raises(ValueError, match=r"not in the quoted passages: \['Samoa'\]"):
        found("Tonga" if items else "Samoa", Quote(CHAIRED), items=items)


def test_an_answer_without_a_quote_is_refused():
    with pytest.raises(ValueError, match="needs a quote"):
        found("Tonga")


def test_a_verdict_or_a_count_is_what_a_person_reads_first():
    assert found("Tonga", Quote(CHAIRED), verdict="Yes").answer == "Yes"
    assert found("Tonga", Quote(CHAIRED), verdict="Yes", count=0).answer == "0"

import pytest
from small_library import candidates, weighed

from bot.answering.assembly import assemble, merged

ITEMS = "The groups were chaired:\n\n- Fiji: fish\n- Samoa: forests\n- the UK: trade\n"
ROWS = "| Name | Post |\n|---|---|\n| Ana Silva | expert |\n| Ben Tan | expert |\n"
LABELLED = (
    "Guests came:\n\n- from Polynesia: Samoa and Tonga\n- from Melanesia: Fiji and Vanuatu\n"
    "- paid by Polynesia: Niue\n"
)


def put_together(question, answer, body):
    reports, asked, found = candidates(question, body)
    quotes, items = merged(asked, reports, found[answer])
    return [quote.passage.text for quote in quotes], items


def test_a_list_over_several_items_is_merged_with_a_quote_each():
    assert put_together("Which countries chaired the groups?", "Samoa", ITEMS) == (
        ["Fiji: fish", "Samoa: forests", "the UK: trade"],
        ("Fiji", "Samoa", "the UK"),
    )


def test_a_list_over_the_rows_of_a_table_is_merged():
    quotes, items = put_together("Which experts came?", "Ben Tan", ROWS)
    assert items == ("Ana Silva", "Ben Tan")
    assert len(quotes) == 2


def test_only_items_with_the_label_asked_for_are_merged():
    question = "Which countries came from Polynesia?"
    assert put_together(question, "Samoa and Tonga", LABELLED) == (
        ["from Polynesia: Samoa and Tonga", "paid by Polynesia: Niue"],
        ("Samoa", "Tonga", "Niue"),
    )


def test_items_of_all_labels_are_merged_where_none_is_asked_for():
    _, items = put_together("Which countries came?", "Samoa and Tonga", LABELLED)
    assert items == ("Samoa", "Tonga", "Fiji", "Vanuatu", "Niue")


def test_a_merged_list_is_read_out_item_by_item():
    reports, asked, found = candidates("Which countries chaired the groups?", ITEMS)
    answer = assemble(asked, reports, found["Samoa"], 0.51239)
    assert (answer.text, answer.confidence) == ("Fiji, Samoa, the UK", 0.5124)


def test_a_list_too_long_to_be_read_is_not_merged():
    long = ITEMS.replace("fish", "fish " * 70).replace("trade", "trade " * 80)
    quotes, _ = put_together("Which countries chaired the groups?", "Samoa", long)
    assert quotes == ["Samoa: forests"]


def test_where_one_is_asked_for_nothing_is_merged():
    question = "Which country chaired the fish group?"
    assert put_together(question, "Fiji", ITEMS) == (["Fiji: fish"], ())


def test_items_of_one_sentence_stay_in_it():
    sentence = "New Zealand and Viet Nam chaired it."
    assert put_together("Which countries chaired it?", "New Zealand and Viet Nam", sentence) == (
        [sentence],
        ("New Zealand", "Viet Nam"),
    )


@pytest.mark.parametrize(
    ("question", "body"),
    [
        ("Which countries came?", "Fiji (two officers), Samoa and Trinidad and Tobago came."),
        ("Which countries chaired the groups?", ITEMS),
        ("Which experts came?", ROWS),
        ("When was it held?", "It was held from 3 to 5 May 2020."),
        ("What was agreed?", "They agreed to meet again, to share data, and to report."),
    ],
)
def test_every_candidate_makes_an_answer_of_quoted_words(question, body):
    reports, asked, found = candidates(question, body)
    assert found
    for candidate in found.values():
        answer = assemble(asked, reports, candidate, 0.5)
        quoted = " ".join(quote.passage.text for quote in answer.quotes)
        assert all(item in quoted for item in answer.items or (answer.text,))


def test_a_verdict_is_the_answer_and_its_passage_what_shows_it():
    reports, asked, found = candidates("Did Fiji come?", "Fiji came.")
    answer = assemble(asked, reports, found["Yes"], 0.5)
    assert (answer.answer, answer.text) == ("Yes", "Fiji came.")


def test_a_list_that_is_counted_is_answered_by_its_number():
    reports, asked, _ = candidates("How many countries came?", "Fiji, Samoa and Tonga came.")
    _, _, found = weighed("How many countries came?", reports)
    tally = next(c for c in found if c.filler.kind == "tally")
    answer = assemble(asked, reports, tally, 0.5)
    assert (answer.answer, answer.items) == ("3", ("Fiji", "Samoa", "Tonga"))

"""What a sheet answers: values, yes or no, quotes and a summary."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_library import told, value, words_of

from bot.answering.sheets import (
    MOST_WORDS,
    SUMMARY,
    items_of,
    quotes_of,
    stated,
    summary_of,
    verdict_of,
)
from bot.event import UNREAD, Event
from bot.slots import SLOTS

BODY = (
    "The forum was held in Koper on 3-4 May 2021. Ana Silva and Ben Tan chaired it. Officers from"
    " Fiji, Samoa and the Pacific Fund took part. In all 64 delegates of 9 countries came."
    " Tonga had to cancel."
)
CAME = ["Fiji", "Samoa", "the Pacific Fund"]
READ, SHEET = told(
    BODY,
    when="3-4 May 2021",
    where=("Koper", 0.4),
    chair=["Ana Silva", "Ben Tan"],
    participants=CAME,
    count=["64", ("9", 0.95)],
    absent="Tonga",
)


def said(slot, route="", read=READ, event=SHEET, question=""):
    found = stated(read, event, slot, route, question)
    return found and words_of(read, found.values)


def test_all_likely_items_of_a_list_are_stated_in_reading_order():
    assert said("participants") == CAME
    assert said("chair") == ["Ana Silva", "Ben Tan"]


def test_of_a_slot_with_one_value_the_best_is_stated():
    read, event = told(BODY, when=[("3-4 May 2021", 0.8), ("2021", 0.85)], where=[("Koper", 0.2)])
    assert said("when", read=read, event=event) == ["3-4 May 2021"]
    assert said("where", read=read, event=event) == ["Koper"]


def test_of_a_place_the_house_is_stated_beside_the_town():
    text = "The forum was held in Koper, Slovenia. The sessions were in the old fish market."
    read, event = told(text, where=[("Koper, Slovenia", 0.7), ("the old fish market", 0.9)])
    assert set(said("where", read=read, event=event)) == {"Koper, Slovenia", "the old fish market"}
    doubtful = told(text, where=[("Koper, Slovenia", 0.3), ("the old fish market", 0.9)])
    assert said("where", read=doubtful[0], event=doubtful[1]) == ["the old fish market"]


def test_of_dates_as_full_the_likelier_is_stated():
    text = "It was decided on 16 November 2016. They met on 27 January 2017."
    read, event = told(text, when=[("16 November 2016", 0.8), ("27 January 2017", 0.9)])
    undated = Event(event.slots)
    assert said("when", read=read, event=undated) == ["27 January 2017"]
    assert event.starts == "2016-11-16"  # the day that the event is sorted by goes before that
    assert said("when", read=read, event=event) == ["16 November 2016"]


def test_who_stands_in_for_the_chair_is_stated_only_where_asked_for():
    read, event = told("Hilda Heine acted as vice-chair.", chair=["Hilda Heine"])
    assert said("chair", read=read, event=event, question="Who chaired it?") is None
    asked = said("chair", read=read, event=event, question="Who was the vice-chair?")
    assert asked == ["Hilda Heine"]
    text = "Ana Silva took the chair, with Ben Tan as deputy chair."
    read, event = told(text, chair=["Ana Silva"])
    assert said("chair", read=read, event=event, question="Who chaired it?") == ["Ana Silva"]


def test_no_date_of_another_year_than_asked_for_is_stated():
    text = "It was decided on 16 November 2016. They met on 27 January 2017."
    read, event = told(text, when=[("16 November 2016", 0.9), ("27 January 2017", 0.6)])
    assert said("when", read=read, event=event) == ["16 November 2016"]
    of_year = said("when", read=read, event=event, question="When in 2017 did they meet?")
    assert of_year == ["27 January 2017"]
    assert said("when", read=read, event=event, question="When in 2012 did they meet?") is None


@pytest.mark.parametrize("slot", SLOTS)
def test_an_empty_sheet_states_nothing(slot):
    assert stated(READ, UNREAD, slot) is None


def test_what_is_stated_is_as_likely_as_its_likeliest_value():
    assert stated(READ, SHEET, "count").probability == 0.9
    assert stated(READ, SHEET, "where").probability == 0.4


def test_items_much_less_likely_than_the_likeliest_are_left_out():
    read, event = told(BODY, participants=[("Fiji", 0.95), ("Samoa", 0.5), ("Tonga", 0.31)])
    assert said("participants", read=read, event=event) == ["Fiji", "Samoa"]


def test_an_unlikely_item_alone_is_stated_with_its_probability():
    read, event = told(BODY, chair=[("Ana Silva", 0.2)])
    assert said("chair", read=read, event=event) == ["Ana Silva"]


@pytest.mark.parametrize(
    ("slot", "route", "words"),
    [
        ("participants", "participants_countries", ["Fiji", "Samoa"]),
        ("participants", "participants_bodies", ["the Pacific Fund"]),
        ("count", "count_countries", ["9"]),
        ("count", "count", ["64"]),
    ],
)
def test_a_narrowed_question_has_a_narrower_answer(slot, route, words):
    assert said(slot, route) == words


@pytest.mark.parametrize(
    ("after", "of_countries"),
    [
        (" countries came.", True),
        (" Arab and African countries came.", True),
        (" of the member states came.", True),
        (" of 21 members came.", True),
        (" people of the states came.", False),
        (" delegates from nine countries came.", False),
        (" officers of 9 states came.", False),
        (" people and nine countries came.", False),
    ],
)
def test_a_number_counts_countries_or_people_by_the_word_after_it(after, of_countries):
    read, event = told(f"In all 64{after} 7 others.", count=["64", ("7", 0.7)])
    assert said("count", "count_countries", read, event) == ["64"]
    assert said("count", "count", read, event) == (["7"] if of_countries else ["64"])


def test_where_nothing_is_narrower_all_is_stated():
    read, event = told(BODY, participants=["the Pacific Fund"], count="64")
    assert said("participants", "participants_countries", read, event) == ["the Pacific Fund"]
    assert said("count", "count_countries", read, event) == ["64"]


def test_a_number_in_a_passage_that_speaks_of_no_countries_counts_none():
    read, event = told("The course was for 20 officers of Fiji and Samoa.", count="20")
    assert said("count", "count_countries", read, event) is None
    assert said("count", "count", read, event) == ["20"]


def test_a_country_with_an_article_is_a_country():
    read, event = told("The Maldives and the Fund came.", participants=["The Maldives", "the Fund"])
    assert said("participants", "participants_countries", read, event) == ["The Maldives"]


@pytest.mark.parametrize(
    ("first", "countries"),
    [
        ("the national societies of Fiji", ["Fiji", "Samoa"]),
        ("delegates from the Maldives", ["Maldives", "Samoa"]),
        ("the Bank of Fiji", ["Samoa"]),
        ("Fiji Airways", ["Samoa"]),
    ],
)
def test_whoever_is_of_a_country_stands_for_it_but_a_name_does_not(first, countries):
    read, event = told(f"They were {first} and Samoa.",
                       participants=[first, "Samoa"])  # fmt: skip
    assert said("participants", "participants_countries", read, event) == countries


def test_each_item_is_named_once():
    body = "The UK came. The United  Kingdom spoke.\nThe Pacific\nFund paid."
    _, event = told(body, participants=["UK", "United  Kingdom", "Pacific\nFund"])
    assert items_of(body, event.slots["participants"]) == ("UK", "Pacific Fund")


def verdict(question, slot="participants", body=BODY, **slots):
    read, event = told(body, **slots) if slots else (READ, SHEET)
    found = verdict_of(read, event, slot, question)
    return found and ("yes" if found.yes else "no", words_of(read, found.values))


@pytest.mark.parametrize(
    ("question", "slot", "shown"),
    [
        ("Did Fiji take part?", "participants", "Fiji"),
        ("was fiji there", "participants", "Fiji"),
        ("Did the Pacific Fund come?", "participants", "the Pacific Fund"),
        ("Was it chaired by Ana Silva?", "chair", "Ana Silva"),
        ("was ben tan its chair?", "chair", "Ben Tan"),
        ("Was it held on 3-4 May 2021?", "when", "3-4 May 2021"),
    ],
)
def test_who_is_in_the_list_is_affirmed_by_the_place_in_it(question, slot, shown):
    assert verdict(question, slot) == ("yes", [shown])


@pytest.mark.parametrize("name", ["Viet Nam", "Vietnam", "vietnam", "Vietnamese"])
def test_a_country_is_in_the_list_by_any_of_its_names(name):
    body = "Fiji and Viet Nam came."
    assert verdict(f"Did {name} come?", body=body, participants=["Fiji", "Viet Nam"]) == (
        "yes", ["Viet Nam"],
    )  # fmt: skip


def test_whom_a_closed_list_leaves_out_is_denied_by_the_list():
    assert verdict("Did Kenya take part?") == ("no", ["Fiji", "Samoa"])


def test_who_is_said_to_be_absent_is_denied_by_that():
    assert verdict("Did Tonga take part?") == ("no", ["Tonga"])


def test_who_is_said_to_be_absent_had_no_part_but_may_have_paid():
    assert verdict("Did Tonga speak?", "speakers") == ("no", ["Tonga"])
    assert verdict("Did Tonga pay for it?", "supporter") is None


def test_absence_counts_more_than_the_list():
    body = "Fiji and Tonga had been invited. Tonga had to cancel."
    read, event = told(body, participants=["Fiji", "Tonga"], absent="Tonga")
    assert verdict_of(read, event, "participants", "Did Tonga come?").yes is False


@pytest.mark.parametrize(
    "said",
    [
        "Officers from Fiji and Samoa, among others, came.",
        "Countries such as Fiji and Samoa came.",
        "They came from many states, including Fiji and Samoa.",
        "Fiji, Samoa and others came.",
        "Fiji and Samoa came; others declined.",
    ],
)
def test_of_a_list_that_is_open_or_denied_nothing_follows(said):
    assert verdict("Did Kenya come?", body=said, participants=["Fiji", "Samoa"]) is None
    assert verdict("Did Fiji come?", body=said, participants=["Fiji", "Samoa"])[0] == "yes"


@pytest.mark.parametrize(
    ("question", "slot"),
    [
        ("Did Carl Dahl take part?", "participants"),
        ("Did they take part?", "participants"),
        ("Did Kenya open it?", "opener"),
        ("Was it in Kenya?", "where"),
    ],
)
def test_of_whom_no_list_of_countries_can_tell_nothing_is_said(question, slot):
    assert verdict(question, slot) is None


def test_a_single_country_is_no_list_of_all_who_came():
    assert verdict("Did Kenya come?", body="Fiji came.", participants=["Fiji"]) is None


def test_items_that_are_not_likely_tell_neither():
    slots = {"participants": [("Fiji", 0.4), ("Samoa", 0.4)]}
    assert verdict("Did Fiji come?", body="Fiji and Samoa came.", **slots) is None
    assert verdict("Did Kenya come?", body="Fiji and Samoa came.", **slots) is None


@pytest.mark.parametrize("question", ["Did Niger come?", "Did Guinea come?", "Did Fijians come?"])
def test_part_of_another_name_is_no_name(question):
    body = "Nigeria, Papua New Guinea and Fiji came."
    found = verdict(question, body=body, participants=["Nigeria", "Papua New Guinea"])
    assert found is None or found[0] == "no"


IN_SUVA = (
    "The May workshop was held in Suva on 3 June 2021. Officers from SPC, Fiji, Samoa and Tonga"
    " came. Ana Maria Silva chaired it."
)
SUVA = {
    "where": "Suva", "when": "3 June 2021", "name": "May workshop", "chair": "Ana Maria Silva",
    "participants": ["SPC", "Fiji", "Samoa", "Tonga"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("question", "slot"),
    [
        ("Was the Suva workshop held in Nadi?", "where"),
        ("Was the workshop of Suva held in Nadi?", "where"),
        ("Was the May workshop held on 4 May 2021?", "when"),
        ("Was the Suva workshop chaired by Ben Tan?", "chair"),
        ("Did Carl Dahl attend the SPC workshop?", "participants"),
        ("Did Carl Dahl attend the May workshop of the Fund?", "participants"),
    ],
)
def test_words_that_name_the_event_affirm_nothing(question, slot):
    assert verdict(question, slot, IN_SUVA, **SUVA) is None


@pytest.mark.parametrize("country", ["Vanuatu", "Fiji and Vanuatu", "vanuatu"])
def test_another_name_in_the_question_affirms_no_country(country):
    found = verdict(f"Did {country} attend the SPC workshop?", body=IN_SUVA, **SUVA)
    assert found is None or found[0] == "no"


def test_who_took_part_and_names_the_event_too_is_not_what_is_asked_about():
    body = "SPC held a workshop. SPC and the Fund came."
    slots = {"organiser": "SPC", "participants": ["SPC", "the Fund"]}
    assert verdict("Did Ana Silva come to the workshop of SPC?", body=body, **slots) is None
    assert verdict("Did the Fund come to the workshop of SPC?", body=body, **slots) == (
        "yes", ["the Fund"],
    )  # fmt: skip


def test_a_country_that_only_names_the_event_need_not_be_in_the_list():
    body = "The workshop was held in Suva, Fiji. Samoa and Tonga came."
    slots = {"where": "Suva, Fiji", "participants": ["Samoa", "Tonga"]}
    assert verdict("Did Tonga attend the workshop in Fiji?", body=body, **slots) == (
        "yes", ["Tonga"],
    )  # fmt: skip


def test_of_several_countries_all_have_to_be_in_the_list():
    assert verdict("Did Fiji and Vanuatu attend?", body=IN_SUVA, **SUVA) is None
    assert verdict("Did Fiji and Samoa attend?", body=IN_SUVA, **SUVA) == (
        "yes", ["Fiji", "Samoa"],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("question", "slot", "shown"),
    [
        ("Was the workshop held in Suva?", "where", "Suva"),
        ("Did SPC attend the workshop in Suva?", "participants", "SPC"),
        ("Did Tonga attend the SPC workshop?", "participants", "Tonga"),
        ("Did Ms Silva chair it?", "chair", "Ana Maria Silva"),
    ],
)
def test_what_is_asked_about_is_affirmed_beside_words_that_name(question, slot, shown):
    assert verdict(question, slot, IN_SUVA, **SUVA) == ("yes", [shown])


def test_a_country_that_a_body_in_the_list_is_of_is_not_denied():
    body = "Fiji Ministry of Health, Samoa and Tonga came."
    came = ["Fiji Ministry of Health", "Samoa", "Tonga"]
    assert verdict("Did Fiji attend?", body=body, participants=came) is None
    assert verdict("Did Kenya attend?", body=body, participants=came) == (
        "no", ["Samoa", "Tonga"],
    )  # fmt: skip


def test_a_country_that_may_be_in_the_list_is_not_denied():
    body = "Fiji, Samoa and Tonga came."
    came = ["Fiji", "Samoa", ("Tonga", 0.3)]
    assert verdict("Did Tonga attend?", body=body, participants=came) is None


def test_a_quote_shows_all_values_of_its_passage():
    quotes, shown = quotes_of(READ, SHEET.slots["participants"])
    (quote,) = quotes
    assert [quote.passage.text[h.start : h.end] for h in quote.highlights] == CAME
    assert shown == list(SHEET.slots["participants"])


def test_passages_are_quoted_the_surest_first():
    read, event = told("Ana Silva spoke. Ben Tan sang.", speakers=[("Ana Silva", 0.6), "Ben Tan"])
    quotes, shown = quotes_of(read, event.slots["speakers"])
    assert [q.passage.text for q in quotes] == ["Ben Tan sang.", "Ana Silva spoke."]
    assert words_of(read, shown) == ["Ben Tan", "Ana Silva"]


@given(st.lists(st.integers(1, 90), min_size=1, max_size=9), st.randoms())
def test_all_quotes_together_are_no_longer_than_anybody_reads(lengths, chance):
    body = " ".join(
        f"Officer {n} {' '.join(f'w{n}x{i}' for i in range(length))}."
        for n, length in enumerate(lengths)
    )
    pairs = [(f"Officer {n}", chance.choice([0.5, 0.7, 0.9])) for n in range(len(lengths))]
    read, event = told(body, participants=pairs)
    quotes, shown = quotes_of(read, event.slots["participants"])
    assert len(quotes) == len(shown) >= 1
    assert sum(len(q.passage.text.split()) for q in quotes) <= MOST_WORDS
    best = max(probability for _, probability in pairs)
    assert shown[0].probability == best


def test_one_passage_is_quoted_however_long_it_is():
    read, event = told(f"Fiji {'came ' * 119}.", participants="Fiji")
    assert len(quotes_of(read, event.slots["participants"])[0]) == 1


def test_a_summary_has_a_line_for_each_slot_that_is_told_and_a_quote_that_shows_it():
    fields, quotes = summary_of(READ, SHEET)
    assert {f.name: f.value for f in fields} == {
        "when": "3-4 May 2021",
        "chair": "Ana Silva, Ben Tan",
        "participants": "Fiji, Samoa, the Pacific Fund",
        "count": "64",
        "absent": "Tonga",
    }
    for field in fields:
        text = quotes[field.quote].passage.text
        assert all(item in text for item in field.value.split(", "))


def test_the_lines_of_a_summary_are_in_one_order_and_its_passages_quoted_once():
    fields, quotes = summary_of(READ, SHEET)
    order = [SUMMARY.index(field.name) for field in fields]
    assert order == sorted(order)
    assert len({quote.passage for quote in quotes}) == len(quotes)
    assert set(SUMMARY) <= set(SLOTS)


def test_what_is_not_likely_is_not_told():
    assert summary_of(*told(BODY, chair=[("Ana Silva", 0.4)])) == ((), ())
    (field,), _ = summary_of(*told(BODY, chair=["Ana Silva", ("Ben Tan", 0.45)]))
    assert field.value == "Ana Silva"


@given(
    st.lists(
        st.tuples(st.sampled_from(SLOTS), st.sampled_from(BODY.split()), st.floats(0.12, 1)),
        max_size=12,
    )
)
def test_whatever_a_sheet_holds_its_summary_is_quoted(values):
    slots = {}
    for slot, word, probability in values:
        slots.setdefault(slot, []).append((word, probability))
    fields, quotes = summary_of(*told(BODY, **slots))
    for field in fields:
        shown = [q.passage.text for q in quotes]
        assert any(word in shown[field.quote] for word in field.value.split(", "))
    highlights = [(q.passage.text, h) for q in quotes for h in q.highlights]
    assert all(0 <= h.start < h.end <= len(text) for text, h in highlights)


def test_a_value_may_be_found_by_hand():
    assert words_of(READ, [value(READ, "Koper")]) == ["Koper"]

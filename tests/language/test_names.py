import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.names import names_in
from bot.language.tagging import tag


def named(text):
    sentence = tag(text)
    return [(n.kind, sentence.slice(n.first, n.last)) for n in names_in(sentence)]


def of_kind(kind, text):
    return [name for found, name in named(text) if found == kind]


@pytest.mark.parametrize(
    "person",
    [
        "Johnathan Kings",
        "Dr. Ana Silva",
        "Mr Tan",
        "H.E. Samuel Wame",
        "Prime Minister Sitiveni Rabuka",
        "Detective Inspector Jane Woods",
        "Johannes van der Berg",
        "Miguel de la Madrid",
        "John F. Okafor",
        "Jean-Luc Marchand",
    ],
)
def test_a_person_is_named_with_titles(person):
    assert of_kind("person", f"It was opened by {person}.") == [person]


def test_a_person_s_core_is_the_name_without_titles():
    sentence = tag("Mr Wame met Prime Minister Sitiveni Rabuka.")
    found = names_in(sentence)
    assert [sentence.slice(n.core, n.last) for n in found] == ["Wame", "Sitiveni Rabuka"]


@pytest.mark.parametrize(
    "body",
    [
        "UNODC",
        "UK Home Office",
        "Royal Canadian Mounted Police",
        "Ministry of Justice and Human Rights",
        "Ministry of Labour, Trade and Industry",
        "Department of Agriculture, Fisheries, and Forestry",
        "United Nations Office on Drugs and Crime",
        "Customs and Border Protection",
        "Japan Customs",
        "Asian Development Bank",
        "Bank of the South Pacific",
        "Office of the Attorney General",
    ],
)
def test_a_body_is_one_name_with_its_inner_and(body):
    assert of_kind("body", f"It was led by the {body}.") == [body]


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        ("the Ministry of Health and the Asian Bank", ["Ministry of Health", "Asian Bank"]),
        (
            "the Ministry of Health, Fiji Police and UNODC",
            ["Ministry of Health", "Fiji Police", "UNODC"],
        ),
        ("from Japan Customs and Japan", ["Japan Customs"]),
        ("the Bank of Ceylon in Fiji", ["Bank of Ceylon"]),
    ],
)
def test_the_next_of_a_list_is_no_part_of_a_body(text, bodies):
    assert of_kind("body", f"They met {text}.") == bodies


def test_countries_of_a_list_are_names_of_their_own():
    text = "Malaysia, Sri Lanka, the Maldives, the UK and Trinidad and Tobago came."
    assert of_kind("country", text) == [
        "Malaysia",
        "Sri Lanka",
        "Maldives",
        "UK",
        "Trinidad and Tobago",
    ]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("It was held in Suva.", "Suva"),
        ("They met at the Grand Pacific Hotel.", "Grand Pacific Hotel"),
        ("They flew to Honiara.", "Honiara"),
        ("They came from Western Samara.", "Western Samara"),
    ],
)
def test_a_place_follows_in_or_is_a_venue(text, place):
    assert of_kind("place", text) == [place]


@pytest.mark.parametrize("event", ["Budapest Convention", "Annual Meeting", "Suva Declaration"])
def test_an_event_ends_in_its_noun(event):
    assert of_kind("event", f"It was the {event}.") == [event]


def test_a_post_without_a_person_is_a_post():
    assert named("They met the Deputy Commissioner of Customs.") == [
        ("post", "Deputy Commissioner of Customs")
    ]


@pytest.mark.parametrize("text", ["They met in July.", "They met on Monday.", "they met.", ""])
def test_months_days_and_plain_words_are_no_names(text):
    assert named(text) == []


@given(
    st.lists(
        st.sampled_from("Ministry of and , the Fiji Mr Ana de - . UN in St".split()), max_size=14
    )
)
def test_names_lie_in_order_without_overlaps(words):
    end = 0
    for name in names_in(tag(" ".join(words))):
        assert end <= name.first <= name.core <= name.last
        assert name.first < name.last
        end = name.last

import pytest

from bot.answering.fillers import counted, named_fillers, noun_phrases, tallied
from bot.reading.sentence import read_sentence


def lists(kind, text):
    """The longest list of a kind, item by item as written."""
    found = named_fillers(read_sentence(text), frozenset({kind}))
    return [text[s:e] for s, e in max(found, key=lambda f: len(f.spans)).spans]


@pytest.mark.parametrize(
    ("text", "items"),
    [
        (
            "from Malaysia, the Maldives, the UK and Canada",
            ["Malaysia", "the Maldives", "the UK", "Canada"],
        ),
        ("from Fiji, Trinidad and Tobago and Samoa", ["Fiji", "Trinidad and Tobago", "Samoa"]),
        ("from Bosnia and Herzegovina and Serbia", ["Bosnia and Herzegovina", "Serbia"]),
        ("from Polynesia: Samoa, Tonga; from Melanesia: Fiji", ["Samoa", "Tonga", "Fiji"]),
        ("from Fiji (two officers) and Samoa", ["Fiji", "Samoa"]),
    ],
)
def test_countries_in_one_list_are_its_items(text, items):
    assert lists("country", f"Officers came {text}.") == items


@pytest.mark.parametrize(
    ("text", "items"),
    [
        (
            "the Ministry of Justice and Human Rights and the Asian Bank",
            ["Ministry of Justice and Human Rights", "Asian Bank"],
        ),
        (
            "the Ministry of Labour, Trade and Industry, the Fiji Police and UNODC",
            ["Ministry of Labour, Trade and Industry", "Fiji Police", "UNODC"],
        ),
        (
            "the UK Home Office, the United Nations Office on Drugs and Crime (UNODC) and the"
            " Australian Government’s Department of Home Affairs",
            [
                "UK Home Office",
                "United Nations Office on Drugs and Crime",
                "Australian Government’s Department of Home Affairs",
            ],
        ),
    ],
)
def test_a_body_with_an_inner_and_is_one_item(text, items):
    assert lists("body", f"On the panel were {text}.") == items


@pytest.mark.parametrize(
    ("text", "items"),
    [
        (
            "Ana Silva of the Asian Bank, Ben Tan from Fiji and Sam Wame",
            ["Ana Silva", "Ben Tan", "Sam Wame"],
        ),
        ("Dr. Ana Silva and Mr Tan", ["Ana Silva", "Tan"]),
        ("Ana Silva, Director of Customs, and Ben Tan", ["Ana Silva", "Ben Tan"]),
    ],
)
def test_posts_may_stand_between_the_persons_of_a_list(text, items):
    assert lists("person", f"The speakers were {text}.") == items


@pytest.mark.parametrize(
    "text",
    ["Fiji chaired it and Samoa hosted it.", "Fiji thanked Samoa.", "From Fiji it went to Samoa."],
)
def test_names_with_a_verb_between_them_are_no_list(text):
    assert len(lists("country", text)) == 1


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("Officers from Fiji and Samoa; Tonga and Palau left.", ["Fiji, Samoa", "Tonga, Palau"]),
        ("Officers from Fiji, Samoa; Tonga and Palau came.", ["Fiji, Samoa, Tonga, Palau"]),
    ],
)
def test_a_list_closed_by_and_ends_before_a_semicolon(text, items):
    found = named_fillers(read_sentence(text), frozenset({"country"}))
    assert [", ".join(text[s:e] for s, e in f.spans) for f in found if len(f.spans) > 1] == items


def test_a_list_has_the_kind_that_most_of_its_items_have():
    for text, kind in (
        ("It was led by Fiji, Samoa and the Asian Bank.", "country"),
        ("It was led by the Home Office, Fiji and the Asian Bank.", "body"),
    ):
        found = named_fillers(read_sentence(text), frozenset({"country", "body"}))
        assert [f.kind for f in found if len(f.spans) == 3] == [kind]


def test_persons_and_bodies_form_no_list_together():
    text = "It was led by Ana Silva and the Asian Bank."
    found = named_fillers(read_sentence(text), frozenset({"person", "body"}))
    assert {len(f.spans) for f in found} == {1}


def test_a_ministry_in_lower_case_after_a_nationality_is_a_body():
    text = "The Samoan foreign ministry hosted it."
    (found,) = named_fillers(read_sentence(text), frozenset({"body"}))
    assert text[slice(*found.spans[0])] == "Samoan foreign ministry"


def test_what_somebody_owns_is_part_of_one_body():
    assert lists("body", "It was led by Samoa’s Office of the Attorney General.") == [
        "Samoa’s Office of the Attorney General"
    ]


def test_a_count_goes_with_what_it_counts():
    text = "More than twenty-five customs officers came."
    (found,) = counted(read_sentence(text))
    assert (text[slice(*found.spans[0])], found.value) == (
        "More than twenty-five customs officers",
        "25",
    )


def test_noun_phrases_are_without_determiners_and_in_lists():
    text = "They discussed the sharing of data, joint patrols and the law of the sea."
    found = noun_phrases(read_sentence(text))
    assert "law of the sea" in {text[slice(*f.spans[0])] for f in found if len(f.spans) == 1}
    assert [text[s:e] for f in found if f.kind == "phrases" for s, e in f.spans][-2:] == [
        "joint patrols",
        "the law of the sea",
    ]


@pytest.mark.parametrize(
    ("noun", "text", "size"),
    [
        ("countri", "Officers came from Fiji, Samoa and Tonga.", 3),
        ("speaker", "The guests were Ana Silva, Ben Tan and Sam Wame.", 3),
        ("countri", "Officers came from Fiji and Samoa.", None),
        ("countri", "Officers came from Fiji, Samoa and Tonga, among others.", None),
        ("song", "Officers came from Fiji, Samoa and Tonga.", None),
    ],
)
def test_a_whole_list_may_be_counted_where_it_is_closed(noun, text, size):
    found = [len(f.spans) for f in tallied(read_sentence(text), (noun,))]
    assert found == ([size] if size else [])

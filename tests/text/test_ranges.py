import pytest

from bot.text.ranges import are_listed, divided, one_by_one, whole_items, whole_name, whole_words


def widened(text, part, widen):
    start = text.index(part)
    found = widen(text, start, start + len(part))
    return text[found[0] : found[1]]


@pytest.mark.parametrize(
    ("text", "part", "name"),
    [
        ("from the UK Home Office and others", "UK Home", "UK Home Office"),
        ("Sri Lanka came", "Lanka", "Sri Lanka"),
        ("with New Zealand and Fiji", "Zealand", "New Zealand"),
        ("by Kim Rygiel of Queen's", "Rygiel", "Kim Rygiel"),
        ("The UK came", "UK", "UK"),
        ("Henry Lim Sabah's minister", "Henry Lim", "Henry Lim"),
        ("by Minister Ana Ruiz", "Ana Ruiz", "Ana Ruiz"),
        ("Anna Berg opened it", "Anna Berg", "Anna Berg"),
    ],
)
def test_a_part_of_a_name_is_widened_to_the_name(text, part, name):
    assert widened(text, part, whole_name) == name


def test_no_letter_is_parted_from_its_combining_marks():
    assert widened("for Fiji Po\u0301rts", "Fiji", whole_name) == "Fiji"
    assert one_by_one("Fiji\u0301 and Tonga", 0, 15) == [(0, 15)]


@pytest.mark.parametrize(
    ("text", "part", "whole"),
    [
        ("the Secretary-General spoke", "Secretary", "Secretary-General"),
        ("a two-day event", "two", "two-day"),
        ("on 26-27 July", "26", "26"),
        ("it cost $5M.", "5", "$5M"),
    ],
)
def test_a_part_of_a_word_is_widened_to_the_word(text, part, whole):
    assert widened(text, part, whole_words) == whole


@pytest.mark.parametrize(
    ("text", "part", "whole"),
    [
        ("the training centres of both entities", "centres of", "centres"),
        ("fifty people from the north", "fifty people from the", "fifty people"),
        ("Fiji and the", "Fiji and the", "Fiji"),
        ("a sum of", "of", "of"),
    ],
)
def test_no_answer_ends_with_a_word_that_a_phrase_goes_on_with(text, part, whole):
    assert widened(text, part, whole_words) == whole


def test_an_item_is_without_its_short_form():
    text = "the Pacific Forum (PIF), the Office of Drugs (in Fiji) and ICT (ICTA)"
    ranges = parts_of(text, ["Pacific Forum (PIF)", "Office of Drugs (in Fiji)", "ICT (ICTA)"])
    found = [text[a:b] for a, b in whole_items(text, ranges)]
    assert found == ["Pacific Forum", "Office of Drugs (in Fiji)", "ICT"]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("an earthquake, or rain that floods a city", ["an earthquake", "rain that floods a city"]),
        ("Farms Fund; USAID;", ["Farms Fund", "USAID"]),
        ("Access, Support and Coordination", ["Access, Support and Coordination"]),
        ("rain, order", ["rain, order"]),
    ],
)
def test_items_are_divided_where_no_item_goes_on(text, parts):
    assert [text[a:b] for a, b in divided(text, 0, len(text))] == parts


def test_a_list_of_countries_is_taken_apart():
    text = "Kyrgyzstan, the Maldives & Viet Nam"
    assert [text[a:b] for a, b in one_by_one(text, 0, len(text))] == [
        "Kyrgyzstan",
        "Maldives",
        "Viet Nam",
    ]


def test_what_has_more_than_countries_stays_whole():
    text = "police of Fiji and Tonga"
    assert one_by_one(text, 0, len(text)) == [(0, len(text))]


def parts_of(text, marked):
    return [(text.index(part), text.index(part) + len(part)) for part in marked]


@pytest.mark.parametrize(
    ("text", "parts", "items"),
    [
        (
            "the Office on Drugs and Crime (ODC) came",
            ["Office", "Drugs", "Crime", "ODC"],
            ["Office on Drugs and Crime"],
        ),
        (
            "Albania, Bosnia and Herzegovina and Serbia",
            ["Albania", "Bosnia", "Herzegovina", "Serbia"],
            ["Albania", "Bosnia and Herzegovina", "Serbia"],
        ),
        ("Fiji and Tonga came", ["Fiji", "Tonga"], ["Fiji", "Tonga"]),
        ("a quake of great strength, a flood", ["a quake", "strength", "a flood"],
         ["a quake of great strength", "a flood"]),
        ("the League (LAS), the Union", ["the League", "the Union"], ["the League", "the Union"]),
        ("Mali, Chad (CHA) and Togo", ["Mali", "Chad", "CHA", "Togo"], ["Mali", "Chad", "Togo"]),
    ],
)  # fmt: skip
def test_parts_of_an_item_are_put_together(text, parts, items):
    found = whole_items(text, parts_of(text, parts))
    assert [text[a:b] for a, b in found] == items


def test_words_that_nothing_divides_are_no_list():
    text = "they come from fields in which practice has shown that knowledge is lacking"
    assert not are_listed(text, parts_of(text, ["practice has", "knowledge is"]))
    text = "a plan, which all liked, and a budget"
    assert are_listed(text, parts_of(text, ["a plan", "a budget"]))


@pytest.mark.parametrize(
    ("text", "items", "listed"),
    [
        ("Fiji, Samoa and Tonga came", ["Fiji", "Samoa", "Tonga"], True),
        ("Ana Silva of Fiji and Dr Ben Tan", ["Ana Silva", "Ben Tan"], True),
        ("Luca Ferrante, a clerk from Split, and Ana Ruiz", ["Luca Ferrante", "Ana Ruiz"], True),
        ("the Fund (FNU) and the Red Cross", ["Fund", "Red Cross"], True),
        ("Croatia & Kosovo", ["Croatia", "Kosovo"], True),
        ("during 2023 and into 2024", ["2023", "2024"], False),
        ("Ana set it in motion and that Ben led it", ["Ana", "Ben"], False),
        ("a course, which all attend", ["a course", "which all attend"], False),
        ("a day, at the end of which they left", ["a day", "at the end of which"], False),
        ("the storm (STM) could not stop them", ["the storm", "stop them"], False),
    ],
)
def test_items_are_a_list_where_something_divides_them_and_nothing_joins_them(text, items, listed):
    assert are_listed(text, parts_of(text, items)) is listed


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a) tariffs will be published; b) a drill takes place.", "tariffs will be published"),
        ("It agreed on: 2) a drill (in Tema) in March", "a drill (in Tema) in March"),
        ("iv) the fee of the port", "the fee of the port"),
    ],
)
def test_the_mark_of_an_item_is_no_part_of_it_and_no_odd_bracket(text, words):
    start = text.index(words)
    before = text.rfind(")", 0, start) - 1
    assert whole_words(text, max(0, before), start + len(words)) == (start, start + len(words))


def test_an_answer_over_two_such_items_is_not_cut_at_their_marks():
    text = "Decisions: a) tariffs will be published; b) a drill takes place."
    found = whole_words(text, text.index("a)"), len(text))
    assert text[slice(*found)] == "tariffs will be published; b) a drill takes place"

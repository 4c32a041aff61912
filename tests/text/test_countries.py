import pycountry
import pytest

from bot.text.countries import NOWHERE, countries_in, country_of, gazetteer, region_in, with_country


def codes(text):
    return [c.code for c in countries_in(text)]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Viet Nam", "VN"),
        ("Vietnam", "VN"),
        ("the UK", "GB"),
        ("U.K.", "GB"),
        ("the US", "US"),
        ("U.S.", "US"),
        ("USA", "US"),
        ("Lao PDR", "LA"),
        ("Laos", "LA"),
        ("Lao People’s Democratic Republic", "LA"),
        ("Côte d'Ivoire", "CI"),
        ("Côte d’Ivoire", "CI"),
        ("Ivory Coast", "CI"),
        ("Türkiye", "TR"),
        ("the Maldives", "MV"),
        ("DRC", "CD"),
        ("Timor-Leste", "TL"),
        ("New\nZealand", "NZ"),
        ("Trinidad & Tobago", "TT"),
    ],
)
def test_a_country_is_known_by_each_of_its_names(name, code):
    assert codes(f"Officers from {name} came.") == [code]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Papua New Guinea and Guinea", ["PG", "GN"]),
        ("Guinea-Bissau", ["GW"]),
        ("Niger and Nigeria", ["NE", "NG"]),
        ("Dominica and the Dominican Republic", ["DM", "DO"]),
        ("Trinidad and Tobago", ["TT"]),
        ("South Korean and North Korean", ["KR", "KP"]),
    ],
)
def test_the_longest_name_counts(text, expected):
    assert codes(text) == expected


def test_a_nationality_is_told_from_the_country():
    text = "Thai officers left Thailand"
    assert [c.adjective for c in countries_in(text)] == [True, False]
    assert [text[c.start : c.end] for c in countries_in(text)] == ["Thai", "Thailand"]


@pytest.mark.parametrize("text", ["Omanic", "Mali-based", "a turkey", "the UKs", "told us"])
def test_part_of_another_word_is_no_country(text):
    assert codes(text) == []


@pytest.mark.parametrize(
    ("words", "code"), [("sri lanka", "LK"), ("VIET NAM", "VN"), ("thai", "TH")]
)
def test_a_country_may_be_written_in_any_case(words, code):
    assert country_of(words) == code


@pytest.mark.parametrize("words", ["turkey", "jordan", "us", "chad", "suva"])
def test_an_ordinary_word_in_lower_case_is_no_country(words):
    assert country_of(words) is None


def test_each_united_nations_member_has_a_name_and_most_a_nationality():
    found = gazetteer()
    assert len(set(found.codes.values())) >= 240
    assert len({found.codes[a] for a in found.adjectives}) >= 180


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("in Apia, Samoa, on 3 May", "Apia, Samoa"),
        ("in Apia (Samoa)", "Apia (Samoa"),
        ("in Apia in Samoa.", "Apia in Samoa"),
        ("in Apia. Samoa came", "Apia"),
        ("in Apia for Samoa", "Apia"),
        ("in Apia", "Apia"),
    ],
)
def test_a_place_goes_on_with_its_country(text, place):
    start = text.index("Apia")
    assert text[start : with_country(text, start + 4)] == place


@pytest.mark.parametrize(
    ("text", "code", "other"),
    [
        ("events in Africa", "KE", "FJ"),
        ("events in the caribbean", "TT", "KE"),
        ("events in the Pacific islands", "FJ", "TT"),
        ("trainings across South-East Asia", "TH", "IN"),
        ("trainings in southeast asia", "VN", "JP"),
        ("meetings in Latin America", "PE", "US"),
        ("What did African countries attend?", "KE", "FR"),
        ("delegates from West Africa", "GH", "KE"),
    ],
)
def test_a_region_has_its_countries(text, code, other):
    codes = region_in(text).codes
    assert code in codes
    assert other not in codes


@pytest.mark.parametrize(
    "text",
    [
        "What did the Council of Europe fund?",
        "meetings in African Union style",
        "events of the Pacific Community",
        "Which events were held in Fiji?",
        "",
    ],
)
def test_a_body_or_a_country_is_no_region(text):
    assert region_in(text) == NOWHERE


def test_its_name_is_told_as_written():
    assert region_in("trainings in the Caribbean").name == "Caribbean"


def test_regions_have_none_but_codes_of_countries():
    known = {country.alpha_2 for country in pycountry.countries} | {"XK"}
    for name in ("Africa", "Asia", "Europe", "Oceania", "Americas"):
        assert region_in(f"in {name}").codes <= known

"""Regions of the world, where they are places."""

import pycountry
import pytest

from bot.text.regions import NOWHERE, region_in


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

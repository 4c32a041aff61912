"""Countries by every name, short form and nationality under which texts mention them.

ISO 3166 names come from pycountry; the nationalities and the everyday forms are listed here.
"""

from __future__ import annotations

import re
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from bot.text.tokens import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# Alpha-2 code: everyday names; nationalities after "|". "the" before a name is never part of it.
_EVERYDAY = """
AE United Arab Emirates, UAE | Emirati, Emirian
AF Afghanistan | Afghan
AG Antigua and Barbuda, Antigua & Barbuda | Antiguan
AL Albania | Albanian
AM Armenia | Armenian
AO Angola | Angolan
AR Argentina | Argentine, Argentinian
AS American Samoa | American Samoan
AT Austria | Austrian
AU Australia | Australian
AZ Azerbaijan | Azerbaijani
BA Bosnia and Herzegovina, Bosnia & Herzegovina, BiH, Bosnia | Bosnian
BB Barbados | Barbadian
BD Bangladesh | Bangladeshi
BE Belgium | Belgian
BF Burkina Faso | Burkinabe
BG Bulgaria | Bulgarian
BH Bahrain | Bahraini
BI Burundi | Burundian
BJ Benin | Beninese
BN Brunei, Brunei Darussalam | Bruneian
BO Bolivia | Bolivian
BR Brazil | Brazilian
BS Bahamas | Bahamian
BT Bhutan | Bhutanese
BW Botswana | Botswanan
BY Belarus | Belarusian
BZ Belize | Belizean
CA Canada | Canadian
CD Democratic Republic of Congo, Democratic Republic of the Congo, DR Congo, DRC | Congolese
CF Central African Republic |
CG Republic of the Congo, Republic of Congo, Congo-Brazzaville |
CH Switzerland | Swiss
CI Côte d'Ivoire, Côte d’Ivoire, Ivory Coast | Ivorian
CK Cook Islands | Cook Islander
CL Chile | Chilean
CM Cameroon | Cameroonian
CN China, People's Republic of China, PRC | Chinese
CO Colombia | Colombian
CR Costa Rica | Costa Rican
CU Cuba | Cuban
CV Cabo Verde, Cape Verde | Cape Verdean
CY Cyprus | Cypriot
CZ Czechia, Czech Republic | Czech
DE Germany | German
DJ Djibouti | Djiboutian
DK Denmark | Danish
DM Dominica |
DO Dominican Republic | Dominican
DZ Algeria | Algerian
EC Ecuador | Ecuadorian
EE Estonia | Estonian
EG Egypt | Egyptian
ER Eritrea | Eritrean
ES Spain | Spanish
ET Ethiopia | Ethiopian
FI Finland | Finnish
FJ Fiji | Fijian
FM Federated States of Micronesia, FSM, Micronesia | Micronesian
FR France | French
GA Gabon | Gabonese
GB United Kingdom, UK, U.K., Great Britain, Britain | British
GD Grenada | Grenadian
GE Georgia | Georgian
GH Ghana | Ghanaian
GM Gambia | Gambian
GN Guinea | Guinean
GQ Equatorial Guinea |
GR Greece | Greek, Hellenic
GT Guatemala | Guatemalan
GU Guam |
GW Guinea-Bissau |
GY Guyana | Guyanese
HK Hong Kong |
HN Honduras | Honduran
HR Croatia | Croatian
HT Haiti | Haitian
HU Hungary | Hungarian
ID Indonesia | Indonesian
IE Ireland | Irish
IL Israel | Israeli
IN India | Indian
IQ Iraq | Iraqi
IR Iran | Iranian
IS Iceland | Icelandic
IT Italy | Italian
JM Jamaica | Jamaican
JO Jordan | Jordanian
JP Japan | Japanese
KE Kenya | Kenyan
KG Kyrgyzstan, Kyrgyz Republic | Kyrgyz, Kyrgyzstani
KH Cambodia | Cambodian
KI Kiribati | I-Kiribati
KM Comoros | Comorian
KN Saint Kitts and Nevis, St. Kitts and Nevis, St Kitts and Nevis | Kittitian
KP North Korea, DPRK, Democratic People's Republic of Korea | North Korean
KR South Korea, Republic of Korea, ROK, Korea | South Korean, Korean
KW Kuwait | Kuwaiti
KZ Kazakhstan | Kazakh, Kazakhstani
LA Laos, Lao PDR, Lao People's Democratic Republic, Lao People’s Democratic Republic | Lao, Laotian
LB Lebanon | Lebanese
LC Saint Lucia, St. Lucia, St Lucia | Saint Lucian
LI Liechtenstein |
LK Sri Lanka | Sri Lankan
LR Liberia | Liberian
LS Lesotho | Basotho
LT Lithuania | Lithuanian
LU Luxembourg | Luxembourgish
LV Latvia | Latvian
LY Libya | Libyan
MA Morocco | Moroccan
MC Monaco |
MD Moldova, Republic of Moldova | Moldovan
ME Montenegro | Montenegrin
MG Madagascar | Malagasy
MH Marshall Islands, Republic of the Marshall Islands, RMI | Marshallese
MK North Macedonia, Macedonia | Macedonian
ML Mali | Malian
MM Myanmar, Burma | Burmese
MN Mongolia | Mongolian
MP Northern Mariana Islands, CNMI |
MR Mauritania | Mauritanian
MT Malta | Maltese
MU Mauritius | Mauritian
MV Maldives | Maldivian
MW Malawi | Malawian
MX Mexico | Mexican
MY Malaysia | Malaysian
MZ Mozambique | Mozambican
NA Namibia | Namibian
NC New Caledonia | New Caledonian
NE Niger | Nigerien
NF Norfolk Island |
NG Nigeria | Nigerian
NI Nicaragua | Nicaraguan
NL Netherlands, Holland | Dutch
NO Norway | Norwegian
NP Nepal | Nepali, Nepalese
NR Nauru | Nauruan
NU Niue | Niuean
NZ New Zealand, Aotearoa, Aotearoa New Zealand | New Zealander
OM Oman | Omani
PA Panama | Panamanian
PE Peru | Peruvian
PF French Polynesia |
PG Papua New Guinea, PNG | Papua New Guinean
PH Philippines | Filipino, Philippine
PK Pakistan | Pakistani
PL Poland | Polish
PS Palestine, State of Palestine | Palestinian
PT Portugal | Portuguese
PW Palau | Palauan
PY Paraguay | Paraguayan
QA Qatar | Qatari
RO Romania | Romanian
RS Serbia | Serbian
RU Russia, Russian Federation | Russian
RW Rwanda | Rwandan
SA Saudi Arabia, Kingdom of Saudi Arabia, KSA | Saudi
SB Solomon Islands, Solomons | Solomon Islander
SC Seychelles | Seychellois
SD Sudan | Sudanese
SE Sweden | Swedish
SG Singapore | Singaporean
SI Slovenia | Slovenian, Slovene
SK Slovakia | Slovak
SL Sierra Leone | Sierra Leonean
SN Senegal | Senegalese
SO Somalia | Somali
SR Suriname | Surinamese
SS South Sudan | South Sudanese
ST São Tomé and Príncipe, Sao Tome and Principe |
SV El Salvador | Salvadoran
SY Syria, Syrian Arab Republic | Syrian
SZ Eswatini, Swaziland | Swazi
TD Chad | Chadian
TG Togo | Togolese
TH Thailand | Thai
TJ Tajikistan | Tajik, Tajikistani
TK Tokelau |
TL Timor-Leste, East Timor | Timorese
TM Turkmenistan | Turkmen
TN Tunisia | Tunisian
TO Tonga | Tongan
TR Türkiye, Turkiye, Turkey | Turkish
TT Trinidad and Tobago, Trinidad & Tobago, Trinidad | Trinidadian
TV Tuvalu | Tuvaluan
TW Taiwan | Taiwanese
TZ Tanzania, United Republic of Tanzania | Tanzanian
UA Ukraine | Ukrainian
UG Uganda | Ugandan
US United States, United States of America, USA, US, U.S., U.S.A. | American
UY Uruguay | Uruguayan
UZ Uzbekistan | Uzbek
VA Holy See, Vatican |
VC Saint Vincent and the Grenadines, St. Vincent and the Grenadines, St Vincent and the Grenadines | Vincentian
VE Venezuela | Venezuelan
VN Viet Nam, Vietnam | Vietnamese
VU Vanuatu | Ni-Vanuatu
WF Wallis and Futuna |
WS Samoa | Samoan
XK Kosovo | Kosovar
YE Yemen | Yemeni
ZA South Africa | South African
ZM Zambia | Zambian
ZW Zimbabwe | Zimbabwean
"""  # noqa: E501 - one country a line
_CAPITALISED_ONLY = frozenset(
    {"us", "chad", "turkey", "jordan", "georgia", "mali", "niger", "oman"}
)


class CountryName(NamedTuple):
    """A mention of a country: its code, and whether it is a nationality ("Thai")."""

    code: str
    start: int
    end: int
    adjective: bool


class Gazetteer(NamedTuple):
    """Every known form by its folded text, and one pattern that finds them all."""

    codes: Mapping[str, str]
    adjectives: frozenset[str]
    pattern: re.Pattern[str]


def _forms() -> Iterator[tuple[str, str, bool]]:
    import pycountry  # noqa: PLC0415 - its data load only when a text is read

    for line in _EVERYDAY.strip().splitlines():
        code, _, rest = line.partition(" ")
        names, _, nationalities = rest.partition("|")
        for name in filter(None, map(str.strip, names.split(","))):
            yield code, name, False
        for word in filter(None, map(str.strip, nationalities.split(","))):
            yield code, word, True
    for country in pycountry.countries:
        for name in (country.name, getattr(country, "official_name", "")):
            if name and "," not in name:
                yield country.alpha_2, name, False


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """Return all forms; a longer form is found before one that it begins with."""
    codes: dict[str, str] = {}
    adjectives = set()
    spelled = {}
    for code, name, adjective in _forms():
        key = _key(name)
        if key not in codes:
            codes[key] = code
            spelled[name] = None
            if adjective:
                adjectives.add(key)
    forms = sorted(spelled, key=len, reverse=True)
    alternatives = "|".join(re.escape(f).replace(r"\ ", r"\s+") for f in forms)
    pattern = re.compile(rf"(?=[A-ZÀ-Þ])(?<![\w-])(?:{alternatives})(?!\w|-[a-z])")
    return Gazetteer(MappingProxyType(codes), frozenset(adjectives), pattern)


def _key(name: str) -> str:
    return " ".join(fold(part) for part in name.replace("’", "'").split())


def countries_in(text: str) -> list[CountryName]:
    """Return the countries mentioned in the text, in order, written with a capital as reports do."""
    found = gazetteer()
    names = []
    for match in found.pattern.finditer(text):
        key = _key(match[0])
        names.append(
            CountryName(found.codes[key], match.start(), match.end(), key in found.adjectives)
        )
    return names


def country_of(words: str) -> str | None:
    """Return the code of a country written in any case ("sri lanka"), or None."""
    key = _key(words)
    if key in _CAPITALISED_ONLY and words == words.lower():
        return None
    return gazetteer().codes.get(key)

"""Which answers may be given, and when the reader is asked for more."""

from dataclasses import replace

import pytest
from small_library import holding, told
from told_network import Told

from bot.answering.answer import understood
from bot.answering.corrections import CERTAIN
from bot.answering.events_named import Fit, Named
from bot.answering.gate import odds
from bot.answering.proposals import (
    Asked,
    agreed,
    proposals,
    reader_proposals,
    sheet_proposals,
)
from bot.answering.routing import Route
from bot.retrieval import Hit


class Judge:
    """A gate that finds every answer of a kind as likely as a test says."""

    def __init__(self, **kinds):
        self.kinds = kinds

    def probability(self, kind, features):
        return self.kinds.get(kind, 0.5)


def forum(sure=0.9, where="Suva"):
    return told(
        f"The forum was held in {where}. Ana Silva chaired it. Fiji, Samoa and Tonga came.",
        "Forum on seabirds", "2021-06-20", "a.md", name="forum", where=where,
        chair=("Ana Silva", sure), participants=["Fiji", "Samoa", "Tonga"],
    )  # fmt: skip


OTHER = told(
    "The workshop was held in Apia. Ben Tan chaired it.", "Workshop on kites", "2019-05-20",
    "b.md", name="workshop", chair="Ben Tan", where="Apia",
)  # fmt: skip
LIBRARY = holding(forum(), OTHER)
HITS = tuple(Hit(n, int(n > 2), 9.0 - n, 9.0 - n, 1.0, 0.0) for n in (1, 4, 0, 2))


def asked(slot="chair", text="Who chaired the forum?", yes_no=0.0, fits=((0, 1.0), (1, 0.0)), **of):
    named = Named(tuple(Fit(n, own, own) for n, own in fits), ("forum",), **of)
    return Asked(text, "", Route(slot, 1.0, yes_no, 1.0), named, HITS)


def made(question, network=None, judge=None, library=LIBRARY):
    network = network or Told(answers=("Ana Silva",))
    found = list(proposals(library, network, question, judge or Judge()))
    return [(p.kind, p.text) for p in found], network.rows


def test_where_the_sheet_is_not_sure_the_reader_is_asked_and_both_together_are_a_third():
    found, rows = made(asked())
    assert found[:2] == [("sheet", "Ana Silva"), ("reader", "Ana Silva")]
    assert found[-1] == ("both", "Ana Silva")
    assert rows


def test_where_the_sheet_is_sure_nothing_is_read():
    assert made(asked(), judge=Judge(sheet=0.9)) == ([("sheet", "Ana Silva")], [])
    assert made(asked(), judge=Judge(sheet=0.89))[1]


def test_where_a_person_has_corrected_the_sheet_nothing_is_read():
    library = holding(forum(CERTAIN), OTHER)
    assert made(asked(), library=library) == ([("sheet", "Ana Silva")], [])


def test_without_sheets_the_reader_alone_is_asked():
    found, _ = made(asked(), library=replace(LIBRARY, events=()))
    assert {kind for kind, _ in found} == {"reader"}


# The sheet


def sheets(*args, library=LIBRARY, **more):
    return [
        (p.kind, p.report, p.text, p.items) for p in sheet_proposals(library, asked(*args, **more))
    ]


def test_the_sheet_of_the_best_event_alone_is_asked():
    assert sheets() == [("sheet", 0, "Ana Silva", ())]
    assert sheets("opener") == []
    assert sheets("fact") == []
    assert sheets(fits=()) == []


def test_of_events_that_fit_alike_the_first_that_states_it_is_asked():
    library = holding(told("The forum was held in Suva.", path="a.md", where="Suva"), OTHER)
    assert sheets(library=library) == []
    assert sheets(library=library, equal=(0, 1)) == [("sheet", 1, "Ben Tan", ())]


def test_a_list_has_items_and_one_value_has_none():
    assert sheets("participants")[0][2:] == ("Fiji, Samoa, Tonga", ("Fiji", "Samoa", "Tonga"))


def test_yes_or_no_has_a_verdict_and_the_words_that_show_it():
    (proposal,) = sheet_proposals(
        LIBRARY, asked("participants", "Did Samoa attend the forum?", yes_no=1.0)
    )
    assert (proposal.kind, proposal.verdict, proposal.text) == ("yes_no", "Yes", "Samoa")


@pytest.mark.parametrize(
    ("text", "where", "stated"),
    [
        ("Where was the forum?", "Suva", True),
        ("In which town was the forum?", "Suva", True),
        ("In which hotel was the forum?", "Suva", False),
        ("forum hotel?", "Suva", False),
        ("where was the forum hotel?", "Suva", True),
        ("In which hotel was the forum?", "the Palm Hotel", True),
        ("In which hotel was the forum?", "the Palm Resort", True),
        ("In which valley was the forum?", "the Palm Resort", False),
    ],
)
def test_a_place_is_of_the_kind_that_is_asked_for(text, where, stated):
    library = holding(forum(where=where), OTHER)
    assert [p[2] for p in sheets("where", text, library=library)] == [where] * stated


def test_what_tells_how_sure_a_sheet_is():
    (one,) = sheet_proposals(LIBRARY, asked(fits=((0, 0.7), (1, 0.2))))
    assert one.features == (odds(0.9), odds(0.9), odds(1.0), 0.7, 0.7, 0.0, 0.0, 1.0, 0.0)
    (some,) = sheet_proposals(LIBRARY, asked("participants", focus=0, equal=(0, 1)))
    assert some.features[5:] == (1.0, 1.0, 1.0, 1.0)


# The reader


def read(question, *answers, **said):
    return list(reader_proposals(LIBRARY, Told(answers=answers, **said), question))


def test_of_what_the_reader_finds_two_are_proposed():
    whole = asked("fact", fits=())
    found = read(whole, "Ana Silva", "Suva", "Fiji")
    assert [p.text for p in found] == ["Ana Silva", "Suva"]
    assert [p.features[13] for p in found] == [0.0, 1.0]


def test_a_slot_is_not_read_in_the_report_of_another_event_than_the_one_named():
    found = read(asked(), "Ben Tan", "Ana Silva")
    assert {p.report for p in found} == {0}
    close = asked(fits=((0, 0.6), (1, 0.45)))
    assert read(close, "Ben Tan", "Ana Silva")[0].report == 1
    vague = asked(fits=((0, 0.4), (1, 0.0)))
    assert read(vague, "Ben Tan", "Ana Silva")[0].report == 1


def test_a_list_is_read_where_one_is_asked_for():
    said = {"items": ("Fiji", "Samoa", "Tonga")}
    some = read(asked("participants"), "Fiji, Samoa and Tonga", **said)[0]
    assert (some.items, some.features[12]) == (("Fiji", "Samoa", "Tonga"), 1.0)
    one = read(asked("count"), "Fiji, Samoa and Tonga", **said)[0]
    assert (one.text, one.items) == ("Fiji, Samoa and Tonga", ())


@pytest.mark.parametrize(("yes", "verdict"), [(4.0, "Yes"), (-4.0, "No")])
def test_the_reader_says_yes_or_no(yes, verdict):
    found = read(asked("fact", yes_no=1.0, fits=()), "Ana Silva", yes=yes)[0]
    assert (found.verdict, found.text) == (verdict, "Ana Silva")
    assert found.features[10] == 1.0
    assert found.features[11] > 0


def test_what_the_sheet_says_of_the_passage_is_known_to_the_reader_too():
    found = read(asked(), "Ana Silva")[0]
    assert found.features[8:10] == (0.9, 1.0)
    assert read(asked("opener"), "Ana Silva")[0].features[8:10] == (0.0, 1.0)
    assert read(asked("fact"), "Ana Silva")[0].features[8:10] == (0.0, 0.0)


# Both


def test_both_are_one_where_they_have_the_same_words():
    (sheet,) = sheet_proposals(LIBRARY, asked())
    same = read(asked(), "Ana Silva")
    (both,) = agreed([sheet], same)
    assert both == replace(sheet, kind="both", features=(*sheet.features, *same[0].features[:4]))
    assert list(agreed([sheet], read(asked(), "Suva"))) == []
    assert list(agreed([sheet], [])) == []


REGIONS = holding(
    told(
        "They came from two sides. From Africa: Kenya and Ghana. From Asia: Japan and Nepal.",
        "Forum on seabirds", "2021-06-20", "a.md",
        participants=["Kenya", "Ghana", "Japan", "Nepal"],
    )
)  # fmt: skip


@pytest.mark.parametrize(
    ("share", "items"),
    [(0.9, ("Japan", "Nepal")), (0.4, ("Kenya", "Ghana", "Japan", "Nepal"))],
)
def test_of_a_list_that_of_the_passage_is_given_that_the_reader_is_sure_of(share, items):
    network = Told(route="participants", answers=("Japan and Nepal",))
    asked = understood(REGIONS, network, "Which Asian countries came to the forum?", None)
    sheets = list(sheet_proposals(REGIONS, asked))
    read = next(reader_proposals(REGIONS, network, asked))
    read = replace(read, features=(read.features[0], odds(share), *read.features[2:]))
    (both,) = agreed(sheets, [read])
    assert (both.kind, both.items) == ("both", items)
    assert "Japan and Nepal" in [quote.passage.text for quote in both.quotes][-1]
    assert all(quote.highlights for quote in both.quotes)


TABLE = (
    "The forum was in Suva.\n\n## Participants\n\n| Name | Country |\n|---|---|\n"
    "| Ana Silva | Fiji |\n| Ben Tan | Samoa |\n| Cora Lee | Fiji |\n"
)


@pytest.mark.parametrize(
    ("route", "number", "items"),
    [
        ("count", 3, ("Ana Silva", "Ben Tan", "Cora Lee")),
        ("count_countries", 2, ("Fiji", "Samoa")),
    ],
)
def test_who_came_is_counted_by_the_rows_of_a_table_where_no_number_is_stated(route, number, items):
    library = holding(told(TABLE, "Forum", "2021-06-20", "a.md", name="forum"))
    (found,) = sheet_proposals(library, asked(route, "How many came?", fits=((0, 1.0),)))
    assert (found.count, found.items) == (number, items)


@pytest.mark.parametrize(
    "question",
    [
        "How many women came?", "How many people from Samoa came?", "How many Samoans came?",
        "How many did Fiji send?", "How many African countries came?", "how many officers came",
    ],
)  # fmt: skip
def test_rows_are_not_counted_where_some_of_them_are_asked_for(question):
    library = holding(told(TABLE, "Forum", "2021-06-20", "a.md", name="forum"))
    assert list(sheet_proposals(library, asked("count", question, fits=((0, 1.0),)))) == []


def test_a_number_that_is_stated_goes_before_the_rows():
    text = f"Forty people came.\n\n{TABLE}"
    library = holding(told(text, "Forum", "2021-06-20", "a.md", name="forum", count="Forty"))
    (found,) = sheet_proposals(library, asked("count", "How many came?", fits=((0, 1.0),)))
    assert (found.count, found.text) == (None, "Forty")


TWICE = holding(
    told(
        "Ghana and Kenya sat on the panel. From all sides came Japan, Ghana and Nepal.",
        "Forum on seabirds", "2021-06-20", "a.md",
        participants=["Ghana", "Kenya", "Japan", "Nepal"],
    )
)  # fmt: skip


def test_a_list_keeps_the_items_of_the_passage_that_another_one_states_too():
    network = Told(route="participants", answers=("Japan, Ghana and Nepal",))
    asked = understood(TWICE, network, "Which countries came to the forum?", None)
    sheets = list(sheet_proposals(TWICE, asked))
    read = next(reader_proposals(TWICE, network, asked))
    read = replace(read, features=(read.features[0], odds(0.9), *read.features[2:]))
    (both,) = agreed(sheets, [read])
    assert both.items == ("Japan", "Ghana", "Nepal")
    (quote,) = both.quotes
    shown = [quote.passage.text[span.start : span.end] for span in quote.highlights]
    assert shown == ["Japan", "Ghana", "Nepal"]


REGRETS = holding(
    told(
        "Ana Silva sent her regrets. Ben Tan came.", "Forum", "2021-06-20", "a.md",
        participants=["Ben Tan"], absent=["Ana Silva"],
    )
)  # fmt: skip


def test_a_yes_that_is_read_where_the_sheet_entails_no_is_dropped():
    network = Told(route="participants", yes_no=True, answers=("Ana Silva",), yes=4.0)
    question = understood(REGRETS, network, "Did Ana Silva come to the forum?", None)
    first = next(reader_proposals(REGRETS, network, question))
    assert (first.verdict, first.text) == ("Yes", "Ana Silva")
    found = list(proposals(REGRETS, network, question, Judge()))
    assert [p.verdict for p in found if p.quotes[0].passage == first.quotes[0].passage] == ["No"]

from bot.try_page.explaining import laid_out

LINES = (
    "asks for: chair (93% sure)",
    "event: Planning session",
    "sure: 75% that it is right, needed 60%: answered",
    "answers considered (how sure; the answer; where from):",
    "    0.75  'Tonga', by the event's sheet in a.md",
    "    0.10  'Samoa', read in the passage in b.md",
    "passages found (score by BM25; the words (all)):",
    "   -0.50  'Tonga chaired it.'",
    "   nothing scored",
)


def test_lines_with_a_name_are_facts():
    facts = laid_out(LINES)["facts"]
    assert [fact["name"] for fact in facts] == ["asks for", "event", "sure"]
    assert facts[-1]["value"] == "75% that it is right, needed 60%: answered"


def test_indented_lines_belong_to_their_heading():
    considered, passages = laid_out(LINES)["tables"]
    assert (considered["title"], considered["note"]) == (
        "answers considered",
        "how sure; the answer; where from",
    )
    row = {"score": 0.1, "text": "'Samoa', read in the passage in b.md"}
    assert considered["rows"][1] == row
    assert passages["note"] == "score by BM25; the words (all)"
    assert passages["rows"] == [
        {"score": -0.5, "text": "'Tonga chaired it.'"},
        {"score": None, "text": "nothing scored"},
    ]


def test_a_lone_line_is_a_fact_without_a_name():
    assert laid_out(["No reports are indexed."])["facts"] == [
        {"name": "", "value": "No reports are indexed."}
    ]

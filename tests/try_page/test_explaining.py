from bot.try_page.explaining import laid_out

LINES = (
    "asks for: who",
    "words: chair session",
    "confidence: 0.35, needed 0.23: answered",
    "candidates (score; what they are; where):",
    "    2.23  'Tonga' (country) in a.md",
    "   -0.10  'Samoa' (country) in b.md",
    "passages (score = fit x (own words + report)):",
    "   nothing scored",
)


def test_lines_with_a_name_are_facts():
    facts = laid_out(LINES)["facts"]
    assert [fact["name"] for fact in facts] == ["asks for", "words", "confidence"]
    assert facts[-1]["value"] == "0.35, needed 0.23: answered"


def test_indented_lines_belong_to_their_heading():
    candidates, passages = laid_out(LINES)["tables"]
    assert (candidates["title"], candidates["note"]) == (
        "candidates",
        "score; what they are; where",
    )
    assert candidates["rows"][1] == {"score": -0.1, "text": "'Samoa' (country) in b.md"}
    assert passages["note"] == "score = fit x (own words + report)"
    assert passages["rows"] == [{"score": None, "text": "nothing scored"}]


def test_a_lone_line_is_a_fact_without_a_name():
    assert laid_out(["No reports are indexed."])["facts"] == [
        {"name": "", "value": "No reports are indexed."}
    ]

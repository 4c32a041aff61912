import pytest

from bot.trial.botapi.entities import as_html, detected, normal, stripped, utf16_slice


def found(text):
    return [(e["type"], utf16_slice(text, e["offset"], e["length"])) for e in detected(text)]


@pytest.mark.parametrize(
    ("text", "entities"),
    [
        ("/ask@reports_bot who?", [("bot_command", "/ask@reports_bot")]),
        ("😀 /help", [("bot_command", "/help")]),
        ("either/or", []),
        ("5/6", []),
        ("ask @reports_bot, please", [("mention", "@reports_bot")]),
        ("mail a.b@example.org now", [("email", "a.b@example.org")]),
        ("see https://example.org/a?b=c.", [("url", "https://example.org/a?b=c")]),
        ("see example.org/x or not", [("url", "example.org/x")]),
        ("#tag and #7", [("hashtag", "#tag")]),
        ("pay $USD now", [("cashtag", "$USD")]),
        ("https://example.org/@somebody", [("url", "https://example.org/@somebody")]),
    ],
)
def test_entities_that_telegram_finds_by_itself(text, entities):
    assert found(text) == entities


def test_space_around_a_text_goes_and_entities_follow():
    bold = {"type": "bold", "offset": 0, "length": 6}
    assert stripped("  ab  ", [bold]) == ("ab", [{"type": "bold", "offset": 0, "length": 2}])


def test_code_swallows_what_is_inside():
    bold = {"type": "bold", "offset": 1, "length": 1}
    code = {"type": "code", "offset": 0, "length": 3}
    assert normal([bold, code]) == [code]


def test_nested_formatting_is_shown_as_tags():
    quote = {"type": "expandable_blockquote", "offset": 0, "length": 4}
    bold = {"type": "bold", "offset": 2, "length": 2}
    assert as_html("a <b", [bold, quote]) == "<blockquote expandable>a <b>&lt;b</b></blockquote>"

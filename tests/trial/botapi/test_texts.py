import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.trial.botapi.entities import as_html, utf16_length
from bot.trial.botapi.requests import ApiError
from bot.trial.botapi.texts import parse_html


def spans(markup):
    text, entities = parse_html(markup)
    return text, [(e["type"], e["offset"], e["length"]) for e in entities]


@pytest.mark.parametrize(
    ("tag", "kind"),
    [
        ("b", "bold"),
        ("strong", "bold"),
        ("i", "italic"),
        ("em", "italic"),
        ("u", "underline"),
        ("ins", "underline"),
        ("s", "strikethrough"),
        ("strike", "strikethrough"),
        ("del", "strikethrough"),
        ("tg-spoiler", "spoiler"),
        ("code", "code"),
        ("pre", "pre"),
        ("blockquote", "blockquote"),
        ("B", "bold"),
    ],
)
def test_supported_tags(tag, kind):
    assert spans(f"a <{tag}>bc</{tag}>") == ("a bc", [(kind, 2, 2)])


def test_offsets_are_utf16_units():
    assert spans("😀<b>é😀</b>") == ("😀é😀", [("bold", 2, 3)])


def test_an_expandable_quote_with_bold_in_it():
    assert spans("<blockquote expandable>a <b>b</b></blockquote>") == (
        "a b",
        [("expandable_blockquote", 0, 3), ("bold", 2, 1)],
    )


def test_a_link_keeps_its_decoded_target():
    _, entities = parse_html('<a href="https://example.org/?a=1&amp;b=2">x</a>')
    assert entities[0]["url"] == "https://example.org/?a=1&b=2"


def test_a_link_without_a_target_is_plain_text():
    assert spans('<a href="nothing">x</a>') == ("x", [])


def test_code_with_a_language():
    text, entities = parse_html('<pre><code class="language-python">x</code></pre>')
    assert (text, entities) == (
        "x",
        [{"type": "pre", "offset": 0, "length": 1, "language": "python"}],
    )


def test_character_references():
    assert spans("&lt;b&gt; &amp;&quot;&#8217;&#x2019; &eacute; &nbsp; &")[0] == (
        '<b> &"’’ &eacute; &nbsp; &'
    )


def test_an_empty_element_leaves_no_entity():
    assert spans("a<b></b>b") == ("ab", [])


@pytest.mark.parametrize(
    ("markup", "reason"),
    [
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        (
            "<b><i>test</b></i>",
            'Unmatched end tag at byte offset 10, expected "</i>", found "</b>"',
        ),
        ("é<p>x</p>", 'Unsupported start tag "p" at byte offset 2'),
        ("<br>", 'Unsupported start tag "br" at byte offset 0'),
        ("3 < 4 > 2", 'Unsupported start tag "" at byte offset 2'),
        ("a <b", "Unclosed start tag at byte offset 2"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<!-- x -->", 'Unsupported start tag "!--" at byte offset 0'),
        ('<a ="x">y</a>', 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<a href=x/y>z</a>", "Unexpected end of name token at byte offset 8"),
        ('<a href="x>z</a>', "Unclosed start tag at byte offset 0"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ('<tg-emoji emoji-id="x">x</tg-emoji>', "Invalid custom emoji identifier specified"),
        (
            "<blockquote>a<blockquote>b</blockquote></blockquote>",
            "blockquote can't be nested at byte offset 13",
        ),
    ],
)
def test_refused_markup(markup, reason):
    with pytest.raises(ApiError) as refused:
        parse_html(markup)
    assert refused.value.description == f"Bad Request: can't parse entities: {reason}"


def test_half_a_surrogate_pair_is_refused():
    with pytest.raises(ApiError, match="unmatched surrogate code units"):
        parse_html("&#xD800;")


@given(st.text(alphabet="ab<>/&;\"'= #x1é😀bi"))
def test_any_text_is_parsed_or_refused(markup):
    try:
        text, entities = parse_html(markup)
    except ApiError:
        return
    assert all(e["offset"] + e["length"] <= utf16_length(text) for e in entities)


@given(st.lists(st.tuples(st.sampled_from("bius"), st.text(alphabet="a😀&<é", min_size=1))))
def test_shown_as_html_and_parsed_again_it_is_the_same(parts):
    markup = "".join(f"<{tag}>{as_html(text, [])}</{tag}>" for tag, text in parts)
    text, entities = parse_html(markup)
    assert parse_html(as_html(text, entities)) == (text, entities)


def test_a_long_hostile_text_is_read_in_linear_time():
    with pytest.raises(ApiError):
        parse_html("<a " * 50_000)
    text, _ = parse_html("&" * 200_000)
    assert len(text) == 200_000

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.corpus.decoding import DecodingError, decode_any, decode_utf8

ENGLISH = (
    "The RSO met in Nouméa – New Zealand’s Ambassador said: “We emphasised communication.” "
    "It cost £40 in São Paulo. "
)


def test_a_byte_order_mark_is_no_text():
    assert decode_utf8(b"\xef\xbb\xbfText") == "Text"
    assert decode_any(b"\xef\xbb\xbfText") == "Text"


def test_every_line_end_becomes_a_newline_and_nothing_else_changes():
    assert decode_utf8(b"a \r\n\rb\tc\x0c\n") == "a \n\nb\tc\x0c\n"


def test_bytes_that_are_not_utf8_are_named_with_line_and_offset():
    with pytest.raises(DecodingError, match="0xe9 at offset 9") as raised:
        decode_utf8(b"one\r\ntwo \xe9")
    assert raised.value.line == 2


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "utf-16-le", "utf-16-be", "utf-8-sig"])
@pytest.mark.parametrize("text", [ENGLISH, "Совещание открыл посол Новой Зеландии.\n"])
def test_text_in_unicode_encodings_is_read_as_it_was(encoding, text):
    assert decode_any(text.encode(encoding)) == text


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman"])
def test_curly_quotes_survive_western_encodings(encoding):
    assert decode_any(ENGLISH.encode(encoding)) == ENGLISH


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Delegates met in Nouméa on 3 May.", "latin-1"),
        ("Spotkanie odbyło się w Łodzi. Przewodniczący otworzył sesję.", "cp1250"),
        ("Spotkanie odbyło się w Łodzi. Przewodniczący otworzył sesję.", "iso8859_2"),
        ("Совещание состоялось в Бангкоке 3 мая. Его открыл посол.", "cp1251"),
        ("Совещание состоялось в Бангкоке 3 мая. Его открыл посол.", "koi8-r"),
        ("会议在曼谷举行。新西兰担任主席。", "gb18030"),
    ],
)
def test_other_encodings_are_guessed(text, encoding):
    assert decode_any(text.encode(encoding)) == text


def test_one_damaged_byte_does_not_turn_utf8_into_another_encoding():
    data = ENGLISH.encode() + b"\xff" + ENGLISH.encode()
    assert decode_any(data) == f"{ENGLISH}\N{REPLACEMENT CHARACTER}{ENGLISH}"


def test_a_nul_in_a_text_is_kept():
    assert decode_any(b"a\0b") == "a\0b"


def test_binary_data_is_no_text():
    with pytest.raises(DecodingError, match="no text"):
        decode_any(random.Random(0).randbytes(5000))


@given(st.binary(max_size=300))
def test_any_bytes_are_decoded_or_refused(data):
    try:
        text = decode_any(data)
    except DecodingError:
        return
    assert "\r" not in text
    text.encode()  # no lone surrogates

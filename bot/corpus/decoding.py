"""Bytes → text: UTF-8 where a format asks for it, otherwise whatever the bytes seem to be."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from charset_normalizer import CharsetMatch

MARKS: Final = (  # UTF-32 first: its mark begins with UTF-16's
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Short texts in a Latin script fit many encodings; the likeliest that reads well is taken.
LATIN: Final = ("cp1252", "cp1250", "iso8859_2", "mac_roman", "cp850")
SAMPLE: Final = 64 * 1024
HIGH: Final = re.compile(rb"[\x80-\xff]")
CONTROL: Final = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
# What a wrong guess looks like: symbols inside words, capitals after small letters.
SYMBOL: Final = r"[¡-©¬-¹¼-¿ˆ˜˘˙˛˝‚„†‡‰ƒ\x80-\x9f\ufffd]"
STRANGE: Final = re.compile(rf"[^\W\d_](?={SYMBOL})|{SYMBOL}(?=[a-z])|iæ\b")
AFTER_SMALL: Final = re.compile(r"[a-z]([À-Ž])")


class DecodingError(ValueError):
    """The bytes are no text, or not in the encoding that the format asks for."""

    def __init__(self, reason: str, line: int | None = None) -> None:
        super().__init__(reason)
        self.line = line


def decode_utf8(data: bytes) -> str:
    """Return the text of UTF-8 bytes without a byte-order mark, its line ends as newlines.

    Raises:
        DecodingError: with the line of the first wrong byte.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = len(re.findall(rb"\r\n|\r|\n", data[: error.start])) + 1
        wrong = f"byte 0x{data[error.start]:02x} at offset {error.start}"
        raise DecodingError(f"{wrong} is not UTF-8; save the file as UTF-8", line) from None
    return _with_newlines(text)


def decode_any(data: bytes) -> str:
    """Return the text of bytes in any encoding, as near as it can be guessed; newlines likewise.

    Raises:
        DecodingError: bytes that are no text at all, such as a picture.
    """
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return _with_newlines(data.decode(encoding, "replace"))
    if data.count(0) > len(data) / 50:
        wide = _best(data)  # UTF-16 without a mark may pass for UTF-8
        if wide is not None and wide.encoding.startswith(("utf_16", "utf_32")):
            return _with_newlines(str(wide))
    try:
        return decode_utf8(data)
    except DecodingError:
        return _with_newlines(_guessed(data))


def _best(data: bytes) -> CharsetMatch | None:
    from charset_normalizer import from_bytes  # noqa: PLC0415 - hardly a file needs it

    return from_bytes(data).best()


def _guessed(data: bytes) -> str:
    lenient = data.decode("utf-8-sig", "replace")
    broken = lenient.count("\N{REPLACEMENT CHARACTER}")
    if len(re.findall(r"[^\x00-\x7f]", lenient)) > 4 * broken:
        return lenient  # UTF-8 with a few bytes damaged
    sample = data[:SAMPLE]
    if b"\0" not in sample and len(HIGH.findall(sample)) < len(sample) / 5:
        return data.decode(min(LATIN, key=lambda name: _strangeness(sample, name)), "replace")
    best = _best(data)
    if best is not None:
        return str(best)
    text = data.decode("cp1252", "replace")
    if len(CONTROL.findall(text)) > len(text) / 50:
        raise DecodingError("contains no text but binary data")
    return text


def _strangeness(sample: bytes, encoding: str) -> int:
    text = sample.decode(encoding, "replace")
    capitals = sum(1 for match in AFTER_SMALL.finditer(text) if match.group(1).isupper())
    return len(STRANGE.findall(text)) + capitals


def _with_newlines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")

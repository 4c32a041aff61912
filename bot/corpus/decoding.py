"""Bytes → text."""

from __future__ import annotations

import codecs
from typing import Final

from charset_normalizer import from_bytes

BOMS: Final = (  # UTF-32 first: its mark begins with UTF-16's
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class Undecodable(ValueError):
    """The bytes are not in the encoding that the format asks for."""

    def __init__(self, reason: str, line: int) -> None:
        super().__init__(reason)
        self.line = line


def decode_utf8(data: bytes) -> str:
    """The text of UTF-8 bytes, without a byte-order mark, with line ends as `\\n`.

    Raises Undecodable with the line of the first byte that is wrong.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        wrong = f"byte 0x{data[error.start]:02x} at offset {error.start}"
        raise Undecodable(f"{wrong} is not UTF-8; save the file as UTF-8", line) from None
    return _with_newlines(text)


def decode_any(data: bytes) -> str:
    """The text of bytes in any encoding, as near as it can be guessed; line ends as `\\n`."""
    for mark, encoding in BOMS:
        if data.startswith(mark):
            return _with_newlines(data.decode(encoding, "replace"))
    try:
        return decode_utf8(data)
    except Undecodable:
        best = from_bytes(data).best()
        return _with_newlines(str(best) if best else data.decode("cp1252", "replace"))


def _with_newlines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")

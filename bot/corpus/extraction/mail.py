"""An e-mail → its text; attachments are left out, but for letters that are passed on."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage, MIMEPart
from importlib.util import find_spec
from typing import Final, TypeVar

from bot.corpus.decoding import decode_any
from bot.corpus.extraction import Extracted, ExtractionError

T = TypeVar("T")
SIGNATURE: Final = re.compile(r"^-- ?$", re.MULTILINE)
FLOWED: Final = re.compile(r"(?m)^(?!-- $)(.*\S) \n(?![> \n])")
# Programs leave out the quotation marks that a boundary with "=" in it needs.
BOUNDARY: Final = re.compile(
    rb"(?im)^(content-type:[^\r\n]{0,500}(?:\r?\n[ \t][^\r\n]{0,500}){0,5}?\bboundary[ \t]?=[ \t]?)"
    rb"([^\s\";]{1,200})(?=[\s;])"
)
STUB: Final = 0.3  # of the HTML's words: a plain text with fewer only says that there is HTML
MOST_OF_HEADERS: Final = 64 * 1024
MOST_PARTS: Final = 1000
MOST_PASSED_ON: Final = 20


def read_mail(data: bytes) -> Extracted:
    """Return the plain text of a message, or its HTML's, with subject, date and sender's name.

    Raises:
        ExtractionError: it can't be read; the text says why.
    """
    _refuse_bombs(data)
    message = message_from_bytes(BOUNDARY.sub(rb'\1"\2"', data), policy=policy.default)
    if not message.keys():
        raise ExtractionError("is no e-mail with a text")
    texts = [text for text in (_text(message), *_passed_on(message)) if text]
    if not texts:
        raise ExtractionError("is no e-mail with a text")
    return Extracted(
        body="\n\n".join(texts),
        title=_header(lambda: str(message["subject"] or "")) or None,
        date=_header(lambda: message["date"].datetime.date().isoformat()),
        source=_header(lambda: message["from"].addresses[0].display_name) or None,
    )


def _refuse_bombs(data: bytes) -> None:
    head = data.partition(b"\n\n")[0].partition(b"\r\n\r\n")[0]
    if len(head) > MOST_OF_HEADERS:
        raise ExtractionError(f"has over {MOST_OF_HEADERS // 1024} KB of headers")
    if len(re.findall(rb"(?im)^content-type:", data)) > MOST_PARTS:
        raise ExtractionError(f"has over {MOST_PARTS} parts")


def _header(read: Callable[[], T]) -> T | None:
    """Return what a header says; None where it is missing or no such header."""
    try:
        return read()
    except (AttributeError, IndexError, LookupError, TypeError, ValueError):
        return None


def _passed_on(message: EmailMessage) -> Iterator[str]:
    """Yield the letters that are attached, each below its subject."""
    found = 0
    for part in message.walk():
        if part is message or part.get_content_type() != "message/rfc822":
            continue
        letter = part.get_content()
        text = _text(letter) if isinstance(letter, EmailMessage) else None
        found += 1
        if text and found <= MOST_PASSED_ON:
            subject = _header(lambda letter=letter: str(letter["subject"] or ""))  # type: ignore[misc]
            yield f"{subject}\n\n{text}" if subject else text


def _text(message: EmailMessage) -> str | None:
    plain, page = message.get_body(("plain",)), message.get_body(("html",))
    text = _plain(plain) if plain is not None else ""
    if page is None:
        return text if plain is not None else None
    if find_spec("trafilatura") is None:
        if plain is None:
            raise ExtractionError("contains HTML only; run: pip install 'rapporteur[html]'")
        return text
    from bot.corpus.extraction.web_page import read_web_page

    if plain is not None and len(text.split()) > STUB * len(_content(page).split()):
        return text
    shown = read_web_page(_content(page)).body
    return shown if len(text.split()) < STUB * len(shown.split()) or plain is None else text


def _plain(part: MIMEPart) -> str:
    text = _content(part).replace("\r\n", "\n")
    if str(part.get_param("format", "")).lower() == "flowed":
        mark = "" if str(part.get_param("delsp", "")).lower() == "yes" else " "
        text = FLOWED.sub(rf"\1{mark}", text)
    return SIGNATURE.split(text, maxsplit=1)[0]


def _content(part: MIMEPart) -> str:
    """Return the text of a part, also where its charset is unknown or wrongly named."""
    try:
        text = str(part.get_content())
    except LookupError:
        text = "\N{REPLACEMENT CHARACTER}"
    data = part.get_payload(decode=True)
    if "\N{REPLACEMENT CHARACTER}" in text and isinstance(data, bytes):
        return decode_any(data)
    return text

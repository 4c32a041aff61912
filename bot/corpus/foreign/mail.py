"""An e-mail → its text; attachments are left out."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from email.message import MIMEPart
from importlib.util import find_spec
from typing import Final

from bot.corpus.foreign.extracted import Extracted, ExtractionError

SIGNATURE: Final = re.compile(r"^-- ?$", re.MULTILINE)


def read_mail(data: bytes) -> Extracted:
    """Return the plain text of a message, or its HTML's, with subject, date and sender's name.

    Raises ExtractionError.
    """
    message = message_from_bytes(data, policy=policy.default)
    part = message.get_body(("plain", "html"))
    if part is None or not message.keys():
        raise ExtractionError("is no e-mail with a text")
    sent = message["date"].datetime if message["date"] else None
    senders = message["from"].addresses if message["from"] else ()
    return Extracted(
        body=_body(part),
        title=str(message["subject"] or "") or None,
        date=sent.date().isoformat() if sent else None,
        source=(senders[0].display_name if senders else "") or None,
    )


def _body(part: MIMEPart) -> str:
    if part.get_content_type() == "text/plain":
        return SIGNATURE.split(str(part.get_content()), maxsplit=1)[0]
    if find_spec("trafilatura") is None:
        raise ExtractionError("holds HTML only; run: pip install 'rapporteur[html]'")
    from bot.corpus.foreign.web_page import read_web_page

    return read_web_page(str(part.get_content())).body

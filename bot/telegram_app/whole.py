"""The whole text of a report: as messages, or as a file where it is long."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from bot.rendering.telegram import source_html
from bot.rendering.telegram_lists import is_long, whole_report

if TYPE_CHECKING:
    from bot.model import Report
    from bot.telegram_app.services import Request


async def send_whole(request: Request, report: Report) -> int:
    """Send the report's text; the first message's id."""
    if is_long(report):
        caption = source_html(report, request.texts)
        content = report.body.encode("utf-8", "replace")
        to = request.message.message_id
        return await request.out.document(request.place, content, _file_name(report), caption, to)
    sent = [await request.reply(part) for part in whole_report(report, request.texts)]
    return sent[0]


def _file_name(report: Report) -> str:
    name = PurePosixPath(report.path).name
    return "".join(c if c.isalnum() or c in " ._-" else "_" for c in name)[-80:]

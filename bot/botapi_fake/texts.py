"""The texts that bots send: markup parsed, limits checked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.botapi_fake.entities import Json, stripped, utf16_length, with_detected
from bot.botapi_fake.html import parse_html
from bot.botapi_fake.params import Params
from bot.botapi_fake.refusals import bad_request

MAX_TEXT = 4096
MAX_CAPTION = 1024
MAX_ENTITIES = 100


def message_text(params: Params) -> tuple[str, list[Json]]:
    """A message's text and entities.

    Raises:
        ApiError: it is empty, too long or can't be parsed.
    """
    text, entities = _formatted(params, "text", "entities")
    if not text:
        raise bad_request("message text is empty")
    if utf16_length(text) > MAX_TEXT:
        raise bad_request("message is too long")
    return text, entities


def caption(params: Params) -> tuple[str, list[Json]]:
    """A caption and its entities; it may be empty."""
    text, entities = _formatted(params, "caption", "caption_entities")
    if utf16_length(text) > MAX_CAPTION:
        raise bad_request("message caption is too long")
    return text, entities


def content_text(content: Mapping[str, Any]) -> tuple[str, list[Json]]:
    """The text of an `InputTextMessageContent`."""
    renamed = {**content, "text": content.get("message_text")}
    return message_text(Params(renamed))


def _formatted(params: Params, name: str, entities_name: str) -> tuple[str, list[Json]]:
    raw = params.text(name).replace("\r", "").replace("\0", " ")
    mode = params.text("parse_mode").lower()
    if mode == "html":
        text, entities = parse_html(raw)
    elif mode in ("", "none"):
        text, entities = raw, _explicit(raw, params.array(entities_name, "message entities") or [])
    else:
        raise bad_request("unsupported parse_mode")
    text, entities = stripped(text, entities)
    if len(entities) > MAX_ENTITIES:
        raise bad_request("ENTITIES_TOO_LONG")
    return text, with_detected(text, entities)


def _explicit(text: str, entities: list[Any]) -> list[Json]:
    size = utf16_length(text)
    for entity in entities:
        if not isinstance(entity, dict) or not isinstance(entity.get("type"), str):
            raise bad_request("can't parse MessageEntity: Can't find field \"type\"")
        offset, length = entity.get("offset"), entity.get("length")
        if not isinstance(offset, int) or not 0 <= offset <= size:
            raise bad_request(f"entity has incorrect offset {offset}")
        if not isinstance(length, int) or not 0 < length <= size - offset:
            raise bad_request(f"entity has incorrect length {length}")
    return entities

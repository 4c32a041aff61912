"""The texts that bots send: markup parsed, limits checked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.botapi_fake.entities import Json, normal, stripped, utf16_length, with_detected
from bot.botapi_fake.html import parse_html
from bot.botapi_fake.params import Params
from bot.botapi_fake.refusals import ApiError, bad_request

MAX_TEXT = 4096
MAX_CAPTION = 1024
MAX_ENTITIES = 100
_NEEDED = {
    "text_link": "url",
    "text_mention": "user",
    "custom_emoji": "custom_emoji_id",
}
_TYPES = (
    *("mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number"),
    *("bold", "italic", "underline", "strikethrough", "spoiler", "code", "pre"),
    *("blockquote", "expandable_blockquote", *_NEEDED),
)


def message_text(params: Params) -> tuple[str, list[Json]]:
    """A message's text and entities.

    Raises:
        ApiError: it is empty, too long or can't be parsed.
    """
    if not params.text("text"):
        raise bad_request("message text is empty")
    text, entities = _formatted(params, "text", "entities")
    if not text:
        raise bad_request("text must be non-empty")
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
    return message_text(Params({**content, "text": content.get("message_text")}))


def _formatted(params: Params, name: str, entities_name: str) -> tuple[str, list[Json]]:
    if any("\ud800" <= char <= "\udfff" for char in params.text(name)):
        raise bad_request("strings must be encoded in UTF-8")
    raw = params.text(name).replace("\r", "").replace("\0", " ")
    mode = params.text("parse_mode").lower()
    if mode == "html":
        text, entities = parse_html(raw)
    elif mode in ("", "none"):
        given = params.array(entities_name, "MessageEntity") or []
        text, entities = raw, [_checked(entity, utf16_length(raw)) for entity in given]
    else:
        raise bad_request("unsupported parse_mode")
    text, entities = stripped(text, normal(entities))
    if len(entities) > MAX_ENTITIES:
        raise bad_request("ENTITIES_TOO_LONG")
    return text, with_detected(text, entities)


def _checked(entity: Any, size: int) -> Json:  # noqa: ANN401 - from outside
    if not isinstance(entity, dict):
        raise bad_request("expected an Object as MessageEntity")
    for name in ("type", "offset", "length", _NEEDED.get(str(entity.get("type")), "type")):
        if name not in entity:
            raise _unparsable(f'Can\'t find field "{name}"')
    if entity["type"] not in _TYPES:
        raise _unparsable("Unsupported type specified")
    needed = _NEEDED.get(entity["type"])
    if needed and not isinstance(entity[needed], dict if needed == "user" else str):
        kind = "Object" if needed == "user" else "String"
        raise _unparsable(f'Field "{needed}" must be of type {kind}')
    _check_range(entity["offset"], entity["length"], size)
    return entity


def _check_range(offset: Any, length: Any, size: int) -> None:  # noqa: ANN401 - from outside
    for name, number in (("offset", offset), ("length", length)):
        if not isinstance(number, int):
            raise _unparsable(f'Field "{name}" must be of type Number')
        if number < 0:
            raise bad_request(f"receive an entity with incorrect {name} {number}")
    if offset > size:
        raise bad_request(f"entity begins after the end of the text at UTF-16 offset {offset}")
    if offset + length > size:
        raise bad_request(
            f"entity beginning at UTF-16 offset {offset} ends after the end of the text "
            f"at UTF-16 offset {offset + length}"
        )


def _unparsable(reason: str) -> ApiError:
    return bad_request(f"can't parse MessageEntity: {reason}")

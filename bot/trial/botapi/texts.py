"""Texts as calls give them, and Telegram's HTML mode, refused in Telegram's words.

Stricter than Telegram in one thing: a quote inside a quote is refused, where Telegram silently
drops the inner one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.trial.botapi.entities import Json, in_order, normal, stripped, utf16_length, with_detected
from bot.trial.botapi.requests import ApiError, Params, bad_request

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
_KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "code": "code",
    "pre": "pre",
    "a": "text_link",
    "tg-emoji": "custom_emoji",
    "blockquote": "blockquote",
}
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"&(?:#[xX]([0-9a-fA-F]{1,8})|#([0-9]{1,8})|([A-Za-z]+));?")
_TAG_NAME = re.compile(r"[^\s>]*")
_ATTRIBUTE_NAME = re.compile(r"[^\s=>]*")
_SPACE = re.compile(r"\s*")
_TOKEN = re.compile(r"[A-Za-z0-9.\-]*")
_LINK = re.compile(
    r"(?:https?|tg|ton|tonsite|mailto|tel)(?:://|:)\S+|[^\s:/]+\.[^\s:]{2,}\S*", re.IGNORECASE
)


def message_text(params: Params) -> tuple[str, list[Json]]:
    """Return a message's text and entities.

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
    """Return a caption and its entities; it may be empty."""
    text, entities = _formatted(params, "caption", "caption_entities")
    if utf16_length(text) > MAX_CAPTION:
        raise bad_request("message caption is too long")
    return text, entities


def content_text(content: Mapping[str, Any]) -> tuple[str, list[Json]]:
    """Return the text of an `InputTextMessageContent`."""
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
        text, entities = raw, [_valid_entity(entity, utf16_length(raw)) for entity in given]
    else:
        raise bad_request("unsupported parse_mode")
    text, entities = stripped(text, normal(entities))
    if len(entities) > MAX_ENTITIES:
        raise bad_request("ENTITIES_TOO_LONG")
    return text, with_detected(text, entities)


def _valid_entity(entity: Any, size: int) -> Json:  # noqa: ANN401 - from outside
    if not isinstance(entity, dict):
        raise bad_request("expected an Object as MessageEntity")
    for name in ("type", "offset", "length", _NEEDED.get(str(entity.get("type")), "type")):
        if name not in entity:
            raise _bad_entity(f'Can\'t find field "{name}"')
    if entity["type"] not in _TYPES:
        raise _bad_entity("Unsupported type specified")
    needed = _NEEDED.get(entity["type"])
    if needed and not isinstance(entity[needed], dict if needed == "user" else str):
        kind = "Object" if needed == "user" else "String"
        raise _bad_entity(f'Field "{needed}" must be of type {kind}')
    _check_range(entity["offset"], entity["length"], size)
    return entity


def _check_range(offset: Any, length: Any, size: int) -> None:  # noqa: ANN401 - from outside
    for name, number in (("offset", offset), ("length", length)):
        if not isinstance(number, int):
            raise _bad_entity(f'Field "{name}" must be of type Number')
        if number < 0:
            raise bad_request(f"receive an entity with incorrect {name} {number}")
    if offset > size:
        raise bad_request(f"entity begins after the end of the text at UTF-16 offset {offset}")
    if offset + length > size:
        raise bad_request(
            f"entity beginning at UTF-16 offset {offset} ends after the end of the text "
            f"at UTF-16 offset {offset + length}"
        )


def _bad_entity(reason: str) -> ApiError:
    return bad_request(f"can't parse MessageEntity: {reason}")


@dataclass(slots=True)
class _OpenTag:
    name: str
    attributes: dict[str, str]
    offset: int  # UTF-16 units
    begin: int  # position in the list of text pieces


@dataclass(slots=True)
class _Parser:
    markup: str
    pieces: list[str] = field(default_factory=list)
    units: int = 0
    stack: list[_OpenTag] = field(default_factory=list)
    entities: list[Json] = field(default_factory=list)

    def run(self) -> tuple[str, list[Json]]:
        position = 0
        while position < len(self.markup):
            char = self.markup[position]
            if char == "<":
                closing = self.markup.startswith("</", position)
                position = self.end_tag(position) if closing else self.start_tag(position)
            elif char == "&":
                literal, position = _decoded(self.markup, position)
                self.add(literal)
            else:
                stop = _next_special(self.markup, position)
                self.add(self.markup[position:stop])
                position = stop
        if self.stack:
            raise _bad_markup(
                f'Can\'t find end tag corresponding to start tag "{self.stack[-1].name}"'
            )
        return _valid_unicode("".join(self.pieces)), in_order(self.entities)

    def add(self, text: str) -> None:
        self.pieces.append(text)
        self.units += utf16_length(text)

    def start_tag(self, begin: int) -> int:
        named = _TAG_NAME.match(self.markup, begin + 1)
        position = named.end() if named else begin + 1
        name = self.markup[begin + 1 : position].lower()
        if position >= len(self.markup):
            raise _bad_markup(f"Unclosed start tag at byte offset {self.byte(begin)}")
        if name not in _KINDS:
            raise _bad_markup(f'Unsupported start tag "{name}" at byte offset {self.byte(begin)}')
        attributes, position = self.attributes(name, begin, position)
        if name == "span" and attributes.get("class") != "tg-spoiler":
            raise _bad_markup(
                f'Tag "span" must have class "tg-spoiler" at byte offset {self.byte(begin)}'
            )
        if name == "blockquote" and any(outer.name == "blockquote" for outer in self.stack):
            raise _bad_markup(f"blockquote can't be nested at byte offset {self.byte(begin)}")
        self.stack.append(_OpenTag(name, attributes, self.units, len(self.pieces)))
        return position

    def attributes(self, tag: str, begin: int, position: int) -> tuple[dict[str, str], int]:
        """Return the attributes of a start tag, and where the text after it begins."""
        found: dict[str, str] = {}
        while True:
            position = _skip(_SPACE, self.markup, position)
            if position >= len(self.markup):
                raise _bad_markup(f"Unclosed start tag at byte offset {self.byte(begin)}")
            if self.markup[position] == ">":
                return found, position + 1
            stop = _skip(_ATTRIBUTE_NAME, self.markup, position)
            name = self.markup[position:stop].lower()
            if not name:
                raise _bad_markup(
                    f'Empty attribute name in the tag "{tag}" at byte offset {self.byte(begin)}'
                )
            position = _skip(_SPACE, self.markup, stop)
            found[name] = ""
            if self.markup.startswith("=", position):
                position = _skip(_SPACE, self.markup, position + 1)
                found[name], position = self.value(begin, position)

    def value(self, begin: int, position: int) -> tuple[str, int]:
        quote = self.markup[position : position + 1]
        if quote not in ('"', "'") or not quote:
            stop = _skip(_TOKEN, self.markup, position)
            if stop < len(self.markup) and not (
                self.markup[stop].isspace() or self.markup[stop] == ">"
            ):
                raise _bad_markup(
                    f"Unexpected end of name token at byte offset {self.byte(position)}"
                )
            return self.markup[position:stop].lower(), stop
        stop = self.markup.find(quote, position + 1)
        if stop < 0:
            raise _bad_markup(f"Unclosed start tag at byte offset {self.byte(begin)}")
        return _all_decoded(self.markup[position + 1 : stop]), stop + 1

    def end_tag(self, begin: int) -> int:
        if not self.stack:
            raise _bad_markup(f"Unexpected end tag at byte offset {self.byte(begin)}")
        stop = _skip(_TAG_NAME, self.markup, begin + 2)
        name = self.markup[begin + 2 : stop].lower()
        stop = _skip(_SPACE, self.markup, stop)
        if not self.markup.startswith(">", stop):
            raise _bad_markup(f"Unclosed end tag at byte offset {self.byte(begin)}")
        opened = self.stack.pop()
        if name and name != opened.name:
            raise _bad_markup(
                f"Unmatched end tag at byte offset {self.byte(begin)}, "
                f'expected "</{opened.name}>", found "</{name}>"'
            )
        if self.units > opened.offset:
            self.close(opened)
        return stop + 1

    def close(self, opened: _OpenTag) -> None:
        entity: Json = {
            "type": _KINDS[opened.name],
            "offset": opened.offset,
            "length": self.units - opened.offset,
        }
        match opened.name:
            case "a":
                shown = "".join(self.pieces[opened.begin :])
                if not self.link(entity, opened.attributes.get("href") or shown):
                    return
            case "blockquote" if "expandable" in opened.attributes:
                entity["type"] = "expandable_blockquote"
            case "code":
                language = opened.attributes.get("class", "")
                if language.startswith("language-"):
                    entity["language"] = language.removeprefix("language-")
            case "pre":
                self.join_code(entity)
            case "tg-emoji":
                identifier = opened.attributes.get("emoji-id", "")
                if not identifier.isascii() or not identifier.isdigit() or int(identifier) == 0:
                    raise _bad_markup("Invalid custom emoji identifier specified")
                entity["custom_emoji_id"] = identifier
        self.entities.append(entity)

    def link(self, entity: Json, target: str) -> bool:
        """Return whether the target is a link; Telegram drops others without a word."""
        mention = re.fullmatch(r"tg://user\?id=(\d+)", target.strip())
        if mention:
            entity.update(type="text_mention", user={"id": int(mention[1])})
            return True
        if not _LINK.fullmatch(target.strip()):
            return False
        entity["url"] = target.strip() if ":" in target else f"http://{target.strip()}/"
        return True

    def join_code(self, entity: Json) -> None:
        """`<pre><code class="language-x">` is one entity."""
        inner = self.entities[-1] if self.entities else None
        same = inner and all(inner[key] == entity[key] for key in ("offset", "length"))
        if inner and same and inner["type"] == "code" and "language" in inner:
            entity["language"] = self.entities.pop()["language"]

    def byte(self, position: int) -> int:
        return len(self.markup[:position].encode("utf-8", "surrogatepass"))


def parse_html(markup: str) -> tuple[str, list[Json]]:
    """Return the text and its entities in order.

    Raises:
        ApiError: what Telegram answers to markup that it can't parse.
    """
    text, entities = _Parser(markup).run()
    for entity in entities:
        if entity["type"] == "code":
            entity.pop("language", None)
    return text, entities


def _bad_markup(reason: str) -> ApiError:
    return bad_request(f"can't parse entities: {reason}")


def _skip(pattern: re.Pattern[str], text: str, position: int) -> int:
    match = pattern.match(text, position)
    return match.end() if match else position


def _next_special(markup: str, position: int) -> int:
    stops = (markup.find(char, position) for char in "<&")
    return min((stop for stop in stops if stop >= 0), default=len(markup))


def _decoded(markup: str, position: int) -> tuple[str, int]:
    """Return the character that a reference means; `&` itself where there is none."""
    match = _REFERENCE.match(markup, position)
    if not match:
        return "&", position + 1
    hexadecimal, decimal, name = match.groups()
    if name:
        return (_NAMED[name], match.end()) if name in _NAMED else ("&", position + 1)
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    return (chr(code), match.end()) if 0 < code < 0x110000 else ("&", position + 1)


def _all_decoded(text: str) -> str:
    return _REFERENCE.sub(lambda match: _decoded(match[0], 0)[0], text)


def _valid_unicode(text: str) -> str:
    if any("\ud800" <= char <= "\udfff" for char in text):
        raise _bad_markup(
            "Text contains invalid Unicode characters after decoding HTML entities, "
            "check for unmatched surrogate code units"
        )
    return text

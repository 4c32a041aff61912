"""Telegram's HTML mode: markup -> text and entities, refused in Telegram's words.

Stricter than Telegram in one thing: a quote inside a quote is refused, where Telegram silently
drops the inner one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bot.botapi_fake.entities import Json, in_order, utf16_length
from bot.botapi_fake.refusals import ApiError, bad_request

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


@dataclass(slots=True)
class _Open:
    name: str
    attributes: dict[str, str]
    offset: int  # UTF-16 units
    begin: int  # position in the list of text pieces


@dataclass(slots=True)
class _Parser:
    markup: str
    pieces: list[str] = field(default_factory=list)
    units: int = 0
    stack: list[_Open] = field(default_factory=list)
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
            raise _unparsable(
                f'Can\'t find end tag corresponding to start tag "{self.stack[-1].name}"'
            )
        return _checked("".join(self.pieces)), in_order(self.entities)

    def add(self, text: str) -> None:
        self.pieces.append(text)
        self.units += utf16_length(text)

    def start_tag(self, begin: int) -> int:
        named = _TAG_NAME.match(self.markup, begin + 1)
        position = named.end() if named else begin + 1
        name = self.markup[begin + 1 : position].lower()
        if position >= len(self.markup):
            raise _unparsable(f"Unclosed start tag at byte offset {self.byte(begin)}")
        if name not in _KINDS:
            raise _unparsable(f'Unsupported start tag "{name}" at byte offset {self.byte(begin)}')
        attributes, position = self.attributes(name, begin, position)
        if name == "span" and attributes.get("class") != "tg-spoiler":
            raise _unparsable(
                f'Tag "span" must have class "tg-spoiler" at byte offset {self.byte(begin)}'
            )
        if name == "blockquote" and any(outer.name == "blockquote" for outer in self.stack):
            raise _unparsable(f"blockquote can't be nested at byte offset {self.byte(begin)}")
        self.stack.append(_Open(name, attributes, self.units, len(self.pieces)))
        return position

    def attributes(self, tag: str, begin: int, position: int) -> tuple[dict[str, str], int]:
        """The attributes of a start tag, and where the text after it begins."""
        found: dict[str, str] = {}
        while True:
            position = _skip(_SPACE, self.markup, position)
            if position >= len(self.markup):
                raise _unparsable(f"Unclosed start tag at byte offset {self.byte(begin)}")
            if self.markup[position] == ">":
                return found, position + 1
            stop = _skip(_ATTRIBUTE_NAME, self.markup, position)
            name = self.markup[position:stop].lower()
            if not name:
                raise _unparsable(
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
                raise _unparsable(
                    f"Unexpected end of name token at byte offset {self.byte(position)}"
                )
            return self.markup[position:stop].lower(), stop
        stop = self.markup.find(quote, position + 1)
        if stop < 0:
            raise _unparsable(f"Unclosed start tag at byte offset {self.byte(begin)}")
        return _all_decoded(self.markup[position + 1 : stop]), stop + 1

    def end_tag(self, begin: int) -> int:
        if not self.stack:
            raise _unparsable(f"Unexpected end tag at byte offset {self.byte(begin)}")
        stop = _skip(_TAG_NAME, self.markup, begin + 2)
        name = self.markup[begin + 2 : stop].lower()
        stop = _skip(_SPACE, self.markup, stop)
        if not self.markup.startswith(">", stop):
            raise _unparsable(f"Unclosed end tag at byte offset {self.byte(begin)}")
        opened = self.stack.pop()
        if name and name != opened.name:
            raise _unparsable(
                f"Unmatched end tag at byte offset {self.byte(begin)}, "
                f'expected "</{opened.name}>", found "</{name}>"'
            )
        if self.units > opened.offset:
            self.close(opened)
        return stop + 1

    def close(self, opened: _Open) -> None:
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
                    raise _unparsable("Invalid custom emoji identifier specified")
                entity["custom_emoji_id"] = identifier
        self.entities.append(entity)

    def link(self, entity: Json, target: str) -> bool:
        """Whether the target is a link; Telegram drops others without a word."""
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
    """The text and its entities in order.

    Raises:
        ApiError: what Telegram answers to markup that it can't parse.
    """
    text, entities = _Parser(markup).run()
    for entity in entities:
        if entity["type"] == "code":
            entity.pop("language", None)
    return text, entities


def _unparsable(reason: str) -> ApiError:
    return bad_request(f"can't parse entities: {reason}")


def _skip(pattern: re.Pattern[str], text: str, position: int) -> int:
    match = pattern.match(text, position)
    return match.end() if match else position


def _next_special(markup: str, position: int) -> int:
    stops = (markup.find(char, position) for char in "<&")
    return min((stop for stop in stops if stop >= 0), default=len(markup))


def _decoded(markup: str, position: int) -> tuple[str, int]:
    """The character that a reference stands for; `&` itself where there is none."""
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


def _checked(text: str) -> str:
    if any("\ud800" <= char <= "\udfff" for char in text):
        raise _unparsable(
            "Text contains invalid Unicode characters after decoding HTML entities, "
            "check for unmatched surrogate code units"
        )
    return text

"""Messages as the person in the chat sees them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from bot.trial.botapi.entities import Json, as_html, utf16_slice
from bot.trial.botapi.objects import Message


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a message; `action` is what it does, such as `callback_data` or `url`."""

    text: str
    action: str
    value: Any = None

    @property
    def data(self) -> str | None:
        """Its callback data."""
        return str(self.value) if self.action == "callback_data" else None


@dataclass(frozen=True, slots=True)
class MessageView:
    """A message at one moment; read it again from its chat to see later edits."""

    chat_id: int
    id: int
    text: str  # the caption, where there is media
    entities: tuple[Json, ...]
    from_bot: bool
    reply_to: int | None
    topic: int | None
    buttons: tuple[tuple[Button, ...], ...]
    edited: bool
    revision: int  # grows with each edit
    kind: str  # "text", "document", "photo", a service message's key ...
    file_name: str | None
    file_id: str | None
    inline_message_id: str | None
    raw: Json = field(repr=False)  # as the Bot API shows it
    source: Message = field(repr=False, compare=False)  # where it is kept

    @property
    def html(self) -> str:
        """The text with its formatting as HTML tags."""
        return as_html(self.text, self.entities)

    def parts(self, kind: str) -> list[str]:
        """Return the texts that entities of this kind cover, such as `bold` or `blockquote`."""
        return [
            utf16_slice(self.text, entity["offset"], entity["length"])
            for entity in self.entities
            if entity["type"] == kind
        ]

    @property
    def quotes(self) -> list[str]:
        """The texts of its blockquotes, expandable or not, in order."""
        return [
            utf16_slice(self.text, entity["offset"], entity["length"])
            for entity in self.entities
            if entity["type"] in ("blockquote", "expandable_blockquote")
        ]

    @property
    def links(self) -> list[str]:
        """The targets of its links, those behind words and those in the open."""
        return [
            str(entity.get("url") or utf16_slice(self.text, entity["offset"], entity["length"]))
            for entity in self.entities
            if entity["type"] in ("text_link", "url")
        ]

    @property
    def labels(self) -> list[str]:
        """The texts of its buttons."""
        return [button.text for row in self.buttons for button in row]

    def button(self, wanted: str) -> Button:
        """Return the button whose text or callback data is `wanted`, else whose text contains it.

        Raises:
            LookupError: the message shows no such button.
        """
        shown = [button for row in self.buttons for button in row]
        for button in shown:
            if wanted in (button.text, button.data):
                return button
        for button in shown:
            if wanted.lower() in button.text.lower():
                return button
        raise LookupError(f"no button {wanted!r} under message {self.id}: {self.labels}")


def view(message: Message) -> MessageView:
    """Return what a message shows now."""
    rows = (message.keyboard or {}).get("inline_keyboard", [])
    content = message.media or message.service
    kind = next(iter(content), "text")
    file = content.get(kind) if message.media else None
    if isinstance(file, list):
        file = file[-1]
    return MessageView(
        chat_id=message.chat.id,
        id=message.id,
        text=message.text,
        entities=tuple(message.entities),
        from_bot=message.from_bot,
        reply_to=message.reply_to,
        topic=message.thread if message.in_topic else None,
        buttons=tuple(tuple(_button(button) for button in row) for row in rows),
        edited=message.revision > 0,
        revision=message.revision,
        kind=kind,
        file_name=file.get("file_name") if isinstance(file, dict) else None,
        file_id=file.get("file_id") if isinstance(file, dict) else None,
        inline_message_id=message.inline_message_id,
        raw=message.json(),
        source=message,
    )


def _button(button: Json) -> Button:
    action = next((key for key in button if key != "text"), "")
    return Button(button["text"], action, button.get(action))

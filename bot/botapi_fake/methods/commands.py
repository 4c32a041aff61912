"""The command lists that a bot shows, by scope and language."""

from __future__ import annotations

import re
from typing import Any

from bot.botapi_fake.entities import Json
from bot.botapi_fake.methods.request import Request
from bot.botapi_fake.refusals import bad_request

_SCOPES = {
    "default": (),
    "all_private_chats": (),
    "all_group_chats": (),
    "all_chat_administrators": (),
    "chat": ("chat_id",),
    "chat_administrators": ("chat_id",),
    "chat_member": ("chat_id", "user_id"),
}
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_LANGUAGE = re.compile(r"[a-z]{2}")
MAX_COMMANDS = 100


def set_my_commands(request: Request) -> bool:
    """`setMyCommands`."""
    key = _key(request)
    given = request.params.array("commands", "BotCommand")
    if given is None:
        raise bad_request("can't parse commands JSON object")
    if len(given) > MAX_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    request.bot.commands[key] = [_command(command) for command in given]
    return True


def get_my_commands(request: Request) -> list[Json]:
    """`getMyCommands`."""
    return request.bot.commands.get(_key(request), [])


def delete_my_commands(request: Request) -> bool:
    """`deleteMyCommands`."""
    request.bot.commands.pop(_key(request), None)
    return True


def scope_key(kind: str, chat_id: int | None = None, user_id: int | None = None) -> str:
    """The name under which a scope's commands are kept."""
    return ":".join(str(part) for part in (kind, chat_id, user_id) if part is not None)


def _command(command: Any) -> Json:  # noqa: ANN401 - from outside
    if not isinstance(command, dict):
        raise bad_request("expected an Object as BotCommand")
    name = str(command.get("command", "")).strip().removeprefix("/")
    description = str(command.get("description", "")).strip()
    if not _COMMAND.fullmatch(name):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(description) <= 256:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": name, "description": description}


def _key(request: Request) -> tuple[str, str]:
    language = request.params.text("language_code").lower()
    if language and not _LANGUAGE.fullmatch(language):
        raise bad_request("invalid language code specified")
    scope = request.params.object("scope", "BotCommandScope") or {"type": "default"}
    kind = str(scope.get("type"))
    if kind not in _SCOPES:
        raise bad_request("can't parse BotCommandScope: unsupported type specified")
    needed = _SCOPES[kind]
    if any(not scope.get(name) for name in needed):
        raise bad_request("can't parse BotCommandScope: chat_id is empty")
    return scope_key(
        kind,
        scope.get("chat_id") if needed else None,
        scope.get("user_id") if "user_id" in needed else None,
    ), language

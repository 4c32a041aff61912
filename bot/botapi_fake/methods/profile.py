"""How a bot presents itself, and how it leaves a server."""

from __future__ import annotations

from bot.botapi_fake.entities import Json
from bot.botapi_fake.methods.request import Request
from bot.botapi_fake.refusals import bad_request

_LIMITS = {"name": 64, "description": 512, "short_description": 120}


def set_my_name(request: Request) -> bool:
    """`setMyName`."""
    return _set(request, "name")


def set_my_description(request: Request) -> bool:
    """`setMyDescription`."""
    return _set(request, "description")


def set_my_short_description(request: Request) -> bool:
    """`setMyShortDescription`."""
    return _set(request, "short_description")


def get_my_name(request: Request) -> Json:
    """`getMyName`."""
    return {"name": _get(request, "name") or request.bot.account.first_name}


def get_my_description(request: Request) -> Json:
    """`getMyDescription`."""
    return {"description": _get(request, "description")}


def get_my_short_description(request: Request) -> Json:
    """`getMyShortDescription`."""
    return {"short_description": _get(request, "short_description")}


def set_chat_menu_button(request: Request) -> bool:
    """`setChatMenuButton`."""
    request.params.object("menu_button", "MenuButton")
    return True


def get_chat_menu_button(_: Request) -> Json:
    """`getChatMenuButton`."""
    return {"type": "commands"}


def close(_: Request) -> bool:
    """`close`."""
    return True


def log_out(request: Request) -> bool:
    """`logOut`: every later call is refused."""
    request.bot.logged_out = True
    return True


def _set(request: Request, what: str) -> bool:
    text = request.params.text(what).strip()
    if len(text) > _LIMITS[what]:
        raise bad_request(f"bot {what.replace('_', ' ')} is too long")
    request.bot.texts[(what, request.params.text("language_code"))] = text
    return True


def _get(request: Request, what: str) -> str:
    texts = request.bot.texts
    return texts.get((what, request.params.text("language_code")), texts.get((what, ""), ""))

"""Coming, going and being promoted."""

from __future__ import annotations

from dataclasses import replace

from bot.botapi_fake.accounts import Account
from bot.botapi_fake.chats import Chat, Member
from bot.botapi_fake.entities import Json
from bot.botapi_fake.posting import service
from bot.botapi_fake.world import Bot, World


def set_status(world: World, chat: Chat, account: Account, *, admin: bool) -> None:
    """Lets somebody in, as an admin or not; a bot is told of its own standing."""
    old = chat.member(account.id)
    if chat.kind == "channel" and account.is_bot and not admin:
        raise ValueError("a channel takes bots as admins only")
    joined = old is None or not old.present
    change(world, chat, Member(account, "administrator" if admin else "member"))
    if joined and chat.kind in ("group", "supergroup"):
        service(world, chat, account, {"new_chat_members": [account.json()]})


def put_out(world: World, chat: Chat, account: Account, *, kicked: bool) -> None:
    """Puts somebody out; a bot is told of it."""
    if not chat.has(account.id):
        raise ValueError(f"{account.name} is not in {chat.title}")
    gone = Member(account, "kicked" if kicked else "left")
    if chat.kind in ("group", "supergroup") and not account.is_bot:
        service(world, chat, account, {"left_chat_member": account.json()})
    change(world, chat, gone)


def migrate(world: World, group: Chat) -> Chat:
    """Upgrades a group to a supergroup; both chats say so."""
    if group.kind != "group" or group.migrated_to:
        raise ValueError(f"{group.title} can't be upgraded")
    chat = world.new_chat("supergroup", group.title or "")
    chat.members = {key: replace(member) for key, member in group.members.items()}
    service(world, group, _owner(group), {"migrate_to_chat_id": chat.id})
    service(world, chat, _owner(group), {"migrate_from_chat_id": group.id})
    group.migrated_to = chat.id
    return chat


def set_blocked(world: World, bot: Bot, chat: Chat, *, blocked: bool) -> None:
    """A user blocks or unblocks a bot, and the bot is told."""
    if chat.blocked == blocked:
        return
    old, new = ("member", "kicked") if blocked else ("kicked", "member")
    chat.blocked = blocked
    standing = [Member(bot.account, status) for status in (old, new)]  # type: ignore[arg-type]
    _tell(world, bot, chat, standing[0], standing[1])


def change(world: World, chat: Chat, new: Member, by: Account | None = None) -> None:
    """Sets somebody's standing and tells them if a bot, and the bots that are admins."""
    account = new.account
    old = chat.member(account.id) or Member(account, "left")
    chat.members[account.id] = new
    bot = world.bot_of(account.id)
    if bot:
        _tell(world, bot, chat, old, new, by)
    for other in world.bots_in(chat):
        if other is not bot and chat.administered_by(other.account.id):
            _tell(world, other, chat, old, new, by)


def _tell(
    world: World, bot: Bot, chat: Chat, old: Member, new: Member, by: Account | None = None
) -> None:
    account = new.account
    update: Json = {
        "chat": chat.json(),
        "from": (by or _owner(chat) or account).json(),
        "date": world.now(),
        "old_chat_member": old.json(),
        "new_chat_member": new.json(),
    }
    own = account.id == bot.account.id
    bot.queue.put("my_chat_member" if own else "chat_member", update)


def _owner(chat: Chat) -> Account | None:
    if chat.user:
        return chat.user
    return next((m.account for m in chat.members.values() if m.status == "creator"), None)

"""What the bot remembers, in one SQLite file: updates, answers, votes, settings, report numbers.

Synchronous, and free of Telegram and asyncio. Times are seconds since the epoch. Every call is one
transaction; what the file system or SQLite refuses is a StoreError.
"""

from bot.store.answers import Answers, Asked, Kept
from bot.store.backup import back_up, restore
from bot.store.chats import Chats, Settings
from bot.store.corrections import Corrected, Corrections
from bot.store.inbox import Arrival, Inbox, Item, Key
from bot.store.looking import open_statistics
from bot.store.numbers import Numbers
from bot.store.opening import Store, open_store
from bot.store.statistics import Day, Figures, Gap, Line, Statistics

__all__ = [
    "Answers",
    "Arrival",
    "Asked",
    "Chats",
    "Corrected",
    "Corrections",
    "Day",
    "Figures",
    "Gap",
    "Inbox",
    "Item",
    "Kept",
    "Key",
    "Line",
    "Numbers",
    "Settings",
    "Statistics",
    "Store",
    "back_up",
    "open_statistics",
    "open_store",
    "restore",
]

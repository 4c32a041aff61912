"""`rapporteur try`: the bot over a Bot API of our own, with a page that looks like a chat client.

The bot is the one that `rapporteur run` starts. Bot API and page share one server on loopback.
"""

from bot.trial.page.running import open_browser, run

__all__ = ["open_browser", "run"]

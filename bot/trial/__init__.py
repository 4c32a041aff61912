"""Tools to develop and try the bot with: a fake Bot API, and a page to chat with the bot.

The bot itself never imports them; `rapporteur try` and the tests do.
"""

"""Runs of names -> persons, bodies, places and posts."""

from bot.language.names.kinds import Kind, Name, names_in
from bot.language.names.words import BODY, EVENTS, POSTS, VENUE

__all__ = ["BODY", "EVENTS", "POSTS", "VENUE", "Kind", "Name", "names_in"]

"""The reader: one small encoder, and the windows in which it reads reports."""

from bot.reader.network import Network, network

__all__ = ["Network", "network"]

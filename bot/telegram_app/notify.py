"""Tells systemd how it goes (sd_notify(3)); without systemd, nobody."""

from __future__ import annotations

import os
import socket


def notify(*states: str) -> None:
    """Send states such as `READY=1`."""
    address = os.environ.get("NOTIFY_SOCKET")
    if not address:
        return
    if address.startswith("@"):
        address = "\0" + address[1:]
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as to:
            to.sendto("\n".join(states).encode(), address)
    except OSError:
        return  # the bot works without being watched


def watchdog_seconds() -> float | None:
    """How often systemd wants a sign of life, twice as often as it must; None: it does not."""
    wanted = os.environ.get("WATCHDOG_USEC", "")
    return int(wanted) / 2_000_000 if wanted.isdigit() and int(wanted) > 0 else None

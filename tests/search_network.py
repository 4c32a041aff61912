"""Where nodes listen: on loopback, or each in a network of its own that can be cut off."""

import contextlib
import os
import subprocess

from bot_process import free_port

SUBNETS = "10.213."  # of this machine only; a network of its own for each run


class Loopback:
    """Ports of this machine's own."""

    separate = False

    def __init__(self, count):
        self.places = [("127.0.0.1", free_port(), free_port()) for _ in range(count)]

    def inside(self, number):
        """What a command of this node begins with."""
        return []

    def close(self):
        pass


class Namespaces:
    """A bridge, and behind it a network namespace for each node.

    Raises OSError or CalledProcessError where that isn't permitted.
    """

    separate = True

    def __init__(self, count):
        subnet = f"{SUBNETS}{os.getpid() % 250}"
        self.places = [(f"{subnet}.{number + 2}", 9200, 9300) for number in range(count)]
        self._mark = f"rb{os.getpid() % 100_000}"
        try:
            _ip("link", "add", self._mark, "type", "bridge")
            _ip("addr", "add", f"{subnet}.1/24", "dev", self._mark)
            _ip("link", "set", self._mark, "up")
            for number, (address, *_) in enumerate(self.places):
                self._add(number, address)
        except BaseException:
            self.close()
            raise

    def inside(self, number):
        return ["ip", "netns", "exec", self._name(number)]

    def cut_off(self, number):
        _ip("link", "set", self._name(number), "down")

    def join(self, number):
        _ip("link", "set", self._name(number), "up")

    def close(self):
        for number in range(len(self.places)):
            with contextlib.suppress(OSError, subprocess.CalledProcessError):
                _ip("netns", "del", self._name(number))
        with contextlib.suppress(OSError, subprocess.CalledProcessError):
            _ip("link", "del", self._mark)

    def _add(self, number, address):
        name = self._name(number)
        _ip("netns", "add", name)
        _ip("link", "add", name, "type", "veth", "peer", "name", "eth0", "netns", name)
        _ip("link", "set", name, "master", self._mark, "up")
        within = ("-n", name)
        _ip(*within, "addr", "add", f"{address}/24", "dev", "eth0")
        _ip(*within, "link", "set", "eth0", "up")
        _ip(*within, "link", "set", "lo", "up")

    def _name(self, number):
        return f"{self._mark}n{number}"


def network(count):
    """Namespaces where they may be made, else loopback."""
    try:
        return Namespaces(count)
    except (OSError, subprocess.CalledProcessError):
        return Loopback(count)


def _ip(*arguments):
    subprocess.run(["ip", *arguments], check=True, capture_output=True, timeout=20)

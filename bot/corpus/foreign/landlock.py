"""Files that the process that takes foreign files apart may read: those of Python and the system.

Landlock binds native code too, and lasts until the process ends. Beside all other files it refuses
TCP connections, and what goes out of the process by other ways, as far as the kernel knows these.
"""

from __future__ import annotations

import ctypes
import os
import platform
import struct
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446  # the same on all processors
ASK_VERSION: Final = 1
BENEATH: Final = 1  # the kind of rule
READ_FILE, READ_DIR = 1 << 2, 1 << 3
KNOWN: Final = (13, 14, 15, 15, 16)  # how many rights on files the versions 1 to 5 know
TCP, SCOPES = 3, 3  # to bind and to connect, since version 4; sockets and signals, since 6
NO_NEW_PRIVILEGES: Final = 38  # of prctl
SHARED: Final = ("/usr", "/lib", "/lib64", "/nix/store", "/etc/ld.so.cache", "/etc/localtime")


def forbid_files() -> bool:
    """Bind this process to the files that it needs; whether the kernel has what that takes."""
    if platform.system() != "Linux":
        return False
    kernel = ctypes.CDLL(None)
    version = kernel.syscall(CREATE_RULESET, None, ctypes.c_size_t(0), ASK_VERSION)
    if version < 1:
        return False
    files = (1 << KNOWN[min(version, len(KNOWN)) - 1]) - 1
    rules = struct.pack("=QQQ", files, TCP if version >= 4 else 0, SCOPES if version >= 6 else 0)
    size = ctypes.c_size_t(24 if version >= 6 else 16 if version >= 4 else 8)
    ruleset = kernel.syscall(CREATE_RULESET, rules, size, 0)
    if ruleset < 0:
        return False
    try:
        for path in _needed():
            _allow(kernel, ruleset, path)
        if kernel.prctl(NO_NEW_PRIVILEGES, *map(ctypes.c_ulong, (1, 0, 0, 0))) != 0:
            return False
        return bool(kernel.syscall(RESTRICT_SELF, ruleset, 0) == 0)
    finally:
        os.close(ruleset)


def _allow(kernel: ctypes.CDLL, ruleset: int, path: Path) -> None:
    try:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:  # not every system has each
        return
    try:
        rights = READ_FILE | READ_DIR if path.is_dir() else READ_FILE
        rule = struct.pack("=Qi", rights, place)
        kernel.syscall(ADD_RULE, ruleset, BENEATH, rule, 0)
    finally:
        os.close(place)


def _needed() -> Iterator[Path]:
    """Yield where modules and libraries are.

    Where this package lies in a folder that is no packages', as in a checkout, that folder may hold
    anything: then it's the package alone.
    """
    yield from map(Path, (*SHARED, sys.prefix, sys.base_prefix))
    package = Path(__file__).parents[2]
    yield package
    for entry in map(Path, filter(None, sys.path)):
        if entry != package.parent or any(entry.glob("*.dist-info")):
            yield entry

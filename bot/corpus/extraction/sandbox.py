"""What the extracting process may not do, whatever code in it asks for it.

A filter of its system calls (seccomp): it writes no file, opens no connection, starts no program
and touches no other process. And the files that it may read (Landlock): those of Python and the
system. Beside all other files Landlock refuses TCP connections, and what goes out of the process by
other ways, as far as the kernel knows these. Both bind native code too and last until the process
ends.
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

# Each refused call with its numbers on x86-64 and on ARM64; "-" where there is none.
REFUSED: Final = """
socket:41:198 connect:42:203 accept:43:202 accept4:288:242 bind:49:200 listen:50:201 sendto:44:206
sendmsg:46:211 sendmmsg:307:269 socketpair:53:199
fork:57:- vfork:58:- execve:59:221 execveat:322:281
kill:62:129 tkill:200:130 rt_sigqueueinfo:129:138 rt_tgsigqueueinfo:297:240
ptrace:101:117 process_vm_readv:310:270 process_vm_writev:311:271 kcmp:312:272
setpriority:141:140 sched_setparam:142:118 sched_setscheduler:144:119 sched_setaffinity:203:122
sched_setattr:314:274 ioprio_set:251:30 migrate_pages:256:238 move_pages:279:239
creat:85:- truncate:76:45 rename:82:- renameat:264:38 renameat2:316:276
mkdir:83:- mkdirat:258:34 mknod:133:- mknodat:259:33 rmdir:84:- unlink:87:- unlinkat:263:35
link:86:- linkat:265:37 symlink:88:- symlinkat:266:36
chmod:90:- fchmod:91:52 fchmodat:268:53 chown:92:- fchown:93:55 lchown:94:- fchownat:260:54
utime:132:- utimes:235:- futimesat:261:- utimensat:280:88
setxattr:188:5 lsetxattr:189:6 fsetxattr:190:7
removexattr:197:14 lremovexattr:198:15 fremovexattr:199:16
shmget:29:194 semget:64:190 msgget:68:186 mq_open:240:180 mq_unlink:241:181
add_key:248:217 request_key:249:218 keyctl:250:219
mount:165:40 umount2:166:39 chroot:161:51 pivot_root:155:41 unshare:272:97 setns:308:268
name_to_handle_at:303:264 open_by_handle_at:304:265
bpf:321:280 perf_event_open:298:241 userfaultfd:323:282
"""
# Calls that an argument decides: its place, and its bits that refuse the call, or allow it.
WRITING: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
THREAD: Final = 0x10000
REFUSED_WITH: Final = (("open:2:-", 1, WRITING), ("openat:257:56", 2, WRITING))
ALLOWED_WITH: Final = (("clone:56:220", 0, THREAD),)
OF_ITSELF: Final = ("prlimit64:302:261", "tgkill:234:131")  # those whose first argument is its id
# The newer calls have one number everywhere. Of those there are, and will be, these are needed:
NEWER: Final = 424
NEEDED: Final = (436, 439, 441, 449)  # close_range, faccessat2, epoll_pwait2, futex_waitv

PROCESSORS: Final = {"x86_64": (1, 0xC000003E), "aarch64": (2, 0xC00000B7)}
LOAD, EQUAL, AT_LEAST, ANY_BIT, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06  # a filter's instructions
ALLOW, NOT_PERMITTED, NO_SUCH_CALL = 0x7FFF0000, 0x00050001, 0x00050026
NUMBER, PROCESSOR, ARGUMENTS = 0, 4, 16  # where a filter finds them
NO_NEW_PRIVILEGES, SET_SECCOMP, FILTER = 38, 22, 2  # of prctl

# Of Landlock.
CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446  # the same on all processors
ASK_VERSION: Final = 1
BENEATH: Final = 1  # the kind of rule
READ_FILE, READ_DIR = 1 << 2, 1 << 3
KNOWN: Final = (13, 14, 15, 15, 16)  # how many rights on files the versions 1 to 5 know
TCP, SCOPES = 3, 3  # to bind and to connect, since version 4; sockets and signals, since 6
SHARED: Final = ("/usr", "/lib", "/lib64", "/nix/store", "/etc/ld.so.cache", "/etc/localtime")


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def forbid_calls() -> bool:
    """Bind this process by the filter; return whether kernel and processor have it."""
    if platform.system() != "Linux" or platform.machine() not in PROCESSORS:
        return False
    instructions = [struct.pack("=HBBI", *step) for step in _steps(*PROCESSORS[platform.machine()])]
    program = _Program(len(instructions), b"".join(instructions))
    prctl = ctypes.CDLL(None).prctl
    zeros = (ctypes.c_ulong(0),) * 3
    if prctl(NO_NEW_PRIVILEGES, ctypes.c_ulong(1), *zeros) != 0:
        return False
    return bool(prctl(SET_SECCOMP, ctypes.c_ulong(FILTER), ctypes.byref(program), *zeros[1:]) == 0)


def _steps(column: int, processor: int) -> Iterator[tuple[int, int, int, int]]:
    """Yield the filter: each an instruction, the steps to skip if so and if not, and a value."""
    yield LOAD, 0, 0, PROCESSOR
    yield from _return_if(EQUAL, processor, NOT_PERMITTED, unless=True)
    yield LOAD, 0, 0, NUMBER
    for number in _numbers(REFUSED.split(), column):
        yield from _return_if(EQUAL, number, NOT_PERMITTED)
    for named, place, bits in REFUSED_WITH:
        for number in _numbers([named], column):
            yield from _decide(number, place, ((ANY_BIT, bits),), NOT_PERMITTED, ALLOW)
    for named, place, bits in ALLOWED_WITH:
        for number in _numbers([named], column):
            yield from _decide(number, place, ((ANY_BIT, bits),), ALLOW, NOT_PERMITTED)
    for number in _numbers(OF_ITSELF, column):
        mine = ((EQUAL, 0), (EQUAL, os.getpid()))
        yield from _decide(number, 0, mine, ALLOW, NOT_PERMITTED)
    for number in NEEDED:
        yield from _return_if(EQUAL, number, ALLOW)
    yield from _return_if(AT_LEAST, NEWER, NO_SUCH_CALL)
    yield RETURN, 0, 0, ALLOW


def _numbers(named: list[str] | tuple[str, ...], column: int) -> Iterator[int]:
    found = (call.split(":")[column] for call in named)
    return (int(number) for number in found if number != "-")


def _return_if(
    test: int, value: int, outcome: int, *, unless: bool = False
) -> Iterator[tuple[int, int, int, int]]:
    yield (test, 1, 0, value) if unless else (test, 0, 1, value)
    yield RETURN, 0, 0, outcome


def _decide(
    number: int, place: int, tests: tuple[tuple[int, int], ...], met: int, unmet: int
) -> Iterator[tuple[int, int, int, int]]:
    """Yield the steps that settle a call by the lower half of an argument."""
    yield EQUAL, 0, 2 + 2 * len(tests), number
    yield LOAD, 0, 0, ARGUMENTS + 8 * place
    for test, value in tests:
        yield from _return_if(test, value, met)
    yield RETURN, 0, 0, unmet


def forbid_files() -> bool:
    """Bind this process to the files that it needs; return whether the kernel can."""
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

    Where this package lies in a folder that is no packages', as in a checkout, that folder may have
    anything: then it's the package alone.
    """
    yield from map(Path, (*SHARED, sys.prefix, sys.base_prefix))
    package = Path(__file__).parents[2]
    yield package
    for entry in map(Path, filter(None, sys.path)):
        if entry != package.parent or any(entry.glob("*.dist-info")):
            yield entry

"""Forbids the present process for good what no program that works on media has to ask the kernel for.

This is Linux's seccomp: a small program that the kernel runs at each call. What the process starts is
bound by it, too. It imports next to nothing: it is loaded anew for every FFmpeg that is started.
"""

import ctypes
import errno
import os
import struct
import sys

_COLUMNS = {"x86_64": 1, "aarch64": 2}
_ARCHITECTURES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}

# Calls by what they are about, each with its number on x86_64 and on aarch64.
_FORBIDDEN = {
    "other processes and their memory": """
        ptrace 101 117, process_vm_readv 310 270, process_vm_writev 311 271, kcmp 312 272,
        pidfd_getfd 438 438, process_madvise 440 440, process_mrelease 448 448
    """,
    "ways around a filter of calls": """
        io_uring_setup 425 425, io_uring_enter 426 426, io_uring_register 427 427
    """,
    "the kernel's own insides": """
        bpf 321 280, perf_event_open 298 241, userfaultfd 323 282, init_module 175 105,
        finit_module 313 273, delete_module 176 106, kexec_load 246 104, kexec_file_load 320
        294, lookup_dcookie 212 18, nfsservctl 180 42, modify_ldt 154 -, iopl 172 -, ioperm
        173 -, syslog 103 116
    """,
    "the shape of the file system": """
        mount 165 40, umount2 166 39, pivot_root 155 41, chroot 161 51, setns 308 268,
        unshare 272 97, open_tree 428 428, move_mount 429 429, fsopen 430 430, fsconfig 431
        431, fsmount 432 432, fspick 433 433, mount_setattr 442 442, open_tree_attr 467 467,
        open_by_handle_at 304 265, name_to_handle_at 303 264, fanotify_init 300 262,
        quotactl 179 60, quotactl_fd 443 443, swapon 167 224, swapoff 168 225, acct 163 89
    """,
    "the machine": """
        reboot 169 142, settimeofday 164 170, clock_settime 227 112, adjtimex 159 171,
        clock_adjtime 305 266, sethostname 170 161, setdomainname 171 162, vhangup 153 58
    """,
    "keys, and memory that others see": """
        keyctl 250 219, add_key 248 217, request_key 249 218, shmget 29 194, shmat 30 196,
        msgget 68 186, semget 64 190, mq_open 240 180
    """,
    "to be called by others": "bind 49 200, listen 50 201",
    "facts about files, which Landlock does not look after": """
        chmod 90 -, fchmod 91 52, fchmodat 268 53, fchmodat2 452 452, chown 92 -, fchown 93
        55, lchown 94 -, fchownat 260 54, setxattr 188 5, lsetxattr 189 6, fsetxattr 190 7,
        setxattrat 463 463, removexattr 197 14, lremovexattr 198 15, fremovexattr 199 16,
        removexattrat 466 466, file_setattr 469 469, utime 132 -, utimes 235 -, futimesat
        261 -, utimensat 280 88
    """,
    "files that are none": """
        symlink 88 -, symlinkat 266 36, link 86 -, linkat 265 37, mknod 133 -, mknodat 259
        33
    """,
    "out of the group that is ended as a whole": "setsid 112 157, setpgid 109 154",
    "at the expense of others": """
        setpriority 141 140, sched_setscheduler 144 119, sched_setattr 314 274,
        sched_setparam 142 118, ioprio_set 251 30, migrate_pages 256 238, move_pages 279 239
    """,
}
# Calls that are judged by their arguments.
_JUDGED = """
    socket 41 198, socketpair 53 199, sendto 44 206, sendmsg 46 211, sendmmsg 307 269, clone 56 220,
    clone3 435 435, prlimit64 302 261
"""

_INTERNET = (2, 10)
_LOCAL = 1
_STREAM = 1
_KIND = 0xF
_PLAIN_TCP = (0, 6)
_CONNECT_WHILE_SENDING = 0x20000000
_NEW_NAMESPACES = 0x7E020080

_LOAD, _AND, _IS, _AT_LEAST, _HAS, _END = 0x20, 0x54, 0x15, 0x35, 0x45, 0x06
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000
_NUMBER, _ARCHITECTURE, _ARGUMENTS = 0, 4, 16
_OTHER_X86 = 0x40000000
_NO_NEW_PRIVILEGES, _SET_SECCOMP, _BY_FILTER = 38, 22, 2

_Step = tuple[int, int, int, int]
"""What to do, how far to jump when it holds, how far when it does not, and a number."""


def are_known() -> bool:
    """Return whether this machine has such filters, and numbers calls in a way that we know."""
    if sys.platform != "linux" or os.uname().machine not in _COLUMNS:
        return False
    return os.path.exists("/proc/sys/kernel/seccomp")  # noqa: PTH110 - pathlib takes long to load


def forbid(*, sockets: bool) -> None:
    """Forbid it; nothing happens on a machine on which they are not known.

    Args:
        sockets: Whether TCP may be spoken; all other kinds of socket are forbidden anyway.

    Raises:
        OSError: the kernel does not let us.
    """
    if not are_known():
        return
    machine = os.uname().machine
    steps = [struct.pack("=HBBI", *step) for step in _filter(machine, sockets=sockets)]
    code = ctypes.create_string_buffer(b"".join(steps))
    about = ctypes.create_string_buffer(
        struct.pack("@HxxxxxxQ", len(steps), ctypes.addressof(code)), 16
    )
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    numbers = [ctypes.c_ulong(number) for number in (1, 0, 0, 0)]
    if prctl(_NO_NEW_PRIVILEGES, *numbers) or prctl(_SET_SECCOMP, _BY_FILTER, about, 0, 0):
        raise OSError(ctypes.get_errno(), "no filter of calls")


def _filter(machine: str, *, sockets: bool) -> list[_Step]:
    judged = _numbers(_JUDGED, machine)
    steps = [
        _load(_ARCHITECTURE),
        (_IS, 1, 0, _ARCHITECTURES[machine]),
        _refused(errno.EPERM),
        _load(_NUMBER),
    ]
    if machine == "x86_64":
        steps += [(_AT_LEAST, 0, 1, _OTHER_X86), _refused(errno.EPERM)]
    for calls in _FORBIDDEN.values():
        for number in _numbers(calls, machine).values():
            steps += [(_IS, 0, 1, number), _refused(errno.EPERM)]
    # What it points to cannot be looked at. The C library then asks in the old way.
    steps += _when(judged["clone3"], [_refused(errno.ENOSYS)])
    steps += _when(judged["clone"], _refused_with(0, _NEW_NAMESPACES))
    steps += _when(judged["prlimit64"], _refused_unless(0, (0,)))
    # A connection that begins with the first bytes sent is not looked at by Landlock.
    for call, flags in (("sendto", 3), ("sendmsg", 2), ("sendmmsg", 3)):
        steps += _when(judged[call], _refused_with(flags, _CONNECT_WHILE_SENDING))
    pair = _refused_unless(0, (_LOCAL,)) + _refused_unless(1, (_STREAM,), mask=_KIND)
    steps += _when(judged["socketpair"], pair)
    steps += _when(judged["socket"], _tcp_alone() if sockets else [_refused(errno.EPERM)])
    return [*steps, (_END, 0, 0, _ALLOW)]


def _tcp_alone() -> list[_Step]:
    kinds = _refused_unless(0, _INTERNET) + _refused_unless(1, (_STREAM,), mask=_KIND)
    return kinds + _refused_unless(2, _PLAIN_TCP)


def _numbers(table: str, machine: str) -> dict[str, int]:
    rows = [row.split() for row in table.split(",")]
    column = _COLUMNS[machine]
    return {row[0]: int(row[column]) for row in rows if row[column] != "-"}


def _when(number: int, steps: list[_Step]) -> list[_Step]:
    """Take the steps for one call, and let it pass when none of them has refused it."""
    steps = [*steps, (_END, 0, 0, _ALLOW)]
    return [(_IS, 0, len(steps), number), *steps]


def _refused_unless(argument: int, values: tuple[int, ...], mask: int = 0xFFFFFFFF) -> list[_Step]:
    count = len(values)
    tests = [(_IS, count - place, 0, value) for place, value in enumerate(values)]
    return [
        _load(_ARGUMENTS + 8 * argument),
        (_AND, 0, 0, mask),
        *tests,
        _refused(errno.EPERM),
    ]


def _refused_with(argument: int, bits: int) -> list[_Step]:
    return [_load(_ARGUMENTS + 8 * argument), (_HAS, 0, 1, bits), _refused(errno.EPERM)]


def _load(offset: int) -> _Step:
    return (_LOAD, 0, 0, offset)


def _refused(why: int) -> _Step:
    return (_END, 0, 0, _REFUSE | why)

"""Puts the present process in a cage for good, before it opens strangers' files or asks strangers' sites.

Whatever such a program is talked into, it reads what programs need and the files it was given, writes
in one folder, connects to one port or to none, and leaves nothing running that could not be ended. A
kernel that lacks something gives a wider cage; `gaps` says which.

`python cage.py --parent=PID [--program=P] [--read=P] [--write=P] [--port=N] [--open] -- COMMAND ...`
becomes the command, in a cage unless it is `--open`. It imports next to nothing, because it is started
for every FFmpeg.
"""

import ctypes
import os
import signal
import struct
import sys

# pathlib takes longer to load than all the rest.
_HERE = os.path.dirname(os.path.realpath(__file__))  # noqa: PTH120
if __name__ == "__main__":
    sys.path.insert(0, os.path.dirname(os.path.dirname(_HERE)))  # noqa: PTH120

from services.media import forbidden_calls, landlock  # noqa: E402 - found only now

_SYSTEM = (
    "/usr",
    "/bin",
    "/sbin",
    "/lib",
    "/lib32",
    "/lib64",
    "/nix/store",
    "/gnu/store",
    "/etc/ld.so.cache",
    "/etc/alternatives",
    "/etc/ssl",
    "/etc/pki",
    "/etc/ca-certificates",
    "/etc/ca-certificates.conf",
    "/etc/localtime",
    "/etc/nsswitch.conf",
    "/etc/host.conf",
    "/etc/hosts",
    "/etc/resolv.conf",
    "/etc/gai.conf",
    "/etc/passwd",
    "/etc/group",
    "/etc/os-release",
    "/etc/mime.types",
    "/etc/fonts",
    "/dev/zero",
    "/dev/random",
    "/dev/urandom",
    "/proc/cpuinfo",
    "/proc/meminfo",
    "/proc/stat",
    "/proc/version",
    "/proc/sys/vm",
    "/proc/sys/kernel",
    "/sys/devices/system",
    "/sys/fs/cgroup",
)
_SINKS = ("/dev/null", "/dev/full")
_DIE_WITH_PARENT, _NO_NEW_PRIVILEGES = 1, 38
_CAPABILITIES_VERSION = 0x20080522
# Whose files they are does not matter: which ones may be opened is settled by their place.
_KEPT_CAPABILITIES = 1 << 1 | 1 << 2
_PORTS_SINCE, _SIGNALS_SINCE = 4, 6


def gaps() -> list[str]:
    """Return what this machine cannot keep a caged program from; nothing on a recent Linux.

    `files`: reading and writing wherever this user may. `ports`: connecting past the proxy.
    `signals`: ending other processes of this user. `calls`: asking the kernel for anything at all.
    """
    if sys.platform != "linux":
        return ["files", "ports", "signals", "calls"]
    known = landlock.version()
    lacking = [
        name
        for name, since in (("files", 1), ("ports", _PORTS_SINCE), ("signals", _SIGNALS_SINCE))
        if known < since
    ]
    return lacking + ([] if forbidden_calls.are_known() else ["calls"])


def needs_of(*commands: str) -> list[str]:
    """Return where Python, our own code and these programs lie, but nothing that lies beside them."""
    found = [sys.prefix, sys.base_prefix, os.path.dirname(_HERE)]  # noqa: PTH120 - see above
    for command in filter(None, commands):
        real = os.path.realpath(command)
        found += [command, real, os.path.abspath(f"{real}/../../lib")]  # noqa: PTH100
    return list(dict.fromkeys(found))


def shut_in(
    *,
    programs: list[str],
    reads: list[str],
    writes: list[str],
    port: int | None = None,
) -> None:
    """Shut this process and all that it will start in.

    Args:
        programs: What is run and loaded, beside what every system has.
        reads: Further files and folders to be read.
        writes: Folders to work in.
        port: The only one that it may connect to.

    Raises:
        OSError: this kernel has the means and does not let us use them.
    """
    if sys.platform != "linux":
        return
    ctypes.CDLL(None).prctl(_NO_NEW_PRIVILEGES, *[ctypes.c_ulong(n) for n in (1, 0, 0, 0)])
    landlock.confine(
        programs=[*_SYSTEM, *programs], reads=reads, writes=[*writes, *_SINKS], port=port
    )
    _drop_capabilities()
    forbidden_calls.forbid(sockets=port is not None)


def _drop_capabilities() -> None:
    """Make an administrator an ordinary user, one who may open what is not theirs."""
    capset = ctypes.CDLL(None).capset
    head = struct.pack("=Ii", _CAPABILITIES_VERSION, 0)
    had = ctypes.create_string_buffer(24)
    ctypes.CDLL(None).capget(head, had)
    effective, permitted, *_ = struct.unpack("=6I", had.raw)
    kept = (effective & _KEPT_CAPABILITIES, permitted & _KEPT_CAPABILITIES, 0, 0, 0, 0)
    capset(head, struct.pack("=6I", *kept))


def _main() -> None:
    options, command = _options(sys.argv[1:])
    parent = int(options.pop("--parent")[0])
    ctypes.CDLL(None).prctl(
        _DIE_WITH_PARENT, *[ctypes.c_ulong(n) for n in (signal.SIGKILL, 0, 0, 0)]
    )
    if os.getppid() != parent:
        # It died before we could ask to be told.
        return
    if "--open" not in options:
        port = options.get("--port")
        shut_in(
            programs=options.get("--program", []),
            reads=options.get("--read", []),
            writes=options.get("--write", []),
            port=int(port[0]) if port else None,
        )
    os.execv(command[0], command)  # noqa: S606 - no shell is wanted


def _options(words: list[str]) -> tuple[dict[str, list[str]], list[str]]:
    end = words.index("--")
    options: dict[str, list[str]] = {}
    for word in words[:end]:
        name, _, value = word.partition("=")
        options.setdefault(name, []).append(value)
    return options, words[end + 1 :]


if __name__ == "__main__":
    _main()

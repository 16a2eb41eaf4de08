"""What a program in a cage tries, whoever wrote it: each try is made by real code in a real cage."""

import asyncio
import json
import os
import socket
import sys
import threading
from contextlib import closing, contextmanager
from pathlib import Path

import deno
import pytest

from services.media import cage as caging
from services.media.child import Cage, child
from tests.processes import alive, naming, until

pytestmark = pytest.mark.skipif(
    bool(caging.gaps()), reason="this kernel has no whole cage: it wants Landlock 6 and seccomp"
)

TRY = """
import ctypes, json, os, socket, struct, subprocess, sys
port, secret, service, folder, far = sys.argv[1:]
port, service = int(port), int(service)
libc = ctypes.CDLL(None, use_errno=True)
def call(*words):
    answer = libc.syscall(*words)
    if answer < 0:
        raise OSError(ctypes.get_errno(), "refused")
    return answer
def connect(family, kind, address, protocol=0):
    with socket.socket(family, kind, protocol) as it:
        it.settimeout(2)
        it.connect(address)
def send_at_once(flag):
    with socket.socket() as it:
        it.sendto(b"GET / HTTP/1.0\\r\\n\\r\\n", flag, ("127.0.0.1", port))
def write(path):
    with open(path, "w") as file:
        file.write("was here")
def shout(path):
    a, b = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    a.connect(path)
WAYS = {
"connect": lambda: connect(socket.AF_INET, socket.SOCK_STREAM, ("127.0.0.1", port)),
"connect by IPv6": lambda: connect(socket.AF_INET6, socket.SOCK_STREAM, ("::1", port)),
"connect by a mapped address": lambda:
    connect(socket.AF_INET6, socket.SOCK_STREAM, ("::ffff:127.0.0.1", port)),
"connect while sending": lambda: send_at_once(socket.MSG_FASTOPEN),
"connect by many paths": lambda: connect(socket.AF_INET, socket.SOCK_STREAM, ("127.0.0.1", port), 262),
"a datagram": lambda: connect(socket.AF_INET, socket.SOCK_DGRAM, ("127.0.0.1", port)),
"a raw packet": lambda: socket.socket(socket.AF_INET, socket.SOCK_RAW, 1),
"a raw frame": lambda: socket.socket(socket.AF_PACKET, socket.SOCK_RAW),
"a talk with the kernel": lambda: socket.socket(socket.AF_NETLINK, socket.SOCK_RAW),
"a local socket": lambda: connect(socket.AF_UNIX, socket.SOCK_STREAM, far + "/local"),
"a local datagram": lambda: shout(far + "/letters"),
"be called": lambda: socket.socket().bind(("127.0.0.1", 0)),
"read the database": lambda: open(secret).read(),
"list its folder": lambda: os.listdir(os.path.dirname(secret)),
"read the environment of the service": lambda: open(f"/proc/{service}/environ").read(),
"read the environment of the first process": lambda: open("/proc/1/environ").read(),
"read the memory of the service": lambda: open(f"/proc/{service}/mem").read(),
"read passwords": lambda: open("/etc/shadow").read(),
"write outside": lambda: write(far + "/new"),
"overwrite the database": lambda: write(secret),
"shorten the database": lambda: os.truncate(secret, 0),
"remove the database": lambda: os.unlink(secret),
"rename the database": lambda: os.rename(secret, folder + "/mine"),
"a second name for the database": lambda: os.link(secret, folder + "/mine"),
"a link to the database": lambda: os.symlink(secret, folder + "/mine"),
"close the database to others": lambda: os.chmod(secret, 0),
"age the database": lambda: os.utime(secret, (0, 0)),
"a pipe in the folder": lambda: os.mkfifo(folder + "/pipe"),
"run what it wrote": lambda: (write(folder + "/run"), subprocess.run([folder + "/run"])),
"end the service": lambda: os.kill(service, 0),
"watch the service": lambda: call(101, 16, service, 0, 0),
"a session of its own": os.setsid,
"a group of its own": lambda: os.setpgid(0, 0),
"a world of its own": lambda: call(272, 0x10000000 | 0x40000000),
"a cloned world": lambda: call(56, 0x10000000 | 17, 0, 0, 0, 0),
"another root": lambda: os.chroot(folder),
"a mount": lambda: call(165, b"none", folder.encode(), b"tmpfs", 0, 0),
"a ring of calls": lambda: call(425, 4, ctypes.create_string_buffer(128)),
"call as another machine": lambda: call(0x40000000 | 39),
"larger limits for others": lambda: call(302, service, 7, struct.pack("QQ", 9, 9), 0),
}
told = {}
for name, way in WAYS.items():
    try:
        way()
        told[name] = "it worked"
    except OSError as error:
        told[name] = error.strerror or str(error)
print(json.dumps(told))
"""


@contextmanager
def listening(family, address, kind=socket.SOCK_STREAM):
    """A server of the machine's own that nobody in a cage is to find; tells how many came."""
    hits = []
    with closing(socket.socket(family, kind)) as server:
        server.bind(address)
        if kind == socket.SOCK_STREAM:
            server.listen()
            server.settimeout(0.05)
            over = threading.Event()
            guard = threading.Thread(target=receive, args=(server, hits, over))
            guard.start()
        try:
            yield server, hits
        finally:
            if kind == socket.SOCK_STREAM:
                over.set()
                guard.join()


def receive(server, hits, over):
    while not over.is_set():
        try:
            came, who = server.accept()
        except TimeoutError:
            continue
        came.close()
        hits.append(who)


IN_ITS_FOLDER = Cage()


async def run(code, *words, folder, cage=IN_ITS_FOLDER):
    async with child(
        [sys.executable, "-c", code, *map(str, words)], folder=folder, cage=cage
    ) as it:
        said, complaints = await asyncio.gather(it.stdout.read(), it.stderr.read())
    assert said, complaints.decode()
    return said.decode()


@pytest.fixture
def places(tmp_path):
    """A folder to work in, and one beside it with what nobody may touch."""
    folder, far = tmp_path / "bench", tmp_path / "far"
    for place in (folder, far):
        place.mkdir()
    secret = far / "hearsay.db"
    secret.write_text("the secret")
    return folder, far, secret


async def test_no_way_leads_out(places):
    folder, far, secret = places
    letters = str(far / "letters")
    with (
        listening(socket.AF_INET, ("127.0.0.1", 0)) as (server, hits),
        listening(socket.AF_UNIX, str(far / "local")) as (_, local_hits),
        listening(socket.AF_UNIX, letters, socket.SOCK_DGRAM),
    ):
        words = (server.getsockname()[1], secret, os.getpid(), folder, far)
        told = json.loads(await run(TRY, *words, folder=folder))
        await asyncio.sleep(0.1)

    assert len(told) == 40
    assert [name for name, how in told.items() if how == "it worked"] == []
    assert hits == local_hits == []
    assert secret.read_text() == "the secret"
    assert sorted(path.name for path in far.iterdir()) == ["hearsay.db", "letters", "local"]
    assert [path for path in folder.iterdir() if not path.is_file() or path.is_symlink()] == []


async def test_the_open_port_alone_is_reached(places):
    folder, far, secret = places
    code = f"""
import os, sys
from services.media import cage
gate = int(sys.argv.pop())
cage.shut_in(programs=cage.needs_of(), reads=[], writes=[sys.argv[4]], port=gate)
{TRY}
socket.create_connection(("127.0.0.1", gate)).close()
"""
    with (
        listening(socket.AF_INET, ("127.0.0.1", 0)) as (server, hits),
        listening(socket.AF_INET, ("127.0.0.1", 0)) as (proxy, proxy_hits),
        listening(socket.AF_UNIX, str(far / "local")) as (_, local_hits),
        listening(socket.AF_UNIX, str(far / "letters"), socket.SOCK_DGRAM),
    ):
        words = (server.getsockname()[1], secret, os.getpid(), folder, far)
        port = proxy.getsockname()[1]
        environment = {"PYTHONPATH": str(Path(caging.__file__).parents[2])}
        command = [sys.executable, "-c", code, *map(str, (*words, port))]
        async with child(command, folder=folder, cage=None, environment=environment) as it:
            said, complaints = await asyncio.gather(it.stdout.read(), it.stderr.read())
            assert await it.wait() == 0, complaints.decode()
        await until(lambda: proxy_hits)

    told = json.loads(said)
    assert [name for name, how in told.items() if how == "it worked"] == []
    assert hits == local_hits == []


async def test_it_reads_what_it_was_given_and_writes_in_its_folder(places):
    folder, _, secret = places
    code = "import sys; print(open(sys.argv[1]).read()); open('made', 'w').write('x')"

    assert await run(code, secret, folder=folder, cage=Cage(reads=(secret,))) == "the secret\n"
    assert (folder / "made").exists()


async def test_one_that_only_looks_writes_nothing(places):
    folder, _, _ = places
    code = """
try:
    open('made', 'w')
except PermissionError:
    print('no')
"""

    assert await run(code, folder=folder, cage=Cage(works=False)) == "no\n"
    assert list(folder.iterdir()) == []


async def test_a_daemon_does_not_survive(places):
    folder, _, _ = places
    code = f"""
import os, sys, time
for _ in range(2):
    if os.fork():
        time.sleep(0.1)
        print("forked", flush=True) if _ == 0 else None
        time.sleep(600) if _ == 0 else os._exit(0)
    try:
        os.setsid()
    except PermissionError:
        pass
os.chdir({str(folder)!r})
time.sleep(600)
"""
    async with child([sys.executable, "-c", code], folder=folder) as process:
        await process.stdout.readline()
        family = naming(str(folder))
        assert len(family) >= 2

    await until(lambda: not any(alive(pid) for pid in family))
    assert naming(str(folder)) == []


async def test_deno_runs_in_a_cage(places):
    folder, _, _ = places
    (folder / "sum.js").write_text("console.log([1, 2, 3].reduce((a, b) => a + b))")
    command = [str(deno.find_deno_bin()), "run", "--no-remote", "--no-prompt", "sum.js"]
    async with child(command, folder=folder) as it:
        said, complaints = await asyncio.gather(it.stdout.read(), it.stderr.read())

    assert said == b"6\n", complaints.decode()

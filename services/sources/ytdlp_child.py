"""Serves one request to yt-dlp: a line of JSON comes in, lines of JSON go out.

It runs in a process of its own, in the folder of its job; it knows no token and no database, and goes
out through the one proxy that it is given. When its connection closes, it ends itself and whatever it
has started.
"""

import json
import os
import signal
import socket
import sys
import threading
from dataclasses import asdict
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import certifi
import yt_dlp

from services.media import cage
from services.sources.complaints import complaint
from services.sources.listing import Refusal
from services.sources.ytdlp_captions import fetch_captions
from services.sources.ytdlp_fetch import Tell, fetch
from services.sources.ytdlp_options import Request
from services.sources.ytdlp_resolve import resolve


def serve(connection: socket.socket) -> None:
    """Serve the one request, then wait to be ended: nobody else may have this process's number."""
    stream = connection.makefile("rwb", buffering=0)
    lock = threading.Lock()

    def tell(event: str, **facts: object) -> None:
        # Progress comes from several threads.
        with lock:
            connection.sendall(json.dumps({"event": event, **facts}).encode() + b"\n")

    tell("ready", pid=os.getpid())
    line = stream.readline()
    request = json.loads(line) if line else {}
    if request:
        # Before there is a second thread: each has a cage of its own.
        _shut_in(request)
    enough = threading.Event()
    listening = threading.Thread(target=_listen, args=[connection, enough])
    listening.start()
    if request:
        _answer(request, tell, enough)
    listening.join()


def _listen(connection: socket.socket, enough: threading.Event) -> None:
    """Pass on that a recording is long enough, and end with the connection."""
    while connection.recv(1):
        enough.set()
    os.killpg(0, signal.SIGKILL)


def _shut_in(request: Request) -> None:
    """Move into the job's folder, from which there is only one way out: the proxy."""
    _move_in(request["folder"])
    port = urlsplit(request["proxy"]).port
    cage.shut_in(
        programs=cage.needs_of(request["ffmpeg"], request.get("deno", "")),
        reads=[str(Path(yt_dlp.__file__).parents[1])],
        writes=[request["folder"]],
        port=port,
    )
    if "ports" in cage.gaps():
        sys.addaudithook(partial(_hold_back, port))


def _hold_back(port: int | None, event: str, words: tuple[object, ...]) -> None:
    """Do what can be done where the kernel does not look after connections."""
    if event == "socket.connect" and words[1] != ("127.0.0.1", port):
        raise PermissionError("only the proxy may be reached")


def _answer(request: Request, tell: Tell, enough: threading.Event) -> None:
    try:
        _trust(request["authorities"])
        tell("done", **_done(request, tell, enough))
    except Exception as error:  # noqa: BLE001 - whatever an extractor raises becomes an answer
        if isinstance(error, Refusal):
            tell("failed", code=str(error))
        else:
            tell("failed", **asdict(complaint(error)))


def _done(request: Request, tell: Tell, enough: threading.Event) -> dict[str, object]:
    match request["do"]:
        case "fetch":
            return fetch(request, tell, enough)
        case "captions":
            return fetch_captions(request)
        case _:
            return resolve(request)


def _move_in(folder: str) -> None:
    home = {"HOME": folder, "TMPDIR": folder, "XDG_CACHE_HOME": folder, "XDG_CONFIG_HOME": folder}
    os.environ.update(home)  # noqa: TID251 - its own, which it is moving out of
    os.chdir(folder)
    said = os.open("said.txt", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    for stream in (sys.stdout, sys.stderr):
        os.dup2(said, stream.fileno())


def _trust(authorities: str) -> None:
    """Let yt-dlp and its FFmpeg trust the same authorities; OpenSSL looks for them here.

    An FFmpeg that was built elsewhere does not know where this machine keeps its own.
    """
    trusted = Path(certifi.where())
    if authorities:
        trusted = Path("authorities.pem").absolute()
        trusted.write_text(f"{certifi.contents()}\n{authorities}", encoding="utf-8")
    os.environ["SSL_CERT_FILE"] = str(trusted)  # noqa: TID251 - its own

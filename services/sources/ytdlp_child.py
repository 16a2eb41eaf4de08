"""Serves one request to yt-dlp: a line of JSON comes in, lines of JSON go out.

It runs in a process of its own, in the folder of its job; it knows no token and no database, and goes
out through the one proxy that it is given. When its connection closes, it ends itself and whatever it
has started.
"""

import json
import math
import os
import re
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any, Final, Protocol, cast
from urllib.parse import urlsplit

import certifi
import yt_dlp
from yt_dlp import YoutubeDL
from yt_dlp.postprocessor import get_postprocessor
from yt_dlp.utils import determine_ext

from services.media import cage
from services.sources import choice
from services.sources.complaints import complaint
from services.sources.facts import is_live
from services.sources.listing import (
    Info,
    Refusal,
    address_of,
    entries_of,
    facts_of,
    formats_of,
    is_list,
    is_meant_whole,
    list_facts,
    one_of,
    told_by_list,
    unchosen,
)
from services.sources.sniffing import ENDINGS

Tell = Callable[..., None]
Request = Mapping[str, Any]

_TICK_SECONDS: Final = 0.2
_LISTED: Final = 200
_DEEPEST: Final = 6
_ASKS_IN_PIECES: Final = 9
"""The first FFmpeg that can."""
_SPARINGLY: Final = [
    *("-multiple_requests", "1", "-initial_request_size", "262144", "-request_size", "1048576"),
]
_FFMPEG_MAY: Final = "http,https,tls,tcp,crypto,httpproxy,data"


class Youtube(Protocol):
    """What is used of yt-dlp, with the types that its stubs keep to themselves."""

    def extract_info(self, url: str, *, download: bool) -> Info | None:
        """Ask what is behind an address."""
        ...

    def process_ie_result(self, ie_result: Info, *, download: bool) -> Info | None:
        """Go on with what an extractor told."""
        ...

    def sanitize_info(self, info_dict: Info) -> Info:
        """Return what JSON can hold."""
        ...


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
    ending = threading.Thread(target=_end_with_the_connection, args=[connection])
    ending.start()
    if request:
        _answer(request, tell)
    ending.join()


def _end_with_the_connection(connection: socket.socket) -> None:
    while connection.recv(1):
        pass
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


def _answer(request: Request, tell: Tell) -> None:
    try:
        _trust(request["authorities"])
        act = _fetch if request["do"] == "fetch" else _resolve
        tell("done", **act(request, tell))
    except Exception as error:  # noqa: BLE001 - whatever an extractor raises becomes an answer
        if isinstance(error, Refusal):
            tell("failed", code=str(error))
        else:
            tell("failed", **asdict(complaint(error)))


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


def _options(request: Request) -> dict[str, Any]:
    return {
        "quiet": True,
        "no_warnings": True,
        "noprogress": True,
        "color": "no_color",
        "proxy": request["proxy"],
        "cachedir": False,
        "socket_timeout": 20,
        "retries": 3,
        "fragment_retries": 4,
        "extractor_retries": 1,
        "skip_unavailable_fragments": False,
        "concurrent_fragment_downloads": 3,
        "noplaylist": True,
        "extract_flat": "in_playlist",
        "playlistend": _listed(request),
        "updatetime": False,
        "overwrites": True,
        "fixup": "never",
        "merge_output_format": "mp4/mkv",
        "postprocessor_args": {"merger": ["-movflags", "+faststart"]},
        "external_downloader_args": {"ffmpeg_i": ["-protocol_whitelist", _FFMPEG_MAY]},
        "paths": {"home": request["folder"], "temp": request["folder"]},
        "outtmpl": {"default": "original.%(ext)s"},
        "ffmpeg_location": request["ffmpeg"],
        "compat_opts": {"no-certifi"} if request["authorities"] else set(),
        "js_runtimes": {"deno": {"path": request["deno"]}} if request.get("deno") else {},
        **request.get("options", {}),
    }


def _listed(request: Request) -> int:
    """Return how many entries of a list are looked at: not all feeds begin with the newest."""
    return max(_LISTED, int(request.get("most", 0)))


def _opened(options: dict[str, Any]) -> AbstractContextManager[Youtube]:
    # The downloader that fetches pieces asks for FFmpeg without these options at hand.
    asked = cast("Any", get_postprocessor("FFmpegMerger"))._ffmpeg_location  # noqa: SLF001
    asked.set(options["ffmpeg_location"])
    return cast("AbstractContextManager[Youtube]", YoutubeDL(cast("Any", options)))


def _resolve(request: Request, _tell: Tell) -> dict[str, object]:
    with _opened(_options(request)) as youtube:
        info, listed = _extracted(youtube, request)
        if info is None:
            return {"facts": listed, "info": ""}
        saved = json.dumps(unchosen(youtube.sanitize_info(info)))
        return {"facts": listed | facts_of(info), "info": saved}


def _extracted(youtube: Youtube, request: Request) -> tuple[Info | None, dict[str, object]]:
    """Return the medium's own facts, and those that the list it stands in tells about it.

    The first is None where there are only the latter: a list is what was asked for, or it leads
    straight to a file, which is asked by somebody faster.
    """
    info = _known(youtube.extract_info(request["url"], download=False))
    listed: dict[str, object] = {}
    for _ in range(_DEEPEST):
        if not is_list(info):
            return info, listed
        entries = entries_of(info, _expander(youtube), most=_listed(request))
        if request["do"] == "resolve" and is_meant_whole(info, entries, asked=request["whole"]):
            return None, {"list": list_facts(info, entries[: request["most"]])}
        if not entries:
            return _alone(info), listed
        entry = one_of(entries)
        address = address_of(entry)
        listed = told_by_list(info, entry, address) | listed
        if info.get("extractor_key") == "Generic" and determine_ext(address) in ENDINGS:
            return None, {**listed, "direct": True}
        info = _known(youtube.process_ie_result(entry, download=False))
    # Lists that lead to lists, and at last to themselves.
    raise Refusal("link-unsupported")


def _expander(youtube: Youtube) -> Callable[[Info], Info]:
    """Return what asks for a list that stands in a list, such as the tabs of a channel."""

    def expand(entry: Info) -> Info:
        return youtube.process_ie_result(entry, download=False) or {}

    return expand


def _alone(info: Info) -> Info:
    """Return the first of a post's media, which have no addresses of their own.

    Raises:
        Refusal: it has none.
    """
    whole = [entry for entry in info.get("entries") or () if entry and entry.get("formats")]
    if not whole:
        raise Refusal("link-empty")
    return cast("Info", whole[0])


def _known(info: Info | None) -> Info:
    if not info:
        raise Refusal("link-unsupported")
    return info


def _fetch(request: Request, tell: Tell) -> dict[str, object]:
    options = _options(request)
    if request["direct"]:
        info = _plain(request["url"])
    elif request.get("info"):
        info = json.loads(Path(request["info"]).read_text(encoding="utf-8"))
    else:
        with _opened(options) as youtube:
            found, _ = _extracted(youtube, request)
            info = unchosen(youtube.sanitize_info(_known(found)))
            facts_of(info)
    pick = _picked(info, request)
    piece = request["piece"]
    size_bytes = None if piece else pick.size_bytes
    _refuse_big(size_bytes if pick.exact else None, request)
    watch = _Watch(tell, request, size_bytes)
    if piece:
        options |= _cut(options, piece)
        _read_sparingly(pick, options, steady=request["steady"])
    options |= {"concurrent_fragment_downloads": 1} if request["singly"] else {}
    options |= {
        "format": pick.spec,
        "progress_hooks": [watch.progress],
        "postprocessor_hooks": [watch.working],
    }
    with _opened(options) as youtube:
        done = _known(youtube.process_ie_result(info, download=True))
    paths = [row["filepath"] for row in done.get("requested_downloads") or ()]
    if len(paths) != 1 or not Path(paths[0]).is_file():
        raise Refusal("site-trouble")
    return {"path": paths[0], "seconds": info.get("duration")}


def _plain(url: str) -> Info:
    """Return what an extractor would tell of a file that stands alone."""
    row = {"format_id": "direct", "url": url, "ext": determine_ext(url, "mp4")}
    told = {"id": "direct", "title": "direct", "webpage_url": url, "formats": [row]}
    return {**told, "extractor": "generic", "extractor_key": "Generic"}


def _cut(options: Mapping[str, Any], piece: Sequence[float | None]) -> dict[str, Any]:
    """Return what makes FFmpeg fetch one stretch alone, each moment with the time stamp it had."""
    start, end = piece
    stretch = {"start_time": start or 0.0, "end_time": math.inf if end is None else end}
    writing = ["-copyts", "-start_at_zero", "-f", "matroska"]
    return {
        "download_ranges": lambda _info, _youtube: [stretch],
        "external_downloader_args": options["external_downloader_args"] | {"ffmpeg_o": writing},
        "merge_output_format": "mkv",
    }


def _read_sparingly(pick: choice.Pick, options: dict[str, Any], *, steady: bool) -> None:
    """Let FFmpeg ask for no more of a file than it can use: what is under way comes in vain."""
    arguments = ["-fflags", "+fastseek"] if steady else []
    with _opened(options) as youtube:
        merger = cast("Any", get_postprocessor("FFmpegMerger"))(youtube)
        told = re.match(r"n?(\d+)\.", str(merger._versions.get("ffmpeg")))  # noqa: SLF001
    if told and int(told[1]) >= _ASKS_IN_PIECES:
        arguments += _SPARINGLY
    for row in pick.formats:
        if row.get("protocol", "https") in {"http", "https"}:
            cast("Info", row)["downloader_options"] = {"ffmpeg_args": arguments}


def _picked(info: Info, request: Request) -> choice.Pick:
    formats, seconds, language = formats_of(info), info.get("duration"), request["language"]
    if is_live(info) and not request.get("record"):
        raise Refusal("link-live")
    if request["direct"]:
        return choice.Pick(tuple(formats), seconds)
    if request["height"]:
        pick = choice.picture(formats, request["height"], seconds, language=language)
    else:
        pick = choice.sound(formats, request["codecs"], seconds, language=language)
    if pick is None:
        raise Refusal("choice-unavailable")
    return pick


def _refuse_big(size_bytes: int | None, request: Request) -> None:
    most = request.get("most_bytes")
    if most is not None and size_bytes is not None and size_bytes > most:
        raise Refusal("too-big")


class _Watch:
    """Adds up the parts of one download and tells how far it is."""

    def __init__(self, tell: Tell, request: Request, total: int | None) -> None:
        self._tell = tell
        self._request = request
        self._total = total
        self._parts: dict[str, int] = {}
        self._told_at = 0.0

    def progress(self, status: Mapping[str, Any]) -> None:
        """Hear from yt-dlp about one file."""
        name = str(status.get("filename"))
        self._parts[name] = int(status.get("downloaded_bytes") or self._parts.get(name, 0))
        done = sum(self._parts.values())
        _refuse_big(done, self._request)
        now = time.monotonic()
        if now - self._told_at < _TICK_SECONDS and status.get("status") != "finished":
            return
        self._told_at = now
        alone = status.get("total_bytes") or status.get("total_bytes_estimate")
        total = self._total or (int(alone) if alone and len(self._parts) == 1 else None)
        self._tell("tick", done=done, total=max(total, done) if total else None)

    def working(self, _status: Mapping[str, Any]) -> None:
        """Hear that FFmpeg joins the parts: no bytes come meanwhile."""
        self._tell("working")

"""A program of its own around yt-dlp: it reads one request as a line of JSON, answers in lines of JSON.

It knows no token and no database; it lives in the folder of its job and goes out through the one
proxy that it is given. When the service goes away, it ends itself and whatever it has started.
"""

import json
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Final, Protocol, TextIO, cast

from yt_dlp import YoutubeDL
from yt_dlp.utils import determine_ext, unsmuggle_url

from services.sources import choice
from services.sources.complaints import code_of

Info = dict[str, Any]
Tell = Callable[..., None]

_TICK_SECONDS: Final = 0.2
_LISTED: Final = 200
_LAST_WORDS: Final = 600
_NOT_ENDED: Final = frozenset({"is_live", "is_upcoming", "post_live"})
_FILES: Final = frozenset({
    "mp3",
    "m4a",
    "mp4",
    "ogg",
    "oga",
    "opus",
    "aac",
    "flac",
    "wav",
    "m4b",
    "webm",
})


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

    def get_info_extractor(self, ie_key: str) -> object:
        """Load an extractor."""
        ...


class Refusal(Exception):
    """What ends a request for a reason of ours; the code is the only argument."""


class Told:
    """Writes the answer, a line at a time; progress comes from several threads."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._lock = threading.Lock()

    def __call__(self, event: str, **facts: object) -> None:
        """Tell one thing."""
        with self._lock:
            self._stream.write(json.dumps({"event": event, **facts}) + "\n")
            self._stream.flush()


def main() -> None:
    """Serve the one request."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    # What yt-dlp and its children print must not stand between the answers.
    os.dup2(2, 1)
    tell = Told(answers)
    _warm_up()
    tell("ready")
    line = sys.stdin.readline()
    if not line:
        return
    threading.Thread(target=_end_with_the_service, daemon=True).start()
    request = json.loads(line)
    _move_in(request["folder"])
    try:
        serve = _fetch if request["do"] == "fetch" else _resolve
        tell("done", **serve(request, tell))
    except Exception as error:  # noqa: BLE001 - whatever an extractor raises becomes an answer
        code = str(error) if isinstance(error, Refusal) else code_of(error)
        tell("failed", code=code, said=str(error)[-_LAST_WORDS:])


def _warm_up() -> None:
    """Load what nearly every request needs, before there is one."""
    with _opened({"quiet": True, "proxy": "", "cachedir": False}) as youtube:
        youtube.get_info_extractor("Generic")


def _end_with_the_service() -> None:
    sys.stdin.read()
    os.killpg(0, signal.SIGKILL)


def _move_in(folder: str) -> None:
    home = {"HOME": folder, "TMPDIR": folder, "XDG_CACHE_HOME": folder, "XDG_CONFIG_HOME": folder}
    os.environ.update(home)  # noqa: TID251 - its own, which it is moving out of
    os.chdir(folder)


def _options(request: Mapping[str, Any]) -> dict[str, Any]:
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
        "playlistend": _LISTED,
        "updatetime": False,
        "overwrites": True,
        "fixup": "never",
        "merge_output_format": "mp4/mkv",
        "postprocessor_args": {"merger": ["-movflags", "+faststart"]},
        "paths": {"home": request["folder"], "temp": request["folder"]},
        "outtmpl": {"default": "original.%(ext)s"},
        "ffmpeg_location": request["ffmpeg"],
        "js_runtimes": {"deno": {"path": request["deno"]}} if request.get("deno") else {},
        **request.get("options", {}),
    }


def _opened(options: dict[str, Any]) -> AbstractContextManager[Youtube]:
    return cast("AbstractContextManager[Youtube]", YoutubeDL(cast("Any", options)))


def _resolve(request: Mapping[str, Any], _tell: Tell) -> dict[str, object]:
    with _opened(_options(request)) as youtube:
        info, listed = _extracted(youtube, request["url"])
        if info is None:
            return {"facts": listed, "info": ""}
        return {
            "facts": listed | _facts(info),
            "info": json.dumps(_unchosen(youtube.sanitize_info(info))),
        }


def _extracted(youtube: Youtube, url: str) -> tuple[Info | None, dict[str, object]]:
    """Return the medium's own facts, and those that the list it stands in tells about it.

    The first is None where the list leads straight to a file: that is asked by somebody faster.
    """
    info = _known(youtube.extract_info(url, download=False))
    listed: dict[str, object] = {}
    while info.get("_type") in {"playlist", "multi_video"}:
        entry = _one_of(info)
        address = unsmuggle_url(entry.get("url") or "", {})[0]
        listed = {"entry": address, "author": info.get("title"), **_told_by_list(entry), **listed}
        if info.get("extractor_key") == "Generic" and determine_ext(address) in _FILES:
            return None, {**listed, "direct": True}
        info = _known(youtube.process_ie_result(entry, download=False))
    if info.get("live_status") in _NOT_ENDED:
        raise Refusal("link-live")
    return info, listed


def _unchosen(info: Info) -> Info:
    """Return it without what belongs to the formats that yt-dlp would have chosen itself."""
    rows = info.get("formats")
    if not rows:
        return info
    theirs = {name for row in rows for name in row} | {"requested_formats", "requested_downloads"}
    return {name: value for name, value in info.items() if name not in theirs}


def _known(info: Info | None) -> Info:
    if not info:
        raise Refusal("link-unsupported")
    return info


def _one_of(info: Info) -> Info:
    """Return the newest entry of a list where it tells dates, else the first.

    Whoever wants the whole list begins here: `info["entries"]` are all of them, unresolved.
    """
    entries = [entry for entry in info.get("entries") or () if entry and entry.get("url")]
    if not entries:
        raise Refusal("link-unsupported")
    dated = all(entry.get("timestamp") for entry in entries)
    return max(entries, key=lambda entry: entry["timestamp"]) if dated else entries[0]


def _told_by_list(entry: Info) -> dict[str, object]:
    told = {
        "title": entry.get("title"),
        "seconds": entry.get("duration"),
        "thumbnail_url": entry.get("thumbnail"),
        "published": _day(entry.get("timestamp")),
    }
    return {name: value for name, value in told.items() if value}


def _facts(info: Info) -> dict[str, object]:
    formats = _formats(info)
    seconds = info.get("duration")
    heard = choice.sound(formats, (), seconds)
    shown = choice.pictures(formats, seconds)
    facts = {
        "page": info.get("webpage_url"),
        "site": info.get("extractor_key"),
        "title": info.get("title"),
        "author": info.get("artist")
        or info.get("uploader")
        or info.get("channel")
        or info.get("creator"),
        "seconds": seconds,
        "has_sound": heard is not None,
        "sound_codec": choice.sound_codec(heard),
        "sound_bytes": heard.size_bytes
        if heard and not choice.has_picture(heard.formats[-1])
        else None,
        "pictures": [[height, pick.size_bytes, pick.exact] for height, pick in shown.items()],
        "thumbnail_url": info.get("thumbnail"),
        "published": _day(info.get("timestamp")) or info.get("upload_date"),
        "direct": bool(info.get("direct")),
    }
    return {name: value for name, value in facts.items() if value is not None}


def _formats(info: Info) -> list[choice.Row]:
    told = info.get("formats") or ([info] if info.get("url") else [])
    formats = choice.usable(told)
    if not formats:
        protected = any(row.get("has_drm") for row in told)
        raise Refusal("link-protected" if protected else "link-unsupported")
    return formats


def _fetch(request: Mapping[str, Any], tell: Tell) -> dict[str, object]:
    options = _options(request)
    if request.get("info"):
        info = json.loads(Path(request["info"]).read_text(encoding="utf-8"))
    else:
        with _opened(options) as youtube:
            found, _ = _extracted(youtube, request["url"])
            info = _unchosen(youtube.sanitize_info(_known(found)))
    pick = _picked(info, request)
    _refuse_big(pick.size_bytes if pick.exact else None, request)
    watch = _Watch(tell, request, pick.size_bytes)
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


def _picked(info: Info, request: Mapping[str, Any]) -> choice.Pick:
    formats, seconds = _formats(info), info.get("duration")
    if request["height"]:
        pick = choice.picture(formats, request["height"], seconds)
    else:
        pick = choice.sound(formats, request["codecs"], seconds)
    if pick is None:
        raise Refusal("choice-unavailable")
    return pick


def _refuse_big(size_bytes: int | None, request: Mapping[str, Any]) -> None:
    most = request.get("most_bytes")
    if most is not None and size_bytes is not None and size_bytes > most:
        raise Refusal("too-big")


class _Watch:
    """Adds up the parts of one download and tells how far it is."""

    def __init__(self, tell: Tell, request: Mapping[str, Any], total: int | None) -> None:
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


def _day(timestamp: float | None) -> str:
    return time.strftime("%Y-%m-%d", time.gmtime(timestamp)) if timestamp else ""


if __name__ == "__main__":
    main()

"""The bytes of a medium, fetched by yt-dlp inside its child."""

import json
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from pathlib import Path
from typing import Any, Final

from yt_dlp.utils import determine_ext

from services.sources import choice
from services.sources.facts import is_live
from services.sources.listing import Info, Refusal, facts_of, formats_of, unchosen
from services.sources.ytdlp_options import Request, cut, opened, options_for, read_sparingly
from services.sources.ytdlp_record import recording, watched
from services.sources.ytdlp_resolve import extracted, known

Tell = Callable[..., None]

_TICK_SECONDS: Final = 0.2


def fetch(request: Request, tell: Tell, enough: threading.Event) -> dict[str, object]:
    """Bring what a request wants, in one file, and return where that is.

    Args:
        request: What is wanted.
        tell: Hears how far it is.
        enough: Set when a recording shall end with what there is.
    """
    options = options_for(request)
    if request["direct"]:
        info = _plain(request["url"])
    elif request.get("info"):
        info = json.loads(Path(request["info"]).read_text(encoding="utf-8"))
    else:
        with opened(options) as youtube:
            found, _ = extracted(youtube, request)
            info = unchosen(youtube.sanitize_info(known(found)))
            facts_of(info)
    pick = _picked(info, request)
    piece = request["piece"]
    size_bytes = None if piece else pick.size_bytes
    _refuse_big(size_bytes if pick.exact else None, request)
    watch = _Watch(tell, request, size_bytes)
    if piece:
        options |= cut(options, piece)
        read_sparingly(pick, options, steady=request["steady"])
    options |= {"concurrent_fragment_downloads": 1} if request["singly"] else {}
    options |= {
        "format": pick.spec,
        "progress_hooks": [watch.progress],
        "postprocessor_hooks": [watch.working],
    }
    if request["record"]:
        options |= recording(options, request["record"])
    watching = watched(request, tell, enough) if request["record"] else nullcontext()
    with opened(options) as youtube, watching:
        done = known(youtube.process_ie_result(info, download=True))
    paths = [row["filepath"] for row in done.get("requested_downloads") or ()]
    if len(paths) != 1 or not Path(paths[0]).is_file():
        raise Refusal("site-trouble")
    seconds = None if request["record"] else info.get("duration")
    return {"path": paths[0], "seconds": seconds}


def _plain(url: str) -> Info:
    """Return what an extractor would tell of a file that stands alone."""
    row = {"format_id": "direct", "url": url, "ext": determine_ext(url, "mp4")}
    told = {"id": "direct", "title": "direct", "webpage_url": url, "formats": [row]}
    return {**told, "extractor": "generic", "extractor_key": "Generic"}


def _picked(info: Info, request: Request) -> choice.Pick:
    formats, seconds, language = formats_of(info), info.get("duration"), request["language"]
    if is_live(info) and not request["record"]:
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
    if request["record"]:
        # A recording ends where it is large enough.
        return
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

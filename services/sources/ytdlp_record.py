"""Records a broadcast inside yt-dlp's child: its FFmpeg is watched while it writes, and told when to end."""

import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, cast

from yt_dlp.downloader import external

from services.sources.listing import Refusal
from services.sources.ytdlp_options import Request

Tell = Callable[..., None]

_LOOK_EVERY: Final = 0.2
_SLACK_SECONDS: Final = 60
_NEARLY: Final = 0.95
"""Of the most that may come: what FFmpeg has in hand comes on top."""
_PATIENCE: Final = 3.0
"""For FFmpeg to write its last lines; then it is broken off from what it waits for."""
_CLUSTER_MS: Final = "500"


def recording(options: Mapping[str, Any], seconds: int) -> dict[str, Any]:
    """Return what lets FFmpeg fetch, as it comes, and write what can be played wherever it ends."""
    usual = options["external_downloader_args"]
    # FFmpeg would announce the length of what it is to write, however early that ends.
    reading = [*usual["ffmpeg_i"], "-t", str(seconds)]
    writing = ["-f", "matroska", "-cluster_time_limit", _CLUSTER_MS]
    return {
        "external_downloader": "ffmpeg",
        "external_downloader_args": {"ffmpeg_i": reading, "ffmpeg_o": writing},
        "merge_output_format": "mkv",
        # What is written is looked at while it grows.
        "nopart": True,
    }


@contextmanager
def watched(request: Request, tell: Tell, enough: threading.Event) -> Iterator[None]:
    """Watch over each FFmpeg that fetches within the block.

    It ends when it has as many seconds as asked for, when that is `enough` or the most that may come,
    and when the broadcast falls silent; what came until then is kept.

    Raises:
        Refusal: nothing came.
    """
    downloader, folder = cast("Any", external), Path(request["folder"])
    usual = downloader.Popen

    def wait(process: subprocess.Popen[bytes]) -> int:
        watch = _Watch(request, tell, enough)
        while process.poll() is None and not watch.is_over(_size(folder)):
            time.sleep(_LOOK_EVERY)
        _end(process)
        return 0 if _size(folder) else process.poll() or 1

    downloader.Popen = type("Watched", (usual,), {"wait": wait})
    try:
        yield
    except Exception:
        if enough.is_set() and not _size(folder):
            raise Refusal("link-live") from None
        raise
    finally:
        downloader.Popen = usual


class _Watch:
    """One FFmpeg: since when it runs, how much it has brought, when the last of it came."""

    def __init__(self, request: Request, tell: Tell, enough: threading.Event) -> None:
        self._request = request
        self._tell = tell
        self._enough = enough
        self._began = self._came_at = time.monotonic()
        self._size = 0

    def is_over(self, size: int) -> bool:
        """Return whether no more is to be waited for, and tell how far it is."""
        now, most = time.monotonic(), self._request["most_bytes"]
        wanted = self._request["record"]
        if size > self._size:
            self._size, self._came_at = size, now
            part = min(1.0, max(now - self._began, _LOOK_EVERY) / wanted)
            self._tell("tick", done=size, total=round(size / part))
        return (
            self._enough.is_set()
            or now - self._began > wanted + _SLACK_SECONDS
            or now - self._came_at > self._request["silence"]
            or (most is not None and size >= most * _NEARLY)
        )


def _end(process: subprocess.Popen[bytes]) -> None:
    """End FFmpeg in its own good manner; the second signal is for when it waits for the network."""
    for last in (signal.SIGINT, signal.SIGINT, signal.SIGKILL):
        if process.poll() is not None:
            return
        os.kill(process.pid, last)
        until = time.monotonic() + _PATIENCE
        while process.poll() is None and time.monotonic() < until:
            time.sleep(_LOOK_EVERY / 4)


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.glob("original*"))

"""A program of its own: it reads all of yt-dlp, then divides itself for each request.

`python -m services.sources.ytdlp_nest FD FFMPEG`: over the socket FD come the ends of connections, one
a request. It never asks anything of the network itself.
"""

import contextlib
import gc
import os
import select
import signal
import socket
import sys
from collections.abc import Iterator
from itertools import count
from typing import Any, cast

from yt_dlp import YoutubeDL
from yt_dlp.postprocessor import get_postprocessor

from services.sources.extractors.catalogue import add_extractors
from services.sources.ytdlp_child import serve

_NOBODY = "https://nobody.invalid/"
_PIECE = 50


def main() -> None:
    """Warm up piece by piece, and hatch whenever it is asked for."""
    control = socket.socket(fileno=int(sys.argv[1]))
    # The kernel buries the children: nobody here waits for them.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    # The first may be asked for before there was time to warm up.
    add_extractors()
    warming = _warm_up(sys.argv[2])
    while True:
        while not select.select([control], [], [], 0)[0] and next(warming, False):
            pass
        asked, ends, _, _ = socket.recv_fds(control, 1, 1)
        if not asked:
            return
        for end in ends:
            _hatch(control, end)


def _hatch(control: socket.socket, end: int) -> None:
    if os.fork():
        os.close(end)
        return
    control.close()
    os.setsid()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    try:
        serve(socket.socket(fileno=end))
    finally:
        os._exit(1)


def _warm_up(ffmpeg: str) -> Iterator[bool]:
    """Do, a little at a time, what every request would have to do again."""
    options = {"quiet": True, "proxy": "", "cachedir": False, "ffmpeg_location": ffmpeg}
    youtube = cast("Any", YoutubeDL(cast("Any", options)))
    sites = list(youtube._ies.values())  # noqa: SLF001 - there is no other way to all of them
    for number, site in zip(count(), sites, strict=False):
        site.suitable(_NOBODY)
        if number % _PIECE == 0:
            yield True
    generic = youtube.get_info_extractor("Generic")
    page = {"id": "nobody", "title": "nobody"}
    with contextlib.suppress(Exception):
        list(generic._extract_embeds(_NOBODY, "<html></html>", urlh=None, info_dict=page))  # noqa: SLF001
    yield True
    with contextlib.suppress(Exception):
        _ = cast("Any", get_postprocessor("FFmpegMerger"))(youtube).available
    gc.collect()
    gc.freeze()
    yield True


if __name__ == "__main__":
    main()

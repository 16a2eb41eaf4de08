"""How yt-dlp is set up for a request, inside its child."""

import math
import re
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, Final, Protocol, cast

from yt_dlp import YoutubeDL
from yt_dlp.postprocessor import get_postprocessor

from services.sources import choice
from services.sources.listing import Info

Request = Mapping[str, Any]

_LISTED: Final = 200
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


def options_for(request: Request) -> dict[str, Any]:
    """Return the options that a request is worked on with."""
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
        "playlistend": looked_at(request),
        # Some sites are asked for captions only then; they are not written here.
        "writesubtitles": bool(request.get("captions")),
        "writeautomaticsub": bool(request.get("translated")),
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


def looked_at(request: Request) -> int:
    """Return how many entries of a list are looked at: not all feeds begin with the newest."""
    return max(_LISTED, int(request.get("most", 0)))


def opened(options: dict[str, Any]) -> AbstractContextManager[Youtube]:
    """Return a yt-dlp with these options."""
    # The downloader that fetches pieces asks for FFmpeg without these options at hand.
    asked = cast("Any", get_postprocessor("FFmpegMerger"))._ffmpeg_location  # noqa: SLF001
    asked.set(options["ffmpeg_location"])
    return cast("AbstractContextManager[Youtube]", YoutubeDL(cast("Any", options)))


def cut(options: Mapping[str, Any], piece: Sequence[float | None]) -> dict[str, Any]:
    """Return what makes FFmpeg fetch one stretch alone, each moment with the time stamp it had."""
    start, end = piece
    stretch = {"start_time": start or 0.0, "end_time": math.inf if end is None else end}
    writing = ["-copyts", "-start_at_zero", "-f", "matroska"]
    return {
        "download_ranges": lambda _info, _youtube: [stretch],
        "external_downloader_args": options["external_downloader_args"] | {"ffmpeg_o": writing},
        "merge_output_format": "mkv",
    }


def read_sparingly(pick: choice.Pick, options: dict[str, Any], *, steady: bool) -> None:
    """Let FFmpeg ask for no more of a file than it can use: what is under way comes in vain."""
    arguments = ["-fflags", "+fastseek"] if steady else []
    with opened(options) as youtube:
        merger = cast("Any", get_postprocessor("FFmpegMerger"))(youtube)
        told = re.match(r"n?(\d+)\.", str(merger._versions.get("ffmpeg")))  # noqa: SLF001
    if told and int(told[1]) >= _ASKS_IN_PIECES:
        arguments += _SPARINGLY
    for row in pick.formats:
        if row.get("protocol", "https") in {"http", "https"}:
            cast("Info", row)["downloader_options"] = {"ffmpeg_args": arguments}

"""The captions of a medium, fetched by yt-dlp inside its child."""

import json
from pathlib import Path
from typing import Any, Final, cast

from yt_dlp import YoutubeDL

from services.sources import captions
from services.sources.listing import Info, Refusal
from services.sources.ytdlp_options import Request, Youtube, opened, options_for
from services.sources.ytdlp_resolve import extracted, known

_MOST_BYTES: Final = 16 * 1024**2


def fetch_captions(request: Request) -> dict[str, object]:
    """Bring one track, and return where it lies and in which form.

    Args:
        request: Who wrote it (`scribe`) and how the site calls it (`name`).
    """
    with opened(options_for(request)) as youtube:
        info = _info(youtube, request)
        row = captions.track(info, request["scribe"], request["name"])
        if row is None:
            raise Refusal("choice-unavailable")
        path = Path(request["folder"]) / "captions"
        if row.get("data") is not None:
            path.write_text(str(row["data"]), encoding="utf-8")
        else:
            headers = row.get("http_headers") or info.get("http_headers")
            cast("YoutubeDL", youtube).dl(
                str(path), cast("Any", {**row, "http_headers": headers}), subtitle=True
            )
    if not path.is_file() or path.stat().st_size > _MOST_BYTES:
        raise Refusal("site-trouble")
    return {"path": str(path), "ext": captions.form_of(row)}


def _info(youtube: Youtube, request: Request) -> Info:
    if request.get("info"):
        saved: Info = json.loads(Path(request["info"]).read_text(encoding="utf-8"))
        return saved
    found, _ = extracted(youtube, request)
    return known(found)

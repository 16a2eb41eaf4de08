"""What an address leads to, asked of yt-dlp inside its child."""

import json
from collections.abc import Callable
from typing import Final, cast

from yt_dlp import YoutubeDL
from yt_dlp.extractor.common import InfoExtractor
from yt_dlp.utils import determine_ext

from services.sources.choice import has_picture
from services.sources.listing import (
    Info,
    Refusal,
    address_of,
    entries_of,
    facts_of,
    is_list,
    is_meant_whole,
    list_facts,
    one_of,
    told_by_list,
    unchosen,
)
from services.sources.sniffing import ENDINGS
from services.sources.ytdlp_options import Request, Youtube, looked_at, opened, options_for

_DEEPEST: Final = 6


def resolve(request: Request) -> dict[str, object]:
    """Return the facts about what an address leads to, and what makes a second question needless."""
    with opened(options_for(request)) as youtube:
        info, listed = extracted(youtube, request)
        if info is None:
            return {"facts": listed, "info": ""}
        saved = json.dumps(unchosen(youtube.sanitize_info(info)))
        later = {"captions_later": True} if _asks_later(youtube, info, request) else {}
        return {"facts": listed | facts_of(info) | later, "info": saved}


def extracted(youtube: Youtube, request: Request) -> tuple[Info | None, dict[str, object]]:
    """Return the medium's own facts, and those that the list it stands in tells about it.

    The first is None where there are only the latter: a list is what was asked for, or it leads
    straight to a file, which is asked by somebody faster.
    """
    info = known(youtube.extract_info(request["url"], download=False))
    listed: dict[str, object] = {}
    for _ in range(_DEEPEST):
        if not is_list(info):
            return _with_its_own_sound(info), listed
        entries = entries_of(info, _expander(youtube), most=looked_at(request))
        if request["do"] == "resolve" and is_meant_whole(info, entries, asked=request["whole"]):
            return None, {"list": list_facts(info, entries[: request["most"]])}
        if not entries:
            return _alone(info), listed
        entry = one_of(entries)
        address = address_of(entry)
        listed = told_by_list(info, entry, address) | listed
        if info.get("extractor_key") == "Generic" and determine_ext(address) in ENDINGS:
            return None, {**listed, "direct": True}
        info = known(youtube.process_ie_result(entry, download=False))
    # Lists that lead to lists, and at last to themselves.
    raise Refusal("link-unsupported")


def known(info: Info | None) -> Info:
    """Return what was told.

    Raises:
        Refusal: nothing was.
    """
    if not info:
        raise Refusal("link-unsupported")
    return info


def _with_its_own_sound(info: Info) -> Info:
    """Leave out the song that a TikTok was filmed to: yt-dlp lists it as if it were what is heard there."""
    formats = info.get("formats") or ()
    if info.get("extractor_key") != "TikTok" or not any(map(has_picture, formats)):
        return info
    own = [row for row in formats if row.get("format_id") != "audio"]
    return cast("Info", {**info, "formats": own})


def _asks_later(youtube: Youtube, info: Info, request: Request) -> bool:
    """Return whether the site has to be asked for captions alone, which was not done."""
    if request.get("captions") or info.get("subtitles") or info.get("automatic_captions"):
        return False
    try:
        extractor = type(cast("YoutubeDL", youtube).get_info_extractor(info["extractor_key"]))
    except KeyError:
        return False
    asking = ("_get_subtitles", "_get_automatic_captions")
    return any(getattr(extractor, name) is not getattr(InfoExtractor, name) for name in asking)


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

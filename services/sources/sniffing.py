"""Tells sound and video from web pages by their first bytes, whatever names and headers say."""

import re
from typing import Final
from urllib.parse import unquote, urlsplit

ENDINGS: Final = frozenset({
    *("mp3", "m4a", "m4b", "aac", "ogg", "oga", "opus", "flac", "wav", "wma", "aif", "aiff"),
    *("mp4", "m4v", "mov", "webm", "mkv", "avi", "mpg", "mpeg", "wmv", "flv", "3gp", "ogv"),
    *("amr", "caf", "ac3", "mka"),
})
"""What media files are called. A transport stream's `ts` is a program's source more often."""

_STARTS: Final = (b"ID3", b"OggS", b"fLaC", b"\x1aE\xdf\xa3", b"FLV\x01", b"#!AMR", b"caff")
_BOXES: Final = frozenset({b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"styp"})
_MPEG: Final = (b"\x00\x00\x01\xba", b"\x00\x00\x01\xb3", b"0&\xb2u\x8ef\xcf\x11", b"\x0bw")
_TRANSPORT: Final = 188
_SYNC: Final = 0x47
_TEXT: Final = re.compile(rb"^(?:\xef\xbb\xbf)?\s*(?:<[!?a-zA-Z]|\{|\[|#EXTM3U)")


def is_medium(head: bytes) -> bool:
    """Return whether a file that begins so is sound or video."""
    if head.startswith((*_STARTS, *_MPEG)) or head[4:8] in _BOXES:
        return True
    if head[:4] in {b"RIFF", b"RF64"} and head[8:12] in {b"WAVE", b"AVI "}:
        return True
    if head[:4] == b"FORM" and head[8:12] in {b"AIFF", b"AIFC"}:
        return True
    if head[:1] == b"\xff" and len(head) > 1 and head[1] & 0xE0 == 0xE0:  # noqa: PLR2004 - a sync word
        return True
    return len(head) > _TRANSPORT and head[0] == head[_TRANSPORT] == _SYNC


def is_text(head: bytes) -> bool:
    """Return whether it is a page, a feed or a list."""
    return _TEXT.match(head) is not None


def is_list(head: bytes) -> bool:
    """Return whether it names other files to play."""
    return head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"#EXTM3U")


def name_in(url: str) -> str:
    """Return the file name at the end of an address."""
    return unquote(urlsplit(url).path.rpartition("/")[2])


def ends_like_a_file(url: str) -> bool:
    """Return whether the address looks like that of a media file."""
    return name_in(url).rpartition(".")[2].lower() in ENDINGS

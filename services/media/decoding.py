"""Decodes strangers' sound, come what may: for all who listen, so that all hear the same of it."""

from collections.abc import Iterable, Iterator
from typing import Final

import av
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.error import FFmpegError

_BROKEN_IN_A_ROW: Final = 200


class Unreadable(Exception):
    """No frame of the sound could be decoded."""


def open_file(path: str, demuxers: str) -> InputContainer:
    """Open a file of this machine that holds its own bytes.

    Raises:
        FFmpegError: it is none.
    """
    options = {"protocol_whitelist": "file", "format_whitelist": demuxers}
    return av.open(f"file:{path}", options=options, metadata_errors="replace")


def frames_of(packets: Iterable["av.Packet[AudioStream]"]) -> Iterator[AudioFrame | None]:
    """Decode; None stands for what is broken. Only a track that is nothing but that is given up.

    Raises:
        Unreadable: nothing could be decoded.
    """
    coming = iter(packets)
    broken = 0
    heard = False
    while broken < _BROKEN_IN_A_ROW:
        try:
            frames = next(coming).decode()
        except StopIteration:
            break
        except FFmpegError:
            broken += 1
            yield None
            continue
        broken = 0
        for frame in frames:
            heard = True
            yield frame
    if not heard:
        raise Unreadable("nothing could be decoded")

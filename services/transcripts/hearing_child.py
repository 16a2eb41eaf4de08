"""Reads one file and prints the pieces of speech in it; a program of its own.

A hostile file may end it without harm to anybody. Each message is a line of JSON; that of a piece is
followed by its samples (float32, mono, 16 kHz). It goes no further ahead than the pipe has room for.
"""

import json
import os
import sys
from typing import Any, Final

import numpy as np

from services.media.cage import needs_of, shut_in
from services.transcripts.pieces import Cutter
from services.transcripts.samples import RATE, Piece
from services.transcripts.sound import NoSoundInside, Unreadable, blocks
from services.transcripts.voice import Voice

_TICK_SECONDS: Final = 10


def main() -> None:
    """Read the file that the arguments name, to its end."""
    request = json.loads(sys.argv[1])
    # Nobody reads it, and a full pipe would stop us.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())
    voice = Voice()
    shut_in(programs=needs_of(sys.executable), reads=[request["path"]], writes=[])
    try:
        seconds = _read(request, voice)
    except NoSoundInside:
        _tell("failed", code="no-sound")
    except Unreadable as error:
        _tell("failed", code="file-unreadable", said=str(error)[-300:])
    else:
        _tell("end", seconds=seconds)


def _read(request: dict[str, Any], voice: Voice) -> float:
    cutter = Cutter(request["window_seconds"])
    samples = 0
    told = 0
    for block in blocks(request["path"], demuxers=request["demuxers"], track=request["track"]):
        samples += len(block)
        for piece in cutter.feed(block, voice.feed(block)):
            _give(piece, skip=request["skip"])
        if samples - told >= _TICK_SECONDS * RATE:
            told = samples
            _tell("at", seconds=samples / RATE)
    for piece in [*cutter.feed(np.zeros(0, np.float32), voice.end()), *cutter.end()]:
        _give(piece, skip=request["skip"])
    return samples / RATE


def _give(piece: Piece, *, skip: int) -> None:
    """Hand a piece over, unless it is among those that are known already."""
    if piece.number < skip:
        return
    sound = piece.sound.tobytes()
    _tell("piece", number=piece.number, start=piece.start, bytes=len(sound))
    sys.stdout.buffer.write(sound)


def _tell(event: str, **facts: object) -> None:
    sys.stdout.buffer.write(json.dumps({"event": event, **facts}).encode() + b"\n")
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()

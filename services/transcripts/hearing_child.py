"""Reads one file and prints the pieces of speech in it; a program of its own.

A hostile file may end it without harm to anybody. Each message is a line of JSON; that of a piece is
followed by its samples (float32, mono, 16 kHz). It goes no further ahead than the pipe has room for.
"""

import json
import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

import numpy as np

from services.media.cage import needs_of, shut_in
from services.media.decoding import Unreadable
from services.transcripts.channels import Person, people_apart
from services.transcripts.crosstalk import Crosstalk, Mask
from services.transcripts.noise import Cleaner
from services.transcripts.pieces import Cutter
from services.transcripts.samples import RATE, Piece, Sound
from services.transcripts.sound import NoSoundInside, blocks, channel_blocks
from services.transcripts.voice import Voice
from services.transcripts.wish import Noise

_TICK_SECONDS: Final = 10
_SURVEY_TICK_BLOCKS: Final = 300


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
    file = {"demuxers": request["demuxers"], "track": request["track"]}
    people: tuple[Person, ...] = ()
    if request["apart"]:
        people = people_apart(_ticking(channel_blocks(request["path"], **file)))
    crosstalk = Crosstalk([person.usual for person in people]) if people else None
    if people:
        channels = [person.channel for person in people]
        listeners = [_Listener(request, voice.beside(), channel=at + 1) for at in channels]
        sound = (block[channels] for block in channel_blocks(request["path"], **file))
    else:
        listeners = [_Listener(request, voice)]
        sound = (block[None] for block in blocks(request["path"], **file))
    samples = told = number = 0
    for block in sound:
        samples += block.shape[1]
        own = crosstalk.feed(block) if crosstalk else [None]
        for row, listener, mask in zip(block, listeners, own, strict=True):
            number = _give(listener.feed(row, mask), number, skip=request["skip"])
        if samples - told >= _TICK_SECONDS * RATE:
            told = samples
            _tell("at", seconds=samples / RATE)
    own = crosstalk.end() if crosstalk else [None]
    for listener, mask in zip(listeners, own, strict=True):
        number = _give(listener.end(mask), number, skip=request["skip"])
    return samples / RATE


class _Listener:
    """Cuts one channel, or all together."""

    def __init__(self, request: dict[str, Any], voice: Voice, *, channel: int = 0) -> None:
        self._cutter = Cutter(request["window_seconds"])
        noise = Noise(request["noise"])
        self._cleaner = Cleaner(noise) if noise else None
        self._voice = voice
        self._channel = channel
        self._chances: Sound = np.zeros(0, np.float32)
        self._own: Mask = np.zeros(0, np.bool_)

    def feed(self, sound: Sound, own: Mask | None = None) -> Iterator[Piece]:
        """Yield the pieces that are complete.

        Args:
            sound: What comes next.
            own: For as many windows as can be told, whether this channel is the speaker's own; without
                it, it is.
        """
        if self._cleaner is not None:
            sound = self._cleaner.feed(sound)
        return self._marked(self._cutter.feed(sound, self._believed(self._voice.feed(sound), own)))

    def end(self, own: Mask | None = None) -> Iterator[Piece]:
        """Yield what is left."""
        rest = np.zeros(0, np.float32) if self._cleaner is None else self._cleaner.end()
        chances = np.concatenate([self._voice.feed(rest), self._voice.end()])
        yield from self._marked(self._cutter.feed(rest, self._believed(chances, own)))
        yield from self._marked(self._cutter.end())

    def _believed(self, chances: Sound, own: Mask | None) -> Sound:
        """Return the probabilities of speech that is the speaker's own, as far as both are known."""
        if own is None:
            return chances
        self._chances = np.concatenate([self._chances, chances])
        self._own = np.concatenate([self._own, own])
        count = min(len(self._chances), len(self._own))
        believed: Sound = np.where(self._own[:count], self._chances[:count], np.float32(0))
        self._chances, self._own = self._chances[count:], self._own[count:]
        return believed

    def _marked(self, pieces: Iterator[Piece]) -> Iterator[Piece]:
        return (replace(piece, channel=self._channel) for piece in pieces)


def _ticking(sound: Iterator[Sound]) -> Iterator[Sound]:
    """Let it be known that somebody is at work, although there is nothing to tell yet."""
    for number, block in enumerate(sound):
        if number % _SURVEY_TICK_BLOCKS == 0:
            _tell("at", seconds=0.0)
        yield block


def _give(pieces: Iterator[Piece], number: int, *, skip: int) -> int:
    """Hand pieces over with numbers from this one on, unless they are known already; return the next."""
    for piece in pieces:
        if number >= skip:
            sound = piece.sound.tobytes()
            start, channel = piece.start, piece.channel
            _tell("piece", number=number, start=start, channel=channel, bytes=len(sound))
            sys.stdout.buffer.write(sound)
        number += 1
    return number


def _tell(event: str, **facts: object) -> None:
    sys.stdout.buffer.write(json.dumps({"event": event, **facts}).encode() + b"\n")
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()

"""Reads a file's sound piece by piece, whatever it is packed in: 16 kHz, one channel, in little memory."""

from collections.abc import Iterator
from typing import Final

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.layout import AudioLayout
from av.audio.resampler import AudioResampler
from av.error import FFmpegError

from services.media.decoding import Unreadable, frames_of, open_file
from services.transcripts.samples import RATE, Samples, Sound

_BLOCK: Final = RATE
_GAP: Final = RATE // 8
_LOST: Final = RATE // 200
"""Where something could not be decoded, as much as that is missing; elsewhere clocks are not so exact."""
_MOST_SILENCE: Final = 12 * 3600 * RATE
_FULL_SCALE: Final = 32768.0


class NoSoundInside(Exception):
    """The file has no sound track."""


def blocks(path: str, *, demuxers: str, track: int = 0) -> Iterator[Sound]:
    """Yield the sound of a file in blocks of a second; the last one is shorter.

    Damaged parts are left out, but not the time that they take: what follows keeps its place as far as
    the file tells it. Samples go through 16 bits, as they do in faster-whisper's own `decode_audio`.

    Args:
        path: A file of this machine.
        demuxers: FFmpeg's names of the containers that may be opened.
        track: Which sound track, from 0.

    Raises:
        NoSoundInside: it has no such track.
        Unreadable: it is no file that could be decoded.
    """
    for block in _blocks(path, demuxers=demuxers, track=track, layout="mono"):
        yield block[0]


def channel_blocks(path: str, *, demuxers: str, track: int = 0) -> Iterator[Sound]:
    """Yield the same with the channels apart: blocks of the shape `(channels, samples)`.

    Raises:
        NoSoundInside: it has no such track.
        Unreadable: it is no file that could be decoded.
    """
    return _blocks(path, demuxers=demuxers, track=track)


def _blocks(path: str, *, demuxers: str, track: int, layout: str = "") -> Iterator[Sound]:
    try:
        with open_file(path, demuxers) as container:
            tracks = container.streams.audio
            if track >= len(tracks):
                raise NoSoundInside
            stream = tracks[track]
            origin = (container.start_time or 0) / av.time_base
            frames = frames_of(container.demux(stream))
            yield from _rows(_samples(frames, origin=origin, layout=layout))
    except (FFmpegError, OSError) as error:
        raise Unreadable(str(error)) from error


def _samples(
    frames: Iterator[AudioFrame | None], *, origin: float, layout: str
) -> Iterator[Samples]:
    """Yield the resampled frames; where the file says that time has passed, silence stands for it."""
    done = filled = 0
    resampler: _Resampler | None = None
    ended: float | None = None
    lost = False
    for frame in frames:
        if frame is None:
            lost = True
            continue
        resampler = resampler or _Resampler(layout or frame.layout.name)
        time = frame.time
        missing = 0 if time is None else round((time - origin) * RATE) - done - resampler.held
        if missing <= _GAP:
            missing = _between(ended, time) if lost else 0
        if 0 < missing < _MOST_SILENCE - filled:
            for row in resampler.end():
                done += row.shape[1]
                yield row
            yield np.zeros((resampler.channels, missing), np.int16)
            done, filled = done + missing, filled + missing
        for row in resampler.feed(frame):
            done += row.shape[1]
            yield row
        lost = False
        ended = None if time is None else time + frame.samples / frame.sample_rate
    if resampler is not None:
        yield from resampler.end()


def _between(ended: float | None, begins: float | None) -> int:
    """Return how many samples lie between two times, 0 for so few that the clock may be wrong."""
    if ended is None or begins is None:
        return 0
    missing = round((begins - ended) * RATE)
    return missing if missing > _LOST else 0


class _Resampler:
    """Brings frames to one rate and one layout, even if their own changes: joined files are like that."""

    def __init__(self, layout: str) -> None:
        self.channels = AudioLayout(layout).nb_channels
        self._layout = layout
        self._fed: tuple[object, ...] = ()
        self._resampler: AudioResampler | None = None
        self._fed_seconds = 0.0
        self._given = 0

    @property
    def held(self) -> int:
        """Return how many samples have gone in that have not come out."""
        return round(self._fed_seconds * RATE) - self._given

    def feed(self, frame: AudioFrame) -> Iterator[Samples]:
        """Yield what is ready."""
        fed = (frame.format.name, frame.layout.name, frame.sample_rate)
        if fed != self._fed:
            yield from self.end()
            self._resampler = AudioResampler(format="s16", layout=self._layout, rate=RATE)
            self._fed = fed
        self._fed_seconds += frame.samples / frame.sample_rate
        frame.pts = None
        yield from self._made(frame)

    def end(self) -> Iterator[Samples]:
        """Yield what was still inside; what comes next begins anew."""
        yield from self._made(None)
        self._resampler, self._fed = None, ()

    def _made(self, frame: AudioFrame | None) -> Iterator[Samples]:
        if self._resampler is None:
            return
        for made in self._resampler.resample(frame):
            self._given += made.samples
            # Apart from the beginning, PyAV would lose its way from the eighth channel on.
            yield made.to_ndarray().reshape(-1, self.channels).T.astype(np.int16, copy=False)


def _rows(samples: Iterator[Samples]) -> Iterator[Sound]:
    """Yield the same in blocks of one size."""
    waiting: list[Samples] = []
    count = 0
    for row in samples:
        waiting.append(row)
        count += row.shape[1]
        if count >= _BLOCK:
            whole = np.concatenate(waiting, axis=1)
            full = count - count % _BLOCK
            for start in range(0, full, _BLOCK):
                yield _floats(whole[:, start : start + _BLOCK])
            waiting, count = [whole[:, full:]], count - full
    if count:
        yield _floats(np.concatenate(waiting, axis=1))


def _floats(samples: Samples) -> Sound:
    return samples.astype(np.float32) / np.float32(_FULL_SCALE)

"""Hides strips of any file that FFmpeg knows: one pass of decoding, painting and encoding each track."""

import fcntl
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from av.container import InputContainer

from services.censor.encoders import Encoder, encoder_for, rate_arguments
from services.censor.heard import Clock, heard, interleaved, origin_of
from services.censor.painting import Painter, Sound, blocks_of, strips_of
from services.censor.proof import Played, Proof, StillHeard, held_against
from services.censor.skimming import CannotSkim, Skimmed
from services.censor.spans import Span
from services.censor.witness import Kept, Witness
from services.media.decoding import frames_of, open_file

_BLOCK: Final = 1 << 15
_PIPE_BYTES: Final = 1 << 20
_LAYOUTS: Final = {"1 channels": "mono", "2 channels": "stereo", "6 channels": "5.1"}
"""What is meant where a file only says how many there are."""
_PACKETS_MEASURED: Final = 3000
_TOLD_RATES: Final = frozenset({"vorbis"})
"""Codecs whose own header says which bit rate was asked for; what came of it hangs on the sound.

One that names less than there is lies."""
_PAGE_MICROSECONDS: Final = 200_000
_SIZES_OF_ONE_RATE: Final = 2
"""Frames of one rate may be longer by a byte."""


class EncodingFailed(Exception):
    """FFmpeg could not encode the track; its last lines are the argument."""


@dataclass(frozen=True, slots=True)
class Workplace:
    """Where the work is done, and with what."""

    folder: Path
    ffmpeg: str
    demuxers: str
    """What a source may be opened as."""


@dataclass(frozen=True, slots=True)
class Track:
    """What is to be known about a sound track before it is encoded again."""

    number: int
    codec: str
    rate: int
    layout: str
    channels: int
    sample_format: str
    bit_rate: int
    """What an encoder is asked for to get such a track; 0 when nobody knows."""
    varies: bool
    """Whether its packets are of different sizes."""
    seconds: float


@dataclass(frozen=True, slots=True)
class Encoded:
    """A track that was hidden and encoded again."""

    path: Path
    encoder: Encoder
    proof: Proof


def tracks_of(source: str, demuxers: str) -> list[Track]:
    """Return the sound tracks of a file.

    Raises:
        FFmpegError: it cannot be opened.
    """
    with open_file(source, demuxers) as container:
        seconds = (container.duration or 0) / av.time_base
        streams = list(container.streams.audio)
        sizes = _sizes(container, streams)
        return [
            _track(number, stream, sizes[number], seconds) for number, stream in enumerate(streams)
        ]


def encode_track(
    source: str,
    track: Track,
    spans: Sequence[Span],
    *,
    clear: bool = False,
    place: Workplace,
    tick: Callable[[float], None],
) -> Encoded:
    """Hide the spans in one track, encode it into a file of its own, and listen to that.

    Args:
        source: The file.
        track: Which of its tracks, with the codec that comes out.
        spans: What is to be hidden.
        clear: Whether more bits are spent than it had, so that silence is silent.
        place: Where the work is done.
        tick: Called with the share that is done.

    Raises:
        EncodingFailed: FFmpeg could not.
        StillHeard: the original can be made out in the result.
        Unreadable: nothing could be decoded.
    """
    encoder = encoder_for(track.codec, track.sample_format)
    path = place.folder / f"track{track.number}.{encoder.suffix}"
    scratch = place.folder / f"track{track.number}.before"
    strips = strips_of(spans, track.rate)
    kind = np.float64 if encoder.lossless else np.float32
    command = _command(place.ffmpeg, track, encoder, path, clear=clear)
    with (
        open_file(source, place.demuxers) as container,
        scratch.open("wb") as before,
    ):
        witness = Witness(strips, track.rate, before)
        sound = _sound(container, track, kind)
        painted = _painted(sound, witness, tick=_share(track, tick))
        _pour(_early(painted, encoder.lag), command, in_grains=encoder.in_grains)
    proof = _proved(path, track, witness.kept, scratch, place)
    scratch.unlink()
    return Encoded(path, encoder, proof)


def keep_together(pid: int) -> None:
    """Have all threads of a program that has just begun share one processor.

    What they hand to each other in grains would else wake another processor each time, which takes about
    a quarter longer than the work itself.
    """
    if sys.platform == "linux":
        with suppress(OSError):
            os.sched_setaffinity(pid, {random.choice(sorted(os.sched_getaffinity(0)))})  # noqa: S311 - no secret


def _proved(
    path: Path, track: Track, kept: Sequence[Kept], scratch: Path, place: Workplace
) -> Proof:
    """Listen to the places in a result; to all of it where they cannot be told without, or seem wrong."""
    demuxers = f"{place.demuxers},nut"
    with suppress(CannotSkim, StillHeard), open_file(str(path), demuxers) as result:
        stream = result.streams.audio[0]
        codec = stream.codec_context
        if (codec.sample_rate, codec.channels) == (track.rate, track.channels):
            places = Skimmed(result.demux(stream), stream)
            return held_against(kept, track.rate, scratch, places)
    with open_file(str(path), demuxers) as result:
        again = _sound(result, replace(track, number=0), np.float32)
        return held_against(kept, track.rate, scratch, Played(again))


def _sizes(container: InputContainer, streams: list[AudioStream]) -> list[list[tuple[int, float]]]:
    """Return the bytes and seconds of the first packets of each track."""
    sizes: list[list[tuple[int, float]]] = [[] for _ in streams]
    numbers = {stream.index: number for number, stream in enumerate(streams)}
    bases = {stream.index: float(stream.time_base or 0) for stream in streams}
    count = 0
    with suppress(av.error.FFmpegError):
        for packet in container.demux(*streams):
            count += 1
            if count > _PACKETS_MEASURED * len(streams):
                break
            if packet.size and packet.duration:
                index = packet.stream.index
                sizes[numbers[index]].append((packet.size, packet.duration * bases[index]))
    return sizes


def _track(
    number: int, stream: AudioStream, sizes: list[tuple[int, float]], seconds: float
) -> Track:
    codec = stream.codec_context
    measured = sum(size for size, _ in sizes) * 8 / (sum(long for _, long in sizes) or 1)
    told = stream.bit_rate or 0
    name = codec.codec.canonical_name
    return Track(
        number=number,
        codec=name,
        rate=codec.sample_rate,
        layout=_LAYOUTS.get(codec.layout.name, codec.layout.name),
        channels=codec.channels,
        sample_format=codec.format.name,
        bit_rate=max(told, round(measured)) if name in _TOLD_RATES else round(measured) or told,
        varies=len({size for size, _ in sizes[1:]}) > _SIZES_OF_ONE_RATE,
        seconds=seconds,
    )


def _sound(container: InputContainer, track: Track, kind: type[Any]) -> Iterator[Sound]:
    stream = container.streams.audio[track.number]
    clock = Clock(track.rate, origin_of(container))
    frames = _adapted(frames_of(container.demux(stream)), track)
    return blocks_of(heard(frames, clock=clock, kind=kind), _BLOCK)


def _adapted(frames: Iterator[AudioFrame | None], track: Track) -> Iterator[AudioFrame | None]:
    """Yield the frames in one rate and layout: some files change theirs on the way."""
    resampler: AudioResampler | None = None
    for frame in frames:
        if frame is None or (
            frame.sample_rate == track.rate and frame.layout.nb_channels == track.channels
        ):
            yield frame
            continue
        if resampler is None:
            resampler = AudioResampler(format="fltp", layout=track.layout, rate=track.rate)
        pts, frame.pts = frame.pts, None
        with suppress(av.error.FFmpegError, ValueError):
            for made in resampler.resample(frame):
                made.pts, pts = pts, None
                made.time_base = frame.time_base
                yield made


def _painted(
    sound: Iterator[Sound], witness: Witness, *, tick: Callable[[int], None]
) -> Iterator[Sound]:
    painter = Painter(witness.strips, rate=witness.rate)
    position = 0
    for block in sound:
        witness.see(block, position)
        position += block.shape[1]
        yield painter.feed(block)
        tick(position)
    witness.end()
    rest = painter.end()
    if rest is not None:
        yield rest


def _early(sound: Iterator[Sound], lag: int) -> Iterator[Sound]:
    """Yield sound without its first samples, for an encoder that makes up for as many; no shorter."""
    missing = lag
    last: Sound | None = None
    for block in sound:
        last = block
        gone = min(missing, block.shape[1])
        missing -= gone
        yield block[:, gone:]
    if last is not None and lag:
        yield np.zeros((len(last), lag), last.dtype)


def _share(track: Track, tick: Callable[[float], None]) -> Callable[[int], None]:
    whole = max(1.0, track.seconds * track.rate)
    return lambda position: tick(min(1.0, position / whole))


def _command(ffmpeg: str, track: Track, encoder: Encoder, path: Path, *, clear: bool) -> list[str]:
    numbers = "f64le" if encoder.lossless else "f32le"
    command = [ffmpeg, "-hide_banner", "-nostdin", "-y", "-loglevel", "error"]
    command += ["-f", numbers, "-ar", str(track.rate), "-ch_layout", track.layout, "-i", "pipe:0"]
    command += [*encoder.arguments]
    command += rate_arguments(
        encoder,
        bit_rate=track.bit_rate,
        channels=track.channels,
        varies=track.varies,
        clear=clear,
    )
    command += ["-id3v2_version", "0"] if encoder.suffix == "mp3" else []
    # Where a file has but one page, nobody can tell how much its encoder put in front.
    command += ["-page_duration", str(_PAGE_MICROSECONDS)] if encoder.suffix == "ogg" else []
    return [*command, "-flags", "+bitexact", "-fflags", "+bitexact", f"file:{path}"]


def _pour(sound: Iterator[Sound], command: list[str], *, in_grains: bool) -> None:
    """Feed the encoder; what it says in the end decides."""
    with (
        tempfile.TemporaryFile() as complaints,
        subprocess.Popen(command, stdin=subprocess.PIPE, stderr=complaints) as encoding,
    ):
        assert encoding.stdin is not None  # noqa: S101 - asked for
        if in_grains:
            keep_together(encoding.pid)
        with suppress(OSError):
            fcntl.fcntl(encoding.stdin, fcntl.F_SETPIPE_SZ, _PIPE_BYTES)
        try:
            for block in sound:
                encoding.stdin.write(interleaved(block).data)
            encoding.stdin.close()
        except BrokenPipeError:
            pass
        if encoding.wait() != 0:
            complaints.seek(0)
            raise EncodingFailed(complaints.read()[-300:].decode(errors="replace"))

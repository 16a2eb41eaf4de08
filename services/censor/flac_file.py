"""Hides strips of a FLAC file: all other samples, the tags and the pictures are those of the original."""

import hashlib
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, Final

import numpy as np
from av.audio.frame import AudioFrame
from av.error import FFmpegError

from services.censor.encoding import encoded_packets, encoder_of
from services.censor.heard import floats_of
from services.censor.painting import Painter, Sound, Strip, blocks_of, strips_of
from services.censor.proof import Played, held_against
from services.censor.spans import Span
from services.censor.splicing import CannotSplice, Spliced
from services.censor.whole_pass import Workplace
from services.censor.witness import Witness
from services.media.decoding import open_file

_MARK: Final = b"fLaC"
_STREAMINFO, _PADDING, _SEEKTABLE = 0, 1, 3
_LAST: Final = 0x80
_INFO_BYTES: Final = 34
_MARGIN_SECONDS: Final = 3.0
_BLOCK: Final = 1 << 16
_MOST_BLOCKS: Final = 1000
_KINDS: Final = ("s16", "s32")
_BITS: Final = (16, 24)
_THREE_BYTES: Final = 24
_SUM_PLACE: Final = 18


@dataclass(frozen=True, slots=True)
class _Flac:
    """What stands at the beginning of a file."""

    info: bytes
    others: tuple[bytes, ...]
    """Blocks with tags, pictures and the like, each with its head."""

    @property
    def rate(self) -> int:
        """Return the samples a second."""
        return int.from_bytes(self.info[10:13], "big") >> 4

    @property
    def bits(self) -> int:
        """Return how many bits a sample has."""
        return (int.from_bytes(self.info[12:14], "big") >> 4 & 0x1F) + 1

    @property
    def samples(self) -> int:
        """Return how many there are; 0 where it does not say."""
        return int.from_bytes(self.info[13:18], "big") & 0xFFFFFFFFF


def hide_in_flac(
    source: Path,
    spans: Sequence[Span],
    *,
    to: Path,
    place: Workplace,
    tick: Callable[[float], None],
) -> Spliced:
    """Make the copy with the spans hidden.

    Args:
        source: The file.
        spans: What is to be hidden.
        to: Where the copy goes.
        place: Where the work is done.
        tick: Called with the share that is done.

    Raises:
        CannotSplice: it is damaged, or has more bits than can be written.
        StillHeard: the original can be made out in the result.
    """
    flac = _flac_of(source)
    strips = strips_of(spans, flac.rate)
    sound, before = place.folder / "sound", place.folder / "before"
    with before.open("wb") as scratch, sound.open("w+b") as new, to.open("wb") as out:
        witness = Witness(strips, flac.rate, scratch)
        info = _encode(source, flac, witness, to=new, place=place, tick=tick)
        new.seek(0)
        _join(info, flac, new, out)
    sound.unlink()
    with open_file(str(to), place.demuxers) as result:
        frames = (floats_of(frame, np.float32) for frame in result.decode(audio=0))
        played = Played(blocks_of(frames, _BLOCK))
        proof = held_against(witness.kept, flac.rate, before, played)
    before.unlink()
    touched = sum(strip.beyond - strip.first for strip in strips)
    return Spliced(min(1.0, touched / max(1, flac.samples)), proof)


def _flac_of(path: Path) -> _Flac:
    with path.open("rb") as file:
        if file.read(4) != _MARK:
            raise CannotSplice("tags before the sound")
        info, others = b"", list[bytes]()
        for _ in range(_MOST_BLOCKS):
            head = file.read(4)
            body = file.read(int.from_bytes(head[1:], "big"))
            kind = head[0] & ~_LAST if head else _PADDING
            if kind == _STREAMINFO:
                info = body
            elif kind not in {_PADDING, _SEEKTABLE}:
                others.append(bytes([kind]) + head[1:] + body)
            if not head or head[0] & _LAST:
                break
        if len(info) != _INFO_BYTES:
            raise CannotSplice("damaged")
        return _Flac(info, tuple(others))


def _join(info: bytes, old: _Flac, sound: BinaryIO, out: BinaryIO) -> None:
    """Write the new sound behind the old tags."""
    blocks = [_STREAMINFO.to_bytes() + len(info).to_bytes(3, "big") + info, *old.others]
    blocks[-1] = bytes([blocks[-1][0] | _LAST]) + blocks[-1][1:]
    out.write(_MARK + b"".join(blocks))
    shutil.copyfileobj(sound, out, 1 << 20)


def _encode(
    source: Path,
    flac: _Flac,
    witness: Witness,
    *,
    to: BinaryIO,
    place: Workplace,
    tick: Callable[[float], None],
) -> bytes:
    """Encode the sound; return what is to be said about it at the beginning."""
    with open_file(str(source), place.demuxers) as old:
        stream = old.streams.audio[0]
        kind = stream.codec_context.format.packed.name
        if kind not in _KINDS or flac.bits not in _BITS:
            raise CannotSplice(f"{flac.bits} bits")
        layout = stream.codec_context.layout.name
        codec = encoder_of("flac", rate=flac.rate, layout=layout, sample_format=kind)
        counted = _Counted(max(1, flac.samples), flac.bits, tick)
        hidden = _hidden(_whole(old.decode(stream)), witness, flac.bits)
        to.writelines(encoded_packets(codec, counted.through(hidden)))
        if flac.samples and counted.samples != flac.samples:
            raise CannotSplice("damaged")
        return (codec.extradata or b"")[:_SUM_PLACE] + counted.sum.digest()


@dataclass(slots=True)
class _Counted:
    """Counts the samples that go by, and takes the sum that tells whether they are all right."""

    most: int
    bits: int
    tick: Callable[[float], None]
    samples: int = 0
    sum: "hashlib._Hash" = field(default_factory=lambda: hashlib.md5(usedforsecurity=False))

    def through(self, blocks: Iterator[Sound]) -> Iterator[Sound]:
        """Yield the same blocks."""
        for block in blocks:
            yield block
            self.samples += block.shape[1]
            raw = np.ascontiguousarray(block.T)
            if self.bits == _THREE_BYTES:
                self.sum.update(raw.view(np.uint8).reshape(-1, 4)[:, 1:].tobytes())
            else:
                self.sum.update(raw.tobytes())
            self.tick(min(1.0, self.samples / self.most))


def _whole(frames: Iterator[AudioFrame]) -> Iterator[Sound]:
    """Yield the samples as they are, channels by samples, in large blocks."""

    def rows() -> Iterator[Sound]:
        try:
            for frame in frames:
                row: Sound = frame.to_ndarray()
                if not frame.format.is_planar:
                    row = row.reshape(-1, frame.layout.nb_channels).T
                yield row
        except FFmpegError as error:
            raise CannotSplice("damaged") from error

    return blocks_of(rows(), _BLOCK)


def _hidden(blocks: Iterator[Sound], witness: Witness, bits: int) -> Iterator[Sound]:
    """Yield the blocks; those near a strip go through floating numbers and back."""
    margin = round(_MARGIN_SECONDS * witness.rate)
    painter: Painter | None = None
    position = 0
    kind: Any = np.int16
    for block in blocks:
        begins, position = position, position + block.shape[1]
        kind = block.dtype
        near = [row for row in witness.strips if _near(row, begins, position, margin)]
        if not near:
            if painter is not None:
                yield from _rest(painter, kind, bits)
                painter = None
            yield block
            continue
        if painter is None:
            painter = Painter(witness.strips, rate=witness.rate, position=begins)
        sound = block.astype(np.float64) / _scale(kind)
        witness.see(sound, begins)
        yield _whole_numbers(painter.feed(sound), kind, bits)
    if painter is not None:
        yield from _rest(painter, kind, bits)
    witness.end()


def _near(strip: Strip, begins: int, ends: int, margin: int) -> bool:
    return strip.first - margin < ends and begins < strip.beyond + margin


def _rest(painter: Painter, kind: Any, bits: int) -> Iterator[Sound]:  # noqa: ANN401 - numpy's own
    rest = painter.end()
    if rest is not None:
        yield _whole_numbers(rest, kind, bits)


def _scale(kind: Any) -> float:  # noqa: ANN401 - numpy's own
    return -float(np.iinfo(kind).min)


def _whole_numbers(sound: Sound, kind: Any, bits: int) -> Sound:  # noqa: ANN401 - numpy's own
    width = np.iinfo(kind).bits
    scale = 2.0 ** (bits - 1)
    whole = np.clip(np.rint(sound * scale), -scale, scale - 1).astype(np.int64)
    made: Sound = (whole << (width - bits)).astype(kind)
    return made

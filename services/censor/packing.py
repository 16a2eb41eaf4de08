"""Puts tracks that were encoded again where the old ones were; all else of the file is copied."""

import shutil
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import BinaryIO, Final

import av
from av.audio.stream import AudioStream
from av.error import FFmpegError
from av.stream import Disposition

from services.censor.containers import Container
from services.censor.ogg_comments import comments_moved
from services.censor.tags import tags_around, tags_moved
from services.censor.whole_pass import Encoded, EncodingFailed, Workplace
from services.media.decoding import open_file

_COPIED: Final = ("video", "subtitle", "attachment", "audio")
_SIMPLE: Final = ("mp3", "flac", "opus", "ogg", "adts", "wv", "tta", "mp2", "ac3", "eac3")
_COPY_BLOCK: Final = 1 << 20


def pack(
    source: Path,
    tracks: Sequence[Encoded],
    container: Container,
    *,
    to: Path,
    place: Workplace,
) -> bool:
    """Make the result; return whether everything but the sound was kept.

    Args:
        source: The file as it was.
        tracks: Its sound tracks, hidden and encoded, in their order.
        container: How the result is packed.
        to: Where it goes.
        place: Where the work is done.

    Raises:
        EncodingFailed: FFmpeg could not put it together.
    """
    alone = len(tracks) == 1 and not _has_more(source, place.demuxers)
    if not alone or container.muxer not in _SIMPLE:
        _mux(source, tracks, container, to=to, place=place)
        return tags_moved(source, to) if container.muxer in {"ipod", "mp4"} else True
    match container.muxer:
        case "mp3" | "mp2" | "ac3" | "eac3":
            _between_tags(source, tracks[0].path, to)
            return True
        case "adts":
            plain = to.with_suffix(".plain")
            _write_adts(tracks[0].path, plain, place.demuxers)
            _between_tags(source, plain, to)
            plain.unlink()
            return True
        case "ogg" | "opus" if comments_moved(source, tracks[0].path, to):
            return True
        case _:
            tracks[0].path.replace(to)
            return tags_moved(source, to)


def _has_more(source: Path, demuxers: str) -> bool:
    """Return whether there are tracks beside the sound; a cover in the tags is none."""
    with suppress(FFmpegError), open_file(str(source), demuxers) as container:
        return any(
            not isinstance(stream, AudioStream)
            and not stream.disposition & Disposition.attached_pic
            for stream in container.streams
            if stream.type in _COPIED
        )
    return False


def _between_tags(source: Path, sound: Path, to: Path) -> None:
    with source.open("rb") as old, sound.open("rb") as new, to.open("wb") as out:
        begin, end = tags_around(old)
        old.seek(0)
        _copy(old, out, begin)
        shutil.copyfileobj(new, out, _COPY_BLOCK)
        old.seek(end)
        shutil.copyfileobj(old, out, _COPY_BLOCK)


def _copy(old: BinaryIO, out: BinaryIO, count: int) -> None:
    while count > 0 and (piece := old.read(min(count, _COPY_BLOCK))):
        out.write(piece)
        count -= len(piece)


def _write_adts(sound: Path, to: Path, demuxers: str) -> None:
    """Write the frames of a track without a container.

    The first only the encoder needed: nothing in this format says to skip it.
    """
    with open_file(str(sound), demuxers) as old, av.open(f"file:{to}", "w", "adts") as new:
        stream = old.streams.audio[0]
        copy = new.add_stream_from_template(stream)
        for packet in islice((row for row in old.demux(stream) if row.size), 1, None):
            packet.stream = copy
            new.mux(packet)


def _mux(
    source: Path,
    tracks: Sequence[Encoded],
    container: Container,
    *,
    to: Path,
    place: Workplace,
) -> None:
    command = [
        place.ffmpeg,
        "-protocol_whitelist",
        "file,pipe",
        "-format_whitelist",
        place.demuxers,
    ]
    command += ["-i", f"file:{source}"]
    for track in tracks:
        command += ["-protocol_whitelist", "file,pipe", "-i", f"file:{track.path}"]
    command += _maps(source, place.demuxers, container)
    command += ["-c", "copy", "-map_metadata", "0", "-map_chapters", "0"]
    if container.muxer in {"ipod", "mp4", "mov", "3gp"}:
        command += ["-movflags", "+faststart"]
    if container.muxer in {"ipod", "3gp"}:
        command += ["-strict", "-2"]
    command += ["-avoid_negative_ts", "auto", "-max_interleave_delta", "0"]
    _run([*command, "-f", container.muxer], to)


def _maps(source: Path, demuxers: str, container: Container) -> list[str]:
    """Return the words that put each track where it was, with what the file says about it."""
    words: list[str] = []
    sounds = places = 0
    with open_file(str(source), demuxers) as old:
        for stream in old.streams:
            if isinstance(stream, AudioStream):
                words += ["-map", f"{sounds + 1}:a:0"]
                sounds += 1
            elif stream.type not in _COPIED or (
                stream.type == "attachment" and container.muxer != "matroska"
            ):
                continue
            else:
                words += ["-map", f"0:{stream.index}"]
            words += [f"-map_metadata:s:{places}", f"0:s:{stream.index}"]
            said = "+".join(
                str(flag.name).lower() for flag in Disposition if flag & stream.disposition
            )
            words += [f"-disposition:{places}", said or "0"]
            places += 1
    return words


def _run(command: list[str], to: Path) -> None:
    words = [command[0], "-hide_banner", "-nostdin", "-y", "-loglevel", "error", *command[1:]]
    done = subprocess.run([*words, f"file:{to}"], check=False, capture_output=True)
    if done.returncode != 0:
        raise EncodingFailed(done.stderr[-300:].decode(errors="replace"))

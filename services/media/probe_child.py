"""Looks into one file with FFmpeg's libraries and prints what it found as JSON; a program of its own.

It may crash on a hostile file without harm to anybody, and it imports next to nothing: it is started
for every file.
"""

import json
import sys
from typing import Any

import av
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.stream import Disposition, Stream
from av.video.stream import VideoStream

_FRAMES_TRIED = 40
_COUNTED_BYTES = 512 * 1024**2
_COVERS = ("mjpeg", "png")
_LOSSLESS = ("pcm", "flac", "alac", "wavpack", "ape", "tta", "tak", "mlp", "truehd", "shorten")


def _look(path: str, demuxers: str, *, partial: bool) -> dict[str, Any]:
    options = {"protocol_whitelist": "file", "format_whitelist": demuxers}
    with av.open(f"file:{path}", options=options, metadata_errors="replace") as container:
        sound = _sound(container)
        picture = _picture(container)
        facts: dict[str, Any] = {
            "container": container.format.name,
            "bit_rate": container.bit_rate or 0,
            "tags": _tags(container, sound),
            "cover_index": _cover_index(container),
            "sounds": len(container.streams.audio),
        }
        facts |= {} if sound is None else _sound_facts(sound)
        streams: list[Stream] = [stream for stream in (sound, picture) if stream is not None]
        facts["seconds"] = _seconds(container, streams, partial=partial)
        if picture is not None:
            facts |= _picture_facts(picture)
            facts["rotation"] = _rotation(container, picture)
        return facts


def _sound(container: InputContainer) -> AudioStream | None:
    """Return the track that a player would choose: the original, else the default, else the first."""
    tracks = list(container.streams.audio)
    for wanted in (Disposition.original, Disposition.default):
        for track in tracks:
            if track.disposition & wanted:
                return track
    return tracks[0] if tracks else None


def _picture(container: InputContainer) -> VideoStream | None:
    for stream in container.streams.video:
        if not _is_cover(stream) and stream.width:
            return stream
    return None


def _cover_index(container: InputContainer) -> int:
    for stream in container.streams.video:
        if _is_cover(stream) and stream.codec_context.name in _COVERS:
            return stream.index
    return -1


def _is_cover(stream: Stream) -> bool:
    return bool(stream.disposition & Disposition.attached_pic)


def _sound_facts(sound: AudioStream) -> dict[str, Any]:
    codec = sound.codec_context
    return {
        "sound_index": sound.index,
        "sound_codec": codec.codec.canonical_name,
        "sound_rate": codec.sample_rate or 0,
        "channels": codec.channels or 0,
        "lossless": codec.name.startswith(_LOSSLESS),
    }


def _picture_facts(picture: VideoStream) -> dict[str, Any]:
    codec = picture.codec_context
    shape = picture.sample_aspect_ratio
    return {
        "picture_index": picture.index,
        "video_codec": codec.codec.canonical_name,
        "pixels": codec.pix_fmt or "",
        "width": codec.width,
        "height": codec.height,
        "pixel_shape": float(shape) if shape else 1.0,
        "transfer": int(picture.color_trc or 0),
    }


def _tags(container: InputContainer, sound: AudioStream | None) -> dict[str, str]:
    both = [{} if sound is None else sound.metadata, container.metadata]
    return {key.lower(): value[:1000] for tags in both for key, value in tags.items()}


def _seconds(container: InputContainer, streams: list[Stream], *, partial: bool) -> float | None:
    if container.duration:
        return float(container.duration) / 1_000_000
    told = [float(s.duration * s.time_base) for s in streams if s.duration and s.time_base]
    if told:
        return max(told)
    return None if partial else _counted(container, streams)


def _counted(container: InputContainer, streams: list[Stream]) -> float | None:
    """Return the end of the last packet: recorders that stream do not write a length."""
    if container.size > _COUNTED_BYTES or not streams:
        return None
    end = 0.0
    try:
        for packet in container.demux(*streams):
            if packet.pts is not None and packet.time_base:
                end = max(end, float((packet.pts + (packet.duration or 0)) * packet.time_base))
        container.seek(0)
    except av.error.FFmpegError:
        pass
    return end or None


def _rotation(container: InputContainer, picture: VideoStream) -> int:
    """Return by how many degrees a player turns the picture; only a decoded frame tells."""
    try:
        container.seek(0)
        for count, packet in enumerate(container.demux(picture)):
            for frame in packet.decode():
                return int(frame.rotation)
            if count > _FRAMES_TRIED:
                break
    except (av.error.FFmpegError, ValueError):
        pass
    return 0


if __name__ == "__main__":
    try:
        sys.stdout.write(
            json.dumps(_look(sys.argv[1], sys.argv[2], partial="partial" in sys.argv[3:]))
        )
    except (av.error.FFmpegError, OSError, ValueError) as error:
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
        sys.exit(1)

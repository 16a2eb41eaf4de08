"""Looks into one file with FFmpeg's libraries and prints what it found as JSON; a program of its own.

It may crash on a hostile file without harm to anybody, and it imports next to nothing: it is started
for every file.
"""

import json
import sys
from typing import Any

import av
from av.audio.stream import AudioStream
from av.codec.context import CodecContext
from av.container import InputContainer
from av.stream import Disposition, Stream
from av.subtitles.stream import SubtitleStream
from av.video.stream import VideoStream

_FRAMES_TRIED = 40
_MOST_CHAPTERS = 500
_LONGEST_TITLE = 200
_COUNTED_BYTES = 512 * 1024**2
_INDEXED = ("mov", "matroska")
_WITHOUT_INDEX = "mpegts"
_HOLE_SECONDS = 1.5
_NEAR_THE_END = 0.95
_SLACK_SECONDS = 1.0
_PACKETS_TRIED = 20_000
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
            "tracks": [_sound_facts(track) for track in container.streams.audio],
            "subtitles": [_subtitle_facts(track) for track in container.streams.subtitles],
            "chapters": _chapters(container),
            "starts": max(0.0, float(container.start_time or 0) / 1_000_000),
        }
        facts |= _cover_facts(container)
        facts["sound_index"] = -1 if sound is None else sound.index
        streams: list[Stream] = [stream for stream in (sound, picture) if stream is not None]
        facts["seconds"] = _seconds(container, streams, partial=partial)
        if not partial:
            facts["reaches"] = _reaches(container, streams, facts["seconds"])
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


def _cover_facts(container: InputContainer) -> dict[str, Any]:
    for stream in container.streams.video:
        if _is_cover(stream) and stream.codec_context.name in _COVERS:
            codec = stream.codec_context
            return {"cover_index": stream.index, "cover_size": [codec.width, codec.height]}
    return {}


def _chapters(container: InputContainer) -> list[list[Any]]:
    rows: list[list[Any]] = []
    for chapter in container.chapters()[:_MOST_CHAPTERS]:
        base = chapter["time_base"] or 1
        title = str(chapter["metadata"].get("title", ""))[:_LONGEST_TITLE]
        rows.append([float(chapter["start"] * base), float(chapter["end"] * base), title])
    return rows


def _is_cover(stream: Stream) -> bool:
    return bool(stream.disposition & Disposition.attached_pic)


def _sound_facts(sound: AudioStream) -> dict[str, Any]:
    codec = sound.codec_context
    return {
        "index": sound.index,
        "codec": codec.codec.canonical_name,
        "rate": codec.sample_rate or 0,
        "channels": codec.channels or 0,
        "lossless": codec.name.startswith(_LOSSLESS),
        "language": sound.metadata.get("language", ""),
        "title": sound.metadata.get("title", "")[:_LONGEST_TITLE],
        "original": bool(sound.disposition & Disposition.original),
    }


def _subtitle_facts(track: SubtitleStream) -> dict[str, Any]:
    # There is none for a kind of text that nobody here can decode.
    codec: CodecContext | None = track.codec_context
    return {
        "index": track.index,
        "codec": codec.codec.canonical_name if codec else "",
        "language": track.metadata.get("language", ""),
        "title": track.metadata.get("title", "")[:_LONGEST_TITLE],
        "default": bool(track.disposition & Disposition.default),
        "forced": bool(track.disposition & Disposition.forced),
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
        container.seek(0)
        for packet in container.demux(*streams):
            if packet.pts is not None and packet.time_base:
                end = max(end, float((packet.pts + (packet.duration or 0)) * packet.time_base))
        container.seek(0)
    except av.error.FFmpegError:
        pass
    return end or None


def _reaches(
    container: InputContainer, streams: list[Stream], seconds: float | None
) -> float | None:
    """Return how far it can really be played: an index may speak of bytes that never came."""
    if seconds and container.format.name == _WITHOUT_INDEX:
        return min(seconds, _filled(container, streams))
    if not seconds or not container.format.name.startswith(_INDEXED):
        return seconds
    near = seconds * _NEAR_THE_END + float(container.start_time or 0) / 1_000_000
    try:
        container.seek(int(near * 1_000_000))
        for count, packet in enumerate(container.demux(*streams)):
            second = float((packet.pts or 0) * packet.time_base) if packet.size else 0.0
            if second >= near - _SLACK_SECONDS or count > _PACKETS_TRIED:
                return seconds
    except av.error.FFmpegError:
        pass
    return _counted(container, streams) or 0.0


def _filled(container: InputContainer, streams: list[Stream]) -> float:
    """Return for how long there is something to play, without the holes."""
    last: float | None = None
    filled = 0.0
    try:
        container.seek(0)
        for packet in container.demux(streams[0]):
            if packet.dts is None or not packet.size:
                continue
            second = float(packet.dts * packet.time_base)
            if last is not None and 0 < second - last < _HOLE_SECONDS:
                filled += second - last
            last = second
    except av.error.FFmpegError:
        pass
    return filled


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

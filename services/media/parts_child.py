"""Reads one file through and prints where it can be cut, as JSON; a program of its own.

It may crash on a hostile file without harm to anybody, and it imports next to nothing.
"""

import json
import sys
from typing import Any

import av
from av.container import InputContainer
from av.packet import Packet
from av.stream import Disposition, Stream

_PACKET_BYTES = {"video": 24, "audio": 8}
"""What a container with an index adds to each packet, at most."""
_PLAIN = ("mp3", "flac", "wav")
"""Containers that add nothing."""
_STEP_SECONDS = 1.0
"""Sound could be cut anywhere; nobody needs it finer than this."""


def _look(path: str, demuxers: str) -> dict[str, Any]:
    options = {"protocol_whitelist": "file", "format_whitelist": demuxers}
    with av.open(f"file:{path}", options=options, metadata_errors="replace") as container:
        streams = _streams(container)
        guide = streams[0]
        added = {} if container.format.name.startswith(_PLAIN) else _PACKET_BYTES
        begins = float(container.start_time or 0) / 1_000_000
        steps: list[list[float]] = [[0.0, 0]]
        end = 0.0
        for packet in container.demux(*streams):
            second = _second(packet, begins)
            if second is None:
                continue
            if packet.stream is guide and _can_cut(packet, guide, second - steps[-1][0]):
                steps.append([second, 0])
            steps[-1][1] += packet.size + added.get(packet.stream.type, 0)
            end = max(end, second + float((packet.duration or 0) * packet.time_base))
        return {"steps": steps, "seconds": end}


def _streams(container: InputContainer) -> list[Stream]:
    """Return picture and sound; the first of them decides where a cut may be."""
    films = [s for s in container.streams.video if not s.disposition & Disposition.attached_pic]
    return [*films[:1], *container.streams.audio[:1]]


def _second(packet: "Packet[Any]", begins: float) -> float | None:
    if packet.pts is None or not packet.size:
        return None
    return float(packet.pts * packet.time_base) - begins


def _can_cut(packet: "Packet[Any]", guide: Stream, since: float) -> bool:
    if guide.type == "video":
        return packet.is_keyframe and since > 0
    return since >= _STEP_SECONDS


if __name__ == "__main__":
    try:
        sys.stdout.write(json.dumps(_look(sys.argv[1], sys.argv[2])))
    except (av.error.FFmpegError, OSError, ValueError, IndexError) as error:
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
        sys.exit(1)

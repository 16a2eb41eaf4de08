"""Recordings in many formats whose every moment can be told: speech-like noise, and a probe tone."""

import subprocess
import wave
from pathlib import Path

import numpy as np

from tests.sounds import ffmpeg

RATE = 44_100


def programme(seconds: float, *, rate: int = RATE, channels: int = 2, seed: int = 1) -> np.ndarray:
    """Return syllables of coloured noise over a tone; channels by samples."""
    draw = np.random.default_rng(seed)
    count = round(seconds * rate)
    at = np.arange(count) / rate
    noise = draw.standard_normal((channels, count + 64))
    coloured = np.stack([np.convolve(row, np.hanning(32) / 8, "valid")[:count] for row in noise])
    syllables = 0.55 + 0.45 * np.sin(2 * np.pi * 4 * at)
    tone = 0.05 * np.sin(2 * np.pi * 3000 * at)
    return (0.12 * coloured * syllables + tone).astype(np.float64)


def clicks(seconds: float, *, rate: int = RATE, channels: int = 2, seed: int = 1) -> np.ndarray:
    """Return a click every few milliseconds, each gone in one: where they end shows where a span begins."""
    draw = np.random.default_rng(seed)
    sound = np.zeros((channels, round(seconds * rate)))
    shape = np.exp(-np.arange(round(0.001 * rate)) / (0.0003 * rate))
    at = 0.0
    while (at := at + draw.uniform(0.002, 0.006)) < seconds - 0.01:
        first = round(at * rate)
        loudness = draw.uniform(0.1, 0.4) * draw.choice([-1, 1])
        sound[:, first : first + len(shape)] += loudness * shape * draw.standard_normal(len(shape))
    return sound


def write_wav(path: Path, sound: np.ndarray, *, rate: int = RATE) -> Path:
    """Write 16-bit samples."""
    whole = np.clip(np.rint(sound.T * 32768), -32768, 32767).astype("<i2")
    with wave.open(str(path), "wb") as file:
        file.setnchannels(sound.shape[0])
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(whole.tobytes())
    return path


def make(*arguments: str | Path) -> None:
    """Run FFmpeg."""
    words = [f"{word}" for word in arguments]
    subprocess.run([ffmpeg(), "-v", "error", "-y", "-nostdin", *words], check=True)


def encoded(
    folder: Path, name: str, *arguments: str, seconds: float = 20, sound=None, **shape
) -> Path:
    """Return a recording that FFmpeg encoded with these arguments."""
    rate = shape.get("rate", RATE)
    sound = programme(seconds, **shape) if sound is None else sound
    raw = write_wav(folder / f"{name}.raw.wav", sound, rate=rate)
    path = folder / name
    make("-i", raw, *arguments, path)
    return path


def listened(path: Path, *, track: int = 0) -> tuple[np.ndarray, int]:
    """Return what FFmpeg decodes, in the file's own rate, channels by samples."""
    import av

    rows = []
    rate = 0
    with av.open(str(path)) as container:
        for frame in container.decode(audio=track):
            rate = frame.sample_rate
            row = frame.to_ndarray()
            if not frame.format.is_planar:
                row = row.reshape(-1, frame.layout.nb_channels).T
            rows.append(row)
    return np.concatenate(rows, axis=1), rate


def packets_of(path: Path, *, track: int = 0) -> list[tuple[float, bytes]]:
    """Return the packets of a sound track with the seconds at which they begin."""
    import av

    with av.open(str(path)) as container:
        stream = container.streams.audio[track]
        return [
            (float((packet.pts or 0) * packet.time_base), bytes(packet))
            for packet in container.demux(stream)
            if packet.size
        ]


def with_hole(source: Path, path: Path, *, after: float, seconds: float) -> Path:
    """Return a copy in which nothing comes for some seconds, as after a lost connection."""
    import av

    with av.open(str(source)) as old, av.open(str(path), "w") as new:
        stream = old.streams.audio[0]
        copy = new.add_stream_from_template(stream)
        for packet in old.demux(stream):
            if packet.dts is None:
                continue
            if packet.pts * packet.time_base > after:
                packet.pts += round(seconds / packet.time_base)
                packet.dts += round(seconds / packet.time_base)
            packet.stream = copy
            new.mux(packet)
    return path

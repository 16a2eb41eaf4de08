"""Makes the demo site's files once, with FFmpeg, and keeps them in a folder."""

import asyncio
import hashlib
import json
import secrets
import shutil
import subprocess
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from bot.playground.demo import pictures
from bot.playground.demo.tunes import HARBOUR, RAIN, TIDE, TRAIN, Tune, write_wave

HEIGHTS = (240, 480, 720)
"""The heights in which the film exists."""

TITLES = {
    "emoji": "🌅 Sunrise 🎷🐈‍⬛ & <b>friends</b> — “live” 👩🏽‍🚀✨",
    "rtl": "صباح الخير يا ميناء — בוקר טוב, נמל (live 2024)",
    "long": "A title that does not know when to stop " * 7 + "and then it stops...",
}
"""Titles that make programs stumble; the long one has 300 characters."""

_SCENE = (960, 540)
_COVER = (480, 480)
_SEGMENT_SECONDS = 4
_READY = "ready.json"
_ROOM = "aecho=0.9:0.6:70|130:0.2|0.12"
_ENCODINGS = {
    "mp3": ("-c:a", "libmp3lame", "-b:a", "128k", "-id3v2_version", "3"),
    "m4a": ("-c:a", "aac", "-b:a", "112k", "-movflags", "+faststart"),
}


class MediaFailed(Exception):
    """FFmpeg could not make one of the files; its complaint is the only argument."""


async def prepare_media(folder: Path, *, ffmpeg: str) -> Path:
    """Return the folder that holds every file, making them first where they are missing.

    Raises:
        MediaFailed: FFmpeg refused.
    """
    ready = folder / f"media-{_recipe()}"
    if not (ready / _READY).is_file():
        await asyncio.to_thread(_make_media, ready, ffmpeg)
    return ready


def _make_media(ready: Path, ffmpeg: str) -> None:
    workshop = ready.with_name(f"{ready.name}.{secrets.token_hex(4)}")
    workshop.mkdir(parents=True)
    try:
        _make_everything(_Studio(workshop, ffmpeg))
        _move_into_place(workshop, ready)
    finally:
        shutil.rmtree(workshop, ignore_errors=True)


def _recipe() -> str:
    """Return what changes whenever the files would come out differently: the code that makes them."""
    here = Path(__file__).parent
    code = b"".join((here / name).read_bytes() for name in ("media.py", "pictures.py", "tunes.py"))
    return hashlib.sha256(code).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class _Studio:
    folder: Path
    ffmpeg: str

    def path(self, name: str) -> str:
        return str(self.folder / name)

    def run(self, *arguments: str) -> None:
        command = [self.ffmpeg, "-nostdin", "-v", "error", "-y", *arguments]
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False)
        if done.returncode != 0:
            raise MediaFailed(done.stderr.decode(errors="replace"))


def _make_everything(studio: _Studio) -> None:
    with ThreadPoolExecutor(max_workers=3) as pool:
        works = [
            pool.submit(_make_film, studio),
            pool.submit(_make_track, studio, HARBOUR, "mp3"),
            pool.submit(_make_track, studio, TIDE, "m4a"),
            pool.submit(_make_track, studio, RAIN, "mp3"),
            pool.submit(_make_track, studio, TRAIN, "m4a"),
        ]
        for work in works:
            work.result()
    _cut_stream(studio)
    _write_odd_titles(studio)
    for leftover in (*studio.folder.glob("*.wav"), *studio.folder.glob("*.png")):
        leftover.unlink()


def _make_track(studio: _Studio, tune: Tune, ending: str) -> None:
    write_wave(tune, studio.folder / f"{tune.name}.wav")
    _draw_cover(studio, tune)
    studio.run(
        *("-i", studio.path(f"{tune.name}.wav"), "-i", studio.path(f"{tune.name}.jpg")),
        *("-map", "0:a", "-map", "1:v", "-c:v", "copy", "-disposition:v", "attached_pic"),
        *("-af", _ROOM, "-ar", "44100", "-ac", "2", *_ENCODINGS[ending]),
        *(*_tags(tune), "-t", str(tune.seconds), studio.path(f"{tune.name}.{ending}")),
    )


def _draw_cover(studio: _Studio, tune: Tune) -> None:
    palette = pictures.PALETTES[tune.name]
    studio.run(
        *("-f", "lavfi", "-i", pictures.scene(palette, _COVER)),
        *("-f", "lavfi", "-i", pictures.sun(palette, _COVER)),
        *("-filter_complex", f"{pictures.sunrise(_COVER)},format=yuvj420p"),
        *("-frames:v", "1", "-q:v", "3", studio.path(f"{tune.name}.jpg")),
    )


def _make_film(studio: _Studio) -> None:
    sound = studio.folder / "film.wav"
    write_wave(HARBOUR, sound)
    _draw_scene(studio)
    shape = pictures.film(_SCENE, seconds=HARBOUR.seconds, heights=HEIGHTS)
    still = ("-loop", "1", "-framerate", str(pictures.FRAMES_A_SECOND))
    keyframes = str(_SEGMENT_SECONDS * pictures.FRAMES_A_SECOND)
    outputs = [
        argument
        for height in HEIGHTS
        for argument in (
            *("-map", f"[v{height}]", "-map", "2:a", "-t", str(HARBOUR.seconds)),
            *("-c:v", "libx264", "-preset", "ultrafast", "-crf", "26", "-tune", "animation"),
            *("-g", keyframes, "-keyint_min", keyframes, "-sc_threshold", "0"),
            *("-c:a", "aac", "-b:a", "96k", "-ar", "44100", "-ac", "2"),
            *("-movflags", "+faststart", *_tags(HARBOUR), studio.path(f"film-{height}.mp4")),
        )
    ]
    studio.run(
        *(*still, "-i", studio.path("scene.png"), *still, "-i", studio.path("sun.png")),
        *("-i", str(sound), "-filter_complex", shape, *outputs),
    )


def _draw_scene(studio: _Studio) -> None:
    palette = pictures.PALETTES[HARBOUR.name]
    studio.run(
        *("-f", "lavfi", "-i", pictures.scene(palette, _SCENE)),
        *("-f", "lavfi", "-i", pictures.sun(palette, _SCENE)),
        *("-filter_complex", f"{pictures.sunrise(_SCENE)},format=yuvj420p[poster]"),
        *("-map", "0", "-frames:v", "1", studio.path("scene.png")),
        *("-map", "1", "-frames:v", "1", studio.path("sun.png")),
        *("-map", "[poster]", "-frames:v", "1", "-q:v", "3", studio.path("poster.jpg")),
    )


def _cut_stream(studio: _Studio) -> None:
    """Make an HLS stream of the film's pictures and another tune, without encoding anything again."""
    sources = [
        ("film-240.mp4", "v", "v240"),
        ("film-480.mp4", "v", "v480"),
        ("tide.m4a", "a", "sound"),
    ]
    for source, kind, name in sources:
        studio.run(
            *(
                "-i",
                studio.path(source),
                "-map",
                f"0:{kind}:0",
                "-c",
                "copy",
                "-map_metadata",
                "-1",
            ),
            *("-f", "hls", "-hls_time", str(_SEGMENT_SECONDS), "-hls_playlist_type", "vod"),
            *("-hls_segment_filename", studio.path(f"{name}-%d.ts"), studio.path(f"{name}.m3u8")),
        )


def _write_odd_titles(studio: _Studio) -> None:
    for name, title in TITLES.items():
        studio.run(
            *("-i", studio.path("harbour.mp3"), "-map", "0", "-c", "copy", "-id3v2_version", "3"),
            *("-metadata", f"title={title}", studio.path(f"{name}.mp3")),
        )


def _tags(tune: Tune) -> Sequence[str]:
    facts = {
        "title": tune.title,
        "artist": tune.artist,
        "album": "The Hearsay Demo",
        "date": "2024",
    }
    return [part for key, value in facts.items() for part in ("-metadata", f"{key}={value}")]


def _move_into_place(workshop: Path, ready: Path) -> None:
    sizes = {path.name: path.stat().st_size for path in sorted(workshop.iterdir())}
    (workshop / _READY).write_text(json.dumps(sizes, indent=1), encoding="utf-8")
    try:
        workshop.rename(ready)
    except OSError:
        # Another start was faster: its files are the same, unless the folder is a torso from before.
        if not (ready / _READY).is_file():
            shutil.rmtree(ready)
            workshop.rename(ready)

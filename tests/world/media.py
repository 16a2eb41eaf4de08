"""Films, songs and stills for made-up sites, each made once a machine; a tone has its pitch."""

import getpass
import hashlib
import secrets
import tempfile
from functools import cache
from pathlib import Path

from tests.sounds import make, moving_card, tone

_FOLDER = Path(tempfile.gettempdir()) / f"hearsay-world-{getpass.getuser()}"
_H264 = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-g", "20")
_FASTSTART = ("-movflags", "+faststart")


@cache
def film(
    *,
    height: int = 240,
    seconds: float = 3,
    hertz: int = 440,
    sound: bool = True,
    upright: bool = False,
) -> Path:
    """Return an MP4 with H.264 pictures and, unless told otherwise, an AAC tone."""
    sides = (height, height * 16 // 9 // 2 * 2)
    size = "{}x{}".format(*(sides if upright else reversed(sides)))
    tones = tone(seconds, hertz=hertz) if sound else ()
    codecs = (*_H264, *(("-c:a", "aac") if sound else ()), *_FASTSTART)
    return made("mp4", *moving_card(seconds, size=size), *tones, *codecs)


@cache
def song(*, seconds: float = 3, hertz: int = 440, ending: str = "mp3") -> Path:
    """Return a plain tone as `mp3`, `m4a`, `opus`, `ogg`, `flac` or `wav`."""
    return made(ending, *tone(seconds, hertz=hertz))


@cache
def still(*, width: int = 480, height: int = 360, ending: str = "jpg") -> Path:
    """Return a picture."""
    card = ("-f", "lavfi", "-i", f"testsrc2=size={width}x{height}:rate=1:duration=1")
    return made(ending, *card, "-frames:v", "1")


def made(ending: str, *arguments: str) -> Path:
    """Return what FFmpeg makes of these arguments, from the shelf if it was made before."""
    recipe = hashlib.sha256("\0".join(arguments).encode()).hexdigest()[:20]
    path = _FOLDER / f"{recipe}.{ending}"
    if not path.exists():
        _FOLDER.mkdir(exist_ok=True)
        draft = path.with_name(f"{secrets.token_hex(4)}-{path.name}")
        make(draft, *arguments).replace(path)
    return path


@cache
def hls(*, seconds: float = 5, hertz: int = 440, height: int | None = None) -> Path:
    """Return the folder of a stream in pieces of two seconds: `sound.m3u8`, or `film.m3u8` with pictures."""
    source = film(height=height, seconds=seconds, hertz=hertz) if height else _plain(seconds, hertz)
    folder = _FOLDER / f"hls-{source.stem}"
    name = "film" if height else "sound"
    if not folder.exists():
        draft = _FOLDER / f"{secrets.token_hex(4)}-hls"
        draft.mkdir(parents=True)
        cut = ("-c", "copy", "-f", "hls", "-hls_time", "2", "-hls_playlist_type", "vod")
        pieces = ("-hls_segment_filename", str(draft / f"{name}-%d.ts"))
        make(draft / f"{name}.m3u8", "-i", str(source), *cut, *pieces)
        draft.replace(folder)
    return folder


def _plain(seconds: float, hertz: int) -> Path:
    return song(seconds=seconds, hertz=hertz, ending="m4a")


@cache
def ladder(*, heights: tuple[int, ...] = (240, 480), seconds: float = 4, hertz: int = 440) -> Path:
    """Return the folder of one film as DASH (`film.mpd`) and as HLS (`film.m3u8`), its sound alone."""
    name = f"ladder-{'-'.join(map(str, heights))}-{seconds:g}-{hertz}"
    folder = _FOLDER / name
    if folder.exists():
        return folder
    draft = _FOLDER / f"{secrets.token_hex(4)}-ladder"
    draft.mkdir(parents=True)
    films = [film(height=height, seconds=seconds, sound=False) for height in heights]
    tones = song(seconds=seconds, hertz=hertz, ending="m4a")
    inputs = [part for path in (*films, tones) for part in ("-i", str(path))]
    maps = [part for number in range(len(films) + 1) for part in ("-map", str(number))]
    sets = ("-adaptation_sets", "id=0,streams=v id=1,streams=a")
    kind = ("-f", "dash", "-seg_duration", "2", "-hls_playlist", "1", *sets)
    make(draft / "film.mpd", *inputs, *maps, "-c", "copy", *kind)
    (draft / "master.m3u8").rename(draft / "film.m3u8")
    draft.replace(folder)
    return folder

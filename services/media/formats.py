"""The table of formats: one row feeds buttons, command line, API, ffmpeg and delivery.

The word by which people and programs ask for a row: a sound's name (`mp3`), perhaps with a rate in
kbit/s (`mp3-128`), a height (`720p`), or `images`. A *choice* begins with it (`choices.py`).
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from services.errors import ChoiceUnavailable


class Kind(StrEnum):
    """What the chat shows: a music player, a video player, a plain file, or an album."""

    AUDIO = "audio"
    VIDEO = "video"
    DOCUMENT = "document"
    PHOTO = "photo"
    IMAGES = "images"
    """An album of photos and short films."""


@dataclass(frozen=True, slots=True)
class Format:
    """One way to hand over a medium."""

    name: str
    title: str
    extension: str
    mime: str
    kind: Kind
    encoder: tuple[str, ...]
    """The ffmpeg arguments that make the sound, when it cannot be copied."""
    copies: frozenset[str] = frozenset()
    """Codecs (ffmpeg's names) that may be copied into the container unchanged."""
    bits_per_second: int = 0
    """A usual figure for estimates of size; the medium's own is better when it is copied."""
    height: int = 0
    """Lines of the picture; 0 for sound."""

    @property
    def is_sound(self) -> bool:
        """Return whether it is to be heard and nothing else."""
        return bool(self.encoder) and not self.height

    @property
    def family(self) -> str:
        """Return the name without the rate: what decides about the container."""
        return self.name.partition("-")[0]


SOUNDS: Final = (
    Format(
        "mp3",
        "MP3",
        "mp3",
        "audio/mpeg",
        Kind.AUDIO,
        ("-c:a", "libmp3lame", "-b:a", "192k"),
        frozenset({"mp3"}),
        192_000,
    ),
    Format(
        "m4a",
        "M4A",
        "m4a",
        "audio/mp4",
        Kind.AUDIO,
        ("-c:a", "aac", "-b:a", "160k"),
        frozenset({"aac"}),
        160_000,
    ),
    Format(
        "ogg",
        "OGG",
        "ogg",
        "audio/ogg",
        Kind.AUDIO,
        ("-c:a", "libopus", "-b:a", "96k"),
        frozenset({"opus"}),
        96_000,
    ),
    Format(
        "flac",
        "FLAC",
        "flac",
        "audio/flac",
        Kind.AUDIO,
        ("-c:a", "flac"),
        frozenset({"flac"}),
        800_000,
    ),
    Format(
        "wav",
        "WAV",
        "wav",
        "audio/x-wav",
        Kind.DOCUMENT,
        ("-c:a", "pcm_s16le"),
        frozenset({"pcm_s16le"}),
        1_411_200,
    ),
)

IMAGES: Final = Format("images", "Images", "zip", "application/zip", Kind.IMAGES, ())
"""The pictures of a post."""

RATES: Final = {
    "mp3": (64, 96, 128, 192, 256, 320),
    "m4a": (64, 96, 128, 192, 256, 320),
    "ogg": (64, 96, 128, 192, 256, 320),
}
"""In kbit/s: what can be asked for where the encoder takes a rate."""

_PLAIN: Final = {row.name: row for row in (*SOUNDS, IMAGES)}
_H264: Final = ("-c:v", "libx264", "-preset", "veryfast", "-crf", "23", "-pix_fmt", "yuv420p")
_TALLEST: Final = 8640


def sound(name: str, rate: int) -> Format:
    """Return the row for a sound of so many kbit/s: it is encoded anew, whatever the source is.

    Raises:
        ChoiceUnavailable: there is no such sound, or not with that rate.
    """
    if rate not in RATES.get(name, ()):
        raise ChoiceUnavailable(choice=f"{name}-{rate}"[:32])
    row = _PLAIN[name]
    return replace(
        row,
        name=f"{name}-{rate}",
        title=f"{row.title} {rate}k",
        encoder=(*row.encoder[: row.encoder.index("-b:a")], "-b:a", f"{rate}k"),
        copies=frozenset(),
        bits_per_second=rate * 1000,
    )


def picture(height: int) -> Format:
    """Return the row for a video of so many lines: H.264 and AAC in MP4, which plays everywhere."""
    return Format(
        f"{height}p",
        f"{height}p",
        "mp4",
        "video/mp4",
        Kind.VIDEO,
        (*_H264, "-c:a", "aac", "-b:a", "128k"),
        frozenset({"h264", "aac"}),
        height=height,
    )


def format_of(choice: str) -> Format:
    """Return the row that a choice begins with; its other parts are not looked at.

    Raises:
        ChoiceUnavailable: it names none.
    """
    word = choice.partition(";")[0]
    if word in _PLAIN:
        return _PLAIN[word]
    lines = word.removesuffix("p")
    if word.endswith("p") and lines.isdecimal() and 0 < int(lines[:6]) <= _TALLEST:
        return picture(int(lines))
    name, _, rate = word.partition("-")
    if rate.isdecimal():
        return sound(name, int(rate[:6]))
    raise ChoiceUnavailable(choice=choice[:32], choices=", ".join([*_PLAIN, "720p"]))

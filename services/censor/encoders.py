"""Which encoder writes a codec again, and what it has to be told so that the track stays what it was."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True)
class Encoder:
    """How FFmpeg writes one codec."""

    codec: str
    """What comes out, by FFmpeg's name."""
    suffix: str
    """Of the file that holds the track alone."""
    arguments: tuple[str, ...]
    lossless: bool = False
    channel_rate: int = 0
    """Bits a second and channel where the file does not say; 0: it has no bit rate."""
    most_bits: int = 0
    """Bits a second and channel beyond which it refuses; 0: none."""
    lag: int = 0
    """Samples by which its sound comes out later, where no file says so."""
    in_grains: bool = False
    """Whether FFmpeg's threads hand it on in grains of 64 samples."""


_MP3: Final = Encoder("mp3", "mp3", ("-c:a", "libmp3lame"), channel_rate=64_000, most_bits=320_000)
_AAC: Final = Encoder("aac", "m4a", ("-c:a", "aac"), channel_rate=64_000, most_bits=256_000)
_OPUS: Final = Encoder("opus", "opus", ("-c:a", "libopus"), channel_rate=48_000, most_bits=256_000)
_VORBIS: Final = Encoder(
    "vorbis",
    "ogg",
    ("-c:a", "libvorbis"),
    channel_rate=64_000,
    most_bits=240_000,
    in_grains=True,
)
_ENCODERS: Final[Mapping[str, Encoder]] = MappingProxyType({
    "mp3": _MP3,
    "aac": _AAC,
    "opus": _OPUS,
    "vorbis": _VORBIS,
    "flac": Encoder("flac", "flac", ("-c:a", "flac", "-strict", "-2"), lossless=True),
    "alac": Encoder("alac", "m4a", ("-c:a", "alac"), lossless=True),
    "wavpack": Encoder("wavpack", "wv", ("-c:a", "wavpack"), lossless=True),
    "tta": Encoder("tta", "tta", ("-c:a", "tta"), lossless=True),
    "ac3": Encoder("ac3", "ac3", ("-c:a", "ac3"), False, 96_000, 320_000, 256),
    "eac3": Encoder("eac3", "eac3", ("-c:a", "eac3"), False, 96_000, 320_000, 256),
    "mp2": Encoder("mp2", "mp2", ("-c:a", "mp2"), False, 96_000, 192_000, 481),
})
_PLANES: Final = "p"


def encoder_for(codec: str, sample_format: str) -> Encoder:
    """Return how a track is written again; what nobody can write becomes AAC.

    Args:
        codec: FFmpeg's name of what it is.
        sample_format: In which numbers it decodes, by FFmpeg's name.
    """
    if codec.startswith("pcm_"):
        return Encoder(codec, "nut", ("-c:a", codec), lossless=True)
    encoder = _ENCODERS.get(codec, _AAC)
    if not encoder.lossless:
        return encoder
    numbers = sample_format.rstrip(_PLANES)
    wanted = {"flac": numbers, "tta": numbers}.get(codec, f"{numbers}p")
    return replace(encoder, arguments=(*encoder.arguments, "-sample_fmt", wanted))


def rate_arguments(
    encoder: Encoder, *, bit_rate: int, channels: int, varies: bool, clear: bool = False
) -> tuple[str, ...]:
    """Return what keeps the bit rate, or doubles it.

    Args:
        encoder: How the track is written.
        bit_rate: What it had; 0 when nobody knows.
        channels: How many it has.
        varies: Whether its packets were of different sizes.
        clear: Whether the noise of the codec was too much: more bits, and no coding made for speech.
    """
    if not encoder.channel_rate:
        return ()
    wanted = bit_rate or encoder.channel_rate * channels
    if clear:
        wanted = max(2 * wanted, encoder.channel_rate * channels)
    most = encoder.most_bits if encoder.codec == "mp3" else encoder.most_bits * channels
    words = ("-b:a", str(min(wanted, most)))
    if encoder.codec == "opus" and clear:
        return (*words, "-application", "lowdelay")
    return (*words, "-abr", "1") if encoder.codec == "mp3" and varies else words

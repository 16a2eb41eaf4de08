"""How big things will be: to set room aside, and to refuse what cannot be delivered."""

from dataclasses import dataclass
from typing import Final

from services.errors import TooBig
from services.media.choices import Wanted
from services.media.formats import IMAGES, Format
from services.sources.medium import Medium

_CONSTANT_RATE: Final = frozenset({"mp3"})
_LOSSLESS: Final = frozenset({"flac", "wav"})
_ORIGINAL_SOUND_BITS: Final = 160_000
_RECORDED_PICTURE_BITS: Final = 4_000_000


@dataclass(frozen=True, slots=True)
class Size:
    """A guess. What is really made is not smaller than `least_bytes`."""

    likely_bytes: int
    least_bytes: int


def result_size(medium: Medium, wanted: Format) -> Size | None:
    """Return how big the result will be; None when nothing is known."""
    if wanted is IMAGES:
        return None
    if wanted.height:
        return _picture_size(medium, wanted.height)
    if medium.sound_codec in wanted.copies and medium.sound_bytes is not None:
        return Size(medium.sound_bytes, round(medium.sound_bytes * 0.9))
    if medium.seconds is None:
        return None
    likely = round(medium.seconds * wanted.bits_per_second / 8)
    return Size(likely, round(likely * _surety(wanted)))


def source_size(medium: Medium, wanted: Format) -> Size | None:
    """Return how big the original is that has to be fetched; None when nothing is known."""
    if wanted is IMAGES:
        return None
    if wanted.height:
        return _picture_size(medium, wanted.height)
    if medium.sound_bytes is not None:
        return Size(medium.sound_bytes, medium.sound_bytes)
    if medium.seconds is None:
        return None
    likely = round(medium.seconds * _ORIGINAL_SOUND_BITS / 8)
    return Size(likely, 0)


def share_of(size: Size | None, medium: Medium, wanted: Wanted) -> Size | None:
    """Return how big the part of something is that a clip or a recording keeps."""
    if wanted.record_seconds:
        rate = _RECORDED_PICTURE_BITS if wanted.format.height else _ORIGINAL_SOUND_BITS
        return Size(round(wanted.record_seconds * rate / 8), 0)
    length = wanted.clip.within(medium.seconds) if wanted.clip else None
    if size is None or length is None or not medium.seconds:
        return size
    share = min(1.0, length / medium.seconds)
    # Not every second is as large as any other.
    return Size(round(size.likely_bytes * share), round(size.least_bytes * share / 2))


def check_fits(size_bytes: int | None, *, limit_bytes: int | None) -> None:
    """Let pass what may be deliverable.

    Raises:
        TooBig: it is not.
    """
    if size_bytes is not None and limit_bytes is not None and size_bytes > limit_bytes:
        raise TooBig(size_bytes=size_bytes, limit_bytes=limit_bytes)


def _surety(wanted: Format) -> float:
    """Return which part of the estimate is sure: silence costs a clever encoder next to nothing."""
    if wanted.family in _CONSTANT_RATE:
        return 0.9
    return 0.25 if wanted.family in _LOSSLESS else 0.5


def _picture_size(medium: Medium, height: int) -> Size | None:
    for picture in medium.pictures:
        if picture.height == height and picture.size_bytes is not None:
            least = picture.size_bytes if picture.exact else round(picture.size_bytes * 0.8)
            return Size(picture.size_bytes, least)
    return None

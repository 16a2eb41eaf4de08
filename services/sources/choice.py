"""Chooses among the formats that yt-dlp lists: which heights exist, and what to fetch for each choice.

Runs inside the child, on plain dictionaries in yt-dlp's own words.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

Row = Mapping[str, Any]

_PROTOCOLS: Final = frozenset({"http", "https", "m3u8", "m3u8_native", "http_dash_segments", "ism"})
_FILM_ENDINGS: Final = frozenset({"mp4", "webm", "mkv", "mov", "flv", "m4v", "ts", "avi", "3gp"})
_H264: Final = ("avc", "h264")
_NAMES: Final = {
    "mp4a": "aac",
    "aac": "aac",
    "opus": "opus",
    "mp3": "mp3",
    "vorbis": "vorbis",
    "flac": "flac",
    "ac-3": "ac3",
    "ec-3": "eac3",
}
_ENOUGH_LINES: Final = 360
_TELEPHONE_KBITS: Final = 60.0
_UNKNOWN_LINES: Final = 720


@dataclass(frozen=True, slots=True)
class Pick:
    """What is fetched for one choice."""

    formats: tuple[Row, ...]
    """One row with both, or the picture's and the sound's."""
    seconds: float | None

    @property
    def spec(self) -> str:
        """Return it as yt-dlp wants to be asked."""
        return "+".join(str(row["format_id"]) for row in self.formats)

    @property
    def size_bytes(self) -> int | None:
        """Return the size of all parts together, None when one is unknown."""
        rows = self.formats
        if not rows[0].get("filesize") and str(rows[0].get("protocol", "")).startswith("m3u8"):
            # The rate that HLS tells for a picture is that of its sound as well.
            rows = rows[:1]
        sizes = [_size(row, self.seconds) for row in rows]
        known = [size for size in sizes if size is not None]
        return sum(known) if len(known) == len(sizes) else None

    @property
    def exact(self) -> bool:
        """Return whether the site itself told the size."""
        return all(row.get("filesize") for row in self.formats)


def usable(formats: Iterable[Row]) -> list[Row]:
    """Return the rows that can be fetched and hold sound or pictures, worst first as they came."""
    return [
        row
        for row in formats
        if row.get("format_id")
        and not row.get("has_drm")
        and row.get("protocol", "https") in _PROTOCOLS
        and (has_picture(row) or _has_sound(row))
    ]


def pictures(formats: Sequence[Row], seconds: float | None) -> dict[int, Pick]:
    """Return what to fetch for each height that exists, ascending."""
    formats = _undubbed(formats)
    heights = sorted({_lines(row) for row in formats if has_picture(row)})
    return {height: _film(formats, height, seconds) for height in heights}


def picture(
    formats: Sequence[Row], height: int, seconds: float | None, *, language: str = ""
) -> Pick | None:
    """Return what to fetch for a height: it, else the next lower, else the lowest."""
    heard = _spoken_in(formats, language)
    if language and not heard:
        return None
    silent = [row for row in formats if has_picture(row) and row.get("acodec") == "none"]
    there = pictures([*silent, *heard] if language else formats, seconds)
    lower = [lines for lines in there if lines <= height]
    if not there:
        return None
    return there[max(lower) if lower else min(there)]


def sound(
    formats: Sequence[Row],
    codecs: Sequence[str],
    seconds: float | None,
    *,
    language: str = "",
) -> Pick | None:
    """Return what to fetch for sound; one of `codecs` (FFmpeg's names) if it is no loss."""
    formats = _spoken_in(formats, language)
    alone = [row for row in formats if _has_sound(row) and not has_picture(row)]
    if alone:
        return Pick((_best_sound(alone, codecs),), seconds)
    films = [row for row in formats if _has_sound(row)]
    if not films:
        return None
    # Without sound of its own, the smallest film whose sound is surely not the telephone's.
    enough = [row for row in films if _lines(row) >= _ENOUGH_LINES]
    return Pick((min(enough, key=_lines) if enough else max(films, key=_lines),), seconds)


def sounds(formats: Sequence[Row]) -> list[tuple[str, bool]]:
    """Return the languages of the sound tracks and whether each is the original; none if only one."""
    ranks: dict[str, float] = {}
    for row in formats:
        language = str(row.get("language") or "")
        if language and _has_sound(row):
            ranks[language] = max(_rank(row), ranks.get(language, _rank(row)))
    best = max(ranks.values(), default=0)
    is_told = len(set(ranks.values())) > 1
    rows = [(language, is_told and rank == best) for language, rank in ranks.items()]
    return rows if len(rows) > 1 else []


def unmeasured(formats: Sequence[Row]) -> str | None:
    """Return the address of the only film there is, where nobody has told how high it is."""
    films = [row for row in formats if has_picture(row)]
    if len(films) != 1 or len(formats) != 1 or films[0].get("height"):
        return None
    url = str(films[0].get("url") or "")
    return url if films[0].get("protocol") in {"http", "https"} else None


def has_picture(row: Row) -> bool:
    """Return whether a row has moving pictures."""
    codec = row.get("vcodec")
    if codec is None:
        return bool(row.get("height")) or row.get("ext") in _FILM_ENDINGS
    return bool(codec != "none")


def sound_codec(pick: Pick | None) -> str:
    """Return FFmpeg's name of the codec of the sound that would be fetched; empty when not known."""
    if pick is None:
        return ""
    told = str(pick.formats[-1].get("acodec") or "").partition(".")[0].lower()
    return _NAMES.get(told, "")


def _film(formats: Sequence[Row], height: int, seconds: float | None) -> Pick:
    rows = [row for row in formats if has_picture(row) and _lines(row) == height]
    best = max(enumerate(rows), key=lambda pair: (_film_rank(pair[1]), pair[0]))[1]
    if best.get("acodec") != "none":
        return Pick((best,), seconds)
    alone = [row for row in formats if _has_sound(row) and not has_picture(row)]
    if not alone:
        return Pick((best,), seconds)
    wanted = ["aac"] if _is(best.get("vcodec"), _H264) else []
    return Pick((best, _best_sound(alone, wanted)), seconds)


def _film_rank(row: Row) -> tuple[bool, bool, bool, float]:
    """Rank by what needs no encoding, then by what is simplest to fetch, then by quality."""
    return (
        _is(row.get("vcodec"), _H264) or (row.get("vcodec") is None and row.get("ext") == "mp4"),
        row.get("dynamic_range") in {None, "SDR"},
        str(row.get("protocol", "")).startswith("http"),
        float(row.get("tbr") or row.get("vbr") or 0),
    )


def _undubbed(formats: Sequence[Row]) -> list[Row]:
    """Return the rows without those that speak a language which is not the most original one."""
    most = max((_rank(row) for row in formats if _has_sound(row)), default=0)
    return [
        row
        for row in formats
        if not (_has_sound(row) and row.get("language")) or _rank(row) == most
    ]


def _rank(row: Row) -> float:
    """Return how original the language is: 10 was spoken when the pictures were taken, dubs are below 0."""
    return float(row.get("language_preference") or 0)


def _spoken_in(formats: Sequence[Row], language: str) -> list[Row]:
    """Return the rows with sound in a language, or all rows where none is asked for."""
    return [
        row
        for row in formats
        if not language or (_has_sound(row) and row.get("language") == language)
    ]


def _best_sound(rows: Sequence[Row], codecs: Sequence[str]) -> Row:
    """Return the best row in the original's language; yt-dlp lists the best last."""
    most = max(_rank(row) for row in rows)
    spoken = [row for row in rows if _rank(row) == most]
    fitting = [row for row in spoken if _NAMES.get(_codec(row)) in codecs and _is_clear(row)]
    return (fitting or spoken)[-1]


def _codec(row: Row) -> str:
    return str(row.get("acodec") or "").partition(".")[0].lower()


def _is_clear(row: Row) -> bool:
    told = row.get("abr") or row.get("tbr")
    return told is None or float(told) >= _TELEPHONE_KBITS


def _has_sound(row: Row) -> bool:
    return row.get("acodec") != "none"


def _lines(row: Row) -> int:
    """Return the lines of a picture as people count them: an upright one lies on its side."""
    sides = [int(side) for side in (row.get("width"), row.get("height")) if side]
    return min(sides) if sides else _UNKNOWN_LINES


def _size(row: Row, seconds: float | None) -> int | None:
    told = row.get("filesize") or row.get("filesize_approx")
    if told:
        return int(told)
    rate = row.get("tbr") or row.get("vbr") or row.get("abr")
    return round(float(rate) * 125 * seconds) if rate and seconds else None


def _is(codec: object, names: tuple[str, ...]) -> bool:
    return str(codec or "").lower().startswith(names)

"""Chooses among the captions of a medium: those by people first, those of the language that is spoken.

A machine's translation is taken only by who asks for it: it reads well and is wrong in ways that nobody
notices. Where nothing good is there, the sound is listened to instead.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from services.transcripts.transcript import Origin

Tracks = Mapping[str, Sequence[Mapping[str, str]]]
"""By the language's code, the forms in which a track is there: `ext` and `url`, as yt-dlp tells them."""

FORMS: Final = ("json3", "vtt", "srt", "ass", "ssa")
"""What can be read, the richest first."""

_ORIGINAL: Final = "-orig"
_NO_WORDS: Final = frozenset({"live_chat", "rechat", "comments", "danmaku"})


@dataclass(frozen=True, slots=True)
class Captions:
    """One track."""

    language: str
    """Its code, without what marks the original."""
    origin: Origin
    ext: str
    url: str


def choose(
    written: Tracks,
    automatic: Tracks,
    *,
    spoken: str = "",
    wanted: str = "",
    translated: bool = False,
) -> Captions | None:
    """Return the captions to take, None where listening is better.

    Args:
        written: Those by people.
        automatic: Those by the site's own machines.
        spoken: The language of the medium; empty when it does not tell.
        wanted: The language that is asked for; empty: the spoken one.
        translated: Whether a machine's translation will do.
    """
    original = next((code for code in automatic if code.endswith(_ORIGINAL)), "")
    spoken = spoken or original.removesuffix(_ORIGINAL)
    language = wanted or spoken
    found = _track(written, language, Origin.CAPTIONS)
    if found is None and not wanted:
        found = _only(written, spoken)
    if found is not None:
        return found
    if original and _same(original.removesuffix(_ORIGINAL), language):
        return _readable(automatic, original, Origin.AUTO_CAPTIONS)
    if spoken and _same(spoken, language) and not original and _is_untranslated(automatic, spoken):
        return _track(automatic, spoken, Origin.AUTO_CAPTIONS)
    if translated and wanted:
        return _track(automatic, wanted, Origin.TRANSLATED_CAPTIONS)
    return None


def languages(written: Tracks, automatic: Tracks) -> list[tuple[str, Origin]]:
    """Return what there is to choose from, without machines' translations."""
    found = [
        (code, Origin.CAPTIONS) for code in written if _readable(written, code, Origin.CAPTIONS)
    ]
    found += [
        (code.removesuffix(_ORIGINAL), Origin.AUTO_CAPTIONS)
        for code in automatic
        if code.endswith(_ORIGINAL)
    ]
    return found


def _track(tracks: Tracks, language: str, origin: Origin) -> Captions | None:
    """Return the track of a language: its very code first, then a variety of it."""
    if not language:
        return None
    exact = [code for code in tracks if code.casefold() == language.casefold()]
    close = [code for code in tracks if _same(code, language)]
    for code in [*exact, *close]:
        found = _readable(tracks, code, origin)
        if found is not None:
            return found
    return None


def _only(written: Tracks, spoken: str) -> Captions | None:
    """Return the one track by people if the spoken language is not known: it will be that one's."""
    codes = [code for code in written if _readable(written, code, Origin.CAPTIONS)]
    if spoken or len(codes) != 1:
        return None
    return _readable(written, codes[0], Origin.CAPTIONS)


def _readable(tracks: Tracks, code: str, origin: Origin) -> Captions | None:
    if code in _NO_WORDS:
        return None
    forms = {form.get("ext", ""): form.get("url", "") for form in reversed(tracks[code])}
    for ext in FORMS:
        if forms.get(ext):
            return Captions(code.removesuffix(_ORIGINAL), origin, ext, forms[ext])
    return None


def _is_untranslated(automatic: Tracks, spoken: str) -> bool:
    """Return whether these are what a machine heard: translations come in dozens of languages."""
    return len({code.partition("-")[0] for code in automatic} | {spoken.partition("-")[0]}) == 1


def _same(code: str, language: str) -> bool:
    """Return whether two codes are of one language, whatever country they name."""
    return code.casefold().partition("-")[0] == language.casefold().partition("-")[0]

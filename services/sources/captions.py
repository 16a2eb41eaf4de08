"""Reads which captions a medium has from what yt-dlp tells, and who wrote them.

Runs inside the child, on plain dictionaries in yt-dlp's own words.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from services.sources import choice
from services.sources.medium import Scribe

Info = Mapping[str, Any]
Tracks = Mapping[str, Sequence[Mapping[str, Any]]]

FORMS: Final = ("json3", "vtt", "srt", "ass", "ssa", "ttml")
"""What can be read, the richest first."""

TRANSCRIPTS: Final = "hearsay_transcripts"
"""The transcripts that an episode's own show has published: our own word beside yt-dlp's."""

_ORIGINAL: Final = "-orig"
_LISTENED: Final = "ai-"
"""What Bilibili puts before the code of a track by its recogniser, among those by people."""
_NO_WORDS: Final = frozenset({"live_chat", "rechat", "comments", "danmaku"})
_MOST: Final = 200
_LIKE: Final = {"dfxp": "ttml"}


def captions(info: Info) -> list[list[str]]:
    """Return language, scribe, name, form and address of each track; no machine's translation."""
    rows = [[name, Scribe.PEOPLE, name, "", ""] for name in _readable(_written(info))]
    rows += [[_language(name), Scribe.MACHINE, name, "", ""] for name in _heard(info)]
    rows += [
        [row["language"], Scribe.PUBLISHER, "", row["ext"], row["url"]]
        for row in info.get(TRANSCRIPTS) or ()
    ]
    return rows[:_MOST]


def translations(info: Info) -> list[str]:
    """Return the codes of the tracks that a machine would translate."""
    heard = {_language(name) for name in _heard(info)}
    automatic = _readable(_automatic(info))
    return [name for name in automatic if _language(name) not in heard][:_MOST]


def spoken(info: Info) -> str:
    """Return the language that is spoken; empty when the site does not tell."""
    rows = [row for row in info.get("formats") or () if row.get("acodec") != "none"]
    originals = [language for language, original in choice.sounds(rows) if original]
    told = originals or list(dict.fromkeys(str(row.get("language") or "") for row in rows))
    if len(told) == 1 and told[0]:
        return told[0]
    return str(info.get("language") or "")


def track(info: Info, scribe: str, name: str) -> Mapping[str, Any] | None:
    """Return the form in which a track says most; None when there is no such track."""
    tracks = _written(info) if scribe == Scribe.PEOPLE else _automatic(info)
    if name not in tracks and scribe == Scribe.TRANSLATOR:
        # What is made of captions by people is called after both languages.
        name = next((other for other in tracks if other.startswith(f"{name}-")), name)
    return _best(tracks.get(name, ()))


def form_of(form: Mapping[str, Any]) -> str:
    """Return the form of a track as it is called here."""
    told = str(form.get("ext") or "").lower()
    return _LIKE.get(told, told)


def _heard(info: Info) -> list[str]:
    """Return the automatic tracks that are what the site's own recogniser heard."""
    automatic = _readable(_automatic(info))
    originals = [name for name in automatic if name.endswith(_ORIGINAL)]
    if originals:
        return originals
    # Translations come in dozens of languages; a lone track is what was heard.
    languages = {_language(name).partition("-")[0] for name in automatic}
    told = spoken(info).partition("-")[0]
    return automatic[:1] if len(languages | ({told} if told else set())) == 1 else []


def _written(info: Info) -> Tracks:
    tracks: Tracks = info.get("subtitles") or {}
    return {name: forms for name, forms in tracks.items() if not name.startswith(_LISTENED)}


def _automatic(info: Info) -> Tracks:
    tracks: Tracks = info.get("subtitles") or {}
    listened = {name: forms for name, forms in tracks.items() if name.startswith(_LISTENED)}
    return {**listened, **(info.get("automatic_captions") or {})}


def _language(name: str) -> str:
    return name.removeprefix(_LISTENED).removesuffix(_ORIGINAL)


def _readable(tracks: Tracks) -> list[str]:
    return [name for name, forms in tracks.items() if name not in _NO_WORDS and _best(forms)]


def _best(forms: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    found = {
        form_of(form): form
        for form in reversed(forms or ())
        if form.get("url") or form.get("data") is not None
    }
    return next((found[ext] for ext in FORMS if ext in found), None)

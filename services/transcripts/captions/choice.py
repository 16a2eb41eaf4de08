"""Chooses among the captions of a medium: those by people first, those of the language that is spoken.

A machine's translation is taken only by who asks for it: it reads well and is wrong in ways that nobody
notices. Where nothing good is there, the sound is listened to instead.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from services.sources.medium import Caption, Medium, Scribe
from services.transcripts.transcript import Origin

ORIGINS: Final[Mapping[Scribe, Origin]] = {
    Scribe.PEOPLE: Origin.CAPTIONS,
    Scribe.MACHINE: Origin.AUTO_CAPTIONS,
    Scribe.TRANSLATOR: Origin.TRANSLATED_CAPTIONS,
    Scribe.PUBLISHER: Origin.PUBLISHED,
    Scribe.READ_ALONG: Origin.READ_ALONG,
    Scribe.FILE: Origin.SUBTITLES,
}
"""Where words come from, by who wrote them down."""

_BY_PEOPLE: Final = frozenset({Scribe.PEOPLE, Scribe.PUBLISHER, Scribe.FILE})
_BY_MACHINES: Final = (Scribe.READ_ALONG, Scribe.MACHINE)
_FORMS: Final = ("vtt", "json", "srt", "html", "txt")
"""Of what publishers give: first those that tell who speaks, last those that tell no times."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A language in which words are there already, and where these come from."""

    language: str
    """A tag such as `pt-BR`; empty when it is not told."""
    origin: Origin


def choose(
    medium: Medium, *, wanted: str = "", translated: bool = False, deaf: bool = False
) -> Caption | None:
    """Return the captions to take, None where listening is better.

    Args:
        medium: The captions are its own.
        wanted: The language that is asked for; empty: the spoken one.
        translated: Whether a machine's translation will do.
        deaf: There is nobody to listen: where no language is asked for, another than the spoken one will do.
    """
    heard = [caption for caption in medium.captions if caption.scribe in _BY_MACHINES]
    spoken = medium.spoken or next((caption.language for caption in heard if caption.language), "")
    by_people = [caption for caption in medium.captions if caption.scribe in _BY_PEOPLE]
    language = wanted or spoken
    found = _in_language(by_people, language, spoken=spoken)
    if found is None and not language:
        found = _only(by_people)
    if found is None:
        found = _in_language(heard, language, spoken=spoken) if language else _first(heard)
    if found is None and wanted and translated and medium.captions:
        found = _translation(medium, wanted)
    if found is None and deaf and not wanted:
        found = _first([*by_people, *heard])
    return found


def offers(medium: Medium) -> tuple[Offer, ...]:
    """Return what there is to choose from, those by people first, without machines' translations."""
    ranked = sorted(medium.captions, key=lambda caption: caption.scribe not in _BY_PEOPLE)
    told = (Offer(caption.language, ORIGINS[caption.scribe]) for caption in ranked)
    return tuple(dict.fromkeys(told))


def _in_language(captions: Sequence[Caption], language: str, *, spoken: str) -> Caption | None:
    """Return a text in a language: in the very one first, then in a variety of it.

    What does not tell its language is in the one that is spoken.
    """
    if not language:
        return None
    told = [(caption.language or spoken or language, caption) for caption in captions]
    exact = [caption for tag, caption in told if tag.casefold() == language.casefold()]
    close = [caption for tag, caption in told if _same(tag, language)]
    return _first(exact) or _first(close)


def _only(captions: Sequence[Caption]) -> Caption | None:
    """Return the text where nobody tells what is spoken: the only language's, else the file's choice."""
    languages = {caption.language.partition("-")[0] for caption in captions}
    if len(languages) == 1:
        return _first(captions)
    chosen = [caption for caption in captions if caption.chosen]
    return chosen[0] if len(chosen) == 1 else None


def _first(captions: Iterable[Caption]) -> Caption | None:
    """Return the one that is shown by itself, in the form that says most."""
    return min(captions, key=lambda one: (not one.chosen, _rank(one)), default=None)


def _rank(caption: Caption) -> int:
    is_told = caption.scribe is Scribe.PUBLISHER and caption.ext in _FORMS
    return _FORMS.index(caption.ext) if is_told else 0


def _translation(medium: Medium, wanted: str) -> Caption:
    exact = [code for code in medium.translations if code.casefold() == wanted.casefold()]
    close = [code for code in medium.translations if _same(code, wanted)]
    name = next(iter([*exact, *close]), wanted)
    return Caption(name, Scribe.TRANSLATOR, name)


def _same(code: str, language: str) -> bool:
    """Return whether two codes are of one language, whatever country they name."""
    return code.casefold().partition("-")[0] == language.casefold().partition("-")[0]

"""What the words after `clean` ask for, and what is usual where they say nothing."""

import argparse
import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from handlers.cli.ending import UsageError
from handlers.cli.media_options import FALLBACK, SAME
from locales.messages import Messages
from services.censor.cleaning import Cleaning, checked
from services.censor.spans import Method
from services.censor.word_lists import Severity
from services.media.formats import SOUNDS, format_of

_SOUND_OF: Final = {f".{sound.extension}": sound.name for sound in SOUNDS} | {
    ".oga": "ogg",
    ".opus": "ogg",
}
_FILMS: Final = frozenset({".mp4", ".m4v"})
_LINK_FILM: Final = "1080p"
_OWN_FILM: Final = "2160p"
_FOREIGN: Final = frozenset({".mkv", ".webm", ".mov", ".avi", ".aac", ".wma", ".aiff", ".mka"})


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for: a link or a file, how it is to be cleaned, and where the copy is to go."""

    source: str | Path
    output: Path
    asked: Mapping[str, Any]
    """How it is to be cleaned, as far as that was said: fields of `Cleaning`."""
    choice: str = ""
    """The format that was named, or is meant by the name of the copy."""
    word_lists: tuple[str, ...] = ()
    """By their names; none: the usual ones for the language."""
    language: str = ""
    model: str = ""
    transcript: Path | None = None
    """Words with times that are known already."""
    report: Path | None = None
    """Where it is written down what was found."""
    subtitles: bool = False
    """Whether the words are written beside the copy, masked as in the sound."""
    remember: bool = False
    """Whether copies are made like this from now on."""
    is_named: bool = False
    """Whether the copy has a name already, and so nothing but that decides about its format."""

    @classmethod
    def of(cls, chosen: argparse.Namespace, texts: Messages) -> "Wanted":
        """Return what the words of the command line ask for.

        Raises:
            UsageError: there is no format of which copies could be called so.
        """
        path, output = Path(chosen.source), Path(chosen.output)
        source = path if path.is_file() else chosen.source
        if chosen.output.endswith(os.sep):
            # A folder that is still to be made; the path alone would not tell.
            output.mkdir(parents=True, exist_ok=True)
        return cls(
            source=source,
            output=output,
            asked=_asked(chosen),
            choice=_choice(chosen.format or "", output, source, texts),
            word_lists=tuple(chosen.lists),
            language=chosen.language.lower(),
            model=chosen.model,
            transcript=chosen.transcript,
            report=chosen.report,
            subtitles=chosen.subtitles,
            remember=chosen.remember,
            is_named=bool(output.suffix) and not output.is_dir(),
        )

    def over(self, usual: Cleaning) -> Cleaning:
        """Return how it is to be cleaned: as usual where nothing was said.

        Raises:
            ChoiceUnavailable: it cannot be done so.
        """
        cleaning = self._asked_over(usual)
        return replace(cleaning, format="") if self.is_named or self.choice else cleaning

    def remembered(self, usual: Cleaning) -> Cleaning:
        """Return what is usual from now on if this is; categories are asked for each time.

        Raises:
            ChoiceUnavailable: it cannot be done so.
        """
        return replace(self._asked_over(usual), categories=usual.categories)

    def choice_for(self, cleaning: Cleaning) -> str:
        """Return the format that is made; empty: the file stays in its own."""
        if self.choice or isinstance(self.source, Path):
            return self.choice
        return cleaning.format or FALLBACK

    def _asked_over(self, usual: Cleaning) -> Cleaning:
        return checked(replace(usual, **self.asked))


def _asked(chosen: argparse.Namespace) -> dict[str, Any]:
    named = chosen.format
    is_kept_to = named and (named == SAME or format_of(named).is_sound)
    asked = {
        "least": Severity.of(chosen.min_severity) if chosen.min_severity else None,
        "categories": tuple(chosen.category) or None,
        "method": Method(chosen.method) if chosen.method else None,
        "pitch_hz": chosen.pitch,
        "strict": chosen.strict,
        "keeps_tags": chosen.tags,
        "format": _but_same(named) if is_kept_to else None,
    }
    return {name: value for name, value in asked.items() if value is not None}


def _choice(named: str, output: Path, source: str | Path, texts: Messages) -> str:
    """Return the format that is named, or that the name of the copy promises; empty: none."""
    if named:
        return _but_same(named)
    suffix, is_file = output.suffix.lower(), isinstance(source, Path)
    if output.is_dir() or (isinstance(source, Path) and suffix == source.suffix.lower()):
        return ""
    if suffix in _FOREIGN:
        sounds = ", ".join(sound.name for sound in SOUNDS)
        raise UsageError(texts.cli_format_unknown(word=suffix.removeprefix("."), sounds=sounds))
    if suffix in _FILMS:
        return _OWN_FILM if is_file else _LINK_FILM
    return _SOUND_OF.get(suffix, "")


def _but_same(named: str) -> str:
    return "" if named == SAME else named

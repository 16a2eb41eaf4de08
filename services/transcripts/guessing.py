"""Finds out which language is spoken in a file, by its first pieces, without writing down what is said."""

from contextlib import aclosing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from services.media.child import LIVES
from services.transcripts.hearing import ReaderKilled, hear_file
from services.transcripts.languages import Chances, voted
from services.transcripts.recogniser import Sitting

_LISTENED_TO: Final = 3
_WINDOW_SHARE: Final = 28 / 30


@dataclass(frozen=True, slots=True)
class Guess:
    """What was found."""

    language: str
    """A code that the model knows."""
    chance: float
    """How sure it is, from 0 to 1; 0 where nobody says anything."""


async def guess_language(path: Path, sitting: Sitting, *, folder: Path) -> Guess:
    """Return the language that the first pieces of a file speak for.

    Args:
        path: The file.
        sitting: A recogniser's.
        folder: Where the process that reads the file lives.

    Raises:
        FileUnreadable: it is no sound that could be decoded.
        NoSound: it has no such track.
        RecogniserFailed: the recogniser cannot do it.
        SpeechModelMissing: its model is not here.
    """
    for _ in range(LIVES - 1):
        with suppress(ReaderKilled):
            return await _guessed(path, sitting, folder=folder)
    return await _guessed(path, sitting, folder=folder)


async def _guessed(path: Path, sitting: Sitting, *, folder: Path) -> Guess:
    about = await sitting.about()
    votes: list[Chances] = []
    count = 0
    window = about.window_seconds * _WINDOW_SHARE
    async with (
        hear_file(path, window_seconds=window, folder=folder) as heard,
        aclosing(heard.pieces()) as pieces,
    ):
        async for piece in pieces:
            count += 1
            votes.append((await sitting.languages(piece)).chances)
            if count == _LISTENED_TO:
                break
    language = voted(votes) or ("en" if "en" in about.languages else about.languages[0])
    if not count:
        return Guess(language, 0.0)
    # Who knows one language only has no doubts.
    chances = [dict(vote).get(language, 0.0) if vote else 1.0 for vote in votes]
    return Guess(language, round(sum(chances) / count, 4))

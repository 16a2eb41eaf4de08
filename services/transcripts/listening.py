"""Turns a file's sound into a transcript: piece by piece, each one a step that is reported and kept.

What is kept is found again after a crash: pieces that were heard are not heard twice, and the transcript
is the same as if nothing had happened, because the same sound is always cut into the same pieces.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Final, Protocol

from services.transcripts.asking import Ask, Heard, HeardSegment, Loaded, Task
from services.transcripts.assembling import Span, passages, placed
from services.transcripts.doubts import Doubt, doubt_about
from services.transcripts.hearing import Hearing, hear_file
from services.transcripts.languages import Spoken, voted
from services.transcripts.recogniser import Lane
from services.transcripts.samples import Piece
from services.transcripts.transcript import Origin, Rejected, Segment, Transcript, Word
from services.transcripts.wish import Wish

SHORT: Final = timedelta(seconds=60)
"""What is not longer goes first at the border of two pieces."""

_WINDOW_SHARE: Final = 28 / 30
"""So much of a model's window is used: a word that begins at its end would be lost."""
_VOTERS: Final = 3
_HARDER: Final = (0.4, 0.8)
"""The one more try for a piece that was doubtful."""


class Listener(Protocol):
    """The recogniser, as far as it is needed here."""

    async def about(self) -> Loaded:
        """Return what the model is like."""
        ...

    async def languages(self, piece: Piece, *, lane: Lane) -> Heard:
        """Return how likely each language is."""
        ...

    async def hear(self, piece: Piece, ask: Ask, *, lane: Lane) -> Heard:
        """Return what is said."""
        ...


@dataclass(frozen=True, slots=True)
class Step:
    """What one piece gave."""

    number: int
    end: float
    """How far the file has been heard, in seconds."""
    language: str
    words: tuple[Word, ...]
    rejected: tuple[Rejected, ...] = ()
    rival: str = ""
    """Another language that it sounded like."""


OnStep = Callable[[Step, float], Awaitable[None]]
"""Called after each piece with it and with how many seconds of the file have been read."""


@dataclass(frozen=True, slots=True)
class Work:
    """One file under way: what is known of earlier, and who hears of each step."""

    path: Path
    folder: Path
    wish: Wish
    lane: Lane = Lane.SHORT
    known: Sequence[Step] = ()
    """Steps of an earlier life, from the first on without a gap."""
    on_step: OnStep | None = None


async def listen(work: Work, recogniser: Listener) -> Transcript:
    """Return what is said in a file.

    Raises:
        FileUnreadable: it is no sound that could be decoded.
        NoSound: it has no such track.
        RecogniserFailed: the recogniser cannot do it.
        SpeechModelMissing: its model is not here.
    """
    about = await recogniser.about()
    window = about.window_seconds * _WINDOW_SHARE
    steps = list(work.known)
    hearing = hear_file(
        work.path,
        window_seconds=window,
        folder=work.folder,
        track=work.wish.track,
        skip=len(steps),
    )
    async with hearing as heard, aclosing(heard.pieces()) as pieces:
        ears = _Ears(recogniser, work, about)
        async for step in ears.steps(pieces):
            steps.append(step)
            if work.on_step is not None:
                await work.on_step(step, heard.seconds)
        return _written(steps, heard, about, work.wish)


class _Ears:
    """Listens to the pieces of one file."""

    def __init__(self, recogniser: Listener, work: Work, about: Loaded) -> None:
        self._recogniser = recogniser
        self._work = work
        self._about = about
        last = work.known[-1] if work.known else Step(-1, 0.0, "", ())
        language = work.wish.language or last.language
        self._spoken = Spoken(language, work.wish.allowed, last.rival)

    async def steps(self, pieces: AsyncIterator[Piece]) -> AsyncIterator[Step]:
        """Yield what each piece gives."""
        waiting = await self._first(pieces)
        for piece in waiting:
            yield await self._step(piece)
        async for piece in pieces:
            yield await self._step(piece)

    async def _first(self, pieces: AsyncIterator[Piece]) -> list[Piece]:
        """Return the pieces that had to be read to find out which language is spoken."""
        if self._spoken.language or len(self._about.languages) == 1:
            self._spoken.language = self._spoken.language or self._about.languages[0]
            return []
        first: list[Piece] = []
        async for piece in pieces:
            first.append(piece)
            if len(first) == _VOTERS:
                break
        lane = self._work.lane
        votes = [(await self._recogniser.languages(piece, lane=lane)).chances for piece in first]
        known = [code for code in self._work.wish.allowed if code in self._about.languages]
        self._spoken.language = voted(votes, known) or self._about.languages[0]
        return first

    async def _step(self, piece: Piece) -> Step:
        ask = self._ask()
        heard = await self._recogniser.hear(piece, ask, lane=self._work.lane)
        if not self._work.wish.language and self._spoken.hears(heard.chances):
            ask = self._ask()
            heard = await self._recogniser.hear(piece, ask, lane=self._work.lane)
        believed, doubted = _judged(heard, piece)
        if doubted:
            harder = replace(ask, temperatures=_HARDER, vocabulary="", context="")
            again = await self._recogniser.hear(piece, harder, lane=self._work.lane)
            believed_again, doubted_again = _judged(again, piece)
            if len(doubted_again) < len(doubted):
                believed, doubted = believed_again, doubted_again
        return Step(
            number=piece.number,
            end=piece.end,
            language=ask.language,
            words=placed(believed, Span.of(piece)),
            rejected=tuple(
                Rejected(
                    round(piece.start + segment.start, 3),
                    round(piece.start + segment.end, 3),
                    segment.text,
                    doubt,
                )
                for segment, doubt in doubted
            ),
            rival=self._spoken.rival,
        )

    def _ask(self) -> Ask:
        wish = self._work.wish
        return Ask(
            language=self._spoken.language,
            task=wish.task,
            beam=wish.beam,
            vocabulary=wish.vocabulary,
        )


def _judged(
    heard: Heard, piece: Piece
) -> tuple[list[HeardSegment], list[tuple[HeardSegment, Doubt]]]:
    believed: list[HeardSegment] = []
    doubted: list[tuple[HeardSegment, Doubt]] = []
    for segment in heard.segments:
        doubt = doubt_about(segment, piece.sound)
        if doubt is None:
            believed.append(segment)
        else:
            doubted.append((segment, doubt))
    return believed, doubted


def _written(steps: Sequence[Step], heard: Hearing, about: Loaded, wish: Wish) -> Transcript:
    """Return the transcript of all steps. What was translated is English, whatever was spoken."""
    english = wish.task is Task.TRANSLATE
    spoken = [("en" if english else step.language, step.words) for step in steps if step.words]
    lengths: dict[str, int] = {}
    for language, words in spoken:
        lengths[language] = lengths.get(language, 0) + len(words)
    main = max(lengths, key=lambda language: lengths[language], default=wish.language)
    segments: list[Segment] = []
    run: list[Word] = []
    of = ""
    for language, words in spoken:
        if language != of and run:
            segments += passages(run, language=of if of != main else "")
            run = []
        of = language
        run += words
    segments += passages(run, language=of if of != main else "")
    return Transcript(
        language=main,
        seconds=round(heard.seconds, 3),
        segments=tuple(segments),
        origin=Origin.SPEECH,
        model=about.name,
        rejected=tuple(gone for step in steps for gone in step.rejected),
    )

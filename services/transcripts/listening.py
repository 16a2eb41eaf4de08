"""Turns a file's sound into a transcript: piece by piece, each one a step that is reported and kept.

What is kept is found again after a crash: pieces that were heard are not heard twice, and the transcript
is the same as if nothing had happened, because the same sound is always cut into the same pieces.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import aclosing, suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Final

from services.media.child import LIVES
from services.transcripts.asking import Ask, Heard, HeardSegment, Loaded, Task
from services.transcripts.assembling import Said, Span, placed, written
from services.transcripts.batches import batches
from services.transcripts.doubts import Doubt, doubt_about
from services.transcripts.hearing import Hearing, ReaderKilled, hear_file
from services.transcripts.languages import Spoken, voted
from services.transcripts.recogniser import Recogniser, Sitting
from services.transcripts.samples import Piece
from services.transcripts.spoken import code_among
from services.transcripts.transcript import Origin, Rejected, Transcript, Word
from services.transcripts.turns import Lane
from services.transcripts.vocabulary import LEAST_WINDOW, Corrector, terms_in
from services.transcripts.wish import Wish

SHORT: Final = timedelta(seconds=60)
"""What is not longer goes first at the border of two pieces."""

_WINDOW_SHARE: Final = 28 / 30
"""So much of a model's window is used: a word that begins at its end would be lost."""
_VOTERS: Final = 3
_HARDER: Final = (0.4, 0.8)
"""The one more try for a piece that was doubtful."""


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
    channel: int = 0
    """From 1, where each person's channel is listened to on its own."""


OnStep = Callable[[Step, float], Awaitable[None]]
"""Called after each piece with it and with how many seconds of the file have been read."""


@dataclass(frozen=True, slots=True)
class Work:
    """One file under way: what is known of earlier, and who hears of each step."""

    path: Path
    folder: Path
    wish: Wish
    model: str = ""
    """Empty: the one that is set."""
    hints: tuple[str, ...] = ()
    """What the sound's origin tells about the words in it."""
    lane: Lane = Lane.SHORT
    known: Sequence[Step] = ()
    """Steps of an earlier life, from the first on without a gap."""
    on_step: OnStep | None = None


async def listen(work: Work, recogniser: Recogniser) -> Transcript:
    """Return what is said in a file.

    Raises:
        ChoiceUnavailable: the model does not know the language.
        FileUnreadable: it is no sound that could be decoded.
        NoSound: it has no such track.
        RecogniserFailed: the recogniser cannot do it.
        SpeechModelMissing: its model is not here.
    """
    with recogniser.sitting(work.lane, model=work.model) as sitting:
        about = await sitting.about()
        steps = list(work.known)
        for _ in range(LIVES - 1):
            with suppress(ReaderKilled):
                return await _listened(work, steps, sitting, about)
            work = replace(work, known=tuple(steps))
        return await _listened(work, steps, sitting, about)


async def _listened(work: Work, steps: list[Step], sitting: Sitting, about: Loaded) -> Transcript:
    """Listen from where `steps` end, and add to them."""
    hearing = hear_file(
        work.path,
        window_seconds=about.window_seconds * _WINDOW_SHARE,
        folder=work.folder,
        wish=work.wish,
        skip=len(steps),
    )
    async with hearing as heard, aclosing(heard.pieces()) as pieces:
        async for step in _Ears(sitting, work, about).steps(pieces):
            steps.append(step)
            await _told(step, heard, work)
        return _written(steps, heard, about, work.wish)


async def _told(step: Step, heard: Hearing, work: Work) -> None:
    if work.on_step is not None:
        await work.on_step(step, heard.seconds)


class _Ears:
    """Listens to the pieces of one file."""

    def __init__(self, sitting: Sitting, work: Work, about: Loaded) -> None:
        self._sitting = sitting
        self._work = work
        self._about = about
        self._most = about.batch if work.lane is Lane.LONG else 1
        terms = terms_in(work.wish.vocabulary)
        can_read = about.window_seconds >= LEAST_WINDOW
        self._shown = (*terms, *work.hints) if can_read else ()
        self._corrector = Corrector(terms)
        known = work.known[0].language if work.known else ""
        self._language = code_among(work.wish.language, about.languages) or known
        self._spoken = {
            step.channel: Spoken(step.language, work.wish.allowed, step.rival)
            for step in work.known
        }

    async def steps(self, pieces: AsyncIterator[Piece]) -> AsyncIterator[Step]:
        """Yield what each piece gives."""
        waiting = await self._first(pieces)
        async for together in batches(waiting, pieces, most=self._most):
            known = await self._heard_together(together)
            for piece in together:
                yield await self._step(piece, known.get(piece.number))

    async def _first(self, pieces: AsyncIterator[Piece]) -> list[Piece]:
        """Return the pieces that had to be read to find out which language is spoken."""
        if self._language or len(self._about.languages) == 1:
            self._language = self._language or self._about.languages[0]
            return []
        first: list[Piece] = []
        async for piece in pieces:
            first.append(piece)
            if len(first) == _VOTERS:
                break
        votes = [(await self._sitting.languages(piece)).chances for piece in first]
        known = [code for code in self._work.wish.allowed if code in self._about.languages]
        self._language = voted(votes, known) or self._about.languages[0]
        return first

    async def _heard_together(self, pieces: Sequence[Piece]) -> dict[int, tuple[Ask, Heard]]:
        """Return what was heard in pieces that are decoded together, by their numbers."""
        if len(pieces) == 1:
            return {}
        ask = self._ask(self._spoken_in(pieces[0]).language)
        alike = [piece for piece in pieces if self._spoken_in(piece).language == ask.language]
        heard = await self._sitting.hear(*alike, ask=ask)
        return {piece.number: (ask, told) for piece, told in zip(alike, heard, strict=True)}

    def _spoken_in(self, piece: Piece) -> Spoken:
        fresh = Spoken(self._language, self._work.wish.allowed)
        return self._spoken.setdefault(piece.channel, fresh)

    async def _step(self, piece: Piece, known: tuple[Ask, Heard] | None) -> Step:
        spoken = self._spoken_in(piece)
        ask = self._ask(spoken.language)
        # Another language may have been found since the pieces were heard together.
        if known is not None and known[0] == ask:
            heard = known[1]
        else:
            (heard,) = await self._sitting.hear(piece, ask=ask)
        if not self._work.wish.language and spoken.hears(heard.chances):
            ask = self._ask(spoken.language)
            (heard,) = await self._sitting.hear(piece, ask=ask)
        believed, doubted = _judged(heard, piece, shown=ask.vocabulary)
        if doubted:
            (again,) = await self._sitting.hear(piece, ask=_once_more(ask, doubted))
            believed_again, doubted_again = _judged(again, piece)
            if len(doubted_again) < len(doubted):
                believed, doubted = believed_again, doubted_again
        return Step(
            number=piece.number,
            end=piece.end,
            language=ask.language,
            words=self._corrector.corrected(placed(believed, Span.of(piece))),
            rejected=tuple(
                Rejected(
                    round(piece.start + segment.start, 3),
                    round(piece.start + segment.end, 3),
                    segment.text,
                    doubt,
                )
                for segment, doubt in doubted
            ),
            rival=spoken.rival,
            channel=piece.channel,
        )

    def _ask(self, language: str) -> Ask:
        wish = self._work.wish
        return Ask(
            language=language,
            task=wish.task,
            beam=wish.beam,
            vocabulary=self._shown,
        )


def _once_more(ask: Ask, doubted: Sequence[tuple[HeardSegment, Doubt]]) -> Ask:
    """Return how a doubtful piece is heard again: with nothing shown, and where need be less calmly."""
    is_echo = all(doubt is Doubt.ECHO for _, doubt in doubted)
    temperatures = ask.temperatures if is_echo else _HARDER
    return replace(ask, temperatures=temperatures, vocabulary=(), context="")


def _judged(
    heard: Heard, piece: Piece, *, shown: Sequence[str] = ()
) -> tuple[list[HeardSegment], list[tuple[HeardSegment, Doubt]]]:
    believed: list[HeardSegment] = []
    doubted: list[tuple[HeardSegment, Doubt]] = []
    for segment in heard.segments:
        doubt = doubt_about(segment, piece.sound, shown=shown)
        if doubt is None:
            believed.append(segment)
        else:
            doubted.append((segment, doubt))
    return believed, doubted


def _written(steps: Sequence[Step], heard: Hearing, about: Loaded, wish: Wish) -> Transcript:
    """Return the transcript of all steps. What was translated is English, whatever was spoken."""
    english = wish.task is Task.TRANSLATE
    said = [
        Said(step.words, "en" if english else step.language, step.channel)
        for step in steps
        if step.words
    ]
    lengths: dict[str, int] = {}
    for piece in said:
        lengths[piece.language] = lengths.get(piece.language, 0) + len(piece.words)
    main = max(lengths, key=lambda language: lengths[language], default=wish.language)
    return Transcript(
        language=main,
        seconds=round(heard.seconds, 3),
        segments=written(said, main=main),
        origin=Origin.SPEECH,
        model=about.name,
        rejected=tuple(gone for step in steps for gone in step.rejected),
    )

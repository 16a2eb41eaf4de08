"""Listens to one utterance while it is spoken, as seldom as will do, and once more when it is over.

A recogniser hears a whole window each time, so the sound is cut off in front once its words are
committed: what is behind the cut is not decoded again, and the cut-off words go along as context.
"""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Final, Protocol

import structlog

from services.errors import RecogniserFailed
from services.live.agreement import Agreed, Agreement
from services.live.spool import Spool
from services.live.wish import LiveWish
from services.transcripts.asking import Ask, Heard, HeardSegment, Loaded
from services.transcripts.assembling import Span, placed
from services.transcripts.doubts import doubt_about
from services.transcripts.samples import RATE, Piece
from services.transcripts.spoken import code_among
from services.transcripts.transcript import Word, joined
from services.transcripts.vocabulary import LEAST_WINDOW, terms_in

log = structlog.get_logger(__name__)

WINDOW_SHARE: Final = 0.93
"""A window is not filled to the brim: the features need a little room at its end."""
_KEPT_SHARE: Final = 0.5
_MOST_KEPT_SECONDS: Final = 12.0
_CALM: Final = (0.0,)
_SURE: Final = 0.5
_ENOUGH_FOR_LANGUAGE: Final = 2 * RATE
_CONTEXT_LETTERS: Final = 200
_EDGE: Final = RATE // 2


class Asked(Protocol):
    """A place at the recogniser, for one question."""

    async def hear(self, *pieces: Piece, ask: Ask) -> list[Heard]:
        """Return what is said in each piece."""
        ...


Sit = Callable[[], AbstractContextManager[Asked]]
"""Sits down with the session's model."""


@dataclass(frozen=True, slots=True)
class Language:
    """What is being spoken, as far as is known."""

    code: str
    chance: float


class Ear:
    """One utterance.

    Args:
        spool: The session's sound.
        wish: How it is to be heard.
        about: The model.
        sit: Sits down at the recogniser.
        start: The sample with which the utterance begins.
        usual: The language of the utterances before; empty at the beginning.
        before: What was said before, as context.
        committed: Words that were committed in an earlier life of the process.
    """

    def __init__(  # noqa: PLR0913 - the last three are what went before
        self,
        spool: Spool,
        wish: LiveWish,
        about: Loaded,
        sit: Sit,
        *,
        start: int,
        usual: str = "",
        before: str = "",
        committed: Sequence[Word] = (),
    ) -> None:
        self._spool = spool
        self._wish = wish
        self._about = about
        self._sit = sit
        self._from = max(start, round(committed[-1].end * RATE)) if committed else start
        self._usual = usual
        self._before = before
        self._agreement = Agreement(committed)
        can_read = about.window_seconds >= LEAST_WINDOW
        self._vocabulary = terms_in(wish.vocabulary) if can_read else ()
        self._reads = can_read
        self._sure = ""
        self.start = start
        self.heard_to = self._from
        self.took_seconds = 0.0
        """How long the last hearing took, the wait for a turn included."""
        self.language: Language | None = None
        """Told when a hearing was sure of it."""

    @property
    def committed(self) -> tuple[Word, ...]:
        """Return the words that stay."""
        return self._agreement.committed

    def is_full(self, upto: int) -> bool:
        """Return whether the sound that is not cut off would no longer fit into the model's window."""
        return upto - self._from >= self._most

    async def glance(self, upto: int) -> Agreed:
        """Listen quickly to what is there up to a sample."""
        agreed = self._agreement.hear(await self._hear(upto, beam=1, temperatures=_CALM))
        self._cut_off(upto)
        return agreed

    async def settle(self, upto: int) -> tuple[Word, ...]:
        """Listen carefully to all that is not cut off, and commit the rest of the words."""
        ask = Ask()
        words = await self._hear(upto, beam=ask.beam, temperatures=ask.temperatures)
        return self._agreement.end(words)

    async def make_room(self, upto: int) -> tuple[Word, ...]:
        """Commit and cut off what fills the window, although the utterance goes on.

        The last word may be cut in two by the window's end; it is heard again with what follows.
        """
        cut = min(upto, self._from + self._most)
        words = await self._hear(cut, beam=Ask().beam, temperatures=Ask().temperatures)
        again = self._cut_in_two(words, cut)
        rest = self._agreement.end(words[:-1] if again else words)
        self._from = again or cut
        return rest

    def _cut_in_two(self, words: Sequence[Word], cut: int) -> int:
        """Return where the word begins that the cut may go through; 0 when it goes through none.

        What begins long before the cut is not waited for: each window has to bring us on.
        """
        if not words or words[-1].end * RATE < cut - _EDGE:
            return 0
        start = round(words[-1].start * RATE)
        return start if start - self._from >= self._most // 2 else 0

    @property
    def _most(self) -> int:
        return int(self._about.window_seconds * WINDOW_SHARE * RATE)

    async def _hear(
        self, upto: int, *, beam: int, temperatures: tuple[float, ...]
    ) -> tuple[Word, ...]:
        end = min(upto, self._from + self._most)
        sound = await self._spool.read(self._from, end)
        if not len(sound):
            return ()
        began = asyncio.get_running_loop().time()
        piece = Piece(0, self._from / RATE, sound)
        language = self._language()
        self.heard_to = end
        try:
            with self._sit() as sitting:
                (heard,) = await sitting.hear(piece, ask=self._ask(language, beam, temperatures))
                spoken = self._spoken(heard, len(sound))
                if spoken != language:
                    (heard,) = await sitting.hear(piece, ask=self._ask(spoken, beam, temperatures))
        except RecogniserFailed:
            # One piece that nobody can hear must not cost all that follows; the full pass tries it again.
            log.warning("a live piece was not heard", start=piece.start, seconds=piece.seconds)
            return ()
        self.took_seconds = asyncio.get_running_loop().time() - began
        return placed(self._believed(heard, piece), Span.of(piece))

    def _ask(self, language: str, beam: int, temperatures: tuple[float, ...]) -> Ask:
        return Ask(
            language=language,
            task=self._wish.task,
            beam=beam,
            temperatures=temperatures,
            vocabulary=self._vocabulary,
            context=self._context() if self._reads else "",
        )

    def _context(self) -> str:
        """Return the end of what was said before the sound that is heard now."""
        gone = [word for word in self.committed if word.end * RATE <= self._from]
        return f"{self._before} {joined(gone)}".strip()[-_CONTEXT_LETTERS:]

    def _language(self) -> str:
        if len(self._about.languages) == 1:
            return self._about.languages[0]
        usual = self._usual or (self._wish.allowed[0] if self._wish.allowed else "")
        asked = code_among(self._wish.language, self._about.languages)
        return asked or self._sure or usual or self._about.languages[0]

    def _spoken(self, heard: Heard, samples: int) -> str:
        """Return the language that was heard, where nobody has said which it is."""
        if self._wish.language or self._sure or not heard.chances:
            return self._language()
        known = [
            (code, chance)
            for code, chance in heard.chances
            if not self._wish.allowed or code in self._wish.allowed
        ]
        if not known:
            return self._language()
        code, chance = known[0]
        if samples >= _ENOUGH_FOR_LANGUAGE and chance >= _SURE:
            self._sure = code
            self.language = Language(code, chance)
        return code if chance >= _SURE or not self._usual else self._language()

    def _believed(self, heard: Heard, piece: Piece) -> list[HeardSegment]:
        return [
            segment
            for segment in heard.segments
            if doubt_about(segment, piece.sound, shown=self._vocabulary) is None
        ]

    def _cut_off(self, upto: int) -> None:
        """Let go of the sound whose words are committed, once there is much of it."""
        kept = min(_MOST_KEPT_SECONDS, self._about.window_seconds * _KEPT_SHARE) * RATE
        if upto - self._from > kept and self.committed:
            self._from = max(self._from, round(self.committed[-1].end * RATE))

"""Turns the sound of a session into events: who begins to speak, which words stay, when it is over.

It looks for speech in everything that comes, and listens when there is something new to hear and the
last hearing has been paid for. Behind, it only listens to what is over: nothing is left out, some
words are just told later.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from services.live.ear import Ear, Sit
from services.live.endpoint import Began, Ended, Endpoint
from services.live.events import (
    Cleared,
    Committed,
    Event,
    LanguageDetected,
    Partial,
    SpeechStarted,
    SpeechStopped,
    Spoken,
)
from services.live.flow import Flow, Mark
from services.live.journal import Journal
from services.live.lag import LagNews
from services.live.spool import Spool
from services.live.wish import LiveWish
from services.transcripts.asking import Loaded
from services.transcripts.samples import RATE, Sound
from services.transcripts.transcript import Word, joined
from services.transcripts.voice import Voice

_BLOCK: Final = RATE
_LEAST_STEP: Final = timedelta(seconds=1.2)
"""With 1 s, words are committed a quarter of a second sooner, for a seventh more work."""
_STEP_SHARE: Final = 1.2
"""So much longer than the last hearing took, nobody is asked again: the rest is for others."""
_MARK_SLACK: Final = RATE // 50
"""So many samples a resampler may hold back until it hears more."""
_CLEARED_SLACK_SECONDS: Final = 0.1
"""So much before the place that was cleared the next utterance may begin: sound is looked at in blocks."""
_BEFORE_LETTERS: Final = 200
_BEFORE_UTTERANCES: Final = 3


@dataclass(slots=True)
class _Utterance:
    """The one that is being spoken."""

    number: int
    ear: Ear
    revision: int = 0
    shown: tuple[str, str] = ("", "")


class Talk:
    """One session's.

    Args:
        spool: Its sound.
        journal: Is told what happens.
        wish: How it is to be heard.
        about: The model.
        sit: Sits down at the recogniser.
        earlier: What was told in an earlier life of the process.
    """

    def __init__(
        self,
        spool: Spool,
        journal: Journal,
        wish: LiveWish,
        *,
        about: Loaded,
        sit: Sit,
        earlier: Sequence[Event] = (),
    ) -> None:
        self._spool = spool
        self._journal = journal
        self._wish = wish
        self._about = about
        self._sit = sit
        self.spoken = [event for event in earlier if isinstance(event, Spoken)]
        """The utterances that are over."""
        self.language = wish.language
        """The one that was heard last."""
        self._lag_news = LagNews(journal)
        self._number = max(
            (event.utterance for event in earlier if isinstance(event, SpeechStarted)), default=0
        )
        cleared = max(
            (event.at_seconds for event in earlier if isinstance(event, Cleared)), default=0.0
        )
        ended = self.spoken[-1].end if self.spoken else 0.0
        self._start = round(max(ended, cleared) * RATE)
        self._forgotten = cleared - _CLEARED_SLACK_SECONDS
        """Of an utterance that began before that nothing is told any more."""
        self._utterance = self._interrupted(earlier)
        self._endpoint = Endpoint(wish.pause, start=self._start)

    @property
    def lag_seconds(self) -> float:
        """Return how far the words are behind the sound on the spool."""
        heard = self._utterance.ear.heard_to if self._utterance else self._endpoint.at
        return max(0.0, (self._spool.count - min(self._endpoint.at, heard)) / RATE)

    async def listen(self, voice: Voice, flow: Flow) -> None:
        """Go through the sound until it has ended.

        Raises:
            RecogniserFailed: it cannot be heard.
            SpeechModelMissing: the model is gone.
        """
        looked = self._start
        while True:
            flow.news.clear()
            upto = min([looked + _BLOCK, *(mark.at for mark in flow.marks)])
            sound = await self._spool.read(looked, upto)
            looked += len(sound)
            await self._look(await asyncio.to_thread(voice.feed, sound))
            is_up_to_date = looked >= self._spool.count
            await self._heed(flow, looked, is_all=is_up_to_date and flow.stopped)
            if is_up_to_date:
                await self._glance()
            await self._tell_lag(flow)
            if looked < self._spool.count or flow.news.is_set():
                continue
            if flow.stopped:
                break
            await flow.news.wait()
        await self._look(await asyncio.to_thread(voice.end))
        await self._break()

    def _interrupted(self, earlier: Sequence[Event]) -> _Utterance | None:
        """Return the utterance that the process died in: what was committed of it stays.

        One that was cleared is none.
        """
        number = self._number
        if self.spoken and self.spoken[-1].utterance == number:
            return None
        starts = [
            event.at_seconds
            for event in earlier
            if isinstance(event, SpeechStarted) and event.utterance == number
        ]
        if not starts or starts[0] < self._forgotten:
            return None
        words = [
            word
            for event in earlier
            if isinstance(event, Committed) and event.utterance == number
            for word in event.words
        ]
        return _Utterance(number, self._ear(round(starts[0] * RATE), words))

    async def _look(self, chances: Sound) -> None:
        for change in self._endpoint.feed(chances):
            await self._turn(change)
        await self._make_room()

    async def _turn(self, change: Began | Ended) -> None:
        if isinstance(change, Ended):
            if self._wish.detects:
                await self._end(change)
        else:
            await self._begin(change.at)

    async def _begin(self, at: int) -> None:
        if self._utterance is not None:
            return
        self._number += 1
        self._utterance = _Utterance(self._number, self._ear(at))
        await self._journal.tell(
            SpeechStarted(number=0, utterance=self._number, at_seconds=_seconds(at))
        )

    async def _heed(self, flow: Flow, looked: int, *, is_all: bool) -> None:
        """Do what the client wanted done at the places that have been reached."""
        while flow.marks and (is_all or flow.marks[0].at <= looked + _MARK_SLACK):
            await self._cut(flow.marks.popleft())

    async def _cut(self, mark: Mark) -> None:
        if mark.clears:
            self._endpoint = Endpoint(self._wish.pause, start=self._endpoint.at)
            self._utterance = None
            return
        # Who says that a part is over waits for its words, even if there are none.
        await self._begin(self._endpoint.at)
        await self._break()

    async def _break(self) -> None:
        """End the utterance here: somebody says so, or no more sound comes."""
        endpoint = self._endpoint
        ended = next(endpoint.end(), None) or Ended(endpoint.last_speech, endpoint.at)
        await self._end(ended)

    async def _end(self, ended: Ended) -> None:
        utterance = self._utterance
        if utterance is None:
            return
        ear, number = utterance.ear, utterance.number
        at = _seconds(max(ear.start, ended.speech_ended))
        await self._journal.tell(SpeechStopped(number=0, utterance=number, at_seconds=at))
        while ear.is_full(ended.at):
            await self._commit(utterance, await ear.make_room(ended.at))
        await self._commit(utterance, await ear.settle(ended.at))
        await self._detect(utterance)
        spoken = Spoken(
            number=0,
            utterance=number,
            start=_seconds(ear.start),
            end=_seconds(ended.at),
            text=joined(ear.committed),
            words=ear.committed,
            language=self.language,
        )
        self.spoken.append(await self._journal.tell(spoken))
        self._utterance = None

    async def _make_room(self) -> None:
        utterance = self._utterance
        if utterance is not None and utterance.ear.is_full(self._endpoint.at):
            await self._commit(utterance, await utterance.ear.make_room(self._endpoint.at))

    async def _glance(self) -> None:
        """Listen to what is new, if there is enough of it to be worth a hearing."""
        utterance = self._utterance
        if utterance is None or self._endpoint.last_speech <= utterance.ear.heard_to:
            return
        step = max(_LEAST_STEP.total_seconds(), _STEP_SHARE * utterance.ear.took_seconds)
        upto = self._endpoint.at
        if upto - utterance.ear.heard_to < step * RATE:
            return
        agreed = await utterance.ear.glance(upto)
        await self._commit(utterance, agreed.committed)
        await self._detect(utterance)
        await self._show(utterance, joined(agreed.tentative), upto)

    async def _commit(self, utterance: _Utterance, words: Sequence[Word]) -> None:
        if not words:
            return
        is_first = len(utterance.ear.committed) == len(words)
        text = f"{'' if is_first or words[0].glued else ' '}{joined(words)}"
        await self._journal.tell(
            Committed(number=0, utterance=utterance.number, text=text, words=tuple(words))
        )

    async def _show(self, utterance: _Utterance, tentative: str, upto: int) -> None:
        shown = joined(utterance.ear.committed), tentative
        if utterance.shown == shown:
            return
        utterance.shown = shown
        utterance.revision += 1
        await self._journal.tell(
            Partial(
                number=0,
                utterance=utterance.number,
                revision=utterance.revision,
                committed=shown[0],
                tentative=tentative,
                start=_seconds(utterance.ear.start),
                end=_seconds(upto),
            )
        )

    async def _detect(self, utterance: _Utterance) -> None:
        found = utterance.ear.language
        if found is None or found.code == self.language:
            return
        self.language = found.code
        chance = round(found.chance, 3)
        await self._journal.tell(LanguageDetected(number=0, language=found.code, chance=chance))

    async def _tell_lag(self, flow: Flow) -> None:
        lag = self.lag_seconds + (flow.held_back or 0) / RATE
        await self._lag_news.tell(lag, waits_for_room=flow.held_back is not None)

    def _ear(self, start: int, committed: Sequence[Word] = ()) -> Ear:
        before = " ".join(event.text for event in self.spoken[-_BEFORE_UTTERANCES:])
        return Ear(
            self._spool,
            self._wish,
            self._about,
            self._sit,
            start=start,
            usual=self.language,
            before=before[-_BEFORE_LETTERS:],
            committed=committed,
        )


def _seconds(samples: int) -> float:
    return round(samples / RATE, 3)

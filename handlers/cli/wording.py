"""`transcribe`: an order for words is given to the core, watched, and written down in the wished form."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TextIO

from handlers.cli.attending import (
    ended_by_sigterm,
    give_up_orphans,
    source_of,
    watch,
)
from handlers.cli.bar import Bar
from handlers.cli.doors import Doors
from handlers.cli.ending import StoppedElsewhere
from locales.messages import Messages
from services.core import Core
from services.errors import LlmMissing, SourceExpired, Unexpected
from services.insight.polish import Polished
from services.jobs.events import Event, Heard
from services.jobs.job import Job, State
from services.jobs.order import Channel, Order, Product, Recipient
from services.transcripts.naming import speaker_name
from services.transcripts.transcript import Transcript
from services.transcripts.wish import Wish, WordsWanted, wanted_words


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for: a link or a file, how it is to be heard, by which model."""

    source: str | Path
    wish: Wish
    model: str = ""
    """Empty: the one that is set."""
    names: tuple[tuple[str, str], ...] = ()
    """What those who speak are called: their numbers, or what they are called otherwise, with names."""
    polished: bool = False
    """Whether a language model is to correct the words."""


@dataclass(frozen=True, slots=True)
class Written:
    """What is said, and how much of it was corrected where it was to be."""

    transcript: Transcript
    polished: Polished | None = None

    def facts(self) -> dict[str, dict[str, str | int]]:
        """Return what a program wants to know about the correction; nothing where there was none."""
        if self.polished is None:
            return {}
        return {
            "polished": {
                "model": self.polished.model,
                "passages": self.polished.passages,
                "passages_left": len(self.polished.left),
                "tokens_used": self.polished.tokens,
            }
        }


async def transcribe(wanted: Wanted, *, doors: Doors, texts: Messages) -> Written:
    """Return what is said. Cancelling this cancels the job and leaves nothing behind.

    Raises:
        HearsayError: it was refused, or failed.
        LlmMissing: it is to be corrected, and nobody is there who could.
        StoppedElsewhere: an owner cancelled it.
    """
    with ended_by_sigterm():
        async with doors.open_core(speech_model=wanted.model) as core:
            if wanted.polished and not core.polish.is_available:
                raise LlmMissing
            await give_up_orphans(core)
            account = await core.accounts.local()
            order = Order(
                product=Product.WORDS,
                source=source_of(core, wanted.source),
                recipient=Recipient(Channel.SHELF),
                account=account.id,
                language=texts.language,
                choice="mp3",
                words=WordsWanted(wanted.wish, polished=wanted.polished).text,
            )
            with core.feed.listen() as events:
                job = await core.jobs.submit(order)
                await watch(core, job, events=events, view=_View(sys.stderr, texts))
            job = await core.jobs.get(job.id)
            transcript = await _found(core, job)
            if wanted.names:
                transcript = await _named(core, job, wanted.names)
            return Written(transcript, await _polished(core, job) if wanted.polished else None)


class _View:
    """On a terminal, the bar and above it what is heard, as it is heard."""

    def __init__(self, stream: TextIO, texts: Messages) -> None:
        self._stream = stream
        self._bar = Bar(stream, texts)
        self._shown = stream.isatty()

    def show(self, event: Event) -> None:
        """Show what just happened."""
        if not isinstance(event, Heard):
            self._bar.show(event)
        elif self._shown and event.text:
            self._bar.clear()
            self._stream.write(f"{event.text}\n")
            self._stream.flush()

    def clear(self) -> None:
        """Take the bar away."""
        self._bar.clear()


async def _found(core: Core, job: Job) -> Transcript:
    if job.state is State.CANCELLED:
        raise StoppedElsewhere
    if job.state is State.FAILED:
        raise job.failure.error() if job.failure else Unexpected()
    transcript = await core.jobs.transcript(job)
    if transcript is None:
        raise SourceExpired
    return transcript


async def _named(core: Core, job: Job, names: Sequence[tuple[str, str]]) -> Transcript:
    """Return what is said with these names, and with none that were given earlier."""
    transcript = await core.jobs.restore_speakers(job)
    for speaker, name in names:
        called = speaker_name(int(speaker)) if speaker.isdecimal() else speaker
        transcript = await core.jobs.rename_speaker(job, speaker=called, name=name)
    return transcript


async def _polished(core: Core, job: Job) -> Polished | None:
    """Return what the language model has made of the words as they were heard."""
    wish = replace(wanted_words(job.order.words), polished=False)
    heard = await core.jobs.transcript(replace(job, order=replace(job.order, words=wish.text)))
    return await core.polish.known(job.id, heard) if heard else None

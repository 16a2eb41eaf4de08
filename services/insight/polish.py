"""Polishes what was heard: punctuation, capital letters, misheard words, passage by passage.

The original stays as it is. Of each passage a language model is asked once; an answer that is more than a
correction is not taken, and the passage stays as it was heard. What came of a passage is kept at once, so
that neither a crash nor a second wish costs a question.
"""

import asyncio
import hashlib
import json
from collections import deque
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Final

import structlog

from services.errors import HearsayError, JobStopped, LlmBusy, LlmFailed, LlmMissing, LlmRefused
from services.insight.asking import instructions_for, lines_in, question_about
from services.insight.guard import Fault, fault_in
from services.insight.llm import Llm, LlmPlace, open_llm
from services.insight.passages import Passage, passages
from services.insight.polished import Outcome, PolishedTable
from services.nursery import Nursery
from services.store.database import Database
from services.transcripts.transcript import Segment, Transcript

log = structlog.get_logger(__name__)

RECIPE: Final = 1
"""Raised when the same passage should from now on be asked about anew."""
_AT_ONCE: Final = 3
_FAILURES_IN_A_ROW: Final = 3
"""Then the model is left alone."""
_LONGEST_ASKED: Final = 4000
_REMEMBERED: Final = 500

Watch = Callable[[float, float | None], None]
"""Called with how many passages are done, and how many there are."""


@dataclass(frozen=True, slots=True)
class Left:
    """Something that stayed as it was heard."""

    start: float
    end: float
    fault: Fault


@dataclass(frozen=True, slots=True)
class Polished:
    """What came of it."""

    transcript: Transcript
    """With the times of its segments, but of words only where they stayed as they were."""
    model: str
    passages: int
    left: tuple[Left, ...]
    tokens: int
    """What all of it cost, whenever it was asked."""

    @property
    def is_partial(self) -> bool:
        """Return whether some of it may still be polished, once the model answers."""
        return any(left.fault is Fault.UNANSWERED for left in self.left)


@dataclass(slots=True)
class Run:
    """A transcript that is being polished."""

    passages: int = 0
    done: int = 0
    task: asyncio.Task[None] | None = None
    answered: int = 0
    failures: int = 0
    """In a row."""
    error: HearsayError | None = None
    waiting: deque[tuple[str, Passage]] = field(default_factory=deque)
    unanswered: list[str] = field(default_factory=list)
    watchers: list[Watch] = field(default_factory=list)


@asynccontextmanager
async def open_polish(place: LlmPlace | None, database: Database) -> AsyncIterator["Polish"]:
    """Open the desk; None: there is no model, and whoever asks is told so."""
    table = PolishedTable(database)
    if place is None:
        async with Nursery() as nursery:
            yield Polish(None, table, nursery)
        return
    async with open_llm(place) as llm, Nursery() as nursery:
        yield Polish(llm, table, nursery)


class Polish:
    """Made by `open_polish`. A transcript is always that of a job, and what came of it goes with the job."""

    def __init__(self, llm: Llm | None, table: PolishedTable, nursery: Nursery) -> None:
        self._llm = llm
        self._table = table
        self._nursery = nursery
        self._runs: dict[str, Run] = {}
        self._failures: dict[str, HearsayError] = {}

    @property
    def is_available(self) -> bool:
        """Return whether there is a model to ask."""
        return self._llm is not None

    async def known(self, job: str, transcript: Transcript) -> Polished | None:
        """Return what came of it, once all of it was asked for this job; nothing is asked now.

        Raises:
            LlmMissing: there is no model.
        """
        llm = self._chosen()
        found = _named(await asyncio.to_thread(passages, transcript), llm.model)
        outcomes = await self._table.find([name for name, _ in found], job=job)
        if any(name not in outcomes for name, _ in found):
            return None
        return _assembled(transcript, found, outcomes, model=llm.model)

    def run_of(self, job: str) -> Run | None:
        """Return how far the polishing is that is going on for a job."""
        return self._runs.get(job)

    def failure_of(self, job: str) -> HearsayError | None:
        """Return why the last polishing for a job came to nothing."""
        return self._failures.get(job)

    def begin(self, job: str, transcript: Transcript) -> Run:
        """Begin to polish, go on where an earlier try ended, or join in what is going on.

        Raises:
            LlmMissing: there is no model.
        """
        llm = self._chosen()
        running = self._runs.get(job)
        if running is not None:
            return running
        self._failures.pop(job, None)
        run = self._runs[job] = Run()
        run.task = self._nursery.spawn(self._polish(job, transcript, run, llm), name="polish")
        return run

    async def polished(
        self, job: str, transcript: Transcript, *, watch: Watch | None = None
    ) -> Polished:
        """Polish, and wait for it; who stops waiting does not stop the polishing.

        Args:
            job: Whose words they are.
            transcript: The words.
            watch: Hears of each passage.

        Raises:
            JobStopped: somebody stopped it.
            LlmBusy: the model has been asked too much.
            LlmFailed: it gives no answers.
            LlmMissing: there is none.
            LlmRefused: it does not take our key, our name for it, or the words.
            SourceExpired: the job is gone.
        """
        run = self.begin(job, transcript)
        if watch is not None:
            run.watchers.append(watch)
        if run.task is not None:
            await asyncio.wait([run.task])
        if job in self._failures:
            raise self._failures[job]
        found = await self.known(job, transcript)
        if found is None:
            raise JobStopped
        return found

    async def stop(self, job: str) -> bool:
        """Stop polishing; what was done is kept. Return whether there was anything to stop."""
        run = self._runs.get(job)
        if run is None or run.task is None:
            return False
        run.task.cancel()
        await asyncio.wait([run.task])
        return True

    def _chosen(self) -> Llm:
        if self._llm is None:
            raise LlmMissing
        return self._llm

    async def _polish(self, job: str, transcript: Transcript, run: Run, llm: Llm) -> None:
        try:
            found = dict(_named(await asyncio.to_thread(passages, transcript), llm.model))
            run.passages = len(found)
            await self._take_known(job, found, run)
            async with asyncio.TaskGroup() as group:
                for _ in range(min(_AT_ONCE, len(run.waiting))):
                    group.create_task(self._ask_on(job, run, llm))
            await self._end(job, run)
        except* HearsayError as errors:
            self._remember(job, _first(errors))
        finally:
            self._runs.pop(job, None)

    async def _take_known(self, job: str, found: Mapping[str, Passage], run: Run) -> None:
        """Take what was answered before, for whichever job; the rest waits."""
        known = await self._table.find(found)
        for name, passage in found.items():
            outcome = known.get(name) or _unasked(passage)
            if outcome is None or outcome.fault is Fault.UNANSWERED:
                run.waiting.append((name, passage))
                continue
            await self._table.put(job, name, outcome)
            run.done += 1
            run.answered += 1

    async def _ask_on(self, job: str, run: Run, llm: Llm) -> None:
        while run.waiting and run.failures < _FAILURES_IN_A_ROW:
            name, passage = run.waiting.popleft()
            try:
                outcome = await _asked(llm, passage)
            except (LlmBusy, LlmFailed, LlmRefused) as error:
                log.warning("a passage was not answered", code=error.code, **error.details)
                run.error, run.failures = error, run.failures + 1
                run.unanswered.append(name)
            else:
                await self._table.put(job, name, outcome)
                run.failures, run.answered = 0, run.answered + 1
            run.done += 1
            for watch in run.watchers:
                watch(run.done, run.passages)

    async def _end(self, job: str, run: Run) -> None:
        """Say of what got no answer that it stays; where nothing got any, nothing was polished."""
        if run.error is not None and not run.answered:
            raise run.error
        for name in (*run.unanswered, *(name for name, _ in run.waiting)):
            await self._table.put(job, name, Outcome(fault=Fault.UNANSWERED))

    def _remember(self, job: str, error: HearsayError) -> None:
        self._failures[job] = error
        while len(self._failures) > _REMEMBERED:
            self._failures.pop(next(iter(self._failures)))


async def _asked(llm: Llm, passage: Passage) -> Outcome:
    answer = await llm.answer(instructions_for(passage), question_about(passage))
    lines = tuple(lines_in(answer.text)) if answer.is_whole else ()
    fault = fault_in(passage.texts, lines, language=passage.language)
    return Outcome(() if fault else lines, fault, answer.tokens)


def _unasked(passage: Passage) -> Outcome | None:
    is_long = sum(map(len, passage.texts)) > _LONGEST_ASKED
    return Outcome(fault=Fault.TOO_LONG) if is_long else None


def _named(found: Sequence[Passage], model: str) -> list[tuple[str, Passage]]:
    """Return passages with names that are made of all that would be asked."""
    return [(_name(passage, model), passage) for passage in found]


def _name(passage: Passage, model: str) -> str:
    told = [RECIPE, model, passage.language, passage.before, passage.texts]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()


def _assembled(
    transcript: Transcript,
    found: Sequence[tuple[str, Passage]],
    outcomes: Mapping[str, Outcome],
    *,
    model: str,
) -> Polished:
    segments: list[Segment] = []
    left: list[Left] = []
    for name, passage in found:
        outcome = outcomes[name]
        if outcome.fault is not None:
            left.append(Left(passage.lines[0].start, passage.lines[-1].end, outcome.fault))
        texts = outcome.lines or passage.texts
        segments += [
            line if " ".join(line.text.split()) == text else replace(line, text=text, words=())
            for line, text in zip(passage.lines, texts, strict=True)
        ]
    whole = replace(transcript, segments=tuple(segments))
    tokens = sum(outcomes[name].tokens for name in dict(found))
    return Polished(whole, model, len(found), tuple(left), tokens)


def _first(errors: ExceptionGroup[HearsayError]) -> HearsayError:
    """Return one of them; what happened first comes first."""
    one = errors.exceptions[0]
    return _first(one) if isinstance(one, ExceptionGroup) else one

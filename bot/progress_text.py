"""How a job under way looks: title, format and site, then the stage with its bar and figures."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Final

from handlers.chat.list_card import progress_lines
from locales.messages import Messages
from locales.quoting import clipped, tamed
from locales.speaker import Html
from locales.texts import say_error
from services.jobs.events import Counted, Progress, Queued, Started
from services.jobs.failures import AGO
from services.jobs.job import Job, Stage
from services.jobs.order import ChatFile, LocalFile, Product
from services.jobs.sites import Rest
from services.media.formats import format_of
from services.platforms.link import Link

Live = Queued | Started | Progress | Counted
"""What a job says of itself while it is not over."""

_LONGEST_TITLE: Final = 200
_CELLS: Final = 10
_STAGES: Final[Mapping[Stage, Callable[[Messages], Html]]] = {
    Stage.RESOLVE: Messages.progress_resolve,
    Stage.FETCH: Messages.progress_fetch,
    Stage.CONVERT: Messages.progress_convert,
    Stage.MODEL: Messages.progress_model,
    Stage.LISTEN: Messages.progress_listen,
    Stage.CLEAN: Messages.progress_clean,
    Stage.ITEMS: Messages.progress_items,
    Stage.DELIVER: Messages.progress_deliver,
}
_WAITS_FOR_OTHERS: Final = 2
"""The first place in line that is worth a word: at 1, it is about to begin."""


def first_words(job: Job, texts: Messages) -> Html:
    """Return what a message says before anything has happened."""
    if job.order.product is Product.CARD:
        return texts.progress_looking(host=_host(job))
    return _page(job, texts, [texts.progress_resolve()])


def words(live: Live, texts: Messages, *, figures: bool = True) -> Html:
    """Return how the job stands now; without `figures`, only what changes seldom."""
    match live:
        case Queued(job=job, room=False):
            return _page(job, texts, [texts.progress_room()])
        case Queued(job=job, rest=Rest(until=until)):
            at = datetime.fromtimestamp(until, UTC).strftime("%H:%M")
            return _page(job, texts, [texts.progress_resting(host=_host(job), at=at)])
        case Queued(job=job, place=place) if place >= _WAITS_FOR_OTHERS:
            return _page(job, texts, [texts.progress_place(place=place)])
        case Queued(job=job) | Started(job=job, stage=Stage.RESOLVE):
            return first_words(job, texts)
        case Started(job=job, stage=stage):
            return _page(job, texts, [_STAGES[stage](texts)])
        case Counted(job=job) | Progress(job=job):
            return _page(job, texts, _progress(live, texts, figures=figures))


def stopped_words(job: Job, texts: Messages) -> Html:
    """Return what the message of a cancelled job says."""
    return _page(job, texts, [texts.progress_stopped()])


def failed_words(job: Job, texts: Messages) -> Html:
    """Return what the message of a failed job says."""
    failure = job.failure
    if failure is None:
        return _page(job, texts, [texts.progress_stopped()])
    if failure.details.get("reason") == "uncertain":
        return _page(job, texts, [texts.delivery_uncertain()])
    lines: list[str] = [texts.progress_failed(sentence=say_error(texts, failure))]
    ago = failure.details.get(AGO)
    if isinstance(ago, float):
        lines.append(texts.progress_remembered(ago=ago))
    return _page(job, texts, lines)


def _page(job: Job, texts: Messages, lines: list[str]) -> Html:
    head = [line for line in (_title(job, texts), _about(job, texts)) if line]
    return Html("\n".join([*head, "", *lines] if head else lines))


def _title(job: Job, texts: Messages) -> str:
    match job.order.source:
        case ChatFile(name=name) | LocalFile(name=name):
            title = job.title or name
        case Link():
            title = job.title
    title = clipped(tamed(title), _LONGEST_TITLE)
    return texts.progress_title(title=title) if title else ""


def _about(job: Job, texts: Messages) -> str:
    # A card has only wishes for a choice, behind a semicolon.
    host, word = _host(job), job.order.choice.partition(";")[0]
    if job.order.product is Product.WORDS:
        word = ""
    if not word and host is None:
        return ""
    return texts.progress_about(format=format_of(word).title if word else None, host=host)


def _host(job: Job) -> str | None:
    return (job.order.source.host or None) if isinstance(job.order.source, Link) else None


def _progress(progress: Progress | Counted, texts: Messages, *, figures: bool) -> list[str]:
    if isinstance(progress, Counted):
        return progress_lines(progress.tally, texts)
    lines: list[str] = [_STAGES[progress.stage](texts)]
    fraction = _fraction(progress)
    if figures and fraction is not None:
        lines.append(f"{_bar(fraction)} {int(fraction * 100)}%")
    facts = _facts(progress, texts) if figures else []
    return [*lines, " · ".join(facts)] if facts else lines


def _fraction(progress: Progress) -> float | None:
    fraction = progress.fraction
    if fraction is None and progress.total_bytes and progress.done_bytes is not None:
        fraction = progress.done_bytes / progress.total_bytes
    return None if fraction is None else min(1.0, max(0.0, fraction))


def _bar(fraction: float) -> str:
    full = int(fraction * _CELLS)
    return "▰" * full + "▱" * (_CELLS - full)


def _facts(progress: Progress, texts: Messages) -> list[str]:
    facts: list[str] = []
    if progress.done_bytes is not None:
        facts.append(texts.progress_bytes(done=progress.done_bytes, total=progress.total_bytes))
    if progress.bytes_per_second:
        facts.append(texts.speed(progress.bytes_per_second))
    if progress.seconds_left is not None:
        facts.append(texts.progress_left(left=progress.seconds_left))
    return facts

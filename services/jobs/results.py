"""From an original to what is handed over: one file, or the several that it is cut into."""

from dataclasses import replace

from services.errors import SourceExpired
from services.jobs.artifact import Artifact
from services.jobs.artifacts import artifact_key
from services.jobs.briefs import Original, Task, briefs_for_chapters, briefs_for_parts
from services.jobs.delivery import Delivery
from services.jobs.errand import Errand
from services.jobs.job import Job
from services.jobs.making import make_pieces, make_result
from services.media.choices import Hand, wanted_of
from services.sources.medium import Medium

SPONSORS_UNKNOWN = "sponsors-unknown"
"""The note about a result in which nothing was skipped, because nobody could say what."""


def result_key(medium: str, job: Job, delivery: Delivery) -> str:
    """Return the key under which the job's result is kept, unless there turns out to be nothing to cut."""
    wanted = wanted_of(job.order.choice)
    made = wanted.made
    limit_bytes = delivery.limit_bytes()
    if wanted.hand is Hand.PARTS and limit_bytes is not None:
        made += f"@{limit_bytes}"
    if wanted.record_seconds:
        # Nothing that is live is ever the same again.
        made += f"@{job.id}"
    return artifact_key(medium, made)


async def is_deliverable(artifact: Artifact, hand: Hand, delivery: Delivery) -> bool:
    """Return whether a result can be handed over without its bytes."""
    if hand is Hand.LINK:
        return False
    return all([await delivery.has(key) for key in artifact.pieces or (artifact.key,)])


async def task_for(medium: Medium, errand: Errand) -> tuple[Task, str]:
    """Return what is to be made, and what the person should know about it."""
    wanted = wanted_of(errand.job.order.choice)
    if not wanted.skip:
        return Task(wanted), ""
    removed = await errand.shop.sources.sponsored(medium)
    if removed:
        return Task(wanted, tuple(removed)), ""
    return Task(replace(wanted, skip=False)), SPONSORS_UNKNOWN if removed is None else ""


async def make(original: Original, task: Task, errand: Errand, *, key: str) -> Artifact:
    """Make the result, and hold its bytes.

    Args:
        original: What of.
        task: What.
        errand: For whom.
        key: The name of the result; the one file that it is cut from has its own.

    Raises:
        HearsayError: why it could not be made.
    """
    if not task.wanted.is_set:
        return await _made_whole(original, task, errand, key=key)
    whole_key = artifact_key(original.medium.key, task.wanted.whole.choice)
    whole = await _made_whole(original, task, errand, key=whole_key)
    limit_bytes = errand.delivery.limit_bytes()
    is_small = limit_bytes is None or whole.size_bytes <= limit_bytes
    if task.wanted.hand is Hand.PARTS and is_small:
        return whole
    taken = await errand.shop.artifacts.take(whole_key, held_by=errand.holder)
    if taken is None:
        raise SourceExpired
    source = Original(original.medium, taken[1], await errand.picture(whole.cover))
    if task.wanted.hand is Hand.CHAPTERS:
        pieces = briefs_for_chapters(source, task)
    else:
        parts = await errand.shop.crafts.parts_of(taken[1], most_bytes=limit_bytes or 0)
        pieces = briefs_for_parts(source, task, parts)
    await make_pieces(errand.shop, source, pieces, key=key, watch=errand.watch)
    return await _held(key, errand)


async def _made_whole(original: Original, task: Task, errand: Errand, *, key: str) -> Artifact:
    held = await errand.shop.artifacts.hold(key, held_by=errand.holder)
    if held is not None:
        return held
    await make_result(errand.shop, original, task, key=key, watch=errand.watch)
    return await _held(key, errand)


async def _held(key: str, errand: Errand) -> Artifact:
    held = await errand.shop.artifacts.hold(key, held_by=errand.holder)
    if held is None:
        raise SourceExpired
    return held

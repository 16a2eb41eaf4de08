"""Has the words of a job corrected by a language model, where its order says so."""

import asyncio

from services.errors import LlmMissing
from services.jobs.errand import Errand
from services.transcripts.transcript import Transcript
from services.transcripts.wish import wanted_words


async def as_wanted(transcript: Transcript, errand: Errand) -> Transcript:
    """Return words as an order wants them: corrected, or as they are.

    Raises:
        LlmBusy: the language model has been asked too much.
        LlmFailed: it gives no answers.
        LlmMissing: there is none.
        LlmRefused: it does not take our key, our name for it, or the words.
    """
    job, desk = errand.job, errand.shop.polish
    if not wanted_words(job.order.words).polished:
        return transcript
    if desk is None:
        raise LlmMissing
    known = await desk.known(job.id, transcript)
    if known is not None:
        return known.transcript
    try:
        return (await desk.polished(job.id, transcript, watch=errand.watch)).transcript
    except asyncio.CancelledError:
        await desk.stop(job.id)
        raise

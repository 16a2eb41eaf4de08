"""A sound is listened to, once for all who want its words at the same time or later."""

import asyncio
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from services.errors import SpeechModelMissing
from services.jobs.errand import Errand
from services.jobs.shared import Watch
from services.jobs.workshop import Words
from services.platforms.link import Link
from services.sources.medium import Medium
from services.transcripts.ears import Sound
from services.transcripts.listening import Step
from services.transcripts.transcript import Transcript, joined
from services.transcripts.wish import Wish

_READ_BYTES: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Heard:
    """A file that is listened to."""

    path: Path
    digest: str
    """SHA-256 of its bytes; empty where nobody has counted it yet."""
    medium: Medium


def words_of(errand: Errand) -> Words:
    """Return those who know what is said in things.

    Raises:
        SpeechModelMissing: nobody listens here.
    """
    words = errand.shop.words
    if words is None:
        raise SpeechModelMissing
    return words


async def hear(heard: Heard, wish: Wish, errand: Errand) -> Transcript:
    """Return what is said in a file; the model is fetched before, if it must be.

    Raises:
        HearsayError: why that cannot be found out.
    """
    words, medium = words_of(errand), heard.medium
    if words.needs_model(wish):
        await errand.shop.shared.join(
            f"model {wish.model}",
            lambda watch: words.bring_model(wish, watch),
            watch=errand.watch_model,
        )
    # A file in a chat is called as its sender's telephone calls it.
    title = medium.title if isinstance(errand.job.order.source, Link) else ""
    sound = Sound(heard.path, await digest_of(heard), medium.seconds, title)
    key = words.key(sound.sha256, wish.heard)

    async def work(watch: Watch) -> Transcript:
        def on_step(step: Step, read: float) -> None:
            watch(step.end, medium.seconds or read)
            errand.say(joined(step.words))

        return await words.heard(sound, wish.heard, watch=on_step)

    # Under another key where the model that listens was changed meanwhile.
    transcript = await errand.shop.shared.join(f"listen {key}", work, watch=errand.watch)
    return await words.known(key) or transcript


async def digest_of(heard: Heard) -> str:
    """Return the SHA-256 of a file's bytes."""
    return heard.digest or await asyncio.to_thread(_counted, heard.path)


def _counted(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while read := file.read(_READ_BYTES):
            digest.update(read)
    return digest.hexdigest()

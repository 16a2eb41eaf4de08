"""What workers tell about themselves, as far as the front answers questions by it."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.crew.call import Json
from services.crew.packing import packed, unpacked
from services.errors import SpeakersUnavailable
from services.transcripts.ears import Ears
from services.transcripts.voices import VoiceModels


@dataclass(frozen=True, slots=True)
class EarFacts:
    """How a worker listens."""

    models: tuple[str, ...]
    """The names of those that may be chosen, the set one first."""
    usual: str
    """The one that listens where nobody chose: it may stand in for the set one."""
    lacking: tuple[str, ...]
    """Those that are still to be fetched."""
    can_hear: bool
    device: str


@dataclass(frozen=True, slots=True)
class VoiceFacts:
    """How a worker tells voices apart."""

    name: str
    """Of what does it; empty where nothing does."""


async def facts_of(ears: Ears) -> EarFacts:
    """Return what is told of ears; finding out about the device takes a second, once."""
    return EarFacts(
        models=ears.models,
        usual=ears.model(""),
        lacking=tuple(name for name in ears.models if ears.needs_model(name)),
        can_hear=ears.can_hear,
        device=await ears.device(),
    )


def facts_of_voices(voices: VoiceModels) -> VoiceFacts:
    """Return what is told of the models that tell voices apart."""
    try:
        return VoiceFacts(voices.name)
    except SpeakersUnavailable:
        return VoiceFacts("")


def told(*, ears: EarFacts | None, voices: VoiceFacts | None) -> Json:
    """Return all of it together."""
    return {"ears": packed(ears), "voices": packed(voices)}


def ears_told(facts: Sequence[Json]) -> list[EarFacts]:
    """Return how several workers listen."""
    return [unpacked(EarFacts, one["ears"]) for one in facts if one.get("ears")]


def voices_told(facts: Sequence[Json]) -> list[VoiceFacts]:
    """Return how several workers tell voices apart."""
    return [unpacked(VoiceFacts, one["voices"]) for one in facts if one.get("voices")]

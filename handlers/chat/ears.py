"""What the house can listen with: the facts behind the buttons that change words."""

from dataclasses import dataclass

from services.jobs.jobs import Jobs


@dataclass(frozen=True, slots=True)
class Ears:
    """What there is a choice of."""

    models: tuple[str, ...] = ()
    """By name, the usual one first."""
    voices: bool = False
    """Those who speak can be told apart by the sound of their voices."""


def ears_of(jobs: Jobs) -> Ears:
    """Return what can be listened with now."""
    return Ears(models=jobs.models, voices=jobs.can_tell_voices)

"""What the house can listen with: the facts behind the buttons that change words."""

from dataclasses import dataclass
from typing import Protocol


class Listener(Protocol):
    """Something that knows what there is to listen with."""

    @property
    def models(self) -> tuple[str, ...]:
        """Return the models by name, the usual one first."""

    @property
    def can_tell_voices(self) -> bool:
        """Return whether those who speak can be told apart by the sound of their voices."""

    @property
    def can_polish(self) -> bool:
        """Return whether there is a language model that corrects words."""


@dataclass(frozen=True, slots=True)
class Ears:
    """What there is a choice of."""

    models: tuple[str, ...] = ()
    """By name, the usual one first."""
    voices: bool = False
    """Those who speak can be told apart by the sound of their voices."""
    polish: bool = False
    """A language model can correct what was heard."""


def ears_of(listener: Listener) -> Ears:
    """Return what can be listened with now."""
    return Ears(models=listener.models, voices=listener.can_tell_voices, polish=listener.can_polish)

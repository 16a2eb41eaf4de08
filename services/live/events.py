"""What happens in a session. Events are numbered from 1, kept, and told again to who missed them."""

from dataclasses import dataclass

from services.errors import HearsayError, by_code
from services.transcripts.transcript import Segment, Word


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageDetected:
    """The language of what is being said became known, or another one is spoken now."""

    number: int
    language: str
    chance: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeechStarted:
    """Somebody began to speak: an utterance."""

    number: int
    utterance: int
    """From 1."""
    at_seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeechStopped:
    """An utterance is over; its last words are still to come."""

    number: int
    utterance: int
    at_seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Partial:
    """How an utterance reads now. Only the newest one counts."""

    number: int
    utterance: int
    revision: int
    """From 1 within the utterance."""
    committed: str
    """What stays; it only grows."""
    tentative: str
    """What may still change."""
    start: float
    end: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Committed:
    """Words that stay, with the space before them: all of them in a row are the utterance's text."""

    number: int
    utterance: int
    text: str
    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """An utterance as a whole. Its text begins with all that was committed."""

    number: int
    utterance: int
    start: float
    end: float
    text: str
    words: tuple[Word, ...]
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleared:
    """The client wants nothing to be told of the utterance that is going on at this place."""

    number: int
    at_seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Lag:
    """How far the words are behind the sound that has come."""

    number: int
    seconds: float
    code: str = ""
    """That of one of our errors, where they come no nearer until it is over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """No more sound is taken, for the reason of one of our errors; what was taken is heard to its end."""

    number: int
    code: str
    details: dict[str, str | int | float]

    def error(self) -> HearsayError:
        """Return it as the error that it was."""
        return by_code(self.code)(**self.details)


@dataclass(frozen=True, slots=True, kw_only=True)
class Complete:
    """The sound has ended and was heard once more as a whole."""

    number: int
    job: str
    """The transcript is its result; empty where the whole could not be heard once more, or was nothing."""
    text: str
    seconds: float
    language: str
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """It went wrong for good, for the reason of one of our errors."""

    number: int
    code: str
    details: dict[str, str | int | float]

    def error(self) -> HearsayError:
        """Return it as the error that it was."""
        return by_code(self.code)(**self.details)


Event = (
    LanguageDetected
    | SpeechStarted
    | SpeechStopped
    | Partial
    | Committed
    | Spoken
    | Cleared
    | Lag
    | Ending
    | Complete
    | Failed
)

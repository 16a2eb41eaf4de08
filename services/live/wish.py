"""What a client says about the sound that it is going to send, and how it is to be heard."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

from services.transcripts.asking import Task

PAUSE: Final = timedelta(milliseconds=500)
"""So much silence ends an utterance, unless a client wants it otherwise: OpenAI's own default."""


class Encoding(StrEnum):
    """What the bytes of the sound are."""

    S16LE = "s16le"
    """Whole numbers of 16 bits, the lower byte first."""
    F32LE = "f32le"
    """Floats from -1 to 1."""
    MULAW = "mulaw"
    """G.711 as telephones in America and Japan send it."""
    ALAW = "alaw"
    """G.711 as telephones elsewhere send it."""
    CONTAINER = "container"
    """WebM, Ogg or any other file that can be read from its beginning, as browsers record it."""

    @property
    def sample_bytes(self) -> int:
        """Return how long one sample of one channel is; 0 where the container says it."""
        sizes = {Encoding.S16LE: 2, Encoding.F32LE: 4, Encoding.MULAW: 1, Encoding.ALAW: 1}
        return sizes.get(self, 0)


@dataclass(frozen=True, slots=True)
class LiveWish:
    """How one session sounds and is heard."""

    language: str = ""
    """Empty: found out for each utterance."""
    allowed: tuple[str, ...] = ()
    """The languages that come into question; empty: all."""
    model: str = ""
    """Empty: the one that is set."""
    task: Task = Task.TRANSCRIBE
    vocabulary: str = ""
    encoding: Encoding = Encoding.S16LE
    rate: int = 16_000
    """Samples a second; what a container says goes before it."""
    channels: int = 1
    pause: timedelta = PAUSE
    detects: bool = True
    """Whether pauses end utterances; otherwise only the client does, by `Session.commit`."""
    title: str = ""
    """What the transcript is called afterwards; empty: by its date."""
    polishes: bool = False
    """Whether the client wants the words polished at the end, where there is a language model."""

    @property
    def frame_bytes(self) -> int:
        """Return how long one sample of all channels is; 0 where the container says it."""
        return self.encoding.sample_bytes * self.channels

    @property
    def second_bytes(self) -> int:
        """Return how long a second is; 0 where the container says it."""
        return self.frame_bytes * self.rate

"""A transcript: what was said, by whom, when, in which language, and where these words come from."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256


class Origin(StrEnum):
    """Where the words come from."""

    SPEECH = "speech"
    """A recogniser listened to the sound."""
    CAPTIONS = "captions"
    """Written by people for this medium."""
    AUTO_CAPTIONS = "auto-captions"
    """The site's own recogniser listened."""
    TRANSLATED_CAPTIONS = "translated-captions"
    """A machine translated captions."""
    SUBTITLES = "subtitles"
    """They came inside the file."""
    PUBLISHED = "published"
    """The publisher of a podcast gave them beside the sound."""
    READ_ALONG = "read-along"
    """Spotify shows them to those who listen there."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word with the marks that belong to it, and no spaces around."""

    start: float
    end: float
    text: str
    probability: float | None = None
    glued: bool = False
    """It follows the word before it without a space, as in scripts that have none."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A passage by one speaker in one language, about a sentence long."""

    start: float
    end: float
    text: str
    words: tuple[Word, ...] = ()
    """Ascending and without overlaps; empty where only the passage's own times are known."""
    speaker: str = ""
    language: str = ""
    """Only where it is not that of the whole."""


@dataclass(frozen=True, slots=True)
class Rejected:
    """What the recogniser made up, as far as can be told, and why it was left out."""

    start: float
    end: float
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Transcript:
    """Everything that is known about what was said. Times are seconds from the medium's beginning."""

    language: str
    """A code such as `en`; empty when unknown."""
    seconds: float
    segments: tuple[Segment, ...]
    origin: Origin = Origin.SPEECH
    model: str = ""
    """The recogniser's name; empty for captions."""
    title: str = ""
    url: str = ""
    rejected: tuple[Rejected, ...] = field(default=())

    @property
    def text(self) -> str:
        """Return all that was said, a line for each segment."""
        return "\n".join(segment.text for segment in self.segments if segment.text)

    @property
    def digest(self) -> str:
        """Return the SHA-256 of the text in UTF-8, by which equal transcripts are known."""
        return sha256(self.text.encode()).hexdigest()

    @property
    def speakers(self) -> tuple[str, ...]:
        """Return who speaks, in the order in which they begin."""
        return tuple(dict.fromkeys(segment.speaker for segment in self.segments if segment.speaker))

    @property
    def has_words(self) -> bool:
        """Return whether every segment that says something knows the times of its words."""
        return all(segment.words for segment in self.segments if segment.text)


def joined(words: Iterable[Word]) -> str:
    """Return words as a text: with spaces between them, but for those that are glued."""
    return "".join(f"{'' if word.glued else ' '}{word.text}" for word in words).strip()


def words_of(segment: Segment) -> Iterator[Word]:
    """Yield a segment's words; where their times are unknown, share its time out by their length."""
    if segment.words:
        yield from segment.words
        return
    texts = segment.text.split()
    letters = sum(len(text) + 1 for text in texts)
    length = max(0.0, segment.end - segment.start)
    at = segment.start
    for text in texts:
        end = min(segment.end, at + length * (len(text) + 1) / letters)
        yield Word(at, end, text)
        at = end

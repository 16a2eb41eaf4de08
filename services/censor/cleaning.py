"""What is asked for when a clean copy is wanted: whose words, how bad, and what is heard in their place."""

import json
from dataclasses import asdict, dataclass, replace
from typing import Any, Final

from services.censor.hits import SURE, Chosen
from services.censor.mask import Treatment
from services.censor.spans import Method
from services.censor.word_lists import Severity
from services.errors import ChoiceUnavailable
from services.media.formats import format_of

LOWEST_HZ: Final = 200.0
HIGHEST_HZ: Final = 4000.0
_MOST_LISTS: Final = 20
_MOST_KEPT: Final = 20_000
_LONGEST_NAME: Final = 200


@dataclass(frozen=True, slots=True)
class Cleaning:
    """How a recording is to be cleaned. Whatever changes the clean copy stands here."""

    lists: tuple[int, ...] = ()
    """By their numbers; empty: the account's usual ones for the language that is spoken."""
    least: Severity = Severity.LOW
    categories: tuple[str, ...] = ()
    """Only these; empty: all."""
    confidence: float = SURE
    """Hits below this are marked as doubtful; they are hidden nevertheless."""
    method: Method = Method.BEEP
    methods: tuple[tuple[Severity, Method], ...] = ()
    """Where a severity has a method of its own."""
    pitch_hz: float = 1000.0
    strict: bool = False
    """Hide some more around each word, in case the recogniser was late or early."""
    kept: tuple[int, ...] = ()
    """Hits that somebody looked at and wants to hear, by the number of their first word."""
    transcript: str = ""
    """The name under which the words are kept; empty: they are found by listening."""
    format: str = ""
    """What the copy of a sound becomes, as `services.media.formats` calls it; empty: it stays as it was."""
    keeps_tags: bool = True
    """Whether the copy has the title, the cover and whatever else stands in the recording."""

    @property
    def name(self) -> str:
        """Return it as a text that is equal for equal wishes; empty for the usual one."""
        told = {
            name: value for name, value in asdict(self).items() if value != getattr(_USUAL, name)
        }
        return json.dumps(told, sort_keys=True, ensure_ascii=False) if told else ""

    @property
    def told(self) -> str:
        """Return it as a text that is never empty: where an empty one means that nothing is hidden."""
        return self.name or "{}"

    @property
    def chosen(self) -> Chosen:
        """Return which hits are asked for."""
        return Chosen(self.least, frozenset(self.categories), self.confidence)

    @property
    def treatment(self) -> Treatment:
        """Return what is heard in the place of words."""
        return Treatment(self.method, self.methods, self.pitch_hz, strict=self.strict)

    def with_kept(self, number: int, *, kept: bool) -> "Cleaning":
        """Return the same with one hit heard, or hidden."""
        numbers = {*self.kept, number} if kept else {*self.kept} - {number}
        return replace(self, kept=tuple(sorted(numbers)))


_USUAL: Final = Cleaning()


def cleaning_of(text: str) -> Cleaning:
    """Return what `Cleaning.name` says; the usual one for an empty text.

    Raises:
        ChoiceUnavailable: it says nothing that could be understood, or too much.
    """
    if not text:
        return _USUAL
    try:
        told: dict[str, Any] = json.loads(text)
        cleaning = Cleaning(
            lists=tuple(int(number) for number in told.get("lists", ())),
            least=Severity(told.get("least", _USUAL.least)),
            categories=tuple(str(name) for name in told.get("categories", ())),
            confidence=float(told.get("confidence", _USUAL.confidence)),
            method=Method(told.get("method", _USUAL.method)),
            methods=tuple((Severity(of), Method(how)) for of, how in told.get("methods", ())),
            pitch_hz=float(told.get("pitch_hz", _USUAL.pitch_hz)),
            strict=bool(told.get("strict", False)),
            kept=tuple(int(number) for number in told.get("kept", ())),
            transcript=str(told.get("transcript", "")),
            format=str(told.get("format", "")),
            keeps_tags=bool(told.get("keeps_tags", True)),
        )
    except (ValueError, TypeError, AttributeError) as error:
        raise ChoiceUnavailable(choice=text[:32]) from error
    return checked(cleaning)


def checked(cleaning: Cleaning) -> Cleaning:
    """Return it as it is, if it can be done.

    Raises:
        ChoiceUnavailable: a figure is out of bounds, or there is no such format.
    """
    if not LOWEST_HZ <= cleaning.pitch_hz <= HIGHEST_HZ:
        raise ChoiceUnavailable(choice=f"{cleaning.pitch_hz:g} Hz")
    if not 0.0 <= cleaning.confidence <= 1.0:
        raise ChoiceUnavailable(choice=f"confidence {cleaning.confidence:g}")
    names = (*cleaning.categories, cleaning.transcript)
    if (
        len(cleaning.lists) > _MOST_LISTS
        or len(cleaning.kept) > _MOST_KEPT
        or any(len(name) > _LONGEST_NAME for name in names)
    ):
        raise ChoiceUnavailable(choice="clean")
    if cleaning.format and not format_of(cleaning.format).is_sound:
        raise ChoiceUnavailable(choice=cleaning.format[:32])
    return cleaning

"""What is asked for when words are wanted: which language, which task, in which form they are handed over."""

import json
import re
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any, Final

from services.errors import ChoiceUnavailable
from services.transcripts.asking import Task

MOST_BEAMS: Final = 10
MOST_PEOPLE: Final = 50
LONGEST_VOCABULARY: Final = 20_000
_LONGEST_MODEL: Final = 300
_POLISHED: Final = "polished"
_MOST_LANGUAGES: Final = 120
_CODE: Final = re.compile(r"(?=.{2,8}$)[a-z]+(?:-[a-z]+)?", re.IGNORECASE)


class Noise(StrEnum):
    """How much of the noise is taken out before listening."""

    NONE = ""
    LIGHT = "light"
    MEDIUM = "medium"
    HEAVY = "heavy"


class Speakers(StrEnum):
    """How those who speak are told apart."""

    NONE = ""
    CHANNELS = "channels"
    """Each has a channel of their own, as in recorded calls."""
    VOICES = "voices"
    """By the sound of their voices."""


@dataclass(frozen=True, slots=True)
class Wish:
    """How a sound is to be heard. Whatever changes the words stands here."""

    language: str = ""
    """Empty: found out."""
    allowed: tuple[str, ...] = ()
    """The languages that come into question; empty: all."""
    task: Task = Task.TRANSCRIBE
    beam: int = 5
    vocabulary: str = ""
    track: int = 0
    model: str = ""
    """Empty: the one that is set."""
    noise: Noise = Noise.NONE
    speakers: Speakers = Speakers.NONE
    people: int = 0
    """How many speak, where voices are told apart and that is known; 0: found out."""
    anyway: bool = False
    """Listen even where there are captions."""
    translated: bool = False
    """A machine's translation of captions will do."""
    written: bool = False
    """Only what is written down already will do: nobody is to listen."""
    word_times: bool = False
    """The very times of the words are needed, as for cutting some of them out: captions do not do."""

    @property
    def by_ear(self) -> bool:
        """Return whether what is written down already will not do."""
        says_how = bool(self.model) or self.noise is not Noise.NONE
        return self.anyway or self.word_times or says_how or self.speakers is not Speakers.NONE

    @property
    def heard(self) -> "Wish":
        """Return what of it matters when the sound is listened to."""
        return replace(self, anyway=False, translated=False, word_times=False)

    @property
    def name(self) -> str:
        """Return it as a text that is equal for equal wishes; empty for the usual one."""
        told = {
            name: value for name, value in asdict(self).items() if value != getattr(USUAL, name)
        }
        return json.dumps(told, sort_keys=True, ensure_ascii=False) if told else ""


USUAL: Final = Wish()
"""What is meant where nothing is said."""


@dataclass(frozen=True, slots=True)
class WordsWanted:
    """What an order for words says: how to hear, and the form of the file; none for a message."""

    wish: Wish = USUAL
    form: str = ""
    polished: bool = False
    """Whether a language model is to correct them."""

    @property
    def text(self) -> str:
        """Return it as `wanted_words` reads it back."""
        more = [_POLISHED] if self.polished else []
        return json.dumps([self.wish.name, self.form, *more], ensure_ascii=False)

    def in_form(self, form: str) -> "WordsWanted":
        """Return the same words in another form."""
        return replace(self, form=form)


def wanted_words(text: str) -> WordsWanted:
    """Return what `WordsWanted.text` says; the usual wish for an empty text.

    Raises:
        ChoiceUnavailable: it says nothing that could be understood.
    """
    if not text:
        return WordsWanted()
    try:
        name, form, *more = json.loads(text)
        told: dict[str, Any] = json.loads(name) if name else {}
        wish = Wish(
            language=str(told.get("language", "")),
            allowed=tuple(str(code) for code in told.get("allowed", ())),
            task=Task(told.get("task", Task.TRANSCRIBE)),
            beam=int(told.get("beam", USUAL.beam)),
            vocabulary=str(told.get("vocabulary", "")),
            track=int(told.get("track", 0)),
            model=str(told.get("model", "")),
            noise=Noise(told.get("noise", "")),
            speakers=Speakers(told.get("speakers", "")),
            people=int(told.get("people", 0)),
            anyway=bool(told.get("anyway", False)),
            translated=bool(told.get("translated", False)),
            written=bool(told.get("written", False)),
            word_times=bool(told.get("word_times", False)),
        )
    except (ValueError, TypeError, AttributeError, OverflowError) as error:
        raise ChoiceUnavailable(choice=text[:32]) from error
    return WordsWanted(checked(wish), str(form), polished=_POLISHED in more)


def checked(wish: Wish) -> Wish:
    """Return a wish that no model comes to grief over.

    Raises:
        ChoiceUnavailable: a figure is out of bounds, or a language is no code.
    """
    for code in (wish.language, *wish.allowed):
        if code and not _CODE.fullmatch(code):
            raise ChoiceUnavailable(choice=_sayable(code)[:32], of="language")
    if len(wish.allowed) > _MOST_LANGUAGES:
        raise ChoiceUnavailable(choice=f"{len(wish.allowed)} languages")
    if not 1 <= wish.beam <= MOST_BEAMS:
        raise ChoiceUnavailable(choice=f"beam {wish.beam}")
    if not 0 <= wish.track < 100:  # noqa: PLR2004 - no file has so many
        raise ChoiceUnavailable(choice=f"track {wish.track}")
    if not 0 <= wish.people <= MOST_PEOPLE:
        raise ChoiceUnavailable(choice=f"{wish.people} people")
    return replace(
        wish,
        vocabulary=_sayable(wish.vocabulary[:LONGEST_VOCABULARY]),
        model=_sayable(wish.model[:_LONGEST_MODEL]),
    )


def _sayable(text: str) -> str:
    """Return a text without halves of letters, which nothing takes that reads UTF-8."""
    return text.encode("utf-8", "ignore").decode("utf-8")

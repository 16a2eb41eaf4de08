"""What a request for words asks for, in the fields that OpenAI's clients send; each is checked."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from handlers.http.forms import Form
from handlers.http.spoken import language_told
from locales.quoting import clipped, tamed
from services.errors import FieldInvalid, ModelUnknown
from services.transcripts.asking import Task
from services.transcripts.wish import LONGEST_VOCABULARY, Speakers, Wish

_ALIASES: Final = frozenset({
    "whisper-1",
    "gpt-4o-transcribe",
    "gpt-4o-mini-transcribe",
    "gpt-4o-transcribe-diarize",
    "gpt-transcribe",
})
"""What clients call the model when they do not know ours: the set one answers to all of these."""

_BOOLEANS: Final = {"true": True, "1": True, "false": False, "0": False, "": False}
_GRANULARITIES: Final = ("word", "segment")
_LONGEST_TOLD: Final = 80


class Shape(StrEnum):
    """How the words are handed over."""

    JSON = "json"
    TEXT = "text"
    SRT = "srt"
    VTT = "vtt"
    VERBOSE = "verbose_json"
    DIARIZED = "diarized_json"


@dataclass(frozen=True, slots=True)
class Ears:
    """What is here to listen with."""

    models: Sequence[str]
    """The names of those that may be chosen, the usual one first."""
    tell_voices: bool = False
    """Whether those who speak can be told apart; else all is said by one."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that can be fulfilled."""

    wish: Wish
    shape: Shape = Shape.JSON
    words: bool = False
    """With the times of each word."""
    segments: bool = True
    logprobs: bool = False
    """With how sure the recogniser is of each word."""
    stream: bool = False


def asked_in(form: Form, task: Task, ears: Ears) -> Asked:
    """Return what a form asks for.

    Args:
        form: Its fields.
        task: What the address says.
        ears: What is here to listen with.

    Raises:
        FieldInvalid: a field has a value that cannot be used.
        ModelUnknown: no model of that name listens here.
    """
    fields = {name: values[-1] for name, values in form.fields.items()}
    _check_temperature(fields.get("temperature", ""))
    granularities = _some_of(form, "timestamp_granularities", _GRANULARITIES)
    shapes = [shape for shape in Shape if _suits(shape, task)]
    shape = Shape(one_of(fields, "response_format", shapes))
    logprobs = bool(_some_of(form, "include", ("logprobs",)))
    apart = shape is Shape.DIARIZED and ears.tell_voices
    return Asked(
        wish=Wish(
            # What is translated is heard in whatever language it is spoken.
            language=language_told(fields.get("language", ""), "language"),
            allowed=tuple(
                language_told(code, "languages")
                for code in form.fields.get("languages", ())
                if code.strip()
            ),
            task=task,
            vocabulary=vocabulary_of([fields.get("prompt", ""), *form.fields.get("keywords", ())]),
            model=model_named(fields.get("model", ""), ears.models),
            speakers=Speakers.VOICES if apart else Speakers.NONE,
            word_times="word" in granularities or logprobs,
        ),
        shape=shape,
        words="word" in granularities,
        segments="segment" in granularities or not granularities,
        logprobs=logprobs,
        stream=yes_or_no(fields, "stream") and task is Task.TRANSCRIBE,
    )


def model_named(name: str, models: Sequence[str]) -> str:
    """Return the model as a wish names it: empty for the usual one.

    Raises:
        ModelUnknown: none of that name listens here.
    """
    wanted = name.strip()
    if not wanted or wanted in _ALIASES or wanted in models[:1]:
        return ""
    if wanted not in models:
        told = ", ".join(models)
        raise ModelUnknown(model=wanted[:_LONGEST_TOLD], models=told)
    return wanted


def vocabulary_of(told: Iterable[str]) -> str:
    """Return the words that are likely, out of what clients send as prompts."""
    return tamed(" ".join(told))[:LONGEST_VOCABULARY]


def one_of(fields: Mapping[str, str], name: str, allowed: Sequence[str]) -> str:
    """Return one of several words, the first where nothing is said.

    Raises:
        FieldInvalid: it is none of them.
    """
    told = fields.get(name) or allowed[0]
    if told not in allowed:
        raise _not_among(name, allowed)
    return told


def yes_or_no(fields: Mapping[str, str], name: str, *, usual: bool = False) -> bool:
    """Return a decision.

    Raises:
        FieldInvalid: it is neither yes nor no.
    """
    told = fields.get(name, "").strip().lower()
    if told not in _BOOLEANS:
        raise _not_among(name, ("true", "false"))
    return _BOOLEANS[told] if told else usual


def _suits(shape: Shape, task: Task) -> bool:
    return task is Task.TRANSCRIBE or shape is not Shape.DIARIZED


def _check_temperature(told: str) -> None:
    """Refuse what is no temperature. The ladder of temperatures that the recogniser climbs is its own."""
    try:
        number = float(told or 0)
    except ValueError:
        number = math.nan
    if not 0 <= number <= 1:
        raise FieldInvalid(field="temperature", allowed="0 … 1")


def _some_of(form: Form, name: str, allowed: Sequence[str]) -> Sequence[str]:
    """Return the words of a list, each of them one of several."""
    told = [value for value in form.fields.get(name, ()) if value]
    if not set(told) <= set(allowed):
        raise _not_among(name, allowed)
    return told


def _not_among(name: str, allowed: Sequence[str]) -> FieldInvalid:
    return FieldInvalid(field=name, allowed=clipped(", ".join(allowed), _LONGEST_TOLD))

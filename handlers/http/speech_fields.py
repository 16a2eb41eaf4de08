"""What a request for words asks for, in the fields that OpenAI's clients send; each is checked."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from handlers.http.forms import Form
from handlers.http.spoken import code_of
from locales.quoting import clipped, tamed
from services.errors import FieldInvalid, ModelUnknown
from services.transcripts.asking import Task
from services.transcripts.wish import LONGEST_VOCABULARY, Wish

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


def asked_in(form: Form, task: Task, *, models: Sequence[str]) -> Asked:
    """Return what a form asks for.

    Args:
        form: Its fields.
        task: What the address says.
        models: The names of those that listen here, the usual one first.

    Raises:
        FieldInvalid: a field has a value that cannot be used.
        ModelUnknown: no model of that name listens here.
    """
    fields = _Fields(form)
    _check_temperature(fields)
    granularities = fields.many("timestamp_granularities", _GRANULARITIES)
    shapes = [shape for shape in Shape if _suits(shape, task)]
    return Asked(
        wish=Wish(
            # What is translated is heard in whatever language it is spoken.
            language=_language(fields.one("language"), "language"),
            allowed=tuple(_language(code, "languages") for code in fields.all("languages") if code),
            task=task,
            vocabulary=_vocabulary(fields),
            model=model_named(fields.one("model"), models),
        ),
        shape=Shape(fields.choice("response_format", shapes, usual=Shape.JSON)),
        words="word" in granularities,
        segments="segment" in granularities or not granularities,
        logprobs="logprobs" in fields.many("include", ("logprobs",)),
        stream=fields.boolean("stream") and task is Task.TRANSCRIBE,
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


def _suits(shape: Shape, task: Task) -> bool:
    return task is Task.TRANSCRIBE or shape is not Shape.DIARIZED


def _language(told: str, field: str) -> str:
    """Return the code of a language; empty where none was told."""
    if not told.strip():
        return ""
    code = code_of(told)
    if code is None:
        raise FieldInvalid(field=field, allowed="a code such as en")
    return code


def _vocabulary(fields: "_Fields") -> str:
    told = [fields.one("prompt"), *fields.all("keywords")]
    return tamed(" ".join(told))[:LONGEST_VOCABULARY]


def _check_temperature(fields: "_Fields") -> None:
    """Refuse what is no temperature. The ladder of temperatures that the recogniser climbs is its own."""
    told = fields.one("temperature")
    if not told:
        return
    try:
        number = float(told)
    except ValueError:
        number = math.nan
    if not 0 <= number <= 1:
        raise FieldInvalid(field="temperature", allowed="a number from 0 to 1")


class _Fields:
    """The fields of a form, one by one."""

    def __init__(self, form: Form) -> None:
        self._fields = form.fields

    def all(self, name: str) -> Sequence[str]:
        """Return every value of a field."""
        return self._fields.get(name, ())

    def one(self, name: str) -> str:
        """Return the value of a field, the last if there are several; empty when there is none."""
        told = self.all(name)
        return told[-1] if told else ""

    def choice(self, name: str, allowed: Sequence[str], *, usual: str) -> str:
        """Return one of several words."""
        told = self.one(name) or usual
        if told not in allowed:
            raise _not_among(name, allowed)
        return told

    def many(self, name: str, allowed: Sequence[str]) -> Sequence[str]:
        """Return words, each of them one of several."""
        told = [value for value in self.all(name) if value]
        if not set(told) <= set(allowed):
            raise _not_among(name, allowed)
        return told

    def boolean(self, name: str) -> bool:
        """Return yes or no; no when nothing is said."""
        told = self.one(name).strip().lower()
        if told not in _BOOLEANS:
            raise _not_among(name, ("true", "false"))
        return _BOOLEANS[told]


def _not_among(name: str, allowed: Sequence[str]) -> FieldInvalid:
    return FieldInvalid(field=name, allowed=clipped(", ".join(allowed), _LONGEST_TOLD))

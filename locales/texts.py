"""The words of each language, and the sentence for each error."""

import inspect
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final, Protocol

from fluent.runtime import FluentBundle, FluentResource

from locales.messages import Messages
from locales.quoting import plain
from locales.speaker import Html

LANGUAGES: Final = {"en": "English", "ru": "Русский", "zh": "中文"}
"""Each language by its own name, in the order in which they are offered."""

_FALLBACK: Final = "en"
_HERE: Final = Path(__file__).parent


class Explained(Protocol):
    """What went wrong, as a code and facts: an error, or the failure that a job keeps of it."""

    @property
    def code(self) -> str:
        """Return the code, which is the end of the name of a message: `error-<code>`."""
        ...

    @property
    def details(self) -> Mapping[str, str | int | float]:
        """Return the facts that the sentence may name."""
        ...


def best_language(code: str | None) -> str:
    """Return the language to speak with somebody whose app says `zh-hans`, `pt-br` or nothing."""
    return _base(code or "") if is_spoken(code or "") else _FALLBACK


def is_spoken(code: str) -> bool:
    """Return whether there are words in this language."""
    return _base(code) in LANGUAGES


def texts_for(language: str | None) -> Messages:
    """Return the words of the language that suits the code best; made once for each language."""
    return _texts(best_language(language))


def say_error(texts: Messages, error: Explained) -> Html:
    """Return what happened, what it means and what to do next.

    For an alert or a terminal put it through `locales.quoting.plain`.
    """
    return _said(texts, error, _method_name(error.code))


def tell_program(texts: Messages, error: Explained) -> str:
    """Return the same for a program, as plain text.

    Where the sentence for people speaks of the chat's commands and buttons, `http-error-<code>` stands
    instead.
    """
    own = f"http_{_method_name(error.code)}"
    return plain(_said(texts, error, own if hasattr(texts, own) else _method_name(error.code)))


def _said(texts: Messages, error: Explained, method_name: str) -> Html:
    facts: dict[str, Any] = {
        name: error.details[name] for name in _facts_wanted(method_name) if error.details.get(name)
    }
    return Html(getattr(texts, method_name)(**facts))


@cache
def _texts(language: str) -> Messages:
    bundle = FluentBundle([language], use_isolating=False)
    for path in sorted((_HERE / language).glob("*.ftl")):
        bundle.add_resource(FluentResource(path.read_text("utf-8")))
    return Messages(language, bundle)


def _base(code: str) -> str:
    return code.replace("_", "-").partition("-")[0].lower()


def _method_name(code: str) -> str:
    return f"error_{code.replace('-', '_')}"


@cache
def _facts_wanted(method_name: str) -> tuple[str, ...]:
    parameters = inspect.signature(getattr(Messages, method_name)).parameters
    return tuple(name for name in parameters if name != "self")

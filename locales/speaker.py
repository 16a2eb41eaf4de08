"""Says one message in one language, and writes sizes, speeds and times the way its readers do."""

from html import escape
from typing import Final, NewType

from babel.numbers import format_decimal
from fluent.runtime import FluentBundle

from locales.quoting import quoted

Html = NewType("Html", str)
"""Text in Telegram's HTML. All strangers' words in it are escaped."""

UNKNOWN: Final = "unknown"
"""What a message can select on (`{ $host -> [unknown] … }`) when an optional variable is not given."""

_STEP: Final = 1024  # as Telegram's own apps count, and as its limits of 20 and 50 MB are meant
_SIZES: Final = ("bytes", "kilobytes", "megabytes", "gigabytes", "terabytes")
_ONE_DECIMAL_BELOW: Final = 10
_MINUTE: Final = 60


class BrokenMessageError(Exception):
    """A message that cannot be said as it is written: a bug in a `.ftl` file or in its caller."""


class Speaker:
    """One language. The generated `Messages` adds a method for each message."""

    def __init__(self, language: str, bundle: FluentBundle) -> None:
        self.language = language
        self._bundle = bundle

    def say(self, message: str, /, **variables: str | float) -> str:
        """Return the message with its variables filled in.

        Raises:
            BrokenMessageError: there is no such message, or a variable is missing.
        """
        known = self._bundle.has_message(message)
        pattern = self._bundle.get_message(message).value if known else None
        if pattern is None:
            raise BrokenMessageError(f"{self.language}: no message {message}")
        text, problems = self._bundle.format_pattern(pattern, variables)
        if problems:
            raise BrokenMessageError(f"{self.language}: {message}: {problems}")
        return str(text)

    def quote(self, text: str | None) -> str:
        """Return somebody's words for a plain message: on one line, at most 256 characters."""
        return UNKNOWN if text is None else quoted(text)

    def quote_html(self, text: str | None) -> Html:
        """Return somebody's words for an HTML message."""
        return Html(escape(self.quote(text), quote=False))

    def size(self, size_bytes: float | None) -> str:
        """Return `1.4 MB`, `12 MB`, `640 KB`, counted as Telegram's apps count."""
        if size_bytes is None:
            return UNKNOWN
        figure, step = float(max(size_bytes, 0)), 0
        while round(figure) >= _STEP and step < len(_SIZES) - 1:
            figure, step = figure / _STEP, step + 1
        return self.say(f"unit-{_SIZES[step]}", figure=self._figure(figure))

    def speed(self, bytes_per_second: float | None) -> str:
        """Return `1.4 MB/s`."""
        if bytes_per_second is None:
            return UNKNOWN
        return self.say("unit-per-second", size=self.size(bytes_per_second))

    def clock(self, seconds: float | None) -> str:
        """Return the length of a medium as players show it: `3:07`, `1:02:03`."""
        if seconds is None:
            return UNKNOWN
        minutes, rest = divmod(round(max(seconds, 0)), _MINUTE)
        hours, minutes = divmod(minutes, _MINUTE)
        return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"

    def span(self, seconds: float | None) -> str:
        """Return a time to wait, no finer than anybody cares: `40 s`, `5 min`, `2 h 10 min`."""
        if seconds is None:
            return UNKNOWN
        whole = round(max(seconds, 0))
        if whole < _MINUTE:
            return self.say("unit-seconds", seconds=whole)
        hours, minutes = divmod(round(whole / _MINUTE), _MINUTE)
        if hours == 0:
            return self.say("unit-minutes", minutes=minutes)
        return self.say("unit-hours", hours=hours, minutes=minutes)

    def _figure(self, figure: float) -> str:
        pattern = "0.#" if figure < _ONE_DECIMAL_BELOW else "0"
        return format_decimal(figure, format=pattern, locale=self.language)

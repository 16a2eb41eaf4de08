"""The root of our extractors: the few of yt-dlp's words that they need, with types."""

from typing import Any, cast

from yt_dlp.extractor.common import InfoExtractor
from yt_dlp.networking.common import Response
from yt_dlp.networking.exceptions import HTTPError
from yt_dlp.utils import ExtractorError, js_to_json, unified_timestamp

from services.sources.listing import Info

Told = Any
"""Whatever JSON may hold: sites change what they tell."""


class Extractor(InfoExtractor):
    """Claims no address itself."""

    _VALID_URL: Any = False

    def named(self, url: str) -> dict[str, str | None]:
        """Return the named parts of an address that this extractor claims."""
        match = self._match_valid_url(url)
        return match.groupdict() if match else {}

    def page(self, url: str, name: str) -> str:
        """Return a page; `name` is what the log calls it."""
        told: str = self._download_webpage(url, name)
        return told

    def led_to(self, url: str, name: str) -> tuple[str, str]:
        """Return a page, and where it was found after all redirects."""
        answer = self._download_webpage_handle(url, name)
        # The stubs foresee a failure that is not fatal; this one is.
        told, found = cast("tuple[str, Response]", answer)
        return told, found.url

    def document(self, url: str, name: str, *, fatal: bool = True) -> Told:
        """Return a JSON document; None when there is none and it is not fatal."""
        told: Any = self._download_json(url, name, fatal=fatal)
        return told or None

    def drawn_from(self, page: str, name: str) -> Info:
        """Return what a page of Next.js was drawn from; an empty one when it was not."""
        told: Told = self._search_nextjs_data(page, name, fatal=False)
        found = dig(told, "props", "pageProps")
        return found if isinstance(found, dict) else {}

    def state(self, page: str, name: str, *, before: str) -> Told:
        """Return the JavaScript object that stands in a page behind a pattern."""
        # The stubs do not know all that it takes.
        return cast("Any", self)._search_json(  # noqa: SLF001 - its own
            before, page, "state", name, transform_source=js_to_json, default=None
        )


def dig(value: Told, *path: str | int) -> Told:
    """Return what lies in dictionaries and lists at a path; None where the path ends before."""
    for step in path:
        if isinstance(step, str):
            value = value.get(step) if isinstance(value, dict) else None
        else:
            value = (value[step:] or [None])[0] if isinstance(value, list) else None
    return value


def rows(value: Told, *path: str | int) -> list[Info]:
    """Return the dictionaries of the list that lies at a path."""
    found = dig(value, *path)
    return [row for row in found if isinstance(row, dict)] if isinstance(found, list) else []


def moment(told: Told) -> float | None:
    """Return a date in seconds since 1970."""
    return unified_timestamp(told) if isinstance(told, str) and told else None


def status_of(error: ExtractorError) -> int:
    """Return the status that a site answered with; 0 when it was something else."""
    return error.cause.status if isinstance(error.cause, HTTPError) else 0

"""The addresses that yt-dlp tests its own extractors with, as a second opinion on our patterns."""

from collections.abc import Iterator

from yt_dlp.extractor import get_info_extractor


def examples_of(name: str) -> Iterator[str]:
    """Yield the web addresses among the examples of an extractor such as `Twitter`."""
    extractor = real_extractor(name)
    for example in [*getattr(extractor, "_TESTS", ()), getattr(extractor, "_TEST", None)]:
        if example and example["url"].startswith("http") and ".onion/" not in example["url"]:
            yield example["url"]


def real_extractor(name: str) -> type:
    """Return the class itself: yt-dlp names a slim one until an address is really asked."""
    named = get_info_extractor(name)
    return getattr(named, "real_class", named)


def id_in(name: str, url: str) -> str:
    """Return what the extractor takes for the medium's id; empty where the address shows several."""
    return real_extractor(name)._match_id(url) or ""


def takes(names: list[str], url: str) -> bool:
    """Return whether one of the extractors would serve an address."""
    return any(real_extractor(name).suitable(url) for name in names)

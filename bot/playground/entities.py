"""Turns marked-up text into plain text and entities, with offsets in UTF-16 units, as Telegram does."""

import re
from collections.abc import Callable
from functools import partial

from bot.playground.html_markup import read_html
from bot.playground.markdown_markup import read_markdown
from bot.playground.refusals import bad_request
from bot.playground.shapes import Json

AUTOMATIC = re.compile(
    r"(?P<url>\b(?:https?://|ftp://|tg://)[^\s<>«»\"]+"
    r"|(?<![\w@.])(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+"
    r"(?:com|org|net|io|dev|me|tv|be|ru|uk|de|fr|cn|info|app|co|edu|gov|fm|ly|gl)"
    r"(?::\d+)?(?:/[^\s<>«»\"]*)?(?![\w@]))"
    r"|(?P<email>\b[\w.+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+\b)"
    r"|(?P<mention>(?<![\w@/])@[a-z]\w{2,31}\b)"
    r"|(?P<hashtag>(?<![\w#])#\w*[^\W\d]\w*)"
    r"|(?P<cashtag>(?<![\w$])\$[A-Z]{1,8}\b)"
    r"|(?P<bot_command>(?<![\w/])/[a-z0-9_]{1,32}(?:@[a-z]\w{2,31})?\b)",
    re.IGNORECASE,
)
READERS: dict[str, Callable[[str], tuple[str, list[Json]]]] = {
    "html": read_html,
    "markdownv2": read_markdown,
    "markdown": partial(read_markdown, old=True),
    "none": lambda text: (text, []),
}
UNTOUCHED = {"code", "pre", "text_link", "text_mention", "url"}


def read_text(
    text: str, *, parse_mode: str | None = None, entities: list[Json] | None = None
) -> tuple[str, list[Json]]:
    """Return what the chat shows: trimmed text, and every entity, the found ones too.

    Raises:
        Refusal: The markup is broken, or the mode is unknown.
    """
    found: list[Json] = []
    if parse_mode:
        text, found = _marked(text, parse_mode)
    elif entities:
        found = [dict(entity) for entity in entities]
    text, found = _trimmed(text.replace("\r\n", "\n"), found)
    found += _automatic(text, found)
    found.sort(key=lambda entity: (entity["offset"], -entity["length"]))
    return text, found


def utf16_length(text: str) -> int:
    """Return the length in the unit in which Telegram counts offsets."""
    return len(text) + sum(character > "\uffff" for character in text)


def _marked(text: str, parse_mode: str) -> tuple[str, list[Json]]:
    mode = parse_mode.lower()
    if mode not in READERS:
        bad_request(f"unsupported parse_mode: {parse_mode}")
    return READERS[mode](text)


def _trimmed(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    left = len(text) - len(text.lstrip())
    text = text.strip()
    end = utf16_length(text)
    kept: list[Json] = []
    for entity in entities:
        start = max(entity["offset"] - left, 0)
        stop = min(entity["offset"] + entity["length"] - left, end)
        if stop > start:
            kept.append({**entity, "offset": start, "length": stop - start})
    return text, kept


def _automatic(text: str, entities: list[Json]) -> list[Json]:
    taken = [
        (entity["offset"], entity["offset"] + entity["length"])
        for entity in entities
        if entity["type"] in UNTOUCHED
    ]
    found: list[Json] = []
    for match in AUTOMATIC.finditer(text):
        words = match[0]
        if match.lastgroup == "url":
            words = _without_tail(words)
        start = utf16_length(text[: match.start()])
        stop = start + utf16_length(words)
        if any(start < until and stop > since for since, until in taken):
            continue
        found.append({"type": match.lastgroup, "offset": start, "length": stop - start})
    return found


def _without_tail(url: str) -> str:
    url = url.rstrip(".,:;!?'»“”")
    while url.endswith(")") and url.count("(") < url.count(")"):
        url = url[:-1].rstrip(".,:;!?'")
    return url

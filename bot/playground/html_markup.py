"""Reads the Bot API's HTML."""

import re
import sys

from bot.playground.refusals import bad_request
from bot.playground.shapes import Json

PIECE = re.compile(r"<(?P<end>/?)(?P<tag>[a-zA-Z][\w-]*)(?P<attributes>[^<>]*)>|(?P<lone><)")
ATTRIBUTE = re.compile(r"([a-zA-Z][\w-]*)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+)))?")
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
REFERENCE = re.compile(r"&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|(lt|gt|amp|quot));?")
SURROGATES = range(0xD800, 0xE000)
SIMPLE = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "code": "code",
    "pre": "pre",
}
OTHERS = {"a", "span", "blockquote", "tg-emoji", "tg-time"}


def read_html(source: str) -> tuple[str, list[Json]]:
    """Return the plain text and its entities.

    Raises:
        Refusal: A tag is unknown, unclosed or closed in the wrong order.
    """
    reader = _Reader(source)
    position = 0
    for match in PIECE.finditer(source):
        reader.add_text(source[position : match.start()])
        position = match.end()
        if match["lone"]:
            reader.fail(f'Unsupported start tag "{source[match.end() :][:1]}"', match.start())
        elif match["end"]:
            reader.close(match["tag"].lower(), match.start())
        else:
            reader.open(match["tag"].lower(), match["attributes"], match.start())
    reader.add_text(source[position:])
    return reader.finish()


class _Reader:
    def __init__(self, source: str) -> None:
        self._source = source
        self._text: list[str] = []
        self._units = 0
        self._open: list[tuple[str, int, Json]] = []
        self._entities: list[Json] = []

    def add_text(self, piece: str) -> None:
        plain = REFERENCE.sub(_character, piece) if "&" in piece else piece
        self._text.append(plain)
        self._units += len(plain.encode("utf-16-le", "surrogatepass")) // 2

    def open(self, tag: str, attributes: str, at: int) -> None:
        if tag not in SIMPLE and tag not in OTHERS:
            self.fail(f'Unsupported start tag "{tag}"', at)
        given = {
            name.lower(): next(filter(None, values), "").replace("&amp;", "&")
            for name, *values in ATTRIBUTE.findall(attributes)
        }
        if tag == "span" and given.get("class") != "tg-spoiler":
            self.fail('Tag "span" must have class "tg-spoiler"', at)
        self._open.append((tag, self._units, given))

    def close(self, tag: str, at: int) -> None:
        if not self._open:
            self.fail("Unexpected end tag", at)
        opened, since, given = self._open.pop()
        if opened != tag:
            byte = len(self._source[:at].encode())
            bad_request(
                f"can't parse entities: Unmatched end tag at byte offset {byte},"
                f' expected "</{opened}>", found "</{tag}>"'
            )
        entity = _entity(tag, given, "".join(self._text), since)
        length = self._units - since
        if entity and length:
            self._add({**entity, "offset": since, "length": length})

    def finish(self) -> tuple[str, list[Json]]:
        if self._open:
            bad_request(
                "can't parse entities: Can't find end tag corresponding to start tag"
                f' "{self._open[-1][0]}"'
            )
        for entity in self._entities:
            if entity["type"] == "code":
                entity.pop("language", None)
        return "".join(self._text), self._entities

    def fail(self, why: str, at: int) -> None:
        byte = len(self._source[:at].encode())
        bad_request(f"can't parse entities: {why} at byte offset {byte}")

    def _add(self, entity: Json) -> None:
        previous = self._entities[-1] if self._entities else None
        same_place = previous is not None and all(
            previous[key] == entity[key] for key in ("offset", "length")
        )
        if entity["type"] == "pre" and same_place and previous and previous["type"] == "code":
            language = previous.pop("language", None)  # <pre><code class="language-…">
            self._entities.pop()
            self._entities.append({**entity, **({"language": language} if language else {})})
            return
        self._entities.append(entity)


def _character(match: re.Match[str]) -> str:
    decimal, hexadecimal, name = match.groups()
    if name:
        return NAMED[name]
    number = int(decimal) if decimal else int(hexadecimal, 16)
    is_character = 0 < number <= sys.maxunicode and number not in SURROGATES
    return chr(number) if is_character else match[0]


def _entity(tag: str, given: Json, text: str, since: int) -> Json | None:
    if tag == "a":
        inside = text.encode("utf-16-le", "surrogatepass")[since * 2 :]
        return link_to(given.get("href") or inside.decode("utf-16-le", "surrogatepass"))
    language = given.get("class", "")
    if tag == "code" and language.startswith("language-"):
        return {"type": "code", "language": language.removeprefix("language-")}
    others: dict[str, Json] = {
        "span": {"type": "spoiler"},
        "blockquote": {"type": "expandable_blockquote" if "expandable" in given else "blockquote"},
        "tg-emoji": {"type": "custom_emoji", "custom_emoji_id": given.get("emoji-id", "")},
        "tg-time": {"type": "date_time", "unix_time": _number(given.get("unix", ""))},
    }
    return others.get(tag) or {"type": SIMPLE[tag]}


def _number(digits: str) -> int:
    return int(digits) if digits.isdecimal() else 0


def link_to(address: str) -> Json | None:
    """Return the entity of words that lead to an address, or None when it is none."""
    if person := re.fullmatch(r"tg://user/?\?id=(\d+)", address):
        user = {"id": int(person[1]), "is_bot": False, "first_name": "User"}
        return {"type": "text_mention", "user": user}
    if not re.match(r"(?i)(?:https?|ftp|tg|ton|mailto|tel):", address):
        if not re.match(r"(?i)[\w-]+(\.[\w-]+)+", address):
            return None
        address = f"http://{address}"
    if re.fullmatch(r"(?i)https?://[^/?#]+", address):
        address += "/"
    return {"type": "text_link", "url": address}

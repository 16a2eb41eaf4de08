"""Reads the Bot API's MarkdownV2, and its older Markdown."""

from typing_extensions import override

from bot.playground.html_markup import link_to
from bot.playground.refusals import bad_request
from bot.playground.shapes import Json

RESERVED = "_*[]()~`>#+-=|{}.!"
ASCII = {chr(number) for number in range(1, 127)}
MARKS = {
    "__": "underline",
    "||": "spoiler",
    "*": "bold",
    "_": "italic",
    "~": "strikethrough",
}
OLD_MARKS = {"*": "bold", "_": "italic"}
NAMES = {
    "bold": "Bold",
    "italic": "Italic",
    "underline": "Underline",
    "strikethrough": "Strikethrough",
    "spoiler": "Spoiler",
    "text_link": "TextUrl",
    "custom_emoji": "CustomEmoji",
    "code": "Code",
    "pre": "Pre",
    "blockquote": "BlockQuote",
}


def read_markdown(source: str, *, old: bool = False) -> tuple[str, list[Json]]:
    """Return the plain text and its entities.

    Raises:
        Refusal: A reserved character is not escaped, or an entity has no end.
    """
    reader = _OldReader(source) if old else _Reader(source)
    return reader.read()


class _Reader:
    marks = MARKS
    reserved = RESERVED

    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.text: list[str] = []
        self.units = 0
        self.open: list[tuple[str, str, int, int]] = []  # mark, kind, units, place in the source
        self.entities: list[Json] = []
        self.quote_since: int | None = None

    def read(self) -> tuple[str, list[Json]]:
        while self.at < len(self.source):
            self.step()
        self.end_quote()
        if self.open:
            _, kind, _, place = self.open[-1]
            self.fail(f"Can't find end of {NAMES[kind]} entity", place)
        return "".join(self.text), self.entities

    def step(self) -> None:
        rest = self.source[self.at : self.at + 3]
        if rest[0] == "\\" and len(rest) > 1 and rest[1] in ASCII:
            self.take(rest[1], 2)
        elif rest[0] == "`":
            self.read_code()
        elif rest[0] == ">" and self.starts_line():
            self.quote_since = self.units if self.quote_since is None else self.quote_since
            self.at += 1
        elif rest[0] == "[" or rest[:2] == "![":
            self.start("[", "custom_emoji" if rest[0] == "!" else "text_link", rest.index("[") + 1)
        elif rest[0] == "]" and any(mark == "[" for mark, *_ in self.open):
            self.end_link()
        elif not self.toggled(rest):
            self.take_plain(rest[0])

    def toggled(self, rest: str) -> bool:
        if self.quote_since is not None and rest[:2] == "||" and self.ends_quote(2):
            self.at += 2
            self.end_quote(kind="expandable_blockquote")
            return True
        mark = next((mark for mark in self.marks if rest.startswith(mark)), None)
        if mark is None:
            return False
        if any(opened == mark for opened, *_ in self.open):
            self.close(mark)
        else:
            self.start(mark, self.marks[mark], len(mark))
        return True

    def take_plain(self, character: str) -> None:
        if character in self.reserved:
            self.fail(
                f"Character '{character}' is reserved and must be escaped with the preceding '\\'"
            )
        if character == "\n" and self.source[self.at + 1 : self.at + 2] != ">":
            self.end_quote()
        self.take(character, 1)

    def take(self, character: str, length: int) -> None:
        self.text.append(character)
        self.units += 2 if character > "\uffff" else 1
        self.at += length

    def start(self, mark: str, kind: str, length: int) -> None:
        self.open.append((mark, kind, self.units, self.at))
        self.at += length

    def close(self, mark: str) -> Json | None:
        opened, kind, since, place = self.open.pop()
        if opened != mark:
            self.fail(f"Can't find end of {NAMES[kind]} entity", place)
        self.at += len(mark)
        return self.add({"type": kind}, since)

    def add(self, entity: Json, since: int) -> Json | None:
        if self.units == since:
            return None
        whole = {**entity, "offset": since, "length": self.units - since}
        self.entities.append(whole)
        return whole

    def end_link(self) -> None:
        entity = self.close("[")
        address = ""
        if self.source[self.at : self.at + 1] == "(":
            end = self.source.find(")", self.at)
            while end > 0 and self.source[end - 1] == "\\":
                end = self.source.find(")", end + 1)
            if end < 0:
                self.fail("Can't find end of a URL")
            address = self.source[self.at + 1 : end].replace("\\", "")
            self.at = end + 1
        if entity is None:
            return
        if entity["type"] == "custom_emoji":
            entity["custom_emoji_id"] = address.rpartition("=")[2]
        elif (link := link_to(address)) is not None:
            entity.update(link)
        else:
            self.entities.remove(entity)

    def read_code(self) -> None:
        fence = "```" if self.source.startswith("```", self.at) else "`"
        kind = "pre" if fence == "```" else "code"
        place, since = self.at, self.units
        self.at += len(fence)
        language = self.read_language() if kind == "pre" else ""
        while not self.source.startswith(fence, self.at):
            if self.at >= len(self.source):
                self.fail(f"Can't find end of {NAMES[kind]} entity", place)
            escaped = (
                self.source[self.at] == "\\" and self.source[self.at + 1 : self.at + 2] in "`\\"
            )
            character = self.source[self.at + 1] if escaped else self.source[self.at]
            self.take(character, 2 if escaped else 1)
        self.at += len(fence)
        self.add({"type": kind, **({"language": language} if language else {})}, since)

    def read_language(self) -> str:
        end = self.source.find("\n", self.at)
        language = self.source[self.at : end] if end >= 0 else ""
        if end < 0 or "`" in language or " " in language:
            return ""
        self.at = end + 1
        return language

    def starts_line(self) -> bool:
        return self.at == 0 or self.source[self.at - 1] == "\n"

    def ends_quote(self, length: int) -> bool:
        after = self.source[self.at + length :]
        return not after or (after[0] == "\n" and not after.startswith("\n>"))

    def end_quote(self, kind: str = "blockquote") -> None:
        if self.quote_since is not None:
            self.add({"type": kind}, self.quote_since)
        self.quote_since = None

    def fail(self, why: str, place: int | None = None) -> None:
        before = self.source[: self.at if place is None else place]
        tail = "" if why.endswith("'") else f" at byte offset {len(before.encode())}"
        bad_request(f"can't parse entities: {why}{tail}")


class _OldReader(_Reader):
    marks = OLD_MARKS
    reserved = ""

    @override
    def step(self) -> None:
        character = self.source[self.at]
        escapes = character == "\\" and self.source[self.at + 1 : self.at + 2] in set("_*`[")
        if escapes or character in "`]":
            super().step()
        elif character == "[":
            self.start("[", "text_link", 1)
        elif not self.toggled(character):
            self.take(character, 1)

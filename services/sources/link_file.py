"""Reads a text file of links: one or more a line, with `#` before what is only a remark."""

import codecs
from pathlib import Path, PurePath
from typing import Final

from services.errors import Refused
from services.platforms.catalogue import links_in
from services.platforms.link import Link

MOST_BYTES: Final = 512 * 1024
"""A file of links that is larger is something else."""

_MARKS: Final = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}


def is_link_file(name: str, mime: str, size_bytes: int | None) -> bool:
    """Return whether a file may hold links, by what is told of it."""
    is_text = PurePath(name).suffix.lower() == ".txt" or mime == "text/plain"
    return is_text and (size_bytes or 0) <= MOST_BYTES


def read_links(path: Path) -> list[Link]:
    """Return the links of a file in their order, each once; none when it is no text."""
    with path.open("rb") as file:
        return links_in_lines(_decoded(file.read(MOST_BYTES)))


def links_in_lines(text: str) -> list[Link]:
    """Return the links of a text, those of remarks and those that may not be asked left out."""
    found: dict[str, Link] = {}
    for line in text.splitlines():
        if line.lstrip().startswith("#"):
            continue
        try:
            links = links_in(line)
        except Refused:
            continue
        for link in links:
            found.setdefault(link.key, link)
    return list(found.values())


def _decoded(raw: bytes) -> str:
    encoding = next((name for mark, name in _MARKS.items() if raw.startswith(mark)), "utf-8")
    return raw.decode(encoding, errors="replace")

"""Makes file names that every system and every chat can show."""

import re
import unicodedata
from typing import Final

_LONGEST_BYTES: Final = 120
_FORBIDDEN: Final = re.compile(r'[/\\:*?"<>|]+')
_SPACES: Final = re.compile(r"\s+")
_DEVICES: Final = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


def file_name(title: str, extension: str, *, fallback: str = "media") -> str:
    """Return `title.extension` without anything that means something to a file system."""
    text = unicodedata.normalize("NFC", title)
    text = "".join(" " if char.isspace() else char for char in text if _is_shown(char))
    text = _SPACES.sub(" ", _FORBIDDEN.sub("_", text)).strip(" .")
    text = text.encode()[:_LONGEST_BYTES].decode(errors="ignore").rstrip(" .")
    if not text or _DEVICES.match(text):
        text = f"{fallback}_{text}".rstrip("_")
    return f"{text}.{extension}"


def _is_shown(char: str) -> bool:
    """Return false for control characters and for those that turn the direction of writing."""
    return char.isspace() or unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co", "Cn"}

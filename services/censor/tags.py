"""The tags and pictures of sound files: where they lie, and how they come into another file."""

import os
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, Final

import mutagen

_ID3_HEAD: Final = 10
_V1_BYTES: Final = 128
_APE_FOOT: Final = 32


def tags_around(file: BinaryIO) -> tuple[int, int]:
    """Return where the sound of a file without a container begins and ends, between its tags."""
    size = file.seek(0, os.SEEK_END)
    begin, end = 0, size
    while True:
        file.seek(begin)
        head = file.read(_ID3_HEAD)
        if len(head) < _ID3_HEAD or head[:3] != b"ID3":
            break
        length = sum(
            (byte & 0x7F) << shift for byte, shift in zip(head[6:10], (21, 14, 7, 0), strict=True)
        )
        begin += _ID3_HEAD + length + (_ID3_HEAD if head[5] & 0x10 else 0)
    begin = min(begin, size)
    file.seek(max(begin, end - _V1_BYTES))
    if file.read(3) == b"TAG":
        end = max(begin, end - _V1_BYTES)
    file.seek(max(begin, end - _APE_FOOT))
    foot = file.read(_APE_FOOT)
    if foot[:8] == b"APETAGEX" and end - begin > _APE_FOOT:
        length = int.from_bytes(foot[12:16], "little")
        headed = _APE_FOOT if foot[23] & 0x80 else 0
        end = max(begin, end - length - headed)
    return begin, end


def tags_moved(source: Path, to: Path) -> bool:
    """Give the result the tags and pictures of the source, as they are."""
    with suppress(mutagen.MutagenError, ValueError, TypeError, AttributeError, KeyError):
        old, new = mutagen.File(source), mutagen.File(to)
        if old is None or new is None or type(old) is not type(new):
            return False
        if old.tags is None:
            return True
        if new.tags is None:
            new.add_tags()
        new.tags.clear()
        if isinstance(old.tags, list):
            new.tags[:] = list(old.tags)
        else:
            new.tags.update(old.tags)
        for picture in getattr(old, "pictures", ()):
            new.add_picture(picture)
        new.save()
        return True
    return False

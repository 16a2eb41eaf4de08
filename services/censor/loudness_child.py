"""Decodes one file and prints how loud it is, one byte for each 5 ms; a program of its own.

A hostile file may end it without harm to anybody: it shuts itself in before it opens the file.
"""

import json
import sys

from services.censor.loudness import levels_of
from services.media.cage import needs_of, shut_in
from services.media.decoding import Unreadable
from services.transcripts.samples import RATE
from services.transcripts.sound import NoSoundInside, blocks


def main() -> str | None:
    """Print the loudness of the file that the arguments name; return what stood in the way."""
    request = json.loads(sys.argv[1])
    path, demuxers = request["path"], request["demuxers"]
    shut_in(programs=needs_of(sys.executable), reads=[path], writes=[])
    try:
        for block in blocks(path, demuxers=demuxers, track=request["track"]):
            sys.stdout.buffer.write(levels_of(block, rate=RATE))
            sys.stdout.buffer.flush()
    except (NoSoundInside, Unreadable) as error:
        return f"{type(error).__name__} {str(error)[-300:]}"
    return None


if __name__ == "__main__":
    sys.exit(main())

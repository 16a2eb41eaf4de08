"""What those who speak are called: numbers at first, and the names that somebody gives them later.

Names do not touch what was heard. They lie over it, for the account that gave them, and every form in
which the words are written is written anew with them. Two who get one name become one.
"""

import hashlib
import json
import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from services.errors import ChoiceUnavailable
from services.transcripts.transcript import Transcript

LONGEST_NAME: Final = 64

_UNKNOWN: Final = "Speaker"


def speaker_name(number: int) -> str:
    """Return what somebody is called as long as nobody has named them; the first has number 1."""
    return f"{_UNKNOWN} {number}"


def clean_name(name: str) -> str:
    """Return a name on one line, without what cannot be seen; empty where nothing is left of it.

    Raises:
        ChoiceUnavailable: it is too long.
    """
    seen = (letter if unicodedata.category(letter)[0] not in "CZ" else " " for letter in name)
    told = " ".join("".join(seen).split())
    if len(told) > LONGEST_NAME:
        raise ChoiceUnavailable(choice=told[:LONGEST_NAME])
    return told


def named(transcript: Transcript, names: Mapping[str, str]) -> Transcript:
    """Return a transcript in which those who speak are called by their names.

    Args:
        transcript: As it was heard.
        names: What they are called instead, by what they are called in it.
    """
    if not names:
        return transcript
    segments = tuple(
        replace(segment, speaker=names.get(segment.speaker, segment.speaker))
        for segment in transcript.segments
    )
    return replace(transcript, segments=segments)


def renamed(
    transcript: Transcript, names: Mapping[str, str], *, speaker: str, name: str
) -> dict[str, str]:
    """Return the names after one more renaming.

    Args:
        transcript: As it was heard.
        names: The names so far.
        speaker: What somebody is called now; all who are called so get the new name.
        name: The new one; that of somebody else makes them one, none takes the renaming back.

    Raises:
        ChoiceUnavailable: nobody is called so, or the name is too long.
    """
    called = clean_name(name)
    meant = [own for own in transcript.speakers if names.get(own, own) == speaker]
    if not meant:
        raise ChoiceUnavailable(choice=speaker[:LONGEST_NAME])
    told = {own: names[own] for own in transcript.speakers if own in names}
    for own in meant:
        told[own] = called or own
    return {own: given for own, given in told.items() if given != own}


def cast_of(transcript: Transcript) -> str:
    """Return one name for all that was said and by whom: names that were given belong to this.

    The same transcript is kept under several keys, and made again when it has been forgotten.
    """
    lines = [[segment.speaker, segment.text] for segment in transcript.segments]
    return hashlib.sha256(json.dumps(lines, ensure_ascii=False).encode()).hexdigest()

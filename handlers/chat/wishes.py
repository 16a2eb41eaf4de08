"""What is wished beside a format: a clip, a sound track, no sponsors. Orders and buttons carry it along.

It is written as a choice without its first word: `;clip=65-72.5;skip`. A card's order has just that for
its choice. Buttons have room for 64 bytes, so they have it in a shorter spelling.
"""

import re
from dataclasses import replace
from typing import Final

from services.jobs.job import Job
from services.media.choices import Hand, Wanted, wanted_of
from services.media.formats import SOUNDS

NONE: Final = "."
"""On a button: nothing is wished, whatever the job was asked for."""

_SHORT: Final = {
    ";clip=": ";C",
    ";sound=": ";S",
    ";record=": ";R",
    ";chapters": ";H",
    ";parts": ";P",
}
_LONG: Final = re.compile(r";([CSRHP])")
_WORDS: Final = {short: word for word, short in _SHORT.items()}


def wish_of(job: Job) -> Wanted:
    """Return what the job was asked for, as far as it may be asked of other formats as well.

    Raises:
        ChoiceUnavailable: nobody can have asked for that.
    """
    return wish_in(job.order.choice)


def wish_in(choice: str) -> Wanted:
    """Return what a choice, or the tail of one, wishes beside its format; the format is any.

    Raises:
        ChoiceUnavailable: it is none.
    """
    whole = choice if choice and not choice.startswith(";") else SOUNDS[0].name + choice
    return replace(wanted_of(whole), record_seconds=0, hand=Hand.FILE)


def tail_of(wanted: Wanted) -> str:
    """Return the choice without its format: `;clip=65-72.5;skip`, or nothing."""
    return wanted.choice.removeprefix(wanted.format.name)


def shortened(choice: str) -> str:
    """Return a choice or a tail as buttons carry it."""
    for word, short in _SHORT.items():
        choice = choice.replace(word, short)
    return choice


def lengthened(text: str) -> str:
    """Return what was shortened, as it was; what never was, too."""
    return _LONG.sub(lambda found: _WORDS[f";{found[1]}"], text)

"""The packets of an Ogg Opus file: where they lie, how long each lasts, what can be heard."""

from array import array
from dataclasses import dataclass
from typing import BinaryIO, Final

from services.censor.ogg_pages import FIRST, NO_TIME, Page, pages_in
from services.censor.splicing import CannotSplice

RATE: Final = 48_000
HEADERS: Final = 2
_HEAD_BYTES: Final = 19
_COUNTED: Final = 3
_LEAST, _MOST = 6000, 256_000
_HYBRID, _CELT = 12, 16
"""The first of the modes that are not for speech alone, and of those for music."""


@dataclass(frozen=True, slots=True)
class Stream:
    """What is known about all packets of a file after one look through it."""

    head: bytes
    places: "array[int]"
    sizes: "array[int]"
    """Of the packets; 0 for one that lies in two pages."""
    step: int
    """Samples that each packet lasts."""
    skipped: int
    ends: int
    """How many samples can be heard."""
    spoken: bytearray
    """Of each packet, whether it is coded in the ways that are for speech."""

    @property
    def music(self) -> bool:
        """Return whether no packet is coded in the ways that are for speech."""
        return not any(self.spoken)

    @property
    def channels(self) -> int:
        """Return how many there are."""
        return self.head[9]

    @property
    def bit_rate(self) -> int:
        """Return how many bits a second it has on average."""
        seconds = len(self.sizes) * self.step / RATE
        rate = round(sum(self.sizes) * 8 / seconds)
        return min(max(rate, _LEAST), _MOST * self.channels)


def stream_in(file: BinaryIO) -> Stream:
    """Return what there is in a file.

    Raises:
        CannotSplice: it is damaged, or not built of one stream without holes.
    """
    pages = pages_in(file)
    head = next(pages, None)
    if head is None or head.body[:8] != b"OpusHead" or len(head.body) < _HEAD_BYTES:
        raise CannotSplice("no Opus")
    if head.body[18] != 0 or head.body[9] not in {1, 2}:
        raise CannotSplice("more channels than two")
    survey = _Survey(skipped=int.from_bytes(head.body[10:12], "little"))
    headers = 1
    for page in pages:
        if page.serial != head.serial or page.flags & FIRST:
            raise CannotSplice("more than one stream")
        if headers < HEADERS:
            headers += page.is_whole
            continue
        survey.take(page)
    return survey.stream(head.body)


class _Survey:
    """Counts packets, and sees to it that they follow each other without holes."""

    def __init__(self, *, skipped: int) -> None:
        self._skipped = skipped
        self._places, self._sizes = array("q"), array("i")
        self._lengths: dict[int, int] = {}
        self._spoken = bytearray()
        self._step = 0
        self._ends = 0
        self._over = False

    def take(self, page: Page) -> None:
        """Take note of the next page.

        Raises:
            CannotSplice: it does not follow the one before.
        """
        if self._over:
            raise CannotSplice("holes")
        place, body = page.body_place, page.body
        for number, (begin, size) in enumerate(page.pieces()):
            if number == 0 and page.goes_on:
                self._sizes[-1:] = array("i", [0])
                continue
            self._places.append(place + begin)
            self._sizes.append(size)
            self._look(body[begin : begin + 2])
        if not page.is_whole:
            self._sizes[-1:] = array("i", [0])
        if page.granule == NO_TIME:
            return
        passed = (len(self._sizes) - (not page.is_whole)) * self._step
        self._ends = page.granule
        self._over = page.granule < passed
        if page.granule > passed:
            raise CannotSplice("holes")

    def stream(self, head: bytes) -> Stream:
        """Return what was found."""
        if not self._sizes:
            raise CannotSplice("empty")
        return Stream(
            head,
            self._places,
            self._sizes,
            self._step,
            self._skipped,
            ends=self._ends - self._skipped,
            spoken=self._spoken,
        )

    def _look(self, begin: bytes) -> None:
        toc = begin[0] if begin else 0
        length = self._lengths.get(toc) or _length(begin)
        if toc & 3 != _COUNTED:
            self._lengths[toc] = length
        self._spoken.append(toc >> 3 < _CELT)
        if self._step not in {0, length} or not length:
            raise CannotSplice("packets of several lengths")
        self._step = length


def _length(begin: bytes) -> int:
    """Return how many samples a packet lasts that begins like this."""
    toc = begin[0] if begin else 0
    mode, code = toc >> 3, toc & 3
    if mode < _HYBRID:
        length = (480, 960, 1920, 2880)[mode & 3]
    elif mode < _CELT:
        length = (480, 960)[mode & 1]
    else:
        length = (120, 240, 480, 960)[mode & 3]
    if code == _COUNTED:
        return length * (begin[1] & 63) if len(begin) > 1 else 0
    return length if code == 0 else 2 * length

"""Takes steady noise out of a sound while it comes in: hiss, fans, the sea of a bad line.

It is for those who ask for it. Whisper was taught on noisy recordings, and filtering costs what it does not
mend: of 81 words in 6 clips, the miniature model (which was taught on clean voices only) gets wrong

    ============  ====  =====  ======  =====
    sound         none  light  medium  heavy
    ============  ====  =====  ======  =====
    clean          5 %    7 %     7 %    9 %
    hiss, 20 dB    9 %   14 %    16 %   21 %
    hiss, 10 dB   42 %   26 %    24 %   27 %
    ============  ====  =====  ======  =====

A high-pass filter before it, as some have it, made all of these worse (10 dB: 41 instead of 24 %).
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Final

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.error import EOFError as NothingMore
from av.filter import Graph

from services.transcripts.samples import RATE, Sound
from services.transcripts.wish import Noise

_STRENGTHS: Final[Mapping[Noise, str]] = {
    Noise.LIGHT: "nr=6:nf=-30",
    Noise.MEDIUM: "nr=12:nf=-30",
    Noise.HEAVY: "nr=20:nf=-25",
}
"""How many decibels are taken away, and below which level a steady sound is noise."""

_LATE: Final = RATE // 40
"""So many samples later comes out what goes in."""


class Cleaner:
    """Cleans one channel. What comes out stands where it stood, and is as long in all."""

    def __init__(self, noise: Noise) -> None:
        self._graph = Graph()
        source = self._graph.add_abuffer(
            format="flt", sample_rate=RATE, layout="mono", time_base=Fraction(1, RATE)
        )
        work = self._graph.add("afftdn", _STRENGTHS[noise])
        sink = self._graph.add("abuffersink")
        source.link_to(work)
        work.link_to(sink)
        self._graph.configure()
        self._fed = 0
        self._early = _LATE

    def feed(self, sound: Sound) -> Sound:
        """Return what is ready, perhaps nothing."""
        frame = AudioFrame.from_ndarray(sound[None], format="flt", layout="mono")
        frame.sample_rate, frame.time_base, frame.pts = RATE, Fraction(1, RATE), self._fed
        self._fed += len(sound)
        self._graph.push(frame)
        return self._ready()

    def end(self) -> Sound:
        """Return what was still inside."""
        pushed = self.feed(np.zeros(_LATE, np.float32))
        self._graph.push(None)
        return np.concatenate([pushed, self._ready()])

    def _ready(self) -> Sound:
        rows = [np.zeros(0, np.float32), *self._pulled()]
        ready = np.concatenate(rows)
        dropped = min(self._early, len(ready))
        self._early -= dropped
        return ready[dropped:]

    def _pulled(self) -> Iterator[Sound]:
        while True:
            try:
                frame = self._graph.pull()
            except (av.BlockingIOError, NothingMore):
                return
            assert isinstance(frame, AudioFrame)  # noqa: S101 - nothing else went in
            yield frame.to_ndarray().reshape(-1).astype(np.float32, copy=False)

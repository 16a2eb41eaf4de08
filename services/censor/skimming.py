"""Listens to some places of a sound track without decoding all that lies between them."""

from collections.abc import Iterator
from typing import Final

import av
import numpy as np
from av.audio.stream import AudioStream
from av.error import FFmpegError

from services.censor.heard import floats_of
from services.censor.painting import Sound

_BEFORE_SECONDS: Final = 0.5
"""What a decoder gets to hear before it says what one from the start would."""
_OFF_SAMPLES: Final = 2
"""By so many the clock of a file may be coarser than samples."""
_OFF_VORBIS_SAMPLES: Final = 4096
"""By so many FFmpeg takes the first packet of a page of Ogg for shorter than it is, but ends it rightly."""


class CannotSkim(Exception):
    """The clock of the file does not count its samples, so these have to be counted from the start."""


class Skimmed:
    """A track that can only be wound forward, and is decoded only where something is asked for.

    Raises:
        CannotSkim: it is Vorbis elsewhere than in Ogg, whose pages count its samples.
    """

    def __init__(self, packets: Iterator["av.Packet[AudioStream]"], stream: AudioStream) -> None:
        self._packets = packets
        self._stream = stream
        self._rate = stream.codec_context.sample_rate
        self._step = float(stream.time_base or 0) * self._rate
        self._vorbis = stream.codec_context.name == "vorbis"
        if self._vorbis and self._step != 1:
            raise CannotSkim("Vorbis")
        self._off = _OFF_VORBIS_SAMPLES if self._vorbis else _OFF_SAMPLES
        self._zero: int | None = None
        """What the clock says of the first sample."""
        self._due: int | None = None
        """What it should say of the next packet."""
        self._held: list[Sound] = []
        self._begins = self._ends = 0

    def between(self, first: int, beyond: int) -> Sound:
        """Return the samples from the first up to the one that is beyond; fewer where the track ends.

        Raises:
            CannotSkim: the clock leaps, or something is damaged.
        """
        while self._zero is None and self._goes_on():
            pass
        lead = round(_BEFORE_SECONDS * self._rate)
        if first - self._ends > 2 * lead:
            self._leap(first - lead)
        while self._ends < beyond and self._goes_on():
            while self._held and self._begins + self._held[0].shape[1] <= first:
                self._begins += self._held.pop(0).shape[1]
        if not self._held or self._begins > first:
            raise CannotSkim("nothing there")
        whole = np.concatenate(self._held, axis=1)
        self._held = [whole]
        row: Sound = whole[:, first - self._begins : beyond - self._begins]
        return row

    def _leap(self, until: int) -> None:
        """Leave out what ends before a sample, and decode the packet in which it lies."""
        for packet in self._packets:
            self._follow(packet)
            if self._due is None or self._at(self._due) > until:
                self._held = []
                self._stream.codec_context.flush_buffers()
                self._take(packet)
                return

    def _goes_on(self) -> bool:
        packet = next(self._packets, None)
        if packet is None:
            return False
        self._follow(packet)
        self._take(packet)
        return True

    def _follow(self, packet: "av.Packet[AudioStream]") -> None:
        """Hold the clock against the packets: each must begin where the one before ended."""
        if not packet.size:
            self._due = None
            return
        if packet.pts is None or not packet.duration:
            raise CannotSkim("no clock")
        if self._due is not None and abs(packet.pts - self._due) * self._step > self._off:
            raise CannotSkim("the clock leaps")
        self._due = packet.pts + packet.duration

    def _take(self, packet: "av.Packet[AudioStream]") -> None:
        try:
            frames = packet.decode()
        except FFmpegError as error:
            raise CannotSkim("damaged") from error
        for frame in frames:
            if frame.pts is None or frame.sample_rate != self._rate:
                raise CannotSkim("no clock")
            begins = frame.pts
            if self._vorbis and self._due is not None:
                begins = self._due - frame.samples
            self._zero = begins if self._zero is None else self._zero
            at = self._at(begins)
            if not self._held:
                self._begins = self._ends = at
            if abs(at - self._ends) > _OFF_SAMPLES:
                raise CannotSkim("the clock leaps")
            self._held.append(floats_of(frame, np.float32))
            self._ends += frame.samples

    def _at(self, moment: int) -> int:
        """Return which sample the clock says a moment is."""
        return round((moment - (self._zero or 0)) * self._step)

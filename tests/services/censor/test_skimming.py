"""Skimming a track: a few places of it, sample for sample what one who plays it from the start hears."""

import av
import numpy as np
import pytest

from services.censor.heard import floats_of
from services.censor.skimming import CannotSkim, Skimmed
from tests.services.censor.recordings import clicks, encoded, make

PLACES = ((0.0, 0.2), (0.3, 0.9), (6.0, 6.4), (6.5, 6.6), (14.0, 15.1))


def played(path):
    with av.open(str(path)) as container:
        rows = [floats_of(frame, np.float32) for frame in container.decode(audio=0)]
        return np.concatenate(rows, axis=1), container.streams.audio[0].codec_context.sample_rate


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("a.mp3", ("-b:a", "128k")),
        ("low.mp3", ("-ar", "22050", "-ac", "1", "-b:a", "16k")),
        ("a.m4a", ("-c:a", "aac")),
        ("a.opus", ("-c:a", "libopus")),
        ("a.flac", ("-c:a", "flac")),
        ("a.ogg", ("-c:a", "libvorbis")),
        ("low.ogg", ("-c:a", "libvorbis", "-ar", "22050", "-ac", "1", "-q:a", "1")),
        ("clicks.ogg", ("-c:a", "libvorbis")),
        ("pages.ogg", ("-c:a", "libvorbis", "-page_duration", "1")),
    ],
)
def test_what_is_skimmed_is_what_is_played(tmp_path, name, arguments):
    sound = clicks(20) if name == "clicks.ogg" else None
    path = encoded(tmp_path, name, *arguments, sound=sound)
    whole, rate = played(path)

    with av.open(str(path)) as container:
        stream = container.streams.audio[0]
        track = Skimmed(container.demux(stream), stream)
        for start, end in PLACES:
            first, beyond = round(start * rate), round(end * rate)
            wanted = whole[:, first:beyond]
            found = track.between(first, beyond)
            assert found.shape == wanted.shape
            # AAC has its decoder make some of the noise up, which is another each time.
            assert np.std(found - wanted) < 0.01 * np.std(wanted)


class Counted:
    """A packet that counts how often it is decoded."""

    def __init__(self, packet, decoded):
        self.packet = packet
        self.decoded = decoded

    def __getattr__(self, name):
        return getattr(self.packet, name)

    def decode(self):
        self.decoded.append(self.packet.pts)
        return self.packet.decode()


def test_what_nobody_asked_for_is_not_decoded(tmp_path):
    path = encoded(tmp_path, "a.mp3", "-b:a", "128k")
    decoded = []

    with av.open(str(path)) as container:
        stream = container.streams.audio[0]
        packets = (Counted(packet, decoded) for packet in container.demux(stream))
        found = Skimmed(packets, stream).between(44_100 * 15, 44_100 * 16)

    assert found.shape == (2, 44_100)
    assert len(decoded) < 80


def test_a_track_whose_clock_leaps_is_not_skimmed(tmp_path):
    whole = encoded(tmp_path, "a.mkv", "-c:a", "aac")
    make("-i", whole, "-c", "copy", "-bsf:a", "noise=drop='between(n,200,300)'", tmp_path / "b.mkv")

    with av.open(str(tmp_path / "b.mkv")) as container:
        stream = container.streams.audio[0]
        track = Skimmed(container.demux(stream), stream)
        with pytest.raises(CannotSkim):
            track.between(44_100 * 15, 44_100 * 16)


def test_vorbis_is_not_skimmed_where_nothing_counts_its_samples(tmp_path):
    path = encoded(tmp_path, "a.mkv", "-c:a", "libvorbis")

    with av.open(str(path)) as container:
        stream = container.streams.audio[0]
        with pytest.raises(CannotSkim):
            Skimmed(container.demux(stream), stream)

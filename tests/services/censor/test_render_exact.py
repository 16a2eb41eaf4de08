"""Where a word is hidden, to the millisecond, and how little of it is left: clicks, and spoken words."""

import json
from fractions import Fraction

import pytest

from services.censor.render import Way, render
from services.censor.spans import Span
from tests.services.censor.recordings import (
    clicks,
    encoded,
    make,
    packets_of,
    with_hole,
    write_wav,
)
from tests.services.censor.test_render import RATE_HEARD, heard, hidden, worst_move
from tests.speech import SAMPLES

SPANS = (Span(1.25, 1.7), Span(3.003, 3.08), Span(5.0, 5.25), Span(7.3333, 7.9))
VOICE = ("-c:a", "libopus", "-ac", "1", "-application", "voip")
FORMATS = {
    "a.wav": (),
    "a.flac": (),
    "cbr.mp3": ("-b:a", "128k"),
    "vbr.mp3": ("-q:a", "3"),
    "low.mp3": ("-b:a", "64k", "-ar", "22050", "-ac", "1"),
    "a.m4a": ("-b:a", "128k"),
    "a.mp4": ("-b:a", "128k"),
    "music.opus": ("-c:a", "libopus", "-b:a", "96k"),
    "music.ogg": ("-c:a", "libopus", "-b:a", "64k"),
}


@pytest.fixture
def out(tmp_path):
    folder = tmp_path / "out"
    folder.mkdir()
    return folder


def assert_exact(source, made, spans=SPANS, *, track=0):
    """Hold every edge to a millisecond, and what is left to -60 dB, to -30 dB in the first 20 ms."""
    before, after = heard(source, track=track), heard(made.path, track=track)
    assert abs(before.shape[1] - after.shape[1]) <= RATE_HEARD / 1000
    assert worst_move(before, after, RATE_HEARD, spans) <= 0.001
    whole, first = hidden(before, after, RATE_HEARD, spans)
    assert whole <= -60
    assert first <= -30
    assert made.residue_db <= -60
    assert made.first_db <= -30


@pytest.mark.parametrize("name", FORMATS)
async def test_clicks_are_hidden_to_the_millisecond(tmp_path, out, name):
    source = encoded(tmp_path, name, *FORMATS[name], sound=clicks(9))

    made = await render(source, SPANS, folder=out)

    assert (made.way, made.why) == (Way.SPLICED, "")
    assert_exact(source, made)


def between_loud_moments(sound, rate):
    """Return spans that begin and end in the middle of a vowel, where it can be told when."""
    grain = round(0.02 * rate)
    power = (sound[0, : sound.shape[1] // grain * grain].reshape(-1, grain) ** 2).mean(axis=1)
    second = round(1 / 0.02)
    loud = [
        first + int(power[first : first + second].argmax())
        for first in range(second, len(power) - 2 * second, second)
    ]
    moments = [(row + 0.5) * 0.02 for row in loud]
    return [Span(one, two) for one, two in zip(moments[::3], moments[1::3], strict=False)]


@pytest.mark.parametrize(
    ("name", "bit_rate"), [("a.opus", "20k"), ("a.ogg", "32k"), ("a.webm", "32k")]
)
async def test_speech_in_opus_is_hidden_to_the_millisecond(tmp_path, out, name, bit_rate):
    source = tmp_path / name
    make("-t", "15", "-i", SAMPLES / "10_minute.ogg", *VOICE, "-b:a", bit_rate, source)
    sound = heard(source)
    spans = between_loud_moments(sound, RATE_HEARD)

    made = await render(source, spans, folder=out)

    assert made.way is (Way.WHOLE_PASS if name == "a.webm" else Way.SPLICED)
    assert len(spans) > 2
    assert_exact(source, made, spans)


def one_after_the_other(parts, path):
    """Return an Opus file with the packets of several, each of 20 ms."""
    import av

    with av.open(str(parts[0])) as like, av.open(str(path), "w") as new:
        stream = new.add_stream_from_template(like.streams.audio[0])
        raw = [packet for part in parts for _, packet in packets_of(part)]
        for number, body in enumerate(raw):
            packet = av.Packet(body)
            packet.pts = packet.dts = number * 960 - 312
            packet.duration, packet.time_base, packet.stream = 960, Fraction(1, 48_000), stream
            new.mux(packet)
    return path


async def test_words_are_hidden_in_opus_that_goes_from_speech_to_music_and_back(tmp_path, out):
    speech, music = tmp_path / "speech.opus", tmp_path / "music.opus"
    make("-t", "5", "-i", SAMPLES / "10_minute.ogg", *VOICE, "-b:a", "20k", speech)
    make(
        *("-t", "5", "-i", SAMPLES / "10_minute.ogg", "-c:a", "libopus", "-ac", "1"),
        *("-application", "lowdelay", "-b:a", "64k", music),
    )
    source = one_after_the_other([speech, music, speech, music], tmp_path / "mixed.opus")
    sound = heard(source)
    spans = between_loud_moments(sound, RATE_HEARD)

    made = await render(source, spans, folder=out)

    assert (made.way, made.why) == (Way.SPLICED, "")
    assert len(spans) > 5
    whole, first = hidden(sound, heard(made.path), RATE_HEARD, spans)
    assert whole <= -60
    assert first <= -30


@pytest.mark.parametrize("suffix", ["mp4", "mkv"])
async def test_clicks_are_hidden_where_they_are_though_the_sound_begins_late(tmp_path, out, suffix):
    raw = write_wav(tmp_path / "raw.wav", clicks(9))
    source = tmp_path / f"late.{suffix}"
    make(
        *("-f", "lavfi", "-i", "testsrc=size=64x48:rate=10:duration=9.5"),
        *("-itsoffset", "0.48", "-i", raw, "-map", "0:v", "-map", "1:a"),
        *("-c:a", "aac", "-b:a", "128k", source),
    )

    made = await render(source, SPANS, folder=out)

    assert_exact(source, made)


@pytest.mark.parametrize("suffix", ["mp4", "mkv"])
async def test_clicks_are_hidden_where_they_are_though_packets_are_missing(tmp_path, out, suffix):
    plain = encoded(tmp_path, "plain.m4a", "-b:a", "128k", sound=clicks(9))
    source = with_hole(plain, tmp_path / f"hole.{suffix}", after=4, seconds=2)
    spans = (Span(1.25, 1.7), Span(7.0, 7.25), Span(9.3333, 9.9))

    made = await render(source, spans, folder=out)

    assert_exact(source, made, spans)


@pytest.mark.parametrize("clip", ["02_explicit", "04_explicit_gb"])
@pytest.mark.parametrize("name", ["a.ogg", "a.wav", "a.flac", "a.mp3", "a.m4a", "a.opus"])
async def test_of_spoken_words_nothing_is_left(tmp_path, out, name, clip):
    source = SAMPLES / f"{clip}.ogg"
    told = json.loads((SAMPLES / f"{clip}.json").read_text())
    if name != "a.ogg":
        make("-i", source, tmp_path / name)
        source = tmp_path / name
    words = [row for row in told["words"] if row["word"].strip(".?!,").lower() in told["explicit"]]
    spans = [Span(row["start"], row["end"]) for row in words]

    made = await render(source, spans, folder=out)

    before, after = heard(source), heard(made.path)
    whole, first = hidden(before, after, RATE_HEARD, spans)
    assert made.way is Way.SPLICED
    assert len(spans) >= len(told["explicit"])
    assert whole <= -60
    assert first <= -30
    assert made.residue_db <= -60
    assert made.first_db <= -30
    if name in {"a.wav", "a.flac"}:
        assert made.residue_db == made.first_db == -200


@pytest.mark.parametrize("name", ["a.mp3", "a.m4a"])
async def test_clicks_behind_broken_packets_are_hidden_where_they_are(tmp_path, out, name):
    source = encoded(tmp_path, name, "-b:a", "128k", sound=clicks(9))
    raw = bytearray(source.read_bytes())
    for at, packet in packets_of(source):
        if 2 < at < 2.1 or 6 < at < 6.05:
            place = raw.index(packet)
            raw[place + 4 : place + 36] = b"\xff" * 32
    source.write_bytes(raw)
    made = await render(source, SPANS, folder=out)

    assert made.way is Way.SPLICED
    assert_exact(source, made)

"""Words hidden in recordings of every kind: where asked, wholly, and nothing else."""

import hashlib
from dataclasses import replace

import av
import numpy as np
import pytest
from mutagen.flac import FLAC, Picture
from mutagen.mp4 import MP4

from services.censor.render import Way, render
from services.censor.spans import Method, Span
from services.media.ffmpeg import DEMUXERS
from services.transcripts.sound import blocks
from tests.services.censor.recordings import (
    RATE,
    encoded,
    listened,
    make,
    packets_of,
    programme,
    with_hole,
    write_wav,
)

RATE_HEARD = 16_000
SPANS = (Span(1.25, 1.7), Span(5.0, 5.25), Span(11.111, 11.9), Span(17.3333, 17.5))


def inside(sound, rate, span):
    return sound[:, round(span.start * rate) : round(span.end * rate)]


def heard(path, *, track=0):
    """Return what the recogniser hears of a file, on whose clock the spans are given."""
    return np.concatenate(list(blocks(str(path), demuxers=DEMUXERS, track=track)))[None, :]


def pictures_of(path):
    """Return the packets of the picture."""
    with av.open(str(path)) as container:
        return [bytes(packet) for packet in container.demux(video=0) if packet.size]


def far_from(spans, rate, count, *, seconds):
    """Return which samples lie further from every span than so many seconds."""
    far = np.ones(count, bool)
    for span in spans:
        begin = round((span.start - seconds) * rate)
        far[max(0, begin) : max(0, round((span.end + seconds) * rate))] = False
    return far


@pytest.mark.parametrize(
    ("name", "codec"),
    [
        ("u8.wav", "pcm_u8"),
        ("s16.wav", "pcm_s16le"),
        ("s24.wav", "pcm_s24le"),
        ("s32.wav", "pcm_s32le"),
        ("f32.wav", "pcm_f32le"),
        ("f64.wav", "pcm_f64le"),
    ],
)
async def test_a_wav_is_silent_inside_and_the_same_sample_for_sample_outside(tmp_path, name, codec):
    source = encoded(tmp_path, name, "-c:a", codec)
    out = tmp_path / "out"
    out.mkdir()

    made = await render(source, SPANS, folder=out)

    before, rate = listened(source)
    after, _ = listened(made.path)
    assert made.way is Way.SPLICED
    assert made.path.stat().st_size == source.stat().st_size
    quiet = 128 if codec == "pcm_u8" else 0
    for span in SPANS:
        assert (inside(after, rate, span) == quiet).all()
    far = far_from(SPANS, rate, before.shape[1], seconds=0.0052)
    assert (before[:, far] == after[:, far]).all()
    assert not list(out.glob(".*"))


async def test_without_a_span_the_bytes_are_the_same(tmp_path):
    source = encoded(tmp_path, "a.mp3")
    out = tmp_path / "out"
    out.mkdir()

    made = await render(source, (), folder=out)

    assert made.way is Way.UNTOUCHED
    assert made.path.read_bytes() == source.read_bytes()


MP3S = {
    "cbr": ("-c:a", "libmp3lame", "-b:a", "128k"),
    "vbr": ("-c:a", "libmp3lame", "-q:a", "3"),
    "untagged": ("-c:a", "libmp3lame", "-b:a", "160k", "-write_xing", "0", "-id3v2_version", "0"),
    "plain-stereo": ("-c:a", "libmp3lame", "-b:a", "192k", "-joint_stereo", "0"),
    "low": ("-c:a", "libmp3lame", "-b:a", "64k", "-ar", "22050", "-ac", "1"),
    "mono": ("-c:a", "libmp3lame", "-b:a", "64k", "-ac", "1"),
}


def left_in(before, after, rate, span):
    """Return how much of the original a silenced span still holds, and its first 20 ms, in decibels."""
    was, now = inside(before, rate, span), inside(after, rate, span)
    loudest = np.argmax((was**2).sum(axis=1))
    was, now = was[loudest], now[loudest]
    first = round(0.02 * rate)
    # A word may begin with closed lips: what is left of that is held against the word.
    heard_first = max((was[:first] ** 2).mean(), (was**2).mean())
    likeness = abs(np.dot(was, now)) / np.dot(was, was)
    begins = likeness_of(was[:first], now[:first]) / np.sqrt(heard_first)
    return 20 * np.log10(likeness + 1e-12), 20 * np.log10(begins + 1e-12)


def likeness_of(was, now):
    """Return how loud that part is that goes with the original."""
    return abs(np.dot(was, now)) / np.sqrt(np.dot(was, was) * len(was) + 1e-30)


@pytest.mark.parametrize("kind", MP3S)
async def test_an_mp3_changes_near_the_words_alone(tmp_path, kind):
    source = encoded(tmp_path, f"{kind}.mp3", *MP3S[kind])
    out = tmp_path / "out"
    out.mkdir()

    made = await render(source, SPANS, folder=out)

    before, rate = listened(source)
    after, _ = listened(made.path)
    assert (made.way, made.why) == (Way.SPLICED, "")
    assert made.path.stat().st_size == source.stat().st_size
    # A frame is changed as a whole, and heard for 1056 samples more (576 of the transform's overlap, 480
    # of the filter bank): 50 ms at 44.1 kHz and 74 ms at 22.05 kHz, where no frame could be closer.
    samples = 1152 if rate >= 32_000 else 576
    near = 0.0051 + (samples + 1056) / rate
    assert near < 0.06 or rate < RATE
    far = far_from(SPANS, rate, before.shape[1], seconds=near)
    assert (before[:, far] == after[:, far]).all()
    for span in SPANS:
        whole, first = left_in(before, after, rate, span)
        assert whole <= -60
        assert first <= -30


def changed_far_from(spans, before, after, *, seconds):
    """Return when packets begin that are not the same although no span is near."""
    assert len(before) == len(after)
    return [
        at
        for (at, was), (_, now) in zip(before, after, strict=True)
        if was != now and not any(span.start - seconds < at < span.end + seconds for span in spans)
    ]


def hidden(before, after, rate, spans):
    """Return the worst of what is left in all spans."""
    left = [left_in(before, after, rate, span) for span in spans]
    return max(whole for whole, _ in left), max(first for _, first in left)


@pytest.mark.parametrize(
    "arguments",
    [
        ("-b:a", "64k"),
        ("-b:a", "24k", "-ac", "1", "-application", "voip"),
        ("-b:a", "96k", "-frame_duration", "60"),
    ],
    ids=["music", "voice", "long-frames"],
)
async def test_an_opus_file_keeps_every_packet_that_is_far_from_a_word(tmp_path, arguments):
    source = encoded(tmp_path, "a.opus", "-c:a", "libopus", *arguments)
    out = tmp_path / "out"
    out.mkdir()

    made = await render(source, SPANS, folder=out)

    before, rate = listened(source)
    after, _ = listened(made.path)
    assert (made.way, made.why) == (Way.SPLICED, "")
    assert before.shape == after.shape
    old, new = packets_of(source), packets_of(made.path)
    assert changed_far_from(SPANS, old, new, seconds=0.35) == []
    whole, first = hidden(before, after, rate, SPANS)
    # Noise of the codec: three frames of a long packet are coded with what one of them leaves over.
    assert whole <= (-55 if "60" in arguments else -60)
    assert first <= -30
    assert made.residue_db <= -60
    assert made.first_db <= -30


def moved_by(before, after, rate, moment, *, closing):
    """Return by how many seconds the edge of a span lies later than its fade says it should.

    The sound itself may lie a few samples off, where a container's clock is no better than that.
    """
    reach, fade, off = round(0.015 * rate), round(0.005 * rate), round(0.0005 * rate)
    at = round(moment * rate)
    was = before[0, at - reach : at + reach]
    best, least = 0, np.inf
    shifts = np.arange(-round(0.004 * rate), round(0.004 * rate) + 1)
    outside = np.arange(-reach, reach)[None, :] - shifts[:, None]
    outside = -outside if closing else outside
    kept = was * (0.5 - 0.5 * np.cos(np.pi * np.clip(outside / fade, 0, 1)))
    for early in range(-off, off + 1):
        now = after[0, at - reach + early : at + reach + early]
        wrong = ((kept - now) ** 2).sum(axis=1)
        if wrong.min() < least:
            best, least = shifts[wrong.argmin()] + early, wrong.min()
    return best / rate


def worst_move(before, after, rate, spans):
    """Return how far the worst of all edges lies from where it should."""
    return max(
        abs(moved_by(before, after, rate, moment, closing=closing))
        for span in spans
        for moment, closing in ((span.start, True), (span.end, False))
    )


POSITIONED = {
    "a.wav": (),
    "cbr.mp3": ("-b:a", "128k"),
    "vbr.mp3": ("-q:a", "2"),
    "a.m4a": ("-b:a", "128k"),
    "a.opus": ("-b:a", "96k"),
    "a.ogg": ("-c:a", "libvorbis", "-q:a", "6"),
    "a.flac": (),
    "a.aac": ("-b:a", "128k"),
    "a.mka": ("-c:a", "aac", "-b:a", "128k"),
}


@pytest.mark.parametrize("name", POSITIONED)
async def test_a_word_is_hidden_within_a_millisecond_of_where_it_is(tmp_path, name):
    source = encoded(tmp_path, name, *POSITIONED[name])
    out = tmp_path / "out"
    out.mkdir()

    made = await render(source, SPANS, folder=out)

    before, after = heard(source), heard(made.path)
    assert abs(before.shape[1] - after.shape[1]) <= RATE_HEARD / 1000
    assert worst_move(before, after, RATE_HEARD, SPANS) <= 0.001
    assert hidden(before, after, RATE_HEARD, SPANS)[0] <= -60
    assert made.path.suffix == source.suffix


async def test_an_m4a_keeps_every_packet_that_is_far_from_a_word(tmp_path):
    source = encoded(tmp_path, "a.m4a", "-b:a", "128k", "-metadata", "title=Tea")
    out = tmp_path / "out"
    out.mkdir()

    made = await render(source, SPANS, folder=out)

    before, rate = listened(source)
    after, _ = listened(made.path)
    assert (made.way, made.why) == (Way.SPLICED, "")
    assert before.shape == after.shape
    old, new = packets_of(source), packets_of(made.path)
    assert changed_far_from(SPANS, old, new, seconds=0.15) == []
    whole, first = hidden(before, after, rate, SPANS)
    assert whole <= -60
    assert first <= -30
    assert MP4(made.path).tags == MP4(source).tags


@pytest.mark.parametrize("suffix", ["mp4", "mkv"])
async def test_a_video_keeps_its_picture_and_all_its_tracks_are_treated(tmp_path, suffix):
    raw = write_wav(tmp_path / "raw.wav", programme(20))
    source = tmp_path / f"late.{suffix}"
    make(
        *("-f", "lavfi", "-i", "testsrc=size=64x48:rate=10:duration=20.5"),
        *("-itsoffset", "0.48", "-i", raw, "-map", "0:v", "-map", "1:a", "-map", "1:a"),
        *("-metadata:s:a:1", "language=ger", "-b:a", "128k", source),
    )
    out = tmp_path / "out"
    out.mkdir()

    made = await render(source, SPANS, folder=out)

    assert made.way is (Way.SPLICED if suffix == "mp4" else Way.WHOLE_PASS)
    assert pictures_of(source) == pictures_of(made.path)
    for track in range(2):
        before, after = heard(source, track=track), heard(made.path, track=track)
        assert worst_move(before, after, RATE_HEARD, SPANS) <= 0.001
        assert hidden(before, after, RATE_HEARD, SPANS)[0] <= -60
    with av.open(str(made.path)) as container:
        assert container.streams.audio[1].language in {"ger", "deu"}


@pytest.mark.parametrize("suffix", ["m4a", "mka"])
async def test_a_hole_in_the_packets_does_not_shift_what_comes_after_it(tmp_path, suffix):
    plain = encoded(tmp_path, "plain.m4a", "-b:a", "128k")
    source = with_hole(plain, tmp_path / f"hole.{suffix}", after=8, seconds=5)
    spans = (Span(2.0, 2.5), Span(14.0, 14.4), Span(20.2, 20.9))
    out = tmp_path / "out"
    out.mkdir()

    made = await render(source, spans, folder=out)

    before, after = heard(source), heard(made.path)
    assert made.way is (Way.SPLICED if suffix == "m4a" else Way.WHOLE_PASS)
    assert before.shape[1] > 24 * RATE_HEARD
    assert abs(before.shape[1] - after.shape[1]) <= 0.002 * RATE_HEARD
    if suffix == "m4a":
        assert worst_move(before, after, RATE_HEARD, spans) <= 0.001
    # Matroska counts time in milliseconds, so what stands for the hole may be one shorter.
    inner = [Span(span.start + 0.0015, span.end - 0.0015) for span in spans]
    assert hidden(before, after, RATE_HEARD, inner)[0] <= -60


async def test_what_nobody_can_write_again_becomes_an_m4a(tmp_path):
    source = encoded(tmp_path, "a.wma", "-b:a", "160k")
    out = tmp_path / "out"
    out.mkdir()

    made = await render(source, SPANS, folder=out)

    before, after = heard(source), heard(made.path)
    assert made.path.suffix == ".m4a"
    assert hidden(before, after, RATE_HEARD, SPANS)[0] <= -60


@pytest.mark.parametrize(
    ("bits", "channels", "method"),
    [("s16", 2, Method.SILENCE), ("s32", 2, Method.SILENCE), ("s16", 6, Method.SILENCE)],
)
async def test_a_flac_is_the_same_sample_for_sample_outside_and_keeps_its_tags(
    tmp_path, bits, channels, method
):
    source = encoded(tmp_path, "a.flac", "-sample_fmt", bits, channels=channels)
    tagged = FLAC(source)
    tagged["title"] = "Tea"
    cover = Picture()
    cover.data, cover.type, cover.mime = b"a picture", 3, "image/jpeg"
    tagged.add_picture(cover)
    tagged.save()
    out = tmp_path / "out"
    out.mkdir()

    made = await render(source, [replace(span, method=method) for span in SPANS], folder=out)

    before, rate = listened(source)
    after, _ = listened(made.path)
    assert (made.way, made.why) == (Way.SPLICED, "")
    assert before.shape == after.shape
    for span in SPANS:
        assert (inside(after, rate, span) == 0).all()
    far = far_from(SPANS, rate, before.shape[1], seconds=0.0052)
    assert (before[:, far] == after[:, far]).all()
    again = FLAC(made.path)
    assert again.tags == tagged.tags
    assert [picture.data for picture in again.pictures] == [b"a picture"]
    assert again.info.bits_per_sample == tagged.info.bits_per_sample
    packed = np.ascontiguousarray(after.T)
    raw = (
        packed.tobytes() if bits == "s16" else packed.view(np.uint8).reshape(-1, 4)[:, 1:].tobytes()
    )
    assert again.info.md5_signature == int(hashlib.md5(raw).hexdigest(), 16)

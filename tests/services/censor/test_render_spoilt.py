"""Damaged recordings and senseless spans: a clean copy that plays, or one error; never a word left.

The short form runs with all tests; the long one is set by SPOILT_FILES=200 SPOILT_LISTS=100000.
"""

import asyncio
import os
import random
import shutil

import numpy as np
import pytest

from services.censor.painting import strips_of
from services.censor.render import render
from services.censor.spans import Method, Span
from services.censor.wav_file import hide_in_wav, wav_of
from services.errors import HearsayError
from tests.services.censor.recordings import encoded, write_wav
from tests.services.censor.test_render import RATE_HEARD, heard, make
from tests.waiting import until

ROUNDS = int(os.environ.get("SPOILT_FILES", "10"))
LISTS = int(os.environ.get("SPOILT_LISTS", "1000"))
KINDS = {
    "a.mp3": ("-b:a", "96k"),
    "v.mp3": ("-q:a", "4"),
    "a.m4a": ("-b:a", "96k"),
    "a.opus": ("-b:a", "48k"),
    "a.flac": (),
    "a.wav": (),
    "a.ogg": ("-c:a", "libvorbis"),
}
SECONDS = 6


@pytest.fixture(scope="module")
def recordings(tmp_path_factory):
    folder = tmp_path_factory.mktemp("whole")
    return [encoded(folder, name, *words, seconds=SECONDS) for name, words in KINDS.items()]


def spoil(raw: bytes, chance: random.Random) -> bytes:
    """Return the bytes with some of them wrong, missing, doubled or cut off."""
    spoilt = bytearray(raw)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(spoilt) // 20, len(spoilt))
        size = chance.randint(1, 3000)
        match chance.randrange(5):
            case 0:
                spoilt[at : at + size] = chance.randbytes(size)
            case 1:
                del spoilt[at : at + size]
            case 2:
                spoilt[at:at] = spoilt[at : at + size]
            case 3:
                spoilt[at : at + size] = bytes(size)
            case _:
                spoilt[at] ^= 1 << chance.randrange(8)
    if chance.random() < 0.15:
        del spoilt[chance.randrange(len(spoilt) // 2, len(spoilt)) :]
    return bytes(spoilt)


def senseless(chance: random.Random) -> list[Span]:
    """Return spans in no order: overlapping, empty, before the start and past the end."""
    spans = []
    for _ in range(chance.randint(1, 12)):
        start = chance.uniform(-1, SECONDS + 2)
        length = chance.choice([0, -0.1, 0.001, 0.05, 0.3, 0.3, 1.5])
        spans.append(Span(start, start + length, chance.choice(list(Method))))
    return spans


def level(row):
    """Return how loud a piece is, in decibels."""
    return 10 * np.log10(np.mean(row**2) + 1e-12)


def not_silent(before, after, spans):
    """Return the spans in which something is to be heard, apart from a millisecond at their edges.

    What goes on beside a span smears over 20 ms of it at a low bit rate, so of a short one it is more.
    """
    found = []
    for span in spans:
        first = round((max(0.0, span.start) + 0.001) * RATE_HEARD)
        inner = after[0, first : max(first, round((span.end - 0.001) * RATE_HEARD))]
        softer = 25 if inner.size > 0.1 * RATE_HEARD else 15
        if inner.size and level(inner) > level(before) - softer:
            found.append((span.start, span.end, level(inner)))
    return found


async def made_of(source, spans, out, number):
    folder = out / str(number)
    folder.mkdir()
    try:
        return (await render(source, spans, folder=folder)).path
    except HearsayError:
        assert not list(folder.iterdir())
        return None


async def test_a_spoilt_file_gives_a_clean_copy_or_one_error(recordings, tmp_path):
    chance = random.Random(20)
    made = 0
    for number in range(ROUNDS):
        whole = recordings[number % len(recordings)]
        source = tmp_path / f"{number}{whole.suffix}"
        source.write_bytes(spoil(whole.read_bytes(), chance))
        spans = [Span(row.start, row.end) for row in senseless(chance)]
        path = await made_of(source, spans, tmp_path, f"out{number}")
        if path is None:
            continue
        made += 1
        before, after = heard(source), heard(path)
        assert abs(before.shape[1] - after.shape[1]) <= RATE_HEARD / 1000, source
        assert not_silent(before, after, spans) == [], source
    assert made > ROUNDS / 3


async def test_senseless_spans_are_hidden_as_far_as_they_lie_in_the_file(recordings, tmp_path):
    chance = random.Random(3)
    for number in range(ROUNDS):
        source = recordings[number % len(recordings)]
        spans = [Span(row.start, row.end) for row in senseless(chance)]
        path = await made_of(source, spans, tmp_path, f"out{number}")
        assert path is not None
        before, after = heard(source), heard(path)
        assert abs(before.shape[1] - after.shape[1]) <= RATE_HEARD / 1000, path
        assert not_silent(before, after, spans) == [], path


def test_any_list_of_spans_is_silent_inside_and_leaves_the_rest(tmp_path):
    rate, count = 1000, SECONDS * 1000
    chance, draw = random.Random(7), np.random.default_rng(7)
    sound = draw.integers(1000, 30_000, (2, count)) * draw.choice([-1, 1], (2, count))
    plain = write_wav(tmp_path / "plain.wav", sound / 32768, rate=rate)
    raw = plain.read_bytes()
    wav = wav_of(plain)
    for _ in range(LISTS):
        spans = senseless(chance)
        strips = [row for row in strips_of(spans, rate) if row.first < count]
        plain.write_bytes(raw)
        hide_in_wav(plain, wav, strips, tick=lambda _: None)

        found = np.frombuffer(plain.read_bytes()[wav.begins :], "<i2").reshape(-1, 2).T
        assert found.shape == sound.shape
        real = [row for row in spans if round(row.end * rate) > max(0, round(row.start * rate))]
        far = np.ones(count, bool)
        for span in real:
            begin, end = max(0, round(span.start * rate)), round(span.end * rate)
            far[max(0, begin - 5) : max(0, end + 5)] = False
            if all(row.method is Method.SILENCE for row in real):
                assert (found[:, begin:end] == 0).all(), spans
        assert (found[:, far] == sound[:, far]).all(), spans
        # What stands for a word holds nothing of it, whichever it is.
        for strip in strips:
            inner = slice(strip.start, strip.end)
            kept = (found[:, inner] == sound[:, inner]).sum()
            assert kept <= 0.1 * found[:, inner].size + 2, spans


@pytest.mark.parametrize(
    ("name", "code"),
    [("text.mp3", "file-unreadable"), ("empty.wav", "file-unreadable"), ("still.mp4", "no-sound")],
)
async def test_what_is_no_sound_is_refused(tmp_path, name, code):
    source = tmp_path / name
    if name == "still.mp4":
        make("-f", "lavfi", "-i", "testsrc=size=64x48:rate=5:duration=1", source)
    else:
        source.write_bytes(b"no sound at all, only words" * (name == "text.mp3"))
    out = tmp_path / "out"
    out.mkdir()

    with pytest.raises(HearsayError) as refused:
        await render(source, [Span(0.1, 0.2)], folder=out)

    assert refused.value.code == code
    assert not list(out.iterdir())


async def test_a_render_that_is_stopped_leaves_nothing_behind(recordings, tmp_path):
    source = tmp_path / "long.ogg"
    shutil.copyfile(recordings[-1], source)
    out = tmp_path / "out"
    out.mkdir()
    going = asyncio.ensure_future(render(source, [Span(1, 2)], folder=out))
    await until(lambda: any(out.iterdir()))

    going.cancel()
    with pytest.raises(asyncio.CancelledError):
        await going

    assert not list(out.iterdir())

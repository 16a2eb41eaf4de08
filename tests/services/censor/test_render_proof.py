"""The check after each render: it hears what is left of a word, and does not hear what is not there."""

from contextlib import nullcontext

import numpy as np
import pytest

from services.censor import render as render_module
from services.censor.painting import Painter, Strip, strips_of
from services.censor.proof import Proof, StillHeard
from services.censor.render import Way, render
from services.censor.spans import Method, Span
from services.errors import StillAudible
from tests.services.censor.recordings import encoded

RATE = 44_100


def word(seconds=0.4, *, loudness=0.1):
    """Return something like a word."""
    draw = np.random.default_rng(5)
    noise = np.convolve(draw.standard_normal(round(seconds * RATE) + 63), np.hanning(64), "valid")
    return loudness * noise / np.sqrt((noise**2).mean())


def hidden(sound, method):
    """Return the inside of a span that was painted over, and its strip."""
    strip = strips_of([Span(0.5, 0.5 + len(sound) / RATE, method)], RATE)[0]
    whole = np.concatenate([word(0.5), sound, word(0.5)])[: strip.end + RATE // 2][None, :]
    painter = Painter([strip], rate=RATE)
    painted = np.concatenate([painter.feed(whole.copy()), painter.end()], axis=1)
    return strip, whole[0, strip.start : strip.end], painted[0, strip.start : strip.end]


@pytest.mark.parametrize("method", list(Method))
@pytest.mark.parametrize("loudness", [0.003, 0.1, 0.5])
def test_a_word_that_is_gone_is_not_heard(method, loudness):
    strip, original, found = hidden(word(loudness=loudness), method)
    noise = 0.003 * np.random.default_rng(1).standard_normal(len(found))

    Proof().compare(strip, RATE, original, found + noise * (method is not Method.SILENCE))


@pytest.mark.parametrize("method", list(Method))
@pytest.mark.parametrize("shift", [0, 300])
def test_a_word_that_is_left_is_heard_even_a_little_later(method, shift):
    strip, original, found = hidden(word(), method)
    left = found + 0.3 * np.roll(original, shift)

    with pytest.raises(StillHeard):
        Proof().compare(strip, RATE, original, left)


def test_a_word_whose_beginning_is_left_is_heard():
    strip, original, found = hidden(word(), Method.SILENCE)
    found[:900] = original[:900]

    with pytest.raises(StillHeard):
        Proof().compare(strip, RATE, original, found)


@pytest.mark.parametrize(("left_db", "is_heard"), [(-55, True), (-65, False)])
def test_inside_a_silence_the_bar_is_60_db(left_db, is_heard):
    strip, original, found = hidden(word(), Method.SILENCE)
    left = found + 10 ** (left_db / 20) * original
    proof = Proof()

    with pytest.raises(StillHeard) if is_heard else nullcontext():
        proof.compare(strip, RATE, original, left)

    assert proof.residue_db == pytest.approx(left_db, abs=1)


@pytest.mark.parametrize("at", ["begin", "end"])
@pytest.mark.parametrize(("left_db", "is_heard"), [(-25, True), (-35, False)])
def test_for_20_ms_at_its_edges_the_bar_is_30_db(at, left_db, is_heard):
    strip, original, found = hidden(word(), Method.SILENCE)
    edge = slice(0, RATE // 50) if at == "begin" else slice(-(RATE // 50), None)
    found[edge] += 10 ** (left_db / 20) * original[edge]

    with pytest.raises(StillHeard) if is_heard else nullcontext():
        Proof().compare(strip, RATE, original, found)


def test_noise_in_a_pause_is_no_word_beside_speech():
    strip, original, found = hidden(word(loudness=0.0001), Method.SILENCE)
    proof = Proof()

    proof.compare(strip, RATE, original, found + original, around=0.15)

    assert proof.residue_db < -60
    with pytest.raises(StillHeard):
        proof.compare(strip, RATE, original * 1000, found + original * 1000, around=0.15)


@pytest.mark.parametrize("cut", [1, 317, 5000, 10**6])
@pytest.mark.parametrize("method", list(Method))
def test_paint_does_not_depend_on_how_the_sound_is_cut(cut, method):
    spans = [Span(0.2, 0.5, method), Span(0.52, 0.6, method), Span(1.0, 4.2, method)]
    strips = strips_of(spans, 8000)
    sound = np.stack([word(1.0)[: 8000 * 5], word(1.0)[: 8000 * 5] * 0.1])
    whole = Painter(strips, rate=8000)
    once = np.concatenate([whole.feed(sound.copy()), whole.end()], axis=1)

    cutting = Painter(strips, rate=8000)
    step = max(cut, 100)
    pieces = [cutting.feed(sound[:, at : at + step]) for at in range(0, sound.shape[1], step)]
    again = np.concatenate([*pieces, cutting.end()], axis=1)

    assert np.array_equal(once, again)


def test_a_tone_is_as_loud_as_the_speech_around_it():
    _, original, found = hidden(word(loudness=0.2), Method.BEEP)

    assert np.sqrt((found**2).mean()) == pytest.approx(np.sqrt((original**2).mean()), rel=0.2)


def test_spans_that_touch_are_made_one():
    strips = strips_of(
        [Span(2, 3), Span(1, 1.5), Span(1.505, 1.7), Span(5, 5), Span(-1, 0.2)], 1000
    )

    assert [(row.start, row.end) for row in strips] == [(0, 200), (1000, 1700), (2000, 3000)]
    assert isinstance(strips[0], Strip)


@pytest.mark.parametrize("name", ["a.mp3", "a.m4a", "a.opus", "a.flac"])
async def test_a_splice_in_which_the_word_is_heard_is_made_again_as_a_whole(
    tmp_path, monkeypatch, name
):
    monkeypatch.setattr(render_module, "_PROGRAM", "tests.services.censor.hears_it_once")
    source = encoded(tmp_path, name, seconds=4)
    out = tmp_path / "out"
    out.mkdir()

    made = await render(source, [Span(1.0, 1.5)], folder=out)

    assert (made.way, made.why) == (Way.WHOLE_PASS, "it is still there")
    assert made.residue_db <= -60
    assert made.first_db <= -30


async def test_what_is_heard_after_a_whole_pass_is_encoded_with_more_bits(tmp_path, monkeypatch):
    monkeypatch.setattr(render_module, "_PROGRAM", "tests.services.censor.hears_it_twice")
    source = encoded(tmp_path, "a.ogg", "-c:a", "libvorbis", "-b:a", "96k", seconds=4)
    out = tmp_path / "out"
    out.mkdir()

    made = await render(source, [Span(1.0, 1.5)], folder=out)

    assert (made.way, made.path.suffix) == (Way.WHOLE_PASS, ".ogg")
    assert made.why == "no other way; it is still there"


@pytest.mark.parametrize("name", ["a.mp3", "a.wav"])
async def test_a_copy_in_which_the_word_is_heard_is_not_handed_over(tmp_path, monkeypatch, name):
    monkeypatch.setattr(render_module, "_PROGRAM", "tests.services.censor.hears_it_always")
    source = encoded(tmp_path, name, seconds=4)
    out = tmp_path / "out"
    out.mkdir()

    with pytest.raises(StillAudible):
        await render(source, [Span(1.0, 1.5)], folder=out)

    assert not list(out.iterdir())

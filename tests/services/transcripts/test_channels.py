"""Which channels hold a person of their own: told by how they rise and fall."""

import json
from pathlib import Path

import numpy as np
import pytest

from services.media.ffmpeg import DEMUXERS
from services.transcripts.channels import MOST_CHANNELS, people_apart
from services.transcripts.samples import RATE
from services.transcripts.sound import blocks

SAMPLES = Path(__file__).parents[2] / "speech" / "samples"


def clip(name):
    return np.concatenate(list(blocks(str(SAMPLES / name), demuxers=DEMUXERS)))


@pytest.fixture(scope="module")
def call():
    """Return both sides of a call: each sentence of a clip on one channel, in turns."""
    sound = clip("10_minute.ogg")
    words = json.loads((SAMPLES / "10_minute.json").read_text())["words"]
    sides = np.zeros((2, len(sound)), np.float32)
    for word in words:
        start, end = round((word["start"] - 0.05) * RATE), round((word["end"] + 0.05) * RATE)
        sides[word["sentence"] % 2, start:end] = sound[start:end]
    return sides


def in_blocks(sound):
    return [sound[:, at : at + RATE] for at in range(0, sound.shape[1], RATE)]


def people(*rows):
    return channels_of(people_apart(in_blocks(np.stack(rows))))


def channels_of(found):
    return tuple(person.channel for person in found)


def noise(length, loudness):
    return np.random.default_rng(7).normal(0, loudness, length).astype(np.float32)


def test_two_who_speak_in_turns_are_apart(call):
    assert people(*call) == (0, 1)


def test_two_who_speak_at_once_are_apart(call):
    assert people(call[0], np.roll(call[0], 5 * RATE)) == (0, 1)


def test_two_who_hear_each_other_softly_are_apart(call):
    left, right = call
    assert people(left + right * 0.3, right + left * 0.3) == (0, 1)


def test_one_channel_is_nobody_apart(call):
    assert people(call[0]) == ()


def test_the_same_sound_twice_is_nobody_apart(call):
    whole = call[0] + call[1]
    assert people(whole, whole) == ()
    assert people(whole, -whole) == ()
    assert people(whole, whole * 0.5 + noise(len(whole), 0.003)) == ()


def test_one_room_from_two_sides_is_nobody_apart(call):
    left, right = call
    assert people(left + right * 0.75, right + left * 0.75) == ()


def test_a_silent_channel_is_nobody(call):
    left, right = call
    hiss = noise(len(left), 0.0005)
    assert people(left, hiss) == ()
    assert people(left, np.zeros_like(left)) == ()
    assert people(left, hiss, right) == (0, 2)


def test_of_three_channels_the_copy_is_left_out(call):
    left, right = call
    assert people(left * 0.5, right, left) == (1, 2)


def test_somebody_who_speaks_late_is_found(call):
    left, right = call
    late = right.copy()
    late[: len(late) * 3 // 4] = 0
    assert people(left, late) == (0, 1)


def test_silence_is_nobody():
    assert people(np.zeros(RATE, np.float32), np.zeros(RATE, np.float32)) == ()
    assert people_apart([]) == ()


def test_too_many_channels_are_one_sound(call):
    assert people(*[call[number % 2] for number in range(MOST_CHANNELS + 1)]) == ()


def test_it_reads_no_further_than_it_must(call):
    read = 0

    def hours():
        nonlocal read
        while True:
            for block in in_blocks(call):
                read += 1
                yield block

    assert channels_of(people_apart(hours())) == (0, 1)
    assert read < 300


def test_it_says_how_loud_each_is_when_they_speak(call):
    left, right = call

    one, other = people_apart(in_blocks(np.stack([left, right * 0.1])))

    assert -30 < one.usual < -5
    assert abs(one.usual - other.usual - 20) < 4

"""What was taken is on the spool once and whole, whatever happens in between."""

import asyncio
import errno
import os
from datetime import timedelta

import numpy as np
import pytest

from services.errors import FileUnreadable, LiveTooLong
from services.live import spool as spooling
from services.live.flow import Flow
from services.live.intake import Intake
from services.live.spool import Spool
from services.live.wish import Encoding, LiveWish
from services.nursery import Nursery
from tests.speech import SAMPLES
from tests.waiting import until

LONGEST = timedelta(hours=1)


class Life:
    """One life of the process with a session in a folder."""

    def __init__(self, folder, wish, *, longest=LONGEST):
        self.folder, self.wish, self.longest = folder, wish, longest

    async def __aenter__(self):
        self.nursery = await Nursery().__aenter__()
        self.spool = Spool(self.folder / "sound.wav")
        self.intake = Intake(
            self.wish,
            self.spool,
            Flow(),
            longest=self.longest,
            nursery=self.nursery,
            folder=self.folder,
        )
        await self.intake.open()
        await self.spool.open()
        self.working = self.nursery.spawn(self.intake.work(), name="work")
        return self

    async def __aexit__(self, *_):
        await self.nursery.close()
        self.spool.close()

    async def end(self):
        self.intake.end()
        await self.working
        return await self.sound()

    async def sound(self):
        return await self.spool.read(0, self.spool.count)


async def at_once(folder, wish, raw):
    folder.mkdir()
    async with Life(folder, wish) as life:
        await life.intake.take(raw)
        return await life.end()


def noise(seconds, rate, channels=1):
    shape = int(seconds * rate) * channels
    return np.random.default_rng(1).integers(-9000, 9000, shape).astype("<i2").tobytes()


@pytest.mark.parametrize(
    ("rate", "channels"), [(16_000, 1), (48_000, 1), (44_100, 2), (24_000, 1), (8_000, 1)]
)
async def test_lives_that_end_at_any_place_lose_no_sample_and_double_none(tmp_path, rate, channels):
    wish = LiveWish(rate=rate, channels=channels)
    raw = noise(33, rate, channels)
    whole = await at_once(tmp_path / "whole", wish, raw)
    folder = tmp_path / "cut"
    folder.mkdir()
    ends = [len(raw) * at // 100 + 1 for at in (1, 30, 31, 62, 95)]
    for end in ends:
        async with Life(folder, wish) as life:
            # Whatever the last life was about to do: how much it has taken is what it said.
            assert life.intake.taken == ([0, *ends])[ends.index(end)]
            for at in range(life.intake.taken, end, 30_001):
                await life.intake.take(raw[at : min(end, at + 30_001)])
            seconds = end / wish.second_bytes
            await until(lambda s=seconds, life=life: life.spool.seconds > min(s - 1, s * 0.9))
    async with Life(folder, wish) as life:
        await life.intake.take(raw[life.intake.taken :])
        assert np.array_equal(await life.end(), whole)
    assert len(list(folder.glob("came.*"))) == 1  # what is on the spool is not kept twice
    assert len(whole) == 33 * 16_000


@pytest.mark.parametrize("name", ["09_one_sentence.ogg", "05_plain_gb.mp3"])
async def test_a_container_is_read_again_from_its_beginning_and_nothing_stands_twice(
    tmp_path, name
):
    wish = LiveWish(encoding=Encoding.CONTAINER)
    raw = (SAMPLES / name).read_bytes()
    whole = await at_once(tmp_path / "whole", wish, raw)
    folder = tmp_path / "cut"
    folder.mkdir()
    async with Life(folder, wish) as life:
        await life.intake.take(raw[: len(raw) // 2])
        await until(lambda: life.spool.seconds > 0.5)
    async with Life(folder, wish) as life:
        assert life.intake.taken == len(raw) // 2
        await life.intake.take(raw[len(raw) // 2 :])
        assert np.array_equal(await life.end(), whole)


@pytest.mark.parametrize("encoding", [Encoding.S16LE, Encoding.CONTAINER])
async def test_a_crash_in_the_middle_of_a_write_is_made_up_for(tmp_path, encoding):
    wish = LiveWish(encoding=encoding, rate=44_100)
    raw = (SAMPLES / "05_plain_gb.mp3").read_bytes()
    if encoding is Encoding.S16LE:
        raw = noise(8, 44_100)
    whole = await at_once(tmp_path / "whole", wish, raw)
    folder = tmp_path / "cut"
    folder.mkdir()
    async with Life(folder, wish) as life:
        await life.intake.take(raw[: len(raw) // 2 + 1])
        await until(lambda: life.spool.seconds > 2)
    written = (folder / "sound.wav").stat().st_size
    os.truncate(folder / "sound.wav", written - 777)
    os.truncate(folder / "came.0", len(raw) // 2 - 2_000)
    async with Life(folder, wish) as life:
        assert life.intake.taken == len(raw) // 2 - 2_000
        await life.intake.take(raw[life.intake.taken :])
        assert np.array_equal(await life.end(), whole)


@pytest.mark.parametrize("encoding", [Encoding.S16LE, Encoding.CONTAINER])
async def test_a_full_disk_costs_nothing_but_time(tmp_path, monkeypatch, encoding):
    wish = LiveWish(encoding=encoding, rate=48_000)
    raw = (SAMPLES / "05_plain_gb.mp3").read_bytes()
    if encoding is Encoding.S16LE:
        raw = noise(20, 48_000)
    whole = await at_once(tmp_path / "whole", wish, raw)
    refused = 0
    write = os.pwrite

    def sometimes(file, raw, at):
        nonlocal refused
        # Half of what is to be written still fits.
        if len(raw) > 1 and at > 100_000 and refused < 4:
            refused += 1
            if refused % 2:
                return write(file, bytes(raw)[: len(raw) // 2], at)
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return write(file, raw, at)

    monkeypatch.setattr("services.live.intake._AGAIN", timedelta(0))
    folder = tmp_path / "full"
    folder.mkdir()
    async with Life(folder, wish) as life:
        with monkeypatch.context() as patch:
            patch.setattr(spooling.os, "pwrite", sometimes)
            await life.intake.take(raw)
            assert np.array_equal(await life.end(), whole)
    assert refused == 4


@pytest.mark.parametrize("junk", [b"nonsense" * 4000, b"\0" * 50_000])
async def test_what_is_no_container_is_refused_while_it_comes(tmp_path, junk):
    async with Life(tmp_path, LiveWish(encoding=Encoding.CONTAINER)) as life:
        await life.intake.take(junk)
        life.intake.end()
        with pytest.raises(FileUnreadable):
            await life.working


async def test_a_decoder_that_is_stuck_is_ended(tmp_path, monkeypatch):
    monkeypatch.setattr("services.live.incoming._PROGRAM", "tests.services.live.stuck")
    monkeypatch.setattr("services.live.incoming._STALL", timedelta(milliseconds=200))
    async with Life(tmp_path, LiveWish(encoding=Encoding.CONTAINER)) as life:
        await life.intake.take(bytes(200_000))
        with pytest.raises(FileUnreadable):
            await life.working


async def test_no_more_than_the_longest_is_taken_nor_decoded(tmp_path):
    seconds = timedelta(seconds=1)
    async with Life(tmp_path, LiveWish(), longest=seconds) as life:
        await life.intake.take(bytes(32_000))
        with pytest.raises(LiveTooLong):
            await life.intake.take(b"\0\0")
        assert len(await life.end()) == 16_000
    folder = tmp_path / "container"
    folder.mkdir()
    wish = LiveWish(encoding=Encoding.CONTAINER)
    async with Life(folder, wish, longest=seconds) as life:
        await life.intake.take((SAMPLES / "05_plain_gb.mp3").read_bytes())
        with pytest.raises(LiveTooLong):
            await asyncio.wait_for(life.working, 30)
        assert life.spool.count == 16_000


async def test_a_limit_that_was_lowered_meanwhile_takes_nothing_away(tmp_path):
    wish = LiveWish(encoding=Encoding.CONTAINER)
    raw = (SAMPLES / "05_plain_gb.mp3").read_bytes()
    async with Life(tmp_path, wish) as life:
        await life.intake.take(raw[: len(raw) // 2])
        await until(lambda: life.spool.seconds > 1)
    with (tmp_path / "came.0").open("ab") as came:  # what was taken and not decoded before a crash
        came.write(raw[len(raw) // 2 :])
    async with Life(tmp_path, wish, longest=timedelta(seconds=0.01)) as life:
        had = life.spool.count
        with pytest.raises(LiveTooLong):
            await asyncio.wait_for(life.working, 60)
        assert life.spool.count == had

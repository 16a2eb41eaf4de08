"""What a worker hears is what would have been heard here, to the letter; it gets no more than the sound."""

import asyncio
import sys
from dataclasses import replace

import numpy as np
import pytest
import pytest_asyncio

from services.clock import SystemClock
from services.crew.acts import Tools, open_acts
from services.crew.far_words import open_far_ears
from services.crew.packing import packed
from services.crew.role import Role
from services.errors import ChoiceUnavailable, FileUnreadable, NoSound, SpeechModelMissing
from services.media.ffmpeg import DEMUXERS
from services.nursery import Nursery
from services.store.database import open_database
from services.transcripts.archive import Archive
from services.transcripts.ears import Sound, open_ears
from services.transcripts.for_ears import Ask, sound_for_ears
from services.transcripts.recogniser import Settings
from services.transcripts.sound import blocks, channel_blocks
from services.transcripts.transcripts import Transcripts
from services.transcripts.voices import VoiceModels
from services.transcripts.wish import USUAL, Noise, Speakers, Wish
from tests.bot.clocks import Hands
from tests.processes import naming
from tests.services.crew.near_crew import NearCrew
from tests.services.transcripts.test_people_apart import clip, file_of
from tests.sounds import make, moving_card, tone
from tests.speech import MODEL, SAMPLES

CLIP = SAMPLES / "10_minute.ogg"
VOICES = SAMPLES.parent / "voices"
VOICE_MODELS = VoiceModels(VOICES / "segmentation.onnx", VOICES / "embedding.onnx")
BOTH = frozenset({Role.CPU, Role.GPU})

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def nothing(_step, _read):
    pass


def settings_in(folder, **more):
    return Settings(model=str(MODEL), models=folder, device="cpu", threads=1, **more)


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def place(tmp_path_factory):
    """Ears of the front and a crew with ears of its own."""
    folder = tmp_path_factory.mktemp("place")
    async with (
        Nursery() as nursery,
        open_ears(settings_in(folder), SystemClock(), nursery, folder=folder / "near") as near,
        open_acts(
            BOTH,
            Tools(
                sources=Nursery,  # not asked for anything
                ears=lambda: open_ears(
                    settings_in(folder), SystemClock(), nursery, folder=folder / "far"
                ),
                voices=VOICE_MODELS,
            ),
        ) as abilities,
    ):
        yield near, abilities, await abilities.facts()


@pytest_asyncio.fixture(loop_scope="module")
async def crew(place, tmp_path):
    _, abilities, facts = place
    return NearCrew(abilities, tmp_path / "worker", facts)


@pytest_asyncio.fixture(loop_scope="module")
async def far(place, crew, tmp_path):
    async with open_far_ears(place[0], crew, folder=tmp_path / "sounds") as opened:
        yield opened
    assert not list((tmp_path / "sounds").iterdir())


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def talk(place, tmp_path_factory):
    """A sound, and what is heard in it here."""
    path = make(tmp_path_factory.mktemp("talk") / "talk.mkv", "-i", str(CLIP), "-t", "30")
    steps = []
    transcript = await heard(place[0], path, steps=steps)
    assert len(steps) > 3
    return path, transcript, steps


async def heard(ears, path, wish=USUAL, *, known=(), steps=None):
    async def on_step(step, read):
        if steps is not None:
            steps.append((step, read))

    sound = Sound(path, "", None, "The Damn Computer")
    return await ears.heard(sound, wish, known=known, on_step=on_step)


# The sound


@pytest.mark.parametrize("channels", [8, 12])
async def test_the_small_sound_has_the_very_samples(tmp_path, channels):
    source = tmp_path / "source.wav"
    talks = [clip("09", after=at * 3.0) * (1 - at / 20) for at in range(channels)]
    file_of(source, *talks)

    for apart in (False, True):
        to = await sound_for_ears(source, Ask(apart=apart), to=tmp_path / f"{apart}")
        whole = [
            np.concatenate(list(blocks(str(path), demuxers=DEMUXERS))) for path in (source, to)
        ]
        rows = [next(channel_blocks(str(path), demuxers=DEMUXERS)) for path in (source, to)]
        if not apart:
            assert np.array_equal(*whole)
        assert len(rows[1]) == (channels if apart else 1)


async def test_channels_are_kept_only_where_each_has_somebody(tmp_path):
    one = clip("09")
    copied = file_of(tmp_path / "copied.wav", one, one)
    talk = file_of(tmp_path / "talk.wav", one, clip("02", after=4.0))

    for path, count in ((copied, 1), (talk, 2)):
        to = await sound_for_ears(path, Ask(apart=True), to=tmp_path / f"{path.stem}.small")
        for whole, small in zip(
            channel_blocks(str(path), demuxers=DEMUXERS),
            channel_blocks(str(to), demuxers=DEMUXERS),
            strict=True,
        ):
            assert len(small) == count
            assert count == 1 or np.array_equal(whole, small)


async def test_a_film_becomes_a_megabyte_a_minute_of_its_wished_track(tmp_path):
    film = make(
        *(tmp_path / "film.mkv", *moving_card(20), *tone(20), "-t", "20", "-i", str(CLIP)),
        *("-map", "0", "-map", "1", "-map", "2", "-c:v", "mjpeg", "-c:a", "flac"),
    )

    seconds = []
    to = await sound_for_ears(film, Ask(1), to=tmp_path / "small", ticks_seconds=seconds.append)

    told = [
        np.concatenate(list(blocks(str(path), demuxers=DEMUXERS, track=track)))
        for path, track in ((film, 1), (to, 0))
    ]
    assert np.array_equal(*told)
    assert to.stat().st_size < 500_000
    assert seconds == [10, 20]


async def test_what_cannot_be_heard_leaves_nothing_behind(tmp_path):
    silent = make(tmp_path / "silent.mkv", *moving_card(1), "-c:v", "mjpeg")
    broken = tmp_path / "broken.mp3"
    broken.write_bytes(b"nothing to hear" * 99)
    to = tmp_path / "small"

    with pytest.raises(NoSound):
        await sound_for_ears(silent, Ask(), to=to)
    with pytest.raises(FileUnreadable) as caught:
        await sound_for_ears(broken, Ask(), to=to)

    assert caught.value.details == {"name": "broken.mp3"}
    assert not to.exists()


# Listening


async def test_the_words_are_those_that_are_heard_here(place, far, crew, tmp_path):
    film = make(
        *(tmp_path / "film.mkv", *moving_card(9), *tone(9), "-t", "9", "-i", str(CLIP)),
        *("-map", "0", "-map", "1", "-map", "2", "-c:v", "mjpeg", "-c:a", "libopus"),
    )
    wish, here, there = Wish(track=1, noise=Noise.LIGHT, vocabulary="keyboard"), [], []

    near = await heard(place[0], film, wish, steps=here)
    told = await heard(far, film, wish, steps=there)

    assert told == near
    assert "computer" in told.text
    assert there == here
    assert crew.calls == {"sound_for_ears": 1, "heard": 1}
    assert crew.given[1].role is Role.GPU
    assert crew.sent_bytes["sound"] < film.stat().st_size


async def test_people_on_channels_of_their_own_stay_apart(place, far, tmp_path):
    talk = file_of(tmp_path / "talk.wav", clip("09"), clip("02", after=4.0))
    wish = Wish(speakers=Speakers.CHANNELS)

    told = await heard(far, talk, wish)

    assert told == await heard(place[0], talk, wish)
    assert len(told.speakers) == 2


async def test_a_second_worker_goes_on_where_the_first_one_died(talk, far, crew):
    path, transcript, whole = talk
    crew.told = [{"step": packed(step), "read": read} for step, read in whole[1:3]]
    again = []

    assert await heard(far, path, known=[whole[0][0]], steps=again) == transcript
    assert again == whole[3:]
    assert crew.given[-1].files.keys() == {"sound"}
    assert crew.given[-1].hints.keys() == {"known"}


async def test_what_the_last_worker_heard_is_not_heard_again_here(talk, far, crew):
    path, transcript, whole = talk
    crew.dies_after = 2
    steps = []

    assert await heard(far, path, steps=steps) == transcript
    assert steps == whole


async def test_who_does_not_wait_stops_the_listening(far, crew, tmp_path):
    first = asyncio.Event()

    async def on_step(_step, _read):
        first.set()

    task = asyncio.create_task(far.heard(Sound(CLIP, ""), Wish(), known=(), on_step=on_step))
    await asyncio.wait_for(first.wait(), 60)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task

    assert crew.ended == 1
    assert not naming(str(tmp_path))


async def test_what_was_heard_far_away_is_kept_here_and_not_heard_twice(far, crew, tmp_path):
    async with open_database(tmp_path / "a.db") as database:
        words = Transcripts(Archive(database, Hands()), far)
        sound = Sound(SAMPLES / "09_one_sentence.ogg", "digest", 3.0)
        numbers = []

        first = await words.heard(sound, Wish(), watch=lambda step, _: numbers.append(step.number))

        assert await words.known(words.key("digest", Wish())) == first
        assert await words.heard(sound, Wish()) == first
        assert crew.calls == {"heard": 1}
        assert numbers == [0]


async def test_the_language_is_the_one_that_is_guessed_here(place, talk, far, crew):
    assert await far.spoken(talk[0]) == await place[0].spoken(talk[0])
    assert crew.calls == {"sound_for_ears": 1, "spoken": 1}


async def test_a_voice_note_goes_as_it_is(place, far, crew):
    note = SAMPLES / "09_one_sentence.ogg"

    assert await heard(far, note) == await heard(place[0], note)
    assert crew.calls == {"heard": 1}
    assert crew.sent_bytes == {"sound": note.stat().st_size}


async def test_what_cannot_be_heard_is_told_under_its_own_name(far, crew, tmp_path):
    broken = tmp_path / "broken.mp3"
    broken.write_bytes(b"nothing to hear" * 99)

    with pytest.raises(FileUnreadable) as caught:
        await heard(far, broken)

    assert caught.value.details == {"name": "broken.mp3"}
    assert "heard" not in crew.calls


@pytest.mark.skipif(VOICE_MODELS.lacking == "library", reason="sherpa-onnx is an extra")
async def test_voices_are_told_apart_by_who_has_the_models(place, far, crew, tmp_path):
    talk = make(tmp_path / "talk.wav", "-i", str(CLIP), "-t", "8")

    turns = await far.turns(talk, Wish(speakers=Speakers.VOICES))

    assert not place[0].can_tell_voices
    assert far.can_tell_voices
    assert far.voices == VOICE_MODELS.name
    assert turns
    assert crew.calls == {"turns": 1}


# What the front says of its workers


def told_of(facts, **more):
    return {**facts, "ears": {**facts["ears"], **more}}


async def test_the_models_are_those_of_the_workers(place, far, crew):
    crew.facts_told = told_of(
        place[2], models=["large-v3", "small"], usual="large-v3", lacking=["small"], device="cuda"
    )

    assert far.models == ("large-v3", "small")
    assert (far.model(""), far.model("small")) == ("large-v3", "small")
    assert (far.needs_model(""), far.needs_model("small")) == (False, True)
    assert await far.device() == "cuda"
    assert far.can_hear
    with pytest.raises(ChoiceUnavailable) as caught:
        far.model("tiny")
    assert caught.value.details == {"choice": "tiny", "choices": "large-v3, small"}


async def test_without_workers_the_front_speaks_for_itself(place, far, crew):
    crew.abilities = replace(crew.abilities, acts={})

    assert far.models == place[0].models == ("miniature",)
    assert far.model("") == "miniature"
    assert not far.needs_model("")
    assert await far.device() == "cpu"
    assert not far.can_tell_voices


async def test_models_are_remembered_while_the_last_worker_is_away(place, far, crew):
    crew.facts_told = told_of(place[2], models=["large-v3"], usual="large-v3")
    assert far.models == ("large-v3",)

    crew.facts_told = {}

    assert far.models == ("large-v3",)


async def test_a_worker_fetches_the_model_that_it_lacks(place, crew, tmp_path):
    bytes_told = []

    class Shelf:
        async def fetch(self, model, *, to, watch):
            for done in (1.0, 2.0):
                watch(done, 2.0)
            lies = to / f"models--{model.replace('/', '--')}" / "snapshots" / "1"
            lies.mkdir(parents=True)
            for name in ("model.bin", "config.json", "vocabulary.txt"):
                (lies / name).touch()

    async with Nursery() as nursery:
        settings = replace(settings_in(tmp_path / "m"), model="a/b", others=("a/c",))
        own = open_ears(settings, SystemClock(), nursery, folder=tmp_path, source=Shelf())
        tools = Tools(sources=Nursery, ears=lambda: own)
        async with (
            open_acts(frozenset({Role.GPU}), tools) as abilities,
            open_far_ears(place[0], crew, folder=tmp_path / "sounds") as far,
        ):
            crew.abilities, crew.facts_told = abilities, await abilities.facts()
            assert far.needs_model("a/c")
            await far.bring_model("a/c", lambda *told: bytes_told.append(told))
            crew.facts_told = await abilities.facts()
            assert not far.needs_model("a/c")
            assert far.needs_model("")
            assert {role for role, _ in abilities.acts.values()} == {Role.GPU}
            assert not crew.has(Role.CPU)

    assert bytes_told == [(1.0, 2.0), (2.0, 2.0)]


async def test_a_model_that_nobody_has_is_missed_by_name(place, crew, far, tmp_path):
    async with Nursery() as nursery:
        settings = replace(settings_in(tmp_path), model="a/b")
        own = open_ears(settings, SystemClock(), nursery, folder=tmp_path)
        async with open_acts(
            frozenset({Role.GPU}), Tools(sources=Nursery, ears=lambda: own)
        ) as abilities:
            crew.abilities, crew.facts_told = abilities, await abilities.facts()
            assert not far.can_hear
            with pytest.raises(SpeechModelMissing) as caught:
                await heard(far, CLIP)

    assert caught.value.details == {"model": "a/b"}


async def test_who_only_listens_loads_nothing_else():
    program = (
        "import sys, services.crew.acts;"
        "print(*sorted({'yt_dlp', 'dbos', 'aiogram', 'faster_whisper'} & sys.modules.keys()))"
    )
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", program, stdout=asyncio.subprocess.PIPE
    )
    said, _ = await process.communicate()

    assert (said.decode().strip(), process.returncode) == ("", 0)

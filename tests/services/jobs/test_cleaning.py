"""A clean copy through the whole core: the miniature model, the lists, the render."""

import json
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from bot.settings import Settings
from bot.wiring import House, open_house
from services.censor.cleaning import Cleaning
from services.censor.list_files import form_of, read_list
from services.censor.spans import Method
from services.errors import NoSound, TranscriptUnfit
from services.jobs.crafts import MediaCrafts
from services.jobs.job import Job
from services.jobs.order import Channel, LocalFile, Order, Product, Recipient
from services.jobs.shelf import Shelf
from services.transcripts.wish import Wish, WordsWanted
from services.transcripts.writers.document import from_json
from tests.sounds import make, seconds_of
from tests.speech import MODEL, SAMPLES

USUAL = Cleaning()
PICTURE = ("-f", "lavfi", "-i", "testsrc=duration=1:size=128x96:rate=5", "-pix_fmt", "yuv420p")
NOTE = SAMPLES / "02_explicit.ogg"
EXPLICIT = SAMPLES.parent / "explicit.csv"


@asynccontextmanager
async def opened(tmp_path: Path) -> AsyncIterator[House]:
    settings = Settings(
        _env_file=None, data_dir=tmp_path / "data", speech_model=str(MODEL), speech_device="cpu"
    )
    async with open_house(settings, patient=False) as house:
        await house.core.jobs.start(deliveries={Channel.SHELF: Shelf()})
        yield house


async def cleaned(house: House, path: Path, cleaning: Cleaning = USUAL) -> Job:
    core = house.core
    account = await core.accounts.local()
    order = Order(
        product=Product.CLEAN,
        source=LocalFile(str(path), path.name),
        recipient=Recipient(Channel.SHELF),
        account=account.id,
        clean=cleaning.name,
    )
    return await done(house, order)


async def done(house: House, order: Order) -> Job:
    core = house.core
    job = await core.jobs.submit(order)
    await core.jobs.wait(job.id)
    job = await core.jobs.get(job.id)
    if job.failure:
        raise job.failure.error()
    return job


async def bytes_of(house: House, job: Job) -> bytes:
    artifact = await house.core.jobs.artifact(job.artifact)
    return (await house.core.blobs.find(artifact.blob)).read_bytes()


def explicit_in(told: dict) -> list[tuple[str, float]]:
    """Return the explicit words that are really said in a sample, and the middle of each."""
    said = [(one["word"].strip(".,?!").casefold(), one) for one in told["words"]]
    return [
        (word, (one["start"] + one["end"]) / 2) for word, one in said if word in told["explicit"]
    ]


async def own_list(house: House) -> None:
    """Let the stand-in words be what is hidden in English, and nothing else."""
    lists, account = house.core.censor.word_lists, await house.core.accounts.local()
    draft = read_list(EXPLICIT.read_bytes(), form_of(EXPLICIT.name))
    made = await lists.new(account.id, "Stand-ins", language="en", draft=draft)
    await lists.make_default(account.id, made.id)


async def test_in_all_samples_all_explicit_words_are_hidden_and_none_else(tmp_path: Path) -> None:
    samples = sorted(SAMPLES.glob("*.json"))
    async with opened(tmp_path) as house:
        await own_list(house)
        for sample in samples:
            told = json.loads(sample.read_text())
            truth = explicit_in(told)
            job = await cleaned(house, SAMPLES / told["file"])
            report = await house.core.jobs.report(job.artifact)

            assert [hit.word for hit in report.hits] == [word for word, _ in truth], sample.name
            assert report.hidden == tuple(range(len(truth)))
            for _, middle in truth:
                assert any(start < middle < end for start, end in report.places), sample.name
            innocent = sum(end - start for start, end in report.places) - spoken_seconds(told)
            assert innocent <= 0.25 * len(truth), sample.name
            if not truth:
                assert await bytes_of(house, job) == (SAMPLES / told["file"]).read_bytes()
                continue
            copy = tmp_path / told["file"]
            copy.write_bytes(await bytes_of(house, job))
            again = await house.core.jobs.report((await cleaned(house, copy)).artifact)
            heard_again = [
                hit
                for hit in again.hits
                for word, middle in truth
                if hit.word == word and abs(middle - (hit.start + hit.end) / 2) < 1
            ]
            assert not heard_again, sample.name
            # The words beside a beep may be misheard, hardly more.
            assert again.words >= 0.75 * (len(told["words"]) - len(truth)), sample.name


def spoken_seconds(told: dict) -> float:
    explicit = set(told["explicit"])
    return sum(
        one["end"] - one["start"]
        for one in told["words"]
        if one["word"].strip(".,?!").casefold() in explicit
    )


async def test_where_nothing_is_explicit_the_very_file_comes_back(tmp_path: Path) -> None:
    async with opened(tmp_path) as house:
        job = await cleaned(house, SAMPLES / "01_plain.wav")
        assert await bytes_of(house, job) == (SAMPLES / "01_plain.wav").read_bytes()
        assert (await house.core.jobs.report(job.artifact)).way == "untouched"


async def test_silence_comes_back_as_it_was(tmp_path: Path) -> None:
    async with opened(tmp_path) as house:
        job = await cleaned(house, SAMPLES / "11_silence.ogg")
        assert await bytes_of(house, job) == (SAMPLES / "11_silence.ogg").read_bytes()
        assert (await house.core.jobs.report(job.artifact)).words == 0


async def test_another_method_is_no_second_listening(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(tmp_path) as house:
        first = await cleaned(house, NOTE)
        house.core.jobs._rooms.words.heard = None
        monkeypatch.setattr(MediaCrafts, "loudness", None)
        second = await cleaned(house, NOTE, Cleaning(method=Method.SILENCE))
        kept = (await house.core.jobs.report(first.artifact)).hits[0].first
        third = await cleaned(house, NOTE, Cleaning(kept=(kept,)))

        assert len({first.artifact, second.artifact, third.artifact}) == 3
        report = await house.core.jobs.report(third.artifact)
        assert not report.is_hidden(0)
        assert report.is_hidden(1)


async def test_a_copy_becomes_what_is_wished_without_its_tags(tmp_path: Path) -> None:
    song = make(tmp_path / "song.flac", "-i", str(NOTE), "-metadata", "title=Private")
    async with opened(tmp_path) as house:
        made = {
            wish: await cleaned(house, song, wish)
            for wish in (
                USUAL,
                Cleaning(format="mp3-96"),
                Cleaning(format="mp3-96", keeps_tags=False),
            )
        }
        files = [await bytes_of(house, job) for job in made.values()]
        artifacts = [await house.core.jobs.artifact(job.artifact) for job in made.values()]

    assert [one.file_name for one in artifacts] == [
        "song (clean).flac",
        "song (clean).mp3",
        "song (clean).mp3",
    ]
    assert {one.hidden_words for one in artifacts} == {2}
    assert [file[:4] for file in files] == [b"fLaC", b"ID3\x03", files[2][:4]]
    assert [b"P\x00r\x00i\x00v" in file or b"Private" in file for file in files] == [
        True,
        True,
        False,
    ]
    assert all(seconds_of(file) == pytest.approx(4.352, abs=0.1) for file in files)


async def test_words_that_were_handed_in_are_used(tmp_path: Path) -> None:
    word = {"start": 1.0, "end": 2.0, "word": "damn"}
    segment = {"start": 1.0, "end": 2.0, "text": "damn", "words": [word]}
    said = json.dumps({"language": "en", "duration": 4.3, "segments": [segment]})
    async with opened(tmp_path) as house:
        key = await house.core.jobs.bring_words(from_json(said))
        job = await cleaned(house, NOTE, Cleaning(transcript=key))
        report = await house.core.jobs.report(job.artifact)
        late = from_json(said.replace("2.0", "99.0"))
        with pytest.raises(TranscriptUnfit):
            await cleaned(house, NOTE, Cleaning(transcript=await house.core.jobs.bring_words(late)))

    assert [(hit.start, hit.end) for hit in report.hits] == [(1.0, 2.0)]


async def test_the_file_that_was_cleaned_is_left_as_it_was(tmp_path: Path) -> None:
    mine = Path(shutil.copy(NOTE, tmp_path / "mine.ogg"))
    before = mine.read_bytes()
    async with opened(tmp_path) as house:
        await cleaned(house, mine)
    assert mine.read_bytes() == before


async def test_the_same_bytes_are_cleaned_once_and_called_as_each_calls_them(
    tmp_path: Path,
) -> None:
    theirs, mine = tmp_path / "my diagnosis.ogg", tmp_path / "mine.ogg"
    for path in (theirs, mine):
        shutil.copyfile(NOTE, path)
    async with opened(tmp_path) as house:
        await own_list(house)
        first, second = await cleaned(house, theirs), await cleaned(house, mine)
        artifact = await house.core.jobs.artifact(second.artifact)
        before = await house.core.jobs.artifact(first.artifact)
        report = await house.core.jobs.report(second.artifact)

        assert (second.title, artifact.title) == ("mine (clean)", "mine (clean)")
        assert artifact.file_name == "mine (clean).ogg"
        assert before.file_name == "my diagnosis (clean).ogg"
        assert artifact.blob == before.blob
        assert report == replace(await house.core.jobs.report(first.artifact), source=report.source)
        assert await house.core.jobs.clean_picture(second)


async def test_each_job_is_counted_once_and_for_good(tmp_path: Path) -> None:
    async with opened(tmp_path) as house:
        job = await cleaned(house, NOTE)
        await cleaned(house, NOTE, Cleaning(method=Method.NOISE))
        with pytest.raises(NoSound):
            await cleaned(house, make(tmp_path / "mute.mp4", *PICTURE))
        first = await house.core.jobs.clean_figures()
        await house.core.jobs.forget(job.order.account)
        then = await house.core.jobs.clean_figures()

    assert then == first
    assert (first.jobs, first.done, first.found, first.hidden) == (3, 2, 4, 4)
    assert first.seconds == pytest.approx(2 * 4.352, abs=0.1)
    assert first.success == pytest.approx(2 / 3)


async def test_the_words_of_a_clean_copy_are_masked_in_every_form(tmp_path: Path) -> None:
    async with opened(tmp_path) as house:
        job = await cleaned(house, NOTE)
        wish = WordsWanted(Wish(word_times=True), form="srt")
        masked = Cleaning().told
        order = replace(job.order, product=Product.WORDS, clean=masked, words=wish.text)
        written = await done(house, order)
        read = await bytes_of(house, written)
        shown = await done(house, replace(order, words=wish.in_form("").text))
        told = await house.core.jobs.transcript(shown)
        plain = await done(house, replace(order, words=wish.in_form("").text, clean=""))
        heard = await house.core.jobs.transcript(plain)

    assert b"h***" in read
    assert b"hell" not in read
    assert "h***" in told.text
    assert "hell" in heard.text

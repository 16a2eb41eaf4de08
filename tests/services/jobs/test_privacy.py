"""Accounts that do not want everything kept: afterwards it cannot even be read from the disk."""

import json
import shutil
from contextlib import asynccontextmanager

import pytest

from bot.settings import Settings
from bot.wiring import open_house
from services.accounts.preferences import Preferences
from services.censor.cleaning import Cleaning
from services.errors import NotFound, SiteDown, SourceExpired
from services.jobs.job import State
from services.jobs.order import Channel, LocalFile, Order, Product, Recipient
from services.jobs.rooms import Rules
from services.jobs.shelf import Shelf
from services.platforms.link import Link
from services.store.uploads import open_uploads
from services.transcripts.wish import Wish, WordsWanted
from tests.services.jobs.fakes import House, eventually, media
from tests.services.jobs.shifted import Shifted
from tests.speech import MODEL, SAMPLES

SECRET = "very-secret-thing"
HOUR = 3600.0


def secret_link():
    return Link(url=f"https://example.com/{SECRET}", site="web", key=f"web:{SECRET}")


def on_disk(folder, word: str) -> list[str]:
    """Return the files in which a word can be found."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [path.name for path in files if word.encode() in path.read_bytes()]


async def wishes(house, account=1, **wanted):
    for number in (1, 2):
        await house.database.write(
            "INSERT OR IGNORE INTO accounts (id, role, created_at) VALUES (:id, 'guest', 0)",
            id=number,
        )
    await Preferences(house.database).change(account, wanted)


async def gone(house, folder, word=SECRET):
    """Wait until a word stands nowhere in the databases."""

    async def is_gone():
        return not [name for name in on_disk(folder, word) if "sqlite" in name]

    await eventually(is_gone)


def told_by(jobs) -> list[str]:
    """Return a list that grows by the jobs of which others who keep something are told."""
    told: list[str] = []

    async def erase(erased):
        told.extend(erased)

    jobs.erase_also(erase)
    return told


@pytest.fixture
async def house(tmp_path):
    async with House(tmp_path, Rules(), clock=Shifted()) as house:
        yield house


async def test_a_finished_job_is_forgotten_an_hour_later(house, tmp_path):
    told = told_by(house.jobs)
    await wishes(house, save_history=False)
    job = await house.jobs.submit(media(source=secret_link(), channel=Channel.SHELF))
    (done,) = await house.done(job)
    assert SECRET in done.title
    await house.clock.pass_minutes(30)
    assert told == []
    assert await house.jobs.file(await house.jobs.of(job.id, 1)) is not None
    await house.clock.pass_minutes(31)
    await gone(house, tmp_path)
    with pytest.raises(NotFound):
        await house.jobs.of(job.id, 1)
    assert told == [job.id]
    assert await house.database.rows("SELECT * FROM blob_uses") == []
    assert on_disk(tmp_path, SECRET) == []


async def test_one_of_a_chat_is_forgotten_once_it_is_delivered(house, tmp_path):
    await wishes(house, save_history=False)
    job = await house.jobs.submit(media(source=secret_link()))
    await house.done(job)
    house.clock.shift += 5
    await gone(house, tmp_path)
    assert house.telegram.files[job.id] == 1
    with pytest.raises(NotFound):
        await house.jobs.get(job.id)


async def test_the_jobs_of_others_stay(house, tmp_path):
    await wishes(house, save_history=False)
    mine = await house.jobs.submit(media(source=secret_link(), channel=Channel.SHELF))
    theirs = await house.jobs.submit(media(source=secret_link(), channel=Channel.SHELF, account=2))
    await house.done(mine, theirs)
    await house.clock.pass_minutes(62)

    async def is_forgotten():
        return (await house.jobs.page(1)).jobs == ()

    await eventually(is_forgotten)
    artifact, path = await house.jobs.file(await house.jobs.of(theirs.id, 2))
    assert SECRET in artifact.title
    assert path.exists()
    house.crafts.calls.clear()
    again = await house.jobs.again(theirs.id, account=2)
    await house.done(again)
    assert house.crafts.calls["convert"] == 0


@pytest.mark.parametrize("restart", [False, True])
async def test_no_names_are_kept_but_the_file_can_be_fetched(tmp_path, restart):
    clock = Shifted()
    house = House(tmp_path, clock=clock)
    await house.open()
    await wishes(house, anonymous_mode=True)
    await house.start()
    job = await house.jobs.submit(media(source=secret_link(), channel=Channel.SHELF))
    await house.done(job)
    if restart:
        await house.close()
        house = House(tmp_path, clock=clock)
        await house.open()
        await house.start()
    clock.shift += 5
    await gone(house, tmp_path)
    over = await house.jobs.of(job.id, 1)
    assert (over.state, over.title, over.order.source.url) == (State.DONE, "", "")
    artifact, path = await house.jobs.file(over)
    assert (artifact.title, artifact.file_name) == ("", "result.mp3")
    assert path.read_bytes().startswith(b"mp3:")
    await house.close()
    assert [name for name in on_disk(tmp_path, SECRET) if "sqlite" in name] == []


async def test_the_name_of_a_brought_file_goes_as_well(house, tmp_path):
    await wishes(house, anonymous_mode=True)
    async with (
        open_uploads(tmp_path / "uploads", house.blobs, most_bytes=1000) as uploads,
        uploads.receive() as upload,
    ):
        await upload.write(b"some sound")
        await upload.end()
        file = await house.jobs.adopt(upload, name=f"{SECRET}.wav")
        job = await house.jobs.submit(media(source=file, channel=Channel.SHELF))
    await house.done(job)
    house.clock.shift += 5
    await gone(house, tmp_path)
    assert (await house.jobs.file(await house.jobs.of(job.id, 1))) is not None


async def test_why_it_failed_is_told_without_names(house, tmp_path):
    await wishes(house, anonymous_mode=True)
    house.sources.failures["fetch"] = [SiteDown(host=SECRET) for _ in range(3)]
    job = await house.jobs.submit(media(source=secret_link(), channel=Channel.SHELF))
    (failed,) = await house.done(job)
    assert failed.state is State.FAILED
    house.clock.shift += 5
    await gone(house, tmp_path)
    over = await house.jobs.of(job.id, 1)
    assert over.failure.code == "site-down"
    with pytest.raises(SourceExpired):
        await house.jobs.again(job.id, account=1)


async def test_what_others_know_of_the_same_stays_theirs(house, tmp_path):
    await wishes(house, anonymous_mode=True)
    theirs = await house.jobs.submit(media(source=secret_link(), channel=Channel.SHELF, account=2))
    mine = await house.jobs.submit(media(source=secret_link(), channel=Channel.SHELF))
    await house.done(mine, theirs)
    house.clock.shift += 5

    async def is_nameless():
        return (await house.jobs.of(mine.id, 1)).title == ""

    await eventually(is_nameless)
    assert SECRET in (await house.jobs.of(theirs.id, 2)).title
    assert SECRET in (await house.jobs.file(await house.jobs.of(theirs.id, 2)))[0].title


async def test_the_calls_that_tell_of_it_lose_the_names(house, tmp_path):
    await wishes(house, anonymous_mode=True)
    job = await house.jobs.submit(media(source=secret_link(), channel=Channel.SHELF))
    body = {"job": {"url": f"https://example.com/{SECRET}", "title": f"Title of web:{SECRET}"}}
    await house.database.write(
        "INSERT INTO webhooks (id, account, event, about, url, body, state, due_at, made_at)"
        " VALUES ('w', 1, 'job_completed', :job, 'https://there', :body, 'sent', 0, 0)",
        job=job.id,
        body=json.dumps(body),
    )
    await house.done(job)
    house.clock.shift += 5
    await gone(house, tmp_path)
    kept = await house.database.row("SELECT body FROM webhooks")
    assert set(json.loads(kept["body"])["job"]) == {"url", "title"}


async def test_a_job_that_is_deleted_leaves_nothing(house, tmp_path):
    job = await house.jobs.submit(media(source=secret_link(), channel=Channel.SHELF))
    await house.done(job)
    await house.idle()
    await house.jobs.delete(job.id, 1)
    for table in ("jobs", "artifacts", "media", "blob_uses", "blobs"):
        assert await house.database.rows(f"SELECT * FROM {table}") == [], table
    with pytest.raises(NotFound):
        await house.jobs.delete(job.id, 1)


async def test_calls_that_told_of_a_deleted_job_are_gone_and_others_nameless(house):
    await wishes(house)
    job = await house.jobs.submit(media(source=secret_link(), channel=Channel.SHELF))
    await house.done(job)
    for name, state in (("a", "sent"), ("b", "waiting")):
        await house.database.write(
            "INSERT INTO webhooks (id, account, event, about, url, body, state, due_at, made_at)"
            " VALUES (:id, 1, :event, :job, 'https://there', :body, :state, 0, 0)",
            id=name,
            event=f"job_completed_{name}",
            job=job.id,
            body=json.dumps({"title": f"Title of web:{SECRET}"}),
            state=state,
        )
    await house.jobs.delete(job.id, 1)
    (left,) = await house.database.rows("SELECT * FROM webhooks")
    assert (left["id"], json.loads(left["body"])) == ("b", {"title": "…"})


async def test_a_job_that_is_deleted_while_it_runs_is_stopped(house, tmp_path):
    gate = house.crafts.gate.close()
    job = await house.jobs.submit(media(source=secret_link(), channel=Channel.SHELF))
    await gate.reached.wait()
    await house.jobs.delete(job.id, 1)
    assert gate.left == 1
    assert await house.database.rows("SELECT * FROM jobs") == []
    assert house.left_files() == []


async def test_nobody_deletes_somebody_elses(house):
    job = await house.jobs.submit(media())
    with pytest.raises(NotFound):
        await house.jobs.delete(job.id, 2)
    assert (await house.done(job))[0].state is State.DONE


@asynccontextmanager
async def listening(tmp_path):
    settings = Settings(
        _env_file=None,
        data_dir=tmp_path / "data",
        disk_free_gb=0.1,
        speech_model=str(MODEL),
        speech_device="cpu",
    )
    async with open_house(settings, patient=False) as house:
        await house.core.jobs.start(deliveries={Channel.SHELF: Shelf()})
        yield house.core, house.database


async def heard(core, account, path, product=Product.WORDS):
    order = Order(
        product=product,
        source=LocalFile(str(path), path.name),
        recipient=Recipient(Channel.SHELF),
        account=account,
        choice="mp3" if product is Product.WORDS else "",
        words=WordsWanted(Wish()).text if product is Product.WORDS else "",
        clean=Cleaning().name if product is Product.CLEAN else "",
    )
    job = await core.jobs.submit(order)
    return await core.jobs.wait(job.id)


async def an_hour_passes(core, database):
    await database.write("UPDATE jobs SET ended_at = ended_at - 3700 WHERE ended_at IS NOT NULL")
    await core.jobs.tidy()


async def test_words_cannot_be_had_afterwards_unless_somebody_else_needs_them(tmp_path):
    sound = tmp_path / "note.ogg"
    shutil.copy(SAMPLES / "02_explicit.ogg", sound)
    async with listening(tmp_path) as (core, database):
        mine = (await core.accounts.of_telegram(1, "")).id
        other = (await core.accounts.of_telegram(2, "")).id
        await core.preferences.change(mine, {"save_transcriptions": False})
        theirs = await heard(core, other, sound)
        first = await heard(core, mine, sound)
        told = told_by(core.jobs)
        words = (await core.jobs.transcript(first)).text
        assert on_disk(tmp_path / "data", " ".join(words.split()[:3]))
        await an_hour_passes(core, database)
        assert (await core.jobs.transcript(theirs)).text == words
        assert set(told) == {first.id}
        await core.jobs.delete(theirs.id, other)
        await core.jobs.tidy()
        assert await core.jobs.transcript(first) is None
        assert await database.rows("SELECT * FROM transcript_steps") == []
        # Single words stand in the lists of explicit ones as well.
        phrase = " ".join(words.split()[:3])
        assert on_disk(tmp_path / "data", phrase) == []


async def test_words_that_only_served_a_clean_copy_go_with_its_end(tmp_path):
    sound = tmp_path / "note.ogg"
    shutil.copy(SAMPLES / "02_explicit.ogg", sound)
    async with listening(tmp_path) as (core, database):
        mine = (await core.accounts.of_telegram(1, "")).id
        await core.preferences.change(mine, {"save_transcriptions": False})
        job = await heard(core, mine, sound, Product.CLEAN)
        report = await core.jobs.report(job.artifact)

        async def are_gone():
            return await database.rows("SELECT * FROM transcripts") == []

        await eventually(are_gone)
        assert await core.jobs.said(report) is None
        assert await core.jobs.file(job) is not None
        assert await database.rows("SELECT * FROM transcript_steps") == []

"""AudioGrab's doors over the real core, before a made-up web."""

import asyncio
from datetime import UTC, datetime, timedelta, timezone

import aiohttp
import pytest

from services.accounts.keys import Scope
from services.accounts.repeats import Turn
from tests.world.conftest import fresh
from tests.world.media import film, song
from tests.world.test_captions import by_ear, by_people
from tests.world.words import SAMPLES
from tests.world.youtube import open_youtube

pytestmark = pytest.mark.asyncio(loop_scope="module")

TOKYO = timezone(timedelta(hours=9))


@pytest.fixture(scope="module")
def settings_of_the_house():
    return {"rate_limit_capacity": 10_000, "jobs_waiting_max": 1000}


@fresh
async def files(world):
    """Return a site that gives files: each name is another medium."""
    site = world.site("files.example.org")
    site.answers("*.mp3", song())
    site.answers("*.mp4", film(height=360))
    return "https://files.example.org"


@fresh
async def youtube(world):
    return open_youtube(world)


def later(**delta):
    return datetime.now(UTC) + timedelta(**delta)


# Downloads


async def test_a_download_goes_from_the_order_to_the_file_and_is_gone_when_it_is_deleted(
    doors, files
):
    asked = await doors.post("/api/download", {"url": f"{files}/a.mp3", "format": "m4a"})

    assert asked.status == 200, asked.body
    assert (asked["status"], asked["progress"]) == ("pending", 0)
    path = f"/api/download/{asked['job_id']}"
    done = await doors.done(asked["job_id"], path="/api/download")
    assert (done["status"], done["progress"], done["error"]) == ("completed", 1, None)
    assert done["download_url"] == f"{path}/file"
    assert done["space_info"] == done["content_info"]
    file = await doors.get(done["download_url"])
    assert (file.status, file.headers["Content-Type"]) == (200, "audio/mp4")
    assert len(file.body) == done["file_size_bytes"]

    assert (await doors.ask("DELETE", path)).body == {"status": "deleted", "job_id": done["job_id"]}

    assert (await doors.get(path)).status == 404
    assert (await doors.get(f"{path}/file")).status == 404


async def test_a_part_of_a_file_can_be_had(doors, files):
    asked = await doors.post("/api/download", {"url": f"{files}/part.mp3", "format": "mp3"})
    done = await doors.done(asked["job_id"], path="/api/download")

    part = await doors.get(done["download_url"], headers={"Range": "bytes=0-9"})

    assert (part.status, len(part.body)) == (206, 10)
    tag = part.headers["ETag"]
    known = await doors.get(done["download_url"], headers={"If-None-Match": tag})
    assert known.status == 304


async def test_there_is_no_file_before_it_is_done(doors, files):
    asked = await doors.post(
        "/api/download",
        {"url": f"{files}/early.mp3", "scheduled_at": later(hours=1).isoformat()},
    )

    told = await doors.get(f"/api/download/{asked['job_id']}/file")

    assert (told.status, told["code"]) == (409, "job-not-done")


@pytest.mark.parametrize(
    ("body", "choice"),
    [
        ({}, "m4a"),
        ({"format": "aac"}, "m4a"),
        ({"format": "m4a", "quality": "low"}, "m4a-64"),
        ({"format": "mp3"}, "mp3"),
        ({"format": "mp3", "quality": "medium"}, "mp3-128"),
        ({"format": "mp3", "quality": "highest"}, "mp3-320"),
        ({"format": "mp4"}, "720p"),
        ({"format": "mp4", "quality": "low"}, "360p"),
        ({"format": "mp4", "quality": "highest"}, "4320p"),
        ({"format": "mp4", "platform": "youtube"}, "m4a"),
        ({"platform": "youtube_video"}, "720p"),
        ({"format": "mp3", "platform": "youtube_video"}, "mp3"),
        ({"format": "1080p"}, "1080p"),
        ({"format": "flac"}, "flac"),
    ],
)
async def test_the_words_of_audiograb_mean_choices_of_ours(doors, body, choice):
    when = later(days=1).isoformat()
    url = "https://www.youtube.com/watch?v=wChoices001"

    asked = await doors.post("/api/download", {"url": url, "scheduled_at": when, **body})

    job = await doors.core.jobs.get(asked["job_id"])
    assert job.order.choice == choice
    await doors.ask("DELETE", f"/api/download/{job.id}")


@pytest.mark.parametrize(
    ("url", "choice"),
    [
        ("https://podcasts.apple.com/us/podcast/x/id1?i=2", "m4a"),
        ("https://x.com/i/spaces/1vOxwdyYrlqKB", "m4a"),
        ("https://www.instagram.com/reel/Cabcdefghij/", "720p"),
    ],
)
async def test_a_film_is_the_sound_where_there_is_none(doors, url, choice):
    when = later(days=1).isoformat()

    asked = await doors.post("/api/download", {"url": url, "scheduled_at": when, "format": "mp4"})

    job = await doors.core.jobs.get(asked["job_id"])
    assert job.order.choice == choice
    await doors.ask("DELETE", f"/api/download/{job.id}")


async def test_what_is_not_taken_is_told(doors, files):
    wish = {"embed_metadata": False, "keep_file": False, "output_dir": "/etc", "file_format": "mp3"}

    told = await doors.post("/api/download", {"url": f"{files}/b.mp3", **wish})

    assert told["not_taken"] == ["embed_metadata", "keep_file", "output_dir", "file_format"]


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({}, 400, "field-missing"),
        ({"url": "x"}, 400, "field-invalid"),
        ({"url": "https://files.example.org/a.mp3", "format": "exe"}, 422, "choice-unavailable"),
        ({"url": "https://files.example.org/a.mp3", "quality": "best"}, 400, "field-invalid"),
        ({"url": "https://files.example.org/a.mp3", "priority": 11}, 400, "field-invalid"),
        ({"url": "https://files.example.org/a.mp3", "platform": "tiktok"}, 400, "field-invalid"),
        (
            {"url": "https://files.example.org/a.mp3", "webhook_url": "ftp://example.org/"},
            403,
            "address-forbidden",
        ),
        (
            {"url": "https://files.example.org/a.mp3", "webhook_url": "hooks"},
            400,
            "field-invalid",
        ),
        (
            {"url": "https://files.example.org/a.mp3", "scheduled_at": "2020-01-01T00:00:00Z"},
            400,
            "field-invalid",
        ),
        ({"url": "https://files.example.org/a.mp3", "scheduled_at": "soon"}, 400, "field-invalid"),
    ],
)
async def test_what_cannot_be_done_is_refused_with_a_sentence(doors, body, status, code):
    told = await doors.post("/api/download", body)

    assert (told.status, told["code"]) == (status, code)
    assert told["error"].endswith(".")


async def test_it_is_told_that_it_is_the_webhook_that_cannot_be(doors, files):
    body = {"url": f"{files}/c.mp3", "urls": [f"{files}/c.mp3"]}
    for path in ("/api/download", "/api/batch/download"):
        told = await doors.post(path, {**body, "webhook_url": "ftp://example.org/hook"})

        assert told["details"] == {"host": "example.org", "field": "webhook_url"}
        assert "webhook_url" in told["error"]
        assert "FETCH_ALLOW" in told["error"]


async def test_nobody_sees_anothers_download(doors, files):
    asked = await doors.post("/api/download", {"url": f"{files}/mine.mp3"})
    path, other = f"/api/download/{asked['job_id']}", await doors.another_key("stranger")

    answers = [
        await doors.get(path, key=other),
        await doors.get(f"{path}/file", key=other),
        await doors.ask("DELETE", path, key=other),
        await doors.ask("PATCH", f"{path}/priority?priority=9", key=other),
    ]

    assert [told.status for told in answers] == [404] * 4
    assert (await doors.get(path)).status == 200


# Times and turns


async def test_a_time_keeps_its_offset(doors, files):
    moment = (datetime.now(TOKYO) + timedelta(hours=2)).replace(microsecond=0)

    told = await doors.post(
        "/api/schedule/download",
        {"url": f"{files}/tokyo.mp3", "scheduled_at": moment.isoformat(), "priority": 7},
    )

    assert (told.status, told["status"], told["priority"]) == (200, "scheduled", 7)
    assert datetime.fromisoformat(told["scheduled_at"]) == moment
    hour_ago = (datetime.now(TOKYO) - timedelta(hours=1)).isoformat()
    late = {"url": f"{files}/tokyo.mp3", "scheduled_at": hour_ago}
    assert (await doors.post("/api/schedule/download", late)).status == 400


async def test_what_waits_for_its_time_is_listed_moved_and_stopped(doors, files):
    key = await doors.another_key("planner")
    ids = []
    for name, hours in (("late", 5), ("soon", 1)):
        when = later(hours=hours).isoformat()
        body = {"url": f"{files}/{name}.mp3", "scheduled_at": when}
        ids.append((await doors.post("/api/schedule/download", body, key=key))["job_id"])
    late, soon = ids

    listed = await doors.get("/api/schedule", key=key)
    assert [row["job_id"] for row in listed["jobs"]] == [soon, late]

    moved = later(hours=8).astimezone(TOKYO).replace(microsecond=0)
    path = f"/api/schedule/{soon}?scheduled_at={moved.isoformat()}&priority=2"
    told = await doors.ask("PATCH", path, key=key)
    assert (told.status, told["priority"]) == (200, 2), told.body
    assert datetime.fromisoformat(told["scheduled_at"]) == moved
    listed = await doors.get("/api/schedule?limit=1", key=key)
    assert ([row["job_id"] for row in listed["jobs"]], listed["total"]) == ([late], 2)

    stopped = await doors.ask("DELETE", f"/api/schedule/{late}", key=key)
    assert stopped.body == {"status": "cancelled", "job_id": late}
    assert (await doors.get("/api/schedule", key=key))["total"] == 1


async def test_a_waiting_download_changes_its_turn(doors, files):
    when = later(hours=1).isoformat()
    asked = await doors.post("/api/download", {"url": f"{files}/t.mp3", "scheduled_at": when})
    path = f"/api/download/{asked['job_id']}/priority"

    turned = await doors.ask("PATCH", f"{path}?priority=9")

    assert turned.body == {"job_id": asked["job_id"], "priority": 9, "status": "pending"}
    assert (await doors.ask("PATCH", f"{path}?priority=0")).status == 400
    assert (await doors.ask("PATCH", path)).status == 400


# Batches


async def test_a_batch_is_followed_to_its_end(doors, files):
    urls = [f"{files}/one.mp3", f"{files}/two.mp3", "https://files.example.org/missing.txt"]

    made = await doors.post("/api/batch/download", {"urls": urls, "name": "Three"})

    assert (made.status, made["total_jobs"], made["name"]) == (200, 3, "Three"), made.body
    for job in made["job_ids"]:
        await doors.core.jobs.wait(job)
    told = await doors.get(f"/api/batch/{made['batch_id']}")
    assert told["status"] == "completed_with_errors"
    assert (told["completed_jobs"], told["failed_jobs"]) == (2, 1)
    jobs = (await doors.get(f"/api/batch/{made['batch_id']}/jobs"))["jobs"]
    assert [job["source_url"] for job in jobs] == urls
    listed = await doors.get("/api/batch")
    assert made["batch_id"] in [batch["batch_id"] for batch in listed["batches"]]
    other = await doors.another_key("batcher")
    assert (await doors.get(f"/api/batch/{made['batch_id']}", key=other)).status == 404


async def test_a_file_of_links_is_a_batch(doors, files):
    text = f"# two songs\n{files}/three.mp3\r\n\n  {files}/four.mp3  \n#{files}/not.mp3\n"
    form = aiohttp.FormData()
    form.add_field("file", text.encode(), filename="links.txt")

    made = await doors.ask("POST", "/api/batch/upload?name=Songs&format=mp3", data=form)

    assert (made.status, made["total_jobs"], made["name"]) == (200, 2, "Songs"), made.body


async def test_one_bad_link_refuses_the_whole_batch_and_says_which(doors, files):
    body = {"urls": [f"{files}/ok.mp3", "nonsense"]}
    before = (await doors.get("/jobs"))["total"]

    told = await doors.post("/api/batch/download", body)

    assert (told.status, told["details"]["field"]) == (400, "urls.1")
    assert (await doors.get("/jobs"))["total"] == before


async def test_a_batch_can_be_stopped(doors, files):
    made = await doors.post(
        "/api/batch/download",
        {"urls": [f"{files}/s{number}.mp3" for number in range(30)], "priority": 1},
    )

    told = await doors.ask("DELETE", f"/api/batch/{made['batch_id']}")

    assert (told.status, told["status"]) == (200, "cancelled")
    after = await doors.get(f"/api/batch/{made['batch_id']}")
    assert after["completed_jobs"] + after["cancelled_jobs"] == 30
    assert (await doors.ask("DELETE", f"/api/batch/{made['batch_id']}")).status == 409


# Words


async def test_it_is_told_what_is_written_down_and_by_whom(doors, youtube):
    link = youtube.video(
        "wChecked001", captions=[by_ear("en", "heard this"), by_people("de", "das hier")]
    )

    told = await doors.get("/api/transcript/check", params={"url": link})

    assert told["available"] is True
    assert told["platform"] == "youtube"
    rows = [
        (row["language_code"], row["language"], row["is_generated"]) for row in told["languages"]
    ]
    assert rows == [("de", "German", False), ("en", "English", True)]


async def test_nothing_is_told_where_nothing_is_written_down(doors, youtube):
    link = youtube.video("wChecked002")

    told = await doors.get("/api/transcript/check", params={"url": link})

    assert (told["available"], told["languages"]) == (False, [])


@pytest.mark.parametrize(
    ("form", "begins"),
    [("text", "one"), ("srt", "1\n"), ("vtt", "WEBVTT"), ("json", "{"), ("dialogue", "[0:00")],
)
async def test_what_is_written_down_is_fetched_in_a_form(doors, youtube, world, form, begins):
    link = youtube.video("wFetched001", captions=[by_people("en", "one line", "another")])

    told = await doors.post("/api/transcript/fetch", {"url": link, "output_format": form})

    assert (told.status, told["status"]) == (200, "completed"), told.body
    assert [row["text"] for row in told["segments"]] == ["one line", "another"]
    assert (told["language"], told["is_generated"]) == ("en", False)
    assert told["output_format"] == form
    assert told["formatted_output"].startswith(begins)
    assert world.asked("*.googlevideo.com") == []


async def test_who_hangs_up_and_asks_again_by_the_same_name_gets_the_words_of_the_first_try(
    doors, youtube, world
):
    link = youtube.video("wFetched005", captions=[by_people("en", "worth waiting for")])
    begun, may_go_on = asyncio.Event(), asyncio.Event()

    async def held(request):
        begun.set()
        await may_go_on.wait()
        return await youtube.timed_text(request)

    world.site("www.youtube.com").answers("/api/timedtext", held)

    async def fetch():
        named = {"Idempotency-Key": "first-try"}
        return await doors.post("/api/transcript/fetch", {"url": link}, headers=named)

    hasty = asyncio.create_task(fetch())
    async with asyncio.timeout(60):
        await begun.wait()
    (job,) = [
        one for one in await doors.core.jobs.active() if "wFetched005" in one.order.source_key
    ]
    hasty.cancel()
    again = asyncio.create_task(let_in_again(fetch))
    may_go_on.set()
    told = await again
    late = await fetch()

    assert (told.status, told["text"], told["job_id"]) == (200, "worth waiting for", job.id)
    assert (late.headers["Idempotency-Replayed"], late.body) == ("true", told.body)


async def let_in_again(fetch):
    """Ask until the door has seen that the first one hung up."""
    while True:
        told = await fetch()
        if told.status != 409:
            return told


async def test_who_asks_again_when_the_words_are_there_does_not_wait_for_them(
    doors, youtube, monkeypatch
):
    link = youtube.video("wFetched006", captions=[by_people("en", "all there")])
    named = {"Idempotency-Key": "lost-answer"}

    async def fetch():
        return await doors.post("/api/transcript/fetch", {"url": link}, headers=named)

    with monkeypatch.context() as cut_off:

        async def die(*_):
            raise OSError("the lights went out")

        cut_off.setattr(Turn, "keep", die)
        cut_off.setattr(Turn, "forget", die)
        assert (await fetch()).status == 500
        (job,) = (await doors.core.jobs.page(None, limit=1)).jobs

    again = await fetch()

    assert (again.status, again["text"], again["job_id"]) == (200, "all there", job.id)


async def test_a_language_is_fetched_by_its_code(doors, youtube):
    link = youtube.video(
        "wFetched002", captions=[by_people("en", "hello"), by_people("pt-BR", "ola")]
    )

    told = await doors.post("/api/transcript/fetch", {"url": link, "language": "pt-BR"})

    assert (told["language"], told["text"]) == ("pt-BR", "ola")


async def test_nobody_listens_where_nothing_is_written_down(doors, youtube, world):
    link = youtube.video("wFetched003", captions=[by_people("en", "hello")])

    german = await doors.post("/api/transcript/fetch", {"url": link, "language": "de"})
    silent = youtube.video("wFetched004")
    nothing = await doors.post("/api/transcript/fetch", {"url": silent})

    for told in (german, nothing):
        assert (told.status, told["code"]) == (422, "captions-missing")
    assert world.asked("*.googlevideo.com") == []


async def test_a_recording_of_ones_own_is_written_down_in_a_form(doors):
    form = aiohttp.FormData({
        "output_format": "srt",
        "language": "English",
        "keep_enhanced": "true",
    })
    form.add_field("file", (SAMPLES / "09_one_sentence.ogg").read_bytes(), filename="talk.ogg")

    told = await doors.ask("POST", "/api/transcribe/upload", data=form)

    assert (told.status, told["input_filename"]) == (200, "talk.ogg"), told.body
    assert told["not_taken"] == ["keep_enhanced"]
    done = await doors.done(told["job_id"])
    assert done["status"] == "completed", done.body
    words = await doors.get(done["download_url"])
    assert words.body.decode().startswith("1\n00:00:00")
    assert "computer" in words.body.decode()


@pytest.mark.parametrize(
    "fields",
    [
        {"output_format": "pdf"},
        {"model": "huge"},
        {"language": "klingon"},
        {"num_speakers": "-1"},
        {"diarize": "perhaps"},
        {"enhance": "true", "enhancement_preset": "deafening"},
    ],
)
async def test_what_cannot_be_done_with_a_recording_is_refused_and_nothing_stays(doors, fields):
    before = (await doors.get("/jobs"))["total"]
    form = aiohttp.FormData(fields)
    form.add_field("file", b"RIFF", filename="talk.wav")

    told = await doors.ask("POST", "/api/transcribe/upload", data=form)

    assert 400 <= told.status < 500, told.body
    assert (await doors.get("/jobs"))["total"] == before


async def test_a_link_out_of_a_browser_is_written_down_or_fetched(doors, youtube, files):
    link = youtube.video("wAdded00001", captions=[by_people("en", "from the browser")])

    said = await doors.get("/api/add", params={"url": link})
    got = await doors.get("/api/add", params={"url": f"{files}/added.mp3", "action": "download"})
    wrong = await doors.get("/api/add", params={"url": "no link"})
    looked = await doors.ask("HEAD", "/api/add", params={"url": link})

    assert (said.status, said["action"], said["status"]) == (200, "transcribe", "pending")
    words = (await doors.done(said["job_id"]))["download_url"]
    assert "from the browser" in (await doors.get(words)).body.decode()
    assert got["action"] == "download"
    assert (await doors.done(got["job_id"]))["format"] == "m4a"
    assert (wrong.status, wrong["code"]) == (400, "field-invalid")
    assert looked.status == 405


# The service itself


async def test_the_sites_are_all_told(doors):
    told = await doors.get("/api/platforms")

    audio, video = ({row["id"] for row in told[kind]} for kind in ("audio", "video"))
    assert {"x_spaces", "apple_podcasts", "spotify", "youtube", "xiaoyuzhou", "discord"} <= audio
    assert {"x_video", "youtube_video", "instagram", "xiaohongshu", "tiktok"} <= video
    assert all(row["available"] for row in told["platforms"])
    for row in [*told["audio"], *told["video"]]:
        url = f"https://{row['url_pattern'].removeprefix('https://').partition('/')[0]}/"
        body = {"url": url, "platform": row["id"], "scheduled_at": later(days=1).isoformat()}
        assert (await doors.post("/api/download", body)).status == 200, row


async def test_the_line_is_told(doors, files):
    key = await doors.another_key("queuer")
    when = later(hours=3).isoformat()
    body = {"url": f"{files}/q.mp3", "scheduled_at": when, "priority": 8}
    asked = await doors.post("/api/download", body, key=key)

    told = await doors.get("/api/queue", key=key)

    assert (told["pending"], told["processing"], told["processing_jobs"]) == (1, 0, [])
    assert [(row["job_id"], row["priority"]) for row in told["jobs"]] == [(asked["job_id"], 8)]
    assert told["max_concurrent"] >= 1
    assert told["scheduled_in_all"] >= 1


async def test_the_room_is_told(doors):
    told = await doors.get("/api/storage")

    assert told["disk_free_gb"] > 0
    assert told["database_size_mb"] > 0


async def test_a_clean_up_takes_ones_own_old_jobs(doors, files):
    key, body = await doors.another_key("cleaner"), {"url": f"{files}/old.mp3"}
    asked = await doors.post("/api/download", body, key=key)
    await doors.core.jobs.wait(asked["job_id"])

    kept = await doors.post("/api/cleanup?max_age_hours=24", key=key)
    gone = await doors.post("/api/cleanup?delete_all=true", key=key)

    assert (kept["jobs_deleted"], gone["jobs_deleted"]) == (0, 1)
    assert (await doors.get(f"/api/download/{asked['job_id']}", key=key)).status == 404


async def test_copies_of_the_database_are_for_owners(doors):
    made = await doors.post("/api/backup")

    assert made.status == 201, made.body
    copy = await doors.get(made["download_url"])
    assert copy.body.startswith(b"SQLite format 3\0")
    listed = (await doors.get("/api/backups"))["backups"]
    assert made["name"] in [one["name"] for one in listed]
    guest = await doors.another_key("guest", scopes=frozenset(Scope))
    assert (await doors.get("/api/backups", key=guest)).status == 403
    assert (await doors.ask("DELETE", made["download_url"])).status == 200
    assert (await doors.get(made["download_url"])).status == 404

"""A recording goes in, its clean copy comes out, and everything about it can be asked."""

import json
from urllib.parse import quote

import aiohttp
import pytest

from tests.handlers.http.clean_tracks.conftest import EXPLICIT, PLAIN
from tests.sounds import make, moving_card, packets


async def test_a_job_is_told_in_the_fields_of_the_document(place):
    accepted = await place.client.process(censor_method="beep", word_list_id=1)
    job = await place.client.over(accepted.body["job_id"])

    assert accepted.status == 202
    assert accepted.body["status"] == "queued"
    assert accepted.body["message"] == "File uploaded and queued for processing"
    assert job["status"] == "completed"
    assert isinstance(job["id"], int)
    assert job["job_id"] == accepted.body["job_id"]
    assert job["input_filename"] == "02_explicit.ogg"
    assert job["output_filename"] == "02_explicit (clean).ogg"
    assert job["started_at"].endswith("Z")
    assert job["completed_at"] >= job["started_at"]
    assert job["processing_time_seconds"] > 0
    assert job["audio_duration_seconds"] > 1
    assert job["words_detected"] == job["words_censored"] == 2
    assert job["error_message"] is None
    assert job["progress"] == 1
    assert job["file_size_bytes"] > 1000
    assert job["content_info"]["title"] is None


async def test_a_field_that_means_nothing_is_named(idle):
    accepted = await idle.client.process(censor_mehtod="silence", padding="strict")

    assert (accepted.status, accepted.body["not_taken"]) == (202, ["censor_mehtod"])


async def test_the_copy_comes_whole_or_in_parts_and_is_known_again(place):
    job = await place.client.cleaned()
    whole = await place.client.get(job["download_url"])
    part = await place.client.get(job["download_url"], headers={"Range": "bytes=0-3"})
    same = await place.client.get(
        job["download_url"], headers={"If-None-Match": whole.headers["ETag"]}
    )

    assert whole.status == 200
    assert whole.headers["Content-Type"] == "audio/ogg"
    assert 'filename="02_explicit (clean).ogg"' in whole.headers["Content-Disposition"]
    assert len(whole.body) == job["file_size_bytes"]
    assert whole.body != EXPLICIT.read_bytes()
    assert (part.status, part.body) == (206, b"OggS")
    assert same.status == 304


async def test_a_copy_comes_in_the_format_and_rate_that_were_asked_for(place):
    job = await place.client.cleaned(PLAIN, format="mp3", bitrate="128k")
    file = await place.client.get(job["download_url"])

    assert job["format"] == "mp3"
    assert file.headers["Content-Type"] == "audio/mpeg"
    assert job["output_filename"].endswith(".mp3")


@pytest.mark.parametrize(
    "fields",
    [
        {"censor_method": "white_noise", "min_severity": "high"},
        {"categories": "slur"},
        {"categories": "Slur, profanity", "padding": "strict", "beep_frequency": "440"},
        {"language": "English", "min_confidence": "0.9", "preserve_metadata": "false"},
    ],
)
async def test_options_reach_the_censor(idle, fields):
    accepted = await idle.client.process(**fields)
    job = await idle.house.core.jobs.get(accepted.body["job_id"])
    told = json.loads(job.order.clean)

    wanted = {
        "censor_method": {"method": "noise", "least": 3},
        "categories": {"categories": ["slur"]},
        "padding": {"categories": ["slur", "profanity"], "strict": True, "pitch_hz": 440.0},
        "language": {"confidence": 0.9, "keeps_tags": False},
    }
    name = "padding" if "padding" in fields else next(iter(fields))
    assert told == wanted[name]


async def test_the_same_recording_under_another_name_keeps_that_name(place):
    await place.client.over((await place.client.process()).body["job_id"])

    accepted = await place.client.process(name="mine.ogg")
    job = await place.client.over(accepted.body["job_id"])

    assert job["output_filename"] == "mine (clean).ogg"
    copy = await place.client.get(job["download_url"])
    assert 'filename="mine (clean).ogg"' in copy.headers["Content-Disposition"]


async def test_a_job_waits_for_its_time_in_the_order_of_priorities(idle):
    accepted = await idle.client.process(
        priority="9", scheduled_at="2999-01-01T00:00:00Z", name="lion.ogg"
    )
    job = (await idle.client.get(f"/api/jobs/{accepted.body['job_id']}")).body

    assert accepted.body["scheduled_at"] == "2999-01-01T00:00:00Z"
    assert job["priority"] == 9
    assert job["scheduled_at"] == "2999-01-01T00:00:00Z"
    assert job["status"] == "pending"
    assert job["input_filename"] == "lion.ogg"


async def test_a_link_will_do_instead_of_a_file(idle):
    accepted = await idle.client.process(None, url="https://vimeo.com/76979871", format="720p")
    job = await idle.house.core.jobs.get(accepted.body["job_id"])

    assert accepted.body["message"] == "Link accepted and queued for processing"
    assert job.order.choice == "720p"
    assert job.order.source.key == "web:vimeo.com/76979871"


@pytest.mark.parametrize(
    ("fields", "status", "code"),
    [
        ({"censor_method": "loud"}, 400, "field-invalid"),
        ({"min_severity": "9"}, 400, "field-invalid"),
        ({"word_list_id": "4711"}, 404, "word-list-missing"),
        ({"word_list_id": "one"}, 400, "field-invalid"),
        ({"format": "exe"}, 400, "field-invalid"),
        ({"format": "720p"}, 422, "choice-unavailable"),
        ({"format": "mp3-1"}, 400, "field-invalid"),
        ({"bitrate": "192k"}, 400, "field-invalid"),
        ({"format": "mp3", "bitrate": "7"}, 400, "field-invalid"),
        ({"language": "klingon"}, 400, "field-invalid"),
        ({"model": "huge"}, 400, "field-invalid"),
        ({"beep_frequency": "1"}, 400, "field-invalid"),
        ({"beep_frequency": "nan"}, 400, "field-invalid"),
        ({"priority": "11"}, 400, "field-invalid"),
        ({"scheduled_at": "tomorrow"}, 400, "field-invalid"),
        ({"padding": "much"}, 400, "field-invalid"),
        ({"min_confidence": "2"}, 400, "field-invalid"),
        ({"url": "https://vimeo.com/76979871"}, 400, "field-invalid"),
        ({"webhook_url": "http://127.0.0.1/"}, 403, "address-forbidden"),
    ],
)
async def test_what_cannot_be_done_is_refused_with_a_sentence(idle, fields, status, code):
    answer = await idle.client.process(**fields)

    assert (answer.status, answer.body["code"]) == (status, code)
    assert answer.body["error"].count(" ") > 3
    assert (await idle.client.get("/api/jobs")).body == []


async def test_no_file_or_an_empty_one_is_refused(idle, tmp_path):
    nothing = tmp_path / "nothing.mp3"
    nothing.write_bytes(b"")

    assert (await idle.client.process(None)).body["code"] == "field-missing"
    assert (await idle.client.process(nothing)).body["code"] == "file-unreadable"
    assert (await idle.client.ask("POST", "/api/process", data=b"x")).status == 415
    big = tmp_path / "big.mp3"
    big.write_bytes(bytes(4 * 2**20))
    assert (await idle.client.process(big)).body["code"] == "upload-too-big"


async def test_what_is_no_sound_fails_with_its_reason(place, tmp_path):
    letter = tmp_path / "letter.mp3"
    letter.write_bytes(b"Dear all, this is a letter. " * 100)
    job = await place.client.cleaned(letter)
    file = await place.client.get(f"/api/jobs/{job['job_id']}/download")

    assert job["status"] == "failed"
    assert job["error_code"] == "file-unreadable"
    assert job["error_message"]
    assert (file.status, file.body["code"]) == (409, "job-fruitless")


async def test_what_was_copied_counts(place):
    await place.client.cleaned()
    figures = (await place.client.get("/api/statistics")).body

    assert figures["total_jobs"] == figures["completed_jobs"] == 1
    assert figures["success_rate"] == 100
    assert figures["total_words_detected"] == figures["total_words_censored"] == 2
    assert figures["average_processing_time_seconds"] >= 0


async def test_anybody_may_ask_how_it_is(place):
    async with place.client.session.get("/api/health", headers={"X-API-Key": "hs-wrong"}) as answer:
        told = await answer.json()

    assert answer.status == 200
    assert told["status"] == "healthy"
    assert told["version"] == "1.2"
    assert told["timestamp"].endswith("Z")


async def test_a_film_stays_a_film(place, tmp_path):
    film = make(
        tmp_path / "film.mp4",
        *moving_card(4),
        *("-i", str(EXPLICIT), "-c:v", "libx264", "-c:a", "aac", "-shortest"),
    )
    job = await place.client.cleaned(film)
    file = await place.client.get(job["download_url"])

    assert job["words_censored"] == 2
    assert file.headers["Content-Type"] == "video/mp4"
    copy = tmp_path / "copy.mp4"
    copy.write_bytes(file.body)
    assert packets(copy, "video") == packets(film, "video")


async def test_a_moment_that_is_over_is_now(idle):
    accepted = await idle.client.process(scheduled_at="2001-01-01T00:00:00")
    job = (await idle.client.get(f"/api/jobs/{accepted.body['job_id']}")).body

    assert accepted.body["scheduled_at"] is job["scheduled_at"] is None


async def test_the_same_request_with_one_key_is_one_job(idle):
    async def ask(**fields):
        form = aiohttp.FormData(fields)
        form.add_field("file", EXPLICIT.read_bytes(), filename="a.ogg")
        headers = {"Idempotency-Key": "one"}
        return await idle.client.ask("POST", "/api/process", data=form, headers=headers)

    first, again = await ask(), await ask()
    other = await ask(censor_method="silence")

    assert first.body == again.body
    assert other.status == 422
    assert len((await idle.client.get("/api/jobs")).body) == 1


async def test_names_in_any_script_come_back(place):
    body = (
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="'
        + 'глава "1".ogg'.encode().replace(b'"', b"%22")
        + b'"\r\n\r\n'
        + EXPLICIT.read_bytes()
        + b"\r\n--x--\r\n"
    )
    accepted = await place.client.ask(
        "POST",
        "/api/process",
        data=body,
        headers={"Content-Type": "multipart/form-data; boundary=x"},
    )
    job = await place.client.over(accepted.body["job_id"])
    file = await place.client.get(job["download_url"])

    assert job["input_filename"].startswith("глава")
    named = file.headers["Content-Disposition"]
    assert named.isascii()
    assert quote("глава") in named

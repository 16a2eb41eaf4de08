"""Who hangs up stops the work, and nothing that was brought is left: not even by a power cut."""

import json
import socket
import sqlite3
from contextlib import closing
from urllib.parse import urlsplit

import aiohttp

from tests.e2e.http.conftest import environment, make_key, serving
from tests.e2e.people import until
from tests.speech import SAMPLES

MINUTE = SAMPLES / "10_minute.ogg"
NEWEST = 'SELECT state, "order" FROM jobs ORDER BY created_at DESC, rowid DESC'


def jobs(door):
    """Return the state of each job, the newest first."""
    with closing(sqlite3.connect(door.data_dir / "hearsay.db")) as file:
        return [(state, json.loads(order)["source"]) for state, order in file.execute(NEWEST)]


def form(prompt):
    data = aiohttp.FormData()
    data.add_field("prompt", prompt)
    data.add_field("stream", "true")
    data.add_field("file", MINUTE.read_bytes(), filename="minute.ogg")
    return data


def last_ended(door):
    state, _ = jobs(door)[0]
    return state if state in {"cancelled", "done", "failed"} else None


async def test_whoever_hangs_up_while_they_read_stops_the_work(door):
    async with (
        aiohttp.ClientSession(door.url, headers=door.headers) as session,
        session.post("/v1/audio/transcriptions", data=form("gone")) as answer,
    ):
        await answer.content.readline()
        answer.close()

    assert await until(lambda: last_ended(door)) == "cancelled"
    await until(lambda: not door.uploads())


async def test_whoever_hangs_up_before_there_is_any_answer_stops_it_as_well(door):
    before = len(jobs(door))
    body = (
        b'--b\r\nContent-Disposition: form-data; name="audio_file"; filename="a"\r\n\r\n'
        + MINUTE.read_bytes()
        + b"\r\n--b--\r\n"
    )
    parts = urlsplit(door.url)
    with socket.create_connection((parts.hostname, parts.port)) as line:
        line.sendall(
            b"POST /asr?initial_prompt=gone HTTP/1.1\r\nHost: x\r\n"
            + f"X-API-Key: {door.key}\r\nContent-Length: {len(body)}\r\n".encode()
            + b"Content-Type: multipart/form-data; boundary=b\r\n\r\n"
            + body
        )
        await until(lambda: len(jobs(door)) > before)

    assert await until(lambda: last_ended(door)) == "cancelled"
    await until(lambda: not door.uploads())


async def test_a_form_that_breaks_off_leaves_nothing(door):
    parts = urlsplit(door.url)
    before = len(jobs(door))
    with socket.create_connection((parts.hostname, parts.port)) as line:
        line.sendall(
            b"POST /v1/audio/transcriptions HTTP/1.1\r\nHost: x\r\nContent-Length: 2000000\r\n"
            + f"Authorization: Bearer {door.key}\r\n".encode()
            + b"Content-Type: multipart/form-data; boundary=b\r\n\r\n"
            + b'--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n'
            + bytes(1_500_000)
        )
        await until(door.uploads)

    await until(lambda: not door.uploads())
    assert len(jobs(door)) == before


async def test_a_power_cut_leaves_neither_the_file_nor_the_job(tmp_path):
    env = environment(tmp_path)
    with serving(env) as door:
        door.key = make_key(env, "tests")
        async with (
            aiohttp.ClientSession(door.url, headers=door.headers) as session,
            session.post("/v1/audio/transcriptions", data=form("cut")) as answer,
        ):
            await answer.content.readline()
            assert door.uploads()
            door.kill()
    with serving(env) as door:
        assert door.uploads() == []
        ((state, source),) = await until(lambda: jobs(door))
        assert (state, source["name"]) == ("cancelled", "minute.ogg")
        assert door.bugs() == []

"""A form with a file: read as it comes, refused by name when it is no good, and gone afterwards."""

import asyncio
import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest

from handlers.http import forms
from tests.handlers.http.conftest import MOST_BYTES

WORDS = "/v1/audio/transcriptions"


async def raw(door, body, *, kind="multipart/form-data; boundary=b", length=None, chunked=False):
    """Send bytes as they are, and return the answer as it is."""
    parts = urlsplit(door.url)
    size = "Transfer-Encoding: chunked" if chunked else f"Content-Length: {length or len(body)}"
    asked = [
        f"POST {WORDS} HTTP/1.1",
        "Host: x",
        f"X-API-Key: {door.key}",
        f"Content-Type: {kind}",
        "Connection: close",
        size,
    ]
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    try:
        writer.write("\r\n".join(asked).encode() + b"\r\n\r\n" + body)
        # Not to the end of the line: that stays open for the rest of the body.
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        length = int(re.search(r"content-length: (\d+)", head, re.IGNORECASE)[1])
        return head + (await reader.readexactly(length)).decode()
    finally:
        writer.close()


def part(about, content=b"x", *, more=""):
    return (
        f"--b\r\nContent-Disposition: form-data; {about}\r\n{more}\r\n".encode() + content + b"\r\n"
    )


FILE = part('name="file"; filename="a.wav"', b"sound")
END = b"--b--\r\n"


@pytest.mark.parametrize(
    "body",
    [
        FILE + part('name="prompt"', b"door") + END,
        part('name="prompt"', b"door") + FILE + END,
        b"a preamble\r\n" + FILE + part('name="prompt"', b"door") + END + b"an epilogue",
    ],
)
async def test_fields_stand_before_the_file_or_behind_it(door, body):
    answer = await raw(door, body)

    assert " 200 OK" in answer
    assert door.jobs.brought == [b"sound"]
    assert door.jobs.wish.vocabulary == "door"


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("a.wav", "a.wav"),
        ("../../etc/passwd", "passwd"),
        ("C:\\\\talks\\\\one.mp3", "one.mp3"),
        ("", "file"),
        ("x" * 300, "x" * 119 + "…"),
    ],
)
async def test_a_file_keeps_its_own_name_alone(door, told, kept):
    await raw(door, part(f'name="file"; filename="{told}"', b"sound") + END)

    assert door.jobs.orders[-1].source.name == kept


@pytest.mark.parametrize(
    ("body", "kind", "status", "code"),
    [
        (b"{}", "application/json", 415, "not_multipart"),
        (b"a=b", "application/x-www-form-urlencoded", 415, "not_multipart"),
        (FILE + END, "multipart/mixed; boundary=b", 415, "not_multipart"),
        (FILE + END, "multipart/form-data", 400, "upload_broken"),
        (FILE + END, f"multipart/form-data; boundary={'b' * 90}", 400, "upload_broken"),
        (b"no form", "multipart/form-data; boundary=b", 400, "upload_broken"),
        (part('name="prompt"') + END, "multipart/form-data; boundary=b", 400, "field_missing"),
        (FILE + FILE + END, "multipart/form-data; boundary=b", 400, "field_invalid"),
        (
            FILE + part('name="prompt"', b"x" * 70_000) + END,
            "multipart/form-data; boundary=b",
            400,
            "field_invalid",
        ),
        (
            FILE + part('name="prompt"') * 120 + END,
            "multipart/form-data; boundary=b",
            400,
            "field_invalid",
        ),
        (
            part('name="x"', b"!", more="Content-Transfer-Encoding: rot13\r\n") + END,
            "multipart/form-data; boundary=b",
            400,
            "upload_broken",
        ),
        (
            part('name="x"', END, more="Content-Type: multipart/mixed; boundary=c\r\n") + END,
            "multipart/form-data; boundary=b",
            400,
            "upload_broken",
        ),
    ],
)
async def test_what_is_no_good_form_is_refused(door, body, kind, status, code):
    answer = await raw(door, body, kind=kind)

    assert answer.startswith(f"HTTP/1.1 {status} ")
    assert f'"code": "{code}"' in answer
    assert door.jobs.orders == []


@pytest.mark.parametrize("chunked", [True, False])
async def test_a_file_that_is_too_large_is_refused(door, chunked):
    body = part('name="file"; filename="a"', bytes(MOST_BYTES + 1)) + END
    if chunked:
        body = b"%x\r\n" % len(body) + body + b"\r\n0\r\n\r\n"

    answer = await raw(door, body, chunked=chunked)

    assert answer.startswith("HTTP/1.1 413 ")
    assert "3 MB" in answer


async def test_what_says_that_it_is_much_too_large_is_not_even_read(door):
    answer = await raw(door, b"--b\r\n", length=2**40)

    assert answer.startswith("HTTP/1.1 413 ")


async def test_a_form_that_stalls_is_given_up(door, monkeypatch):
    monkeypatch.setattr(forms, "_STALL", timedelta(seconds=0.05))

    answer = await raw(door, FILE, length=10_000)

    assert answer.startswith("HTTP/1.1 408 ")
    assert "upload_stalled" in answer

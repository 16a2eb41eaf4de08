"""Whatever is asked, nothing breaks: no answer is an error of ours, and the service lives on.

The short form runs with all tests; the long one is `FUZZ_REQUESTS=10000 pytest tests/e2e/http/test_fuzz.py`.
"""

import asyncio
import json
import os
import random
from collections import Counter
from urllib.parse import quote, urlsplit

from tests.speech import SAMPLES

REQUESTS = int(os.environ.get("FUZZ_REQUESTS", "400"))
SEED = int(os.environ.get("FUZZ_SEED", "20261121"))
AT_ONCE = 8

SOUND = (SAMPLES / "09_one_sentence.ogg").read_bytes()
FILES = (
    b"",
    b"\0",
    b"RIFF\xff\xff\xff\xffWAVE",
    SOUND[:700],
    SOUND[:100] + bytes(300) + SOUND[400:],
    b"ID3" + bytes(2000),
    b"#EXTM3U\nfile:///etc/passwd\n",
    b"<html>",
    bytes(range(256)) * 40,
)
TEXTS = (
    "",
    " ",
    "0",
    "1",
    "-1",
    "true",
    "null",
    "NaN",
    "inf",
    "-0.0",
    "1e309",
    "0.5",
    "99999999999999999999",
    "en",
    "EN-us",
    "German",
    "xx",
    "<|en|>",
    "\0",
    "\r\n",
    "’; DROP TABLE jobs; --",
    "../../etc/passwd",
    "{}",
    "[]",
    "日本語",
    "\U0001f600" * 50,
    "مرحبا",
    "a" * 30_000,
    "word " * 5_000,
)
FIELDS = {
    "model": ("whisper-1", "gpt-4o-transcribe", "miniature", "large-v9"),
    "language": ("en", "fr", "zh", "klingon"),
    "prompt": ("door", "cat dog", "<|endoftext|>"),
    "response_format": ("json", "text", "srt", "vtt", "verbose_json", "diarized_json", "xml"),
    "temperature": ("0", "0.2", "1", "2"),
    "timestamp_granularities[]": ("word", "segment", "letter"),
    "timestamp_granularities": ("word", "segment"),
    "include[]": ("logprobs", "item"),
    "stream": ("true", "false", "maybe"),
    "chunking_strategy": ("auto", '{"type":"server_vad"}'),
    "chunking_strategy[type]": ("server_vad",),
    "languages[]": ("en", "de"),
    "keywords[]": ("door",),
    "known_speaker_names[]": ("agent",),
    "known_speaker_references[]": ("data:audio/wav;base64,AAAA",),
    "suppress_tokens": ("-1", "50000000"),
    "beam_size": ("1", "1000"),
    "file_name": ("a",),
}
QUERY = {
    "encode": ("true", "false"),
    "task": ("transcribe", "translate"),
    "language": ("en", "de"),
    "output": ("txt", "vtt", "srt", "tsv", "json"),
    "word_timestamps": ("true", "false"),
    "vad_filter": ("true", "false"),
    "initial_prompt": ("door",),
}
PATHS = (
    ("POST", "/v1/audio/transcriptions", 10),
    ("POST", "/v1/audio/translations", 4),
    ("POST", "/asr", 5),
    ("POST", "/detect-language", 2),
    ("GET", "/v1/models", 1),
    ("GET", "/v1/models/{}", 1),
    ("DELETE", "/v1/models/miniature", 1),
    ("GET", "/v1/audio/transcriptions", 1),
    ("POST", "/v1/{}", 1),
)


class Maker:
    """Makes requests, byte by byte: the worst ones cannot be made with a polite client."""

    def __init__(self, key, seed):
        self.key = key
        self.chance = random.Random(seed)

    def request(self):
        chance = self.chance
        method, path, _ = chance.choices(PATHS, [weight for *_, weight in PATHS])[0]
        path = path.replace("{}", quote(chance.choice(TEXTS)[:200], safe="") or "x")
        if path in {"/asr", "/detect-language"}:
            path += self.query()
        body, kind = self.body(path) if method == "POST" else (b"", None)
        head = [f"{method} {path} HTTP/1.1", "Host: here", "Connection: close"]
        head += self.credentials()
        head += [f"Content-Type: {kind}"] if kind is not None else []
        if chance.random() < 0.05:
            head.append(f"X-Request-Id: {chance.choice(('a', 'x' * 100, 'ü'))}")
        if chance.random() < 0.1:
            head.append("Transfer-Encoding: chunked")
            body = self.chunked(body)
        else:
            head.append(f"Content-Length: {len(body)}")
        return "\r\n".join(head).encode() + b"\r\n\r\n" + body

    def credentials(self):
        key = self.key
        choices = [
            [f"Authorization: Bearer {key}"],
            [f"X-API-Key: {key}"],
            [f"Authorization: bearer  {key} "],
            [],
            [f"Authorization: {key}"],
            ["Authorization: Bearer hs-000000000000-" + "A" * 43],
            ["Authorization: Basic ///"],
            ["X-API-Key: \u00e9"],
        ]
        return self.chance.choices(choices, [60, 20, 5, 3, 3, 3, 3, 3])[0]

    def query(self):
        chance = self.chance
        names = chance.sample(sorted(QUERY), chance.randint(0, 3))
        return "?" + "&".join(f"{name}={quote(self.value(QUERY[name]))}" for name in names)

    def value(self, sensible):
        return self.chance.choice(sensible if self.chance.random() < 0.85 else TEXTS)

    def body(self, path):
        """Return a form, rarely whole, and what it claims to be."""
        chance = self.chance
        boundary = "b" + "x" * chance.randint(0, 20)
        parts = [self.file(path)] if chance.random() < 0.95 else []
        if path.startswith("/v1"):
            names = chance.sample(sorted(FIELDS), chance.randint(0, 6))
            parts += [(f'name="{name}"', self.value(FIELDS[name]).encode()) for name in names]
        chance.shuffle(parts)
        body = b"".join(
            f"--{boundary}\r\nContent-Disposition: form-data; {about}\r\n\r\n".encode()
            + content
            + b"\r\n"
            for about, content in parts
        )
        body += f"--{boundary}--\r\n".encode()
        kind = f"multipart/form-data; boundary={boundary}"
        return self.spoilt(body), chance.choices(
            [
                kind,
                "application/json",
                "multipart/form-data",
                "multipart/mixed; boundary=b",
                "",
                None,
            ],
            [94, 2, 1, 1, 1, 1],
        )[0]

    def file(self, path):
        chance = self.chance
        field = "file" if path.startswith("/v1") else "audio_file"
        if chance.random() < 0.05:
            field = chance.choice(("files", "file[]", "audio", ""))
        name = chance.choice(("a.ogg", "a.wav", "..\\..\\a", "ü.mp3", "a\u202e.exe", ""))
        about = f'name="{field}"; filename="{name}"' if name else f'name="{field}"'
        return about, SOUND if chance.random() < 0.12 else chance.choice(FILES)

    def spoilt(self, body):
        chance = self.chance
        if chance.random() < 0.9:
            return body
        at = chance.randrange(len(body))
        return chance.choice((
            body[:at],
            body[:at] + bytes(chance.randbytes(8)) + body[at:],
            body * 2,
            body[at:],
        ))

    def chunked(self, body):
        size = b"%x" % len(body) if self.chance.random() < 0.9 else b"zz"
        return size + b"\r\n" + body + b"\r\n0\r\n\r\n"


async def answer_to(request, door):
    """Return the status of the answer and its body; 0 where the line was cut without one."""
    parts = urlsplit(door.url)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    try:
        writer.write(request)
        async with asyncio.timeout(120):
            try:
                answer = await reader.read()
            except ConnectionResetError:
                answer = b""
    finally:
        writer.close()
    head, _, body = answer.partition(b"\r\n\r\n")
    return (int(head.split()[1]) if head else 0), head, body


async def test_nothing_that_is_asked_breaks_anything(door):
    maker, answered, wrong = Maker(door.key, SEED), Counter(), []
    requests = iter(range(REQUESTS))

    async def ask():
        for _ in requests:
            request = maker.request()
            status, head, body = await answer_to(request, door)
            answered[status] += 1
            if status >= 500 or not is_honest(status, head, body, request):
                wrong.append((request[:3000], head, body[:500]))

    async with asyncio.TaskGroup() as group:
        for _ in range(AT_ONCE):
            group.create_task(ask())

    print(dict(answered))
    assert wrong == []
    assert door.process.poll() is None
    assert {200, 400, 401, 404} <= set(answered)


def is_honest(status, head, body, request):
    """Return whether an error is told in the shape that the asker reads."""
    if status < 400 or not body or b"json" not in head:
        return status in {0, 200} or b"400 Bad Request" in head
    told = json.loads(body)["error"]
    if b" /v1/" in request[:60]:
        return set(told) == {"message", "type", "param", "code"} and bool(told["message"])
    return isinstance(told, str) and b"application/problem+json" in head

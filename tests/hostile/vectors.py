"""What hostile people paste and serve: each vector is a link, and what its host answers."""

import base64
import gzip
import struct
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from tests.world.media import film, made, song, still

INSIDE = "http://10.0.0.1/canary"
"""What must never be asked. Whoever asks gets a good film, so that it would pay."""

METADATA = "http://169.254.169.254/latest/meta-data/"
EVIL = "evil-hearsay"
"""A part of every name that something would have outside the jobs' folders."""


@dataclass(frozen=True)
class Page:
    """One answer."""

    body: bytes = b""
    kind: str = "text/html"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    endless: bytes = b""
    """Said again and again after the body."""


@dataclass(frozen=True)
class Vector:
    """A link; `{here}` in it and in its pages is `http://` and the host that serves them."""

    link: str
    pages: dict[str, Page] = field(default_factory=dict)


def vectors() -> dict[str, Vector]:
    """Return all of them by name."""
    found: dict[str, Vector] = {}
    for group in (
        _addresses,
        _schemes,
        _redirects,
        _pages,
        _streams,
        _dash,
        _files,
        _names,
        _bombs,
    ):
        for name, vector in group().items():
            assert name not in found, name
            found[name] = vector
    return found


def media(name: str) -> bytes:
    """Return a small good file."""
    return _media(name).read_bytes()


@cache
def _media(name: str) -> Path:
    makers: dict[str, Callable[[], Path]] = {
        "song.mp3": lambda: song(seconds=3),
        "film.mp4": lambda: film(height=240, seconds=3),
        "still.jpg": still,
        "piece.ts": lambda: made("ts", "-i", str(film(height=240, seconds=3)), "-c", "copy"),
        "film.mov": lambda: made("mov", "-i", str(film(height=240, seconds=3)), "-c", "copy"),
        "old.avi": lambda: made(*(
            "avi",
            "-i",
            str(film(height=240, seconds=3)),
            "-c:v",
            "mpeg4",
            "-c:a",
            "libmp3lame",
        )),
    }
    return makers[name]()


def _addresses() -> dict[str, Vector]:
    hosts = [
        *("127.0.0.1", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "127.0.0.1:8080"),
        *("[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:a00:1]", "[64:ff9b::a00:1]"),
        *("[2002:a00:1::1]", "[2001:0:4136:e378:8000:63bf:3fff:fdd2]", "[fd00::1]", "[fe80::1]"),
        *("10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0"),
        *("224.0.0.1", "255.255.255.255", "168.63.129.16", "localhost", "localhost.", "LOCALHOST"),
        *("metadata.google.internal", "inside.example", "mapped.example", "nat64.example"),
        *("me@10.0.0.1", "site.example@10.0.0.1", "10.0.0.1#@site.example", "10.0.0.1%2f@10.0.0.1"),
        *("site.example\\@10.0.0.1", "①⓪.⓪.⓪.①", "site.example:22", "site.example:6379"),
        *("site.example:25", "rebind.example", "both.example"),
    ]
    straight = {f"file at {host}": Vector(f"http://{host}/{_plain(host)}.mp3") for host in hosts}
    paged = {f"page at {host}": Vector(f"http://{host}/") for host in hosts[::6]}
    sealed = {f"https at {host}": Vector(f"https://{host}/a.mp3") for host in hosts[15:19]}
    return straight | paged | sealed


def _plain(host: str) -> str:
    return "".join(letter for letter in host if letter.isascii() and letter.isalnum())


def _schemes() -> dict[str, Vector]:
    links = [
        "file:///etc/passwd",
        "file://localhost/etc/passwd",
        "ftp://10.0.0.1/a.mp3",
        "ftp://site.example/a.mp3",
        "gopher://10.0.0.1:6379/_FLUSHALL",
        "dict://10.0.0.1:11211/stats",
        "data:text/html;base64,PHZpZGVvIHNyYz0iaHR0cDovLzEwLjAuMC4xL2NhbmFyeSI+",
        "rtmp://10.0.0.1/live/a",
        "rtsp://10.0.0.1/a",
        "mms://10.0.0.1/a",
        "concat:http://10.0.0.1/canary|file:///etc/passwd",
        "subfile,,start,0,end,9,,:/etc/passwd",
        "crypto+http://10.0.0.1/canary",
        "javascript:alert(1)",
        "ytsearch:http://10.0.0.1/canary",
        f"--exec=touch {EVIL}",
        f"-o/tmp/{EVIL} http://site.example/a.mp3",
        f"--config-locations=/tmp/{EVIL}",
        f"$(touch /tmp/{EVIL})",
        f"http://site.example/`touch /tmp/{EVIL}`.mp3",
        f"http://site.example/;touch /tmp/{EVIL};.mp3",
    ]
    return {f"link {link}": Vector(link) for link in links}


def _redirects() -> dict[str, Vector]:
    targets = [
        INSIDE,
        f"{INSIDE}.mp3",
        METADATA,
        "http://2130706433/",
        "http://[::ffff:10.0.0.1]/",
        "http://localhost./",
        "//10.0.0.1/canary",
        "http://site.example:6379/",
        "http://rebind.example/a.mp3",
        "file:///etc/passwd",
        "ftp://10.0.0.1/a",
        "gopher://10.0.0.1/",
        "data:audio/mpeg;base64,SUQz",
        "https://10.0.0.1/",
        "{here}/again",
    ]
    found = {}
    for status, target in zip([301, 302, 303, 307, 308] * 3, targets, strict=True):
        pages = {
            "*": Page(status=status, headers={"Location": target}),
            "/first": Page(status=302, headers={"Location": "/second"}),
        }
        found[f"{status} to {target}"] = Vector("{here}/first", pages)
        found[f"file {status} to {target}"] = Vector("{here}/song.mp3", {"*": pages["*"]})
    refresh = Page(headers={"Refresh": f"0; url={INSIDE}"})
    meta = Page(f'<meta http-equiv="refresh" content="0; url={INSIDE}">'.encode())
    return found | {
        "refresh in the head": Vector("{here}/", {"/": refresh}),
        "refresh in the page": Vector("{here}/", {"/": meta}),
    }


def _pages() -> dict[str, Vector]:
    video = "{here}/film.mp4"
    bodies = {
        "a player of an inside file": f'<video src="{INSIDE}.mp4"></video>',
        "a source inside": f'<video><source src="{INSIDE}.mp4" type="video/mp4"></video>',
        "a source of the machine": '<video><source src="file:///etc/passwd"></video>',
        "an inside frame": f'<iframe src="{INSIDE}"></iframe>',
        "open graph inside": f'<meta property="og:video" content="{INSIDE}.mp4">',
        "a twitter stream inside": (
            f'<meta property="twitter:player:stream" content="{INSIDE}.mp4">'
        ),
        "linked data inside": (
            '<script type="application/ld+json">{"@context":"https://schema.org","@type":'
            f'"VideoObject","name":"x","contentUrl":"{INSIDE}.mp4"}}</script>'
        ),
        "a player with an inside list": (
            f"<script>jwplayer('x').setup({{file: '{INSIDE}.m3u8'}});</script>"
        ),
        "an inside poster": f'<video poster="{INSIDE}.jpg" src="{video}"></video>',
        "a picture of the machine": f'<video poster="file:///etc/passwd" src="{video}"></video>',
        "an inside picture": (
            f'<meta property="og:image" content="{INSIDE}.jpg"><video src="{video}"></video>'
        ),
        "inside subtitles": (
            f'<video src="{video}"><track kind="subtitles" srclang="en" src="{INSIDE}.vtt"></video>'
        ),
        "subtitles in linked data": (
            '<script type="application/ld+json">{"@context":"https://schema.org","@type":'
            f'"VideoObject","name":"x","contentUrl":"{video}","thumbnailUrl":"{METADATA}"}}</script>'
        ),
    }
    film_page = Page(media("film.mp4"), "video/mp4")
    found = {
        name: Vector("{here}/", {"/": Page(body.encode()), "/film.mp4": film_page})
        for name, body in bodies.items()
    }
    feeds = {
        "a feed of an inside file": f'<item><enclosure url="{INSIDE}.mp3" type="audio/mpeg"/></item>',
        "a feed of an inside page": f"<item><title>x</title><link>{INSIDE}</link></item>",
        "a feed of itself": "<item><title>x</title><link>{here}/</link></item>",
    }
    for name, items in feeds.items():
        found[name] = Vector("{here}/", {"/": _feed(items)})
    return found


def _feed(items: str, before: str = "") -> Page:
    text = f'<?xml version="1.0"?>{before}<rss version="2.0"><channel><title>x</title>{items}</channel></rss>'
    return Page(text.encode(), "application/rss+xml")


def _streams() -> dict[str, Vector]:
    key = '#EXT-X-KEY:METHOD={},URI="{}",IV=0x00000000000000000000000000000000\n'
    lists = {
        "pieces inside": _stream(f"{INSIDE}.ts"),
        "a piece by a name inside": _stream("http://inside.example/canary.ts"),
        "a piece by a name that turns": _stream("http://rebind.example/piece.ts"),
        "a piece that leads inside": _stream("{here}/turn.ts"),
        "a piece of the machine": _stream("file:///etc/passwd"),
        "a piece joined": _stream(f"concat:{INSIDE}|/etc/passwd"),
        "a part of a piece": _stream("subfile,,start,0,end,9,,:/etc/passwd"),
        "a piece by gopher": _stream("gopher://10.0.0.1:6379/_x"),
        "a piece in the link": _stream("data:video/mp2t;base64,AAAA"),
        "a key inside": _stream("{here}/piece.ts", key.format("AES-128", f"{INSIDE}.key")),
        "a key of the machine": _stream(
            "{here}/piece.ts", key.format("AES-128", "file:///etc/passwd")
        ),
        "a key in the link": _stream(
            "{here}/piece.ts", key.format("AES-128", "data:,0123456789abcdef")
        ),
        "a sample key inside": _stream(
            "{here}/piece.ts", key.format("SAMPLE-AES", f"{INSIDE}.key")
        ),
        "a head inside": _stream("{here}/piece.ts", f'#EXT-X-MAP:URI="{INSIDE}.mp4"\n'),
        "a head of the machine": _stream(
            "{here}/piece.ts", '#EXT-X-MAP:URI="file:///etc/passwd"\n'
        ),
        "a broadcast inside": _stream(f"{INSIDE}.ts").replace("#EXT-X-ENDLIST\n", ""),
        "a second voice inside": (
            f'#EXTM3U\n#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="x",DEFAULT=YES,URI="{INSIDE}.m3u8"\n'
            '#EXT-X-STREAM-INF:BANDWIDTH=1,RESOLUTION=426x240,AUDIO="a"\n{here}/good.m3u8\n'
        ),
        "subtitles inside a list": (
            f'#EXTM3U\n#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="s",NAME="x",LANGUAGE="en",URI="{INSIDE}"\n'
            '#EXT-X-STREAM-INF:BANDWIDTH=1,RESOLUTION=426x240,SUBTITLES="s"\n{here}/good.m3u8\n'
        ),
        "a list inside": f"#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\n{INSIDE}.m3u8\n",
        "a list of itself": "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\n{here}/list.m3u8\n",
        "a session key inside": (
            f'#EXTM3U\n#EXT-X-SESSION-KEY:METHOD=AES-128,URI="{INSIDE}.key"\n'
            "#EXT-X-STREAM-INF:BANDWIDTH=1\n{here}/good.m3u8\n"
        ),
        "a path of a piece": _stream("../../../../../../etc/passwd"),
    }
    kind = "application/vnd.apple.mpegurl"
    pages = {
        "/piece.ts": Page(media("piece.ts"), "video/mp2t"),
        "/good.m3u8": Page(_stream("{here}/piece.ts").encode(), kind),
        "/turn.ts": Page(status=302, headers={"Location": f"{INSIDE}.ts"}),
    }
    return {
        name: Vector("{here}/list.m3u8", {**pages, "/list.m3u8": Page(text.encode(), kind)})
        for name, text in lists.items()
    }


def _stream(piece: str, before: str = "") -> str:
    return f"#EXTM3U\n#EXT-X-TARGETDURATION:4\n{before}#EXTINF:3,\n{piece}\n#EXT-X-ENDLIST\n"


def _dash() -> dict[str, Vector]:
    entity = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    far = f'<!DOCTYPE x [<!ENTITY e SYSTEM "{INSIDE}">]>'
    laughs = "".join(
        f'<!ENTITY l{n} "{f"&l{n - 1};" * 20}">' if n else '<!ENTITY l0 "ha">' for n in range(9)
    )
    one_file = "<BaseURL>{}</BaseURL><SegmentBase/>"
    template = '<SegmentTemplate media="{}" initialization="{}" timescale="1" duration="3"/>'
    texts = {
        "a base inside": _manifest(one_file.format(f"{INSIDE}.mp4")),
        "a base of the machine": _manifest(one_file.format("file:///etc/passwd")),
        "segments inside": _manifest(template.format(f"{INSIDE}-$Number$.m4s", "{here}/film.mp4")),
        "a beginning inside": _manifest(template.format("{here}/film.mp4", f"{INSIDE}.mp4")),
        "a far period": _manifest("").replace("<Period", f'<Period xlink:href="{INSIDE}"'),
        "an entity in a manifest": entity + _manifest("<BaseURL>&e;</BaseURL><SegmentBase/>"),
        "a far entity in a manifest": far + _manifest("<BaseURL>&e;</BaseURL><SegmentBase/>"),
    }
    found = {
        name: Vector(
            "{here}/a.mpd",
            {
                "/a.mpd": Page(text.encode(), "application/dash+xml"),
                "/film.mp4": Page(media("film.mp4"), "video/mp4"),
            },
        )
        for name, text in texts.items()
    }
    item = "<item><title>&e;</title><enclosure url='{here}/a.mp3' type='audio/mpeg'/></item>"
    many = item.replace("&e;", "&l8;")
    found["an entity in a feed"] = Vector("{here}/", {"/": _feed(item, entity)})
    found["laughter in a feed"] = Vector("{here}/", {"/": _feed(many, f"<!DOCTYPE x [{laughs}]>")})
    return found


def _manifest(inside: str) -> str:
    return (
        '<MPD xmlns="urn:mpeg:dash:schema:mpd:2011" xmlns:xlink="http://www.w3.org/1999/xlink"'
        ' type="static" mediaPresentationDuration="PT3S"><Period><AdaptationSet mimeType="video/mp4">'
        f'<Representation id="v" bandwidth="9" width="426" height="240" codecs="avc1.42c01e">{inside}'
        "</Representation></AdaptationSet></Period></MPD>"
    )


def _files() -> dict[str, Vector]:
    """Return files that are not what their name says, and would have FFmpeg open others."""
    smil = f'<smil><body><switch><video src="{INSIDE}.mp4"/></switch></body></smil>'
    bodies = {
        "a list called mp3": _stream(f"{INSIDE}.ts").encode(),
        "a list of the machine called mp3": _stream("file:///etc/passwd").encode(),
        "a join called mp3": b"ffconcat version 1.0\nfile /etc/passwd\nfile " + INSIDE.encode(),
        "a session called mp3": f"v=0\nc=IN IP4 10.0.0.1\nm=audio 9 RTP/AVP 0\n{INSIDE}\n".encode(),
        "a drawing called mp4": _drawing(),
        "a drawing called jpg": _drawing(),
        "an asx": f'<asx version="3"><entry><ref href="{INSIDE}"/></entry></asx>'.encode(),
        "a ram": f"{INSIDE}\n".encode(),
        "a pls": f"[playlist]\nNumberOfEntries=1\nFile1={INSIDE}\n".encode(),
        "an m3u": f"#EXTM3U\n#EXTINF:1,x\n{INSIDE}\n".encode(),
        "a smil": smil.encode(),
        "a quicktime link": f'<?quicktime type="x"?><embed src="{INSIDE}" />'.encode(),
        "a film whose bytes lie inside": _with_far_bytes(),
        "a film that refers inside": _referring(),
        "an avi with a list for subtitles": _with_list_for_subtitles(),
        "a song with a far cover": _with_far_cover(),
        "a manifest called mp3": _manifest(f"<BaseURL>{INSIDE}</BaseURL>").encode(),
        "a script called mp3": b"#!/bin/sh\ntouch /tmp/" + EVIL.encode(),
        "a page called mp3": f'<video src="{INSIDE}.mp4">'.encode(),
        "a torrent": b"d8:announce18:http://10.0.0.1:80e",
    }
    endings = {"drawing called mp4": "mp4", "jpg": "jpg", "asx": "asx", "ram": "ram", "pls": "pls"}
    endings |= {"m3u": "m3u", "smil": "smil", "quicktime": "qtl", "film": "mov", "avi": "avi"}
    found = {}
    for name, body in bodies.items():
        ending = next(
            (to for word, to in endings.items() if name.endswith(word) or word in name), "mp3"
        )
        kind = "video/mp4" if ending in {"mp4", "mov"} else "audio/mpeg"
        found[name] = Vector(f"{{here}}/a.{ending}", {f"/a.{ending}": Page(body, kind)})
    return found


def _drawing() -> bytes:
    far = f'<image xlink:href="{INSIDE}.jpg"/><image xlink:href="file:///etc/passwd"/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">{far}</svg>'.encode()


def _box(kind: bytes, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return struct.pack(">I4s", 8 + len(body), kind) + body


def _with_far_bytes() -> bytes:
    """Return a QuickTime film whose data references (`dref`) are addresses."""
    whole = media("film.mov")
    here = _box(b"url ", b"\0\0\0\1")
    far = _box(b"url ", b"\0\0\0\0" + INSIDE.encode() + b"\0")
    assert here in whole
    return whole.replace(here, far[: len(here)]) + far


def _referring() -> bytes:
    where = struct.pack(">I4sI", 0, b"url ", len(INSIDE) + 1) + INSIDE.encode() + b"\0"
    return _box(b"ftyp", b"qt  \0\0\0\0qt  ") + _box(
        b"moov", _box(b"rmra", _box(b"rmda", _box(b"rdrf", where)))
    )


def _with_list_for_subtitles() -> bytes:
    """Return an AVI with the chunk that old FFmpegs took for subtitles, holding a list of files."""
    text = _stream("file:///etc/passwd").encode()
    chunk = (
        b"GAB2\0\2\0" + struct.pack("<I", 4) + b"x\0\0\0" + struct.pack("<HI", 4, len(text)) + text
    )
    return media("old.avi") + b"JUNK" + struct.pack("<I", len(chunk)) + chunk + chunk


def _with_far_cover() -> bytes:
    """Return an MP3 whose picture is an address (`-->`)."""
    picture = b"\0-->\0\3\0" + INSIDE.encode()
    frame = b"APIC" + struct.pack(">IH", len(picture), 0) + picture
    size = len(frame)
    spelled = bytes(size >> shift & 0x7F for shift in (21, 14, 7, 0))
    return b"ID3\3\0\0" + spelled + frame + media("song.mp3")


def _names() -> dict[str, Vector]:
    song_page = Page(media("song.mp3"), "audio/mpeg")
    told = [
        f"../../../../../../tmp/{EVIL}.mp3",
        f"/tmp/{EVIL}.mp3",
        f"..\\..\\{EVIL}.mp3",
        f"-{EVIL}.mp3",
        f"%(title)s/../{EVIL}.mp3",
        "a" * 400 + ".mp3",
        "con.mp3\0.sh",
    ]
    found = {}
    for name in told:
        headers = {"Content-Disposition": f'attachment; filename="{name}"'.replace("\0", "%00")}
        answer = Page(song_page.body, song_page.kind, headers=headers)
        found[f"a file that calls itself {name[:40]!r}"] = Vector(
            "{here}/get.mp3", {"/get.mp3": answer}
        )
        page = f"<title>{name}</title><video src='{{here}}/film.mp4'></video>".encode()
        found[f"a page that calls itself {name[:40]!r}"] = Vector(
            "{here}/", {"/": Page(page), "/film.mp4": Page(media("film.mp4"), "video/mp4")}
        )
    odd = {
        "an ending that is a path": f'<video src="{{here}}/film.mp4/../../{EVIL}"></video>',
        "an ending that is a script": '<video><source src="{here}/film.sh" type="video/x-sh"></video>',
    }
    for name, body in odd.items():
        pages = {"/": Page(body.encode()), "*": Page(media("film.mp4"), "video/mp4")}
        found[name] = Vector("{here}/", pages)
    return found


def _bombs() -> dict[str, Vector]:
    zeros = gzip.compress(bytes(64 * 2**20), 9)
    packed = {"Content-Encoding": "gzip"}
    kind = "application/vnd.apple.mpegurl"
    return {
        "a page without end": Vector(
            "{here}/", {"/": Page(b"<p>", endless=b"<a href=x>x</a>" * 999)}
        ),
        "a list without end": Vector(
            "{here}/a.m3u8",
            {"/a.m3u8": Page(b"#EXTM3U\n", kind, endless=b"#EXTINF:1,\npiece.ts\n" * 999)},
        ),
        "a manifest without end": Vector(
            "{here}/a.mpd",
            {"/a.mpd": Page(b"<MPD>", "application/dash+xml", endless=b"<Period/>" * 999)},
        ),
        "a feed without end": Vector(
            "{here}/",
            {"/": Page(b"<rss><channel>", "application/rss+xml", endless=b"<item></item>" * 999)},
        ),
        "a packed page": Vector("{here}/", {"/": Page(zeros, headers=packed)}),
        "a packed song": Vector(
            "{here}/a.mp3", {"/a.mp3": Page(zeros, "audio/mpeg", headers=packed)}
        ),
        "a list of lists": Vector(
            "{here}/0.m3u8",
            {"*": Page(b"#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\n{here}/next.m3u8\n", kind)},
        ),
        "a song in base64": Vector(
            "data:audio/mpeg;base64," + base64.b64encode(b"ID3" * 999).decode()
        ),
    }

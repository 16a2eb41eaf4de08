"""Files that are not what they say: in their bytes, their names, or their size."""

import base64
import gzip
import struct

from tests.hostile.vector import EVIL, INSIDE, Page, Vector, manifest, media, stream


def disguises() -> dict[str, Vector]:
    """Return files that are not what their name says, and would have FFmpeg open others."""
    smil = f'<smil><body><switch><video src="{INSIDE}.mp4"/></switch></body></smil>'
    bodies = {
        "a list called mp3": stream(f"{INSIDE}.ts").encode(),
        "a list of the machine called mp3": stream("file:///etc/passwd").encode(),
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
        "a manifest called mp3": manifest(f"<BaseURL>{INSIDE}</BaseURL>").encode(),
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


def names() -> dict[str, Vector]:
    """Return files and pages whose names would lead elsewhere."""
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


def bombs() -> dict[str, Vector]:
    """Return what has no end, or far more in it than it seems."""
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
    text = stream("file:///etc/passwd").encode()
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

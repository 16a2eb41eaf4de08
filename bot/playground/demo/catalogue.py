"""Lists every link of the demo site: what it is called, where it leads, and what it is good for."""

from dataclasses import dataclass

from bot.playground.demo.tunes import HARBOUR, TIDE


@dataclass(frozen=True, slots=True)
class Link:
    """One thing to paste.

    Args:
        name: How programs ask for it.
        path: Where it is on the site.
        title: What people read.
        note: One line on what to expect.
        group: `good` works, `odd` works in spite of itself, `bad` must end in a sentence.
    """

    name: str
    path: str
    title: str
    note: str
    group: str = "good"


LINKS = (
    Link(
        "mp3", "/morning-over-the-harbour.mp3", HARBOUR.title, "A direct MP3 with tags and a cover"
    ),
    Link("page", "/watch/sunrise", "Sunrise, the film", "A page with a video in three heights"),
    Link("feed", "/podcast.xml", "Small Hours Radio", "A podcast feed with two episodes"),
    Link("hls", "/live/tide-at-noon.m3u8", TIDE.title, "An HLS stream: two pictures, one sound"),
    Link("short", "/s/harbour", "A short link", "Redirects to the direct MP3"),
    Link("emoji", "/titled/emoji", "Emoji in the title", "And marks that HTML knows", "odd"),
    Link("rtl", "/titled/rtl", "A title from right to left", "Arabic, Hebrew and Latin", "odd"),
    Link("long", "/titled/long", "A very long title", "300 characters of it", "odd"),
    Link("slow", "/slow.mp3", "A slow file", "Takes a minute; ?seconds= changes that", "odd"),
    Link("flaky", "/flaky.mp3", "A shaky line", "Breaks off once, then goes on", "odd"),
    Link("big", "/big.mp4?mb=60", "A big film", "60 MB; ?mb= changes that", "odd"),
    Link("broken", "/broken.mp3", "A broken file", "The line is cut halfway, every time", "bad"),
    Link("gone", "/gone.mp3", "A dead link", "404 Not Found", "bad"),
    Link("fake", "/song.mp3", "Not what its name says", "Called MP3, is a web page", "bad"),
    Link("empty", "/empty", "An empty page", "Nothing to play on it", "bad"),
    Link("private", "/status/403", "A closed door", "403 Forbidden", "bad"),
    Link("stall", "/stall.mp3", "A silent line", "Answers, and then never sends a byte", "bad"),
    Link("loop", "/loop", "A circle", "Redirects to itself", "bad"),
)
"""In the order in which the index shows them."""

"""Writes the demo site's documents: the index, the page with the film, the feed, the stream's list."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from string import Template

from bot.playground.demo.catalogue import Link
from bot.playground.demo.tunes import Tune

_GROUPS = {
    "good": "Things that play",
    "odd": "Things that play in spite of themselves",
    "bad": "Things that cannot work, and should say so",
}

_PAGE = Template("""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>$title</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/style.css">
</head>
<body>$body</body>
</html>
""")


@dataclass(frozen=True, slots=True)
class Source:
    """One file that an embedded player offers."""

    path: str
    label: str
    size_bytes: int
    height: int | None = None


@dataclass(frozen=True, slots=True)
class Film:
    """What a page with an embedded player is about."""

    title: str
    author: str
    seconds: float
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Episode:
    """One item of the feed."""

    tune: Tune
    path: str
    size_bytes: int


def index_page(url: str, links: Sequence[Link]) -> str:
    """Return the front page: every link with a button that copies it."""
    parts = [
        "<header></header><main><h1>Something to paste</h1>",
        "<p>Every link here is served by this machine alone. Copy one, paste it into the chat.</p>",
    ]
    for group, heading in _GROUPS.items():
        rows = "".join(_row(url, link) for link in links if link.group == group)
        parts.append(f"<h2>{heading}</h2><ul>{rows}</ul>")
    parts.append('</main><script src="/copy.js"></script>')
    return _page("Something to paste", "".join(parts))


def film_page(url: str, film: Film) -> str:
    """Return a page with an embedded player, in a shape that yt-dlp's generic extractor reads."""
    setup = {
        "title": film.title,
        "channel": film.author,
        "duration": film.seconds,
        "image": f"{url}/poster.jpg",
        "sources": [_source(url, source) for source in film.sources],
    }
    # A closing tag inside the text would end the script element, whatever the quotes say.
    data = json.dumps(setup, ensure_ascii=False, indent=1).replace("</", "<\\/")
    body = (
        f'<main><div id="player"></div><h1 dir="auto">{escape(film.title)}</h1>'
        f'<p>{escape(film.author)}</p></main><script src="/player.js"></script>'
        f'<script>jwplayer("player").setup({data});</script>'
    )
    return _page(film.title, body)


def empty_page() -> str:
    """Return a page with nothing to play."""
    return _page("An empty page", "<main><h1>Nothing here</h1><p>Only a few words.</p></main>")


def feed(url: str, episodes: Sequence[Episode]) -> str:
    """Return the podcast feed."""
    items = "".join(
        _item(url, episode, number=number) for number, episode in enumerate(episodes, start=1)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"><channel>'
        f"<title>Small Hours Radio</title><link>{url}/</link><language>en</language>"
        "<description>Two quiet pieces for late listeners.</description>"
        "<itunes:author>Small Hours Radio</itunes:author><itunes:explicit>false</itunes:explicit>"
        f'<itunes:image href="{url}/rain.jpg"/>{items}</channel></rss>\n'
    )


def stream_list(heights: dict[int, int]) -> str:
    """Return the master playlist: pictures by height with their bits a second, and one sound."""
    lines = [
        "#EXTM3U",
        "#EXT-X-VERSION:4",
        '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="sound",NAME="Sound",DEFAULT=YES,AUTOSELECT=YES,URI="sound.m3u8"',
    ]
    for height, rate in heights.items():
        width = round(height * 16 / 9 / 2) * 2
        lines += [
            (
                f"#EXT-X-STREAM-INF:BANDWIDTH={rate + 112_000},RESOLUTION={width}x{height},"
                f'CODECS="avc1.42c01e,mp4a.40.2",AUDIO="sound"'
            ),
            f"v{height}.m3u8",
        ]
    return "\n".join(lines) + "\n"


_PUBLISHED = ("Sat, 02 Mar 2024 22:00:00 GMT", "Sat, 09 Mar 2024 22:00:00 GMT")
_TYPES = {"mp3": "audio/mpeg", "m4a": "audio/mp4", "mp4": "video/mp4"}


def _page(title: str, body: str) -> str:
    return _PAGE.substitute(title=escape(title), body=body)


def _row(url: str, link: Link) -> str:
    address = escape(url + link.path)
    return (
        f'<li><div><a href="{address}">{escape(link.title)}</a><small>{escape(link.note)}</small></div>'
        f'<button data-link="{address}">Copy</button></li>'
    )


def _source(url: str, source: Source) -> dict[str, str | int]:
    ending = source.path.rpartition(".")[2]
    facts: dict[str, str | int] = {
        "file": url + source.path,
        "type": _TYPES[ending],
        "label": source.label,
        "filesize": source.size_bytes,
    }
    if source.height is None:
        return facts
    return {**facts, "height": source.height, "width": round(source.height * 16 / 9 / 2) * 2}


def _item(url: str, episode: Episode, *, number: int) -> str:
    tune, where = episode.tune, f"{url}{episode.path}"
    kind = _TYPES[episode.path.rpartition(".")[2]]
    return (
        f"<item><title>{escape(tune.title)}</title>"
        f'<guid isPermaLink="false">small-hours-{number}</guid>'
        f"<pubDate>{_PUBLISHED[number - 1]}</pubDate><link>{where}</link>"
        f"<description>Episode {number}, {tune.seconds:.0f} seconds.</description>"
        f'<enclosure url="{where}" length="{episode.size_bytes}" type="{kind}"/>'
        f"<itunes:duration>{tune.seconds:.0f}</itunes:duration>"
        f"<itunes:episode>{number}</itunes:episode>"
        f'<itunes:image href="{url}/{tune.name}.jpg"/></item>'
    )

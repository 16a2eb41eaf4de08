"""A small YouTube: watch pages, player replies, lists, and the files behind them.

The replies have the shape that yt-dlp 2026.10.26 reads in `extractor/youtube/_video.py` (a watch page's
`ytInitialPlayerResponse` and `ytInitialData`, the answer of `youtubei/v1/player`) and `_tab.py` (lists).
Left out, as it would need YouTube's own player: signatures and the `n` challenge, which yt-dlp has deno
solve; PO tokens; SABR. The addresses of the files here are plain, as some of YouTube's clients get them.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import web

from tests.world.media import film, song, still
from tests.world.world import World

Json = dict[str, Any]

_FILES = "rr1---sn-made-up.googlevideo.com"


@dataclass(frozen=True)
class Track:
    """Captions in one language."""

    language: str
    text: str
    """In the form `json3`."""
    heard: bool = False
    """By YouTube's recogniser."""
    status: int = 200
    translated: str = ""
    """What the machine makes of it, whatever the language."""


@dataclass
class YouTube:
    """Made by `open_youtube`."""

    world: World
    videos: dict[str, Json] = field(default_factory=dict)

    def video(
        self,
        name: str,
        title: str = "A video",
        *,
        seconds: float = 3,
        heights: Sequence[int] = (360, 720),
        hertz: int = 440,
        upright: bool = False,
        languages: Mapping[str, int] | None = None,
        details: Json | None = None,
        microformat: Json | None = None,
        streaming: Json | None = None,
        status: Json | None = None,
        description: str = "",
        chapters: Sequence[tuple[float, str]] = (),
        author: str = "A channel",
        sound: Path | None = None,
        captions: Sequence[Track] = (),
        translations: Sequence[str] = (),
    ) -> str:
        """Upload a video; return its address.

        Args:
            name: Its id, eleven letters.
            title: Its title.
            seconds: How long it is.
            heights: The pictures that exist; the sound has a stream of its own.
            hertz: The tone that is heard in it.
            upright: Shorts are.
            languages: Tones by language, the first of them the original's.
            details: Changes of `videoDetails`.
            microformat: Changes of `playerMicroformatRenderer`.
            streaming: Instead of the streams that were made for it.
            status: Instead of `playabilityStatus`.
            description: What is written under it.
            chapters: Where they begin, and what they are called.
            author: The channel.
            sound: A file instead of a tone.
            captions: What is written down.
            translations: The languages into which a machine translates that.
        """
        assert len(name) == 11, name
        self.videos[name] = {
            "playabilityStatus": status or {"status": "OK", "playableInEmbed": True},
            "videoDetails": {
                "videoId": name,
                "title": title,
                "lengthSeconds": str(round(seconds)),
                "channelId": "UC" + "a" * 22,
                "isOwnerViewing": False,
                "shortDescription": description,
                "author": author,
                "viewCount": "7",
                "isLiveContent": False,
                "thumbnail": {"thumbnails": [self._thumbnail(name)]},
            }
            | (details or {}),
            "microformat": {
                "playerMicroformatRenderer": {
                    "uploadDate": "2024-05-01T09:00:00-07:00",
                    "ownerChannelName": author,
                    "ownerProfileUrl": "http://www.youtube.com/@achannel",
                    "category": "Music",
                }
                | (microformat or {})
            },
            "streamingData": streaming
            if streaming is not None
            else {
                "expiresInSeconds": "21540",
                "adaptiveFormats": [
                    *self._pictures(name, heights, seconds, upright=upright),
                    *self._sounds(name, languages or {"": hertz}, seconds, sound),
                ],
            },
            "_next": _watch_next(title, author, chapters, seconds),
        } | self._captions(name, captions, translations)
        return f"https://www.youtube.com/watch?v={name}"

    def _captions(self, name: str, tracks: Sequence[Track], translations: Sequence[str]) -> Json:
        told = [
            {
                "baseUrl": f"https://www.youtube.com/api/timedtext?v={name}&lang={track.language}"
                f"&kind={'asr' if track.heard else ''}",
                "name": {"simpleText": track.language},
                "vssId": f"{'a' if track.heard else ''}.{track.language}",
                "languageCode": track.language,
                "isTranslatable": True,
                **({"kind": "asr"} if track.heard else {}),
            }
            for track in tracks
        ]
        for track in tracks:
            self._texts[name, track.language, "asr" if track.heard else ""] = track
        into = [
            {"languageCode": code, "languageName": {"simpleText": code}} for code in translations
        ]
        listed = {"captionTracks": told, "translationLanguages": into}
        return {"captions": {"playerCaptionsTracklistRenderer": listed}} if tracks else {}

    _texts: dict[tuple[str, str, str], Track] = field(default_factory=dict)

    async def timed_text(self, request: web.Request) -> web.StreamResponse:
        """Answer with captions, in the form that is asked for."""
        asked = request.query
        track = self._texts.get((asked["v"], asked["lang"], asked.get("kind", "")))
        if track is None:
            return web.Response(status=404)
        into = asked.get("tlang", "")
        body = track.translated if into else track.text
        return web.Response(text=body, status=track.status)

    def clip(self, name: str, video: str, *, start: float, end: float) -> str:
        """Cut a piece out of a video, as viewers do; return its address."""
        loop = {"startTimeMs": str(round(start * 1000)), "endTimeMs": str(round(end * 1000))}
        inner = {"commandExecutorCommand": {"commands": [{"loopCommand": loop}]}}
        button = {"actionButton": {"buttonRenderer": {"command": inner}}}
        popup = {"openPopupAction": {"popup": {"notificationActionRenderer": button}}}
        scrub = {"onScrubExit": {"commandExecutorCommand": {"commands": [popup]}}}
        section = {"clipSectionRenderer": {"contents": [{"clipAttributionRenderer": scrub}]}}
        panel = {"engagementPanelSectionListRenderer": {"content": section}}
        known = self.videos[video]["_next"] | {
            "engagementPanels": [panel],
            "currentVideoEndpoint": {"watchEndpoint": {"videoId": video}},
        }

        async def page(_request: web.Request) -> web.StreamResponse:
            return _page(ytInitialData=known)

        return self.world.site("www.youtube.com").answers(f"/clip/{name}", page)

    def playlist(self, name: str, title: str, videos: Mapping[str, str]) -> str:
        """Put videos (titles by id) into a list; return its address."""
        data = _list_page(name, title, videos)
        self._lists[name] = data
        return f"https://www.youtube.com/playlist?list={name}"

    _lists: dict[str, Json] = field(default_factory=dict)

    def _thumbnail(self, name: str) -> Json:
        url = self.world.site("i.ytimg.com").answers(f"/vi/{name}/hqdefault.jpg", still())
        return {"url": url, "width": 480, "height": 360}

    def _pictures(
        self, name: str, heights: Sequence[int], seconds: float, *, upright: bool
    ) -> list[Json]:
        return [
            self._stream(
                name,
                film(height=height, seconds=seconds, sound=False, upright=upright),
                itag={144: 160, 240: 133, 360: 134, 480: 135, 720: 136, 1080: 137}[height],
                mimeType='video/mp4; codecs="avc1.4d401e"',
                qualityLabel=f"{height}p",
                quality="medium",
                width=_across(height, tall=upright)[0],
                height=_across(height, tall=upright)[1],
                fps=10,
            )
            for height in heights
        ]

    def _sounds(
        self, name: str, languages: Mapping[str, int], seconds: float, file: Path | None
    ) -> list[Json]:
        found = []
        for number, (language, hertz) in enumerate(languages.items()):
            spoken = {
                "displayName": f"{language}{' original' if not number else ''}",
                "id": f"{language}.{4 if not number else 3}",
                "audioIsDefault": not number,
            }
            found.append(
                self._stream(
                    name,
                    file or song(seconds=seconds, hertz=hertz, ending="m4a"),
                    track=language,
                    itag=140,
                    mimeType='audio/mp4; codecs="mp4a.40.2"',
                    quality="tiny",
                    audioQuality="AUDIO_QUALITY_MEDIUM",
                    audioSampleRate="44100",
                    audioChannels=2,
                    **({"audioTrack": spoken} if language else {}),
                )
            )
        return found

    def _stream(self, name: str, file: Path, *, track: str = "", **about: Any) -> Json:
        path = f"/videoplayback/{name}/{about['itag']}{track}"
        return {
            "url": self.world.site(_FILES).answers(
                path, file, kind=about["mimeType"].split(";")[0]
            ),
            "contentLength": str(file.stat().st_size),
            "bitrate": 130_000,
            **about,
        }

    async def watch(self, request: web.Request) -> web.StreamResponse:
        known = self.videos.get(request.query.get("v", ""))
        if known is None:
            known = _gone(request.query.get("v", ""))
        shown = {name: part for name, part in known.items() if name != "_next"}
        return _page(ytInitialPlayerResponse=shown, ytInitialData=known["_next"])

    async def player(self, request: web.Request) -> web.StreamResponse:
        asked = (await request.json())["videoId"]
        known = self.videos.get(asked) or _gone(asked)
        return web.json_response({name: part for name, part in known.items() if name != "_next"})

    async def list_page(self, request: web.Request) -> web.StreamResponse:
        known = self._lists.get(request.query.get("list", ""))
        if known is None:
            return _page(ytInitialData={"alerts": [_alert("The playlist does not exist.")]})
        return _page(ytInitialData=known)

    async def browse(self, request: web.Request) -> web.StreamResponse:
        """Answer with a list once more: the extractor asks again for the videos that cannot be played."""
        asked = await request.json()
        name = str(asked.get("browseId", "")).removeprefix("VL")
        known = self._lists.get(name)
        return web.json_response(known, status=200) if known else web.Response(status=404)


def open_youtube(world: World) -> YouTube:
    """Put a YouTube without videos into the world."""
    youtube = YouTube(world)
    site = world.site("www.youtube.com")
    site.answers("/watch", youtube.watch)
    site.answers("/api/timedtext", youtube.timed_text)
    site.answers("/youtubei/v1/player", youtube.player)
    site.answers("/playlist", youtube.list_page)
    site.answers("/youtubei/v1/browse", youtube.browse)
    # No player to read: nothing here is signed.
    site.answers("/iframe_api", "")
    site.answers("/", "<html></html>")
    # The made-up channel has one thumbnail a video; yt-dlp guesses at others.
    world.site("i.ytimg.com").answers("/vi*", "", status=404)
    return youtube


def _across(height: int, *, tall: bool) -> tuple[int, int]:
    """Return width and height; a picture's lines are its shorter side."""
    long = height * 16 // 9 // 2 * 2
    return (height, long) if tall else (long, height)


def _page(**variables: Json) -> web.Response:
    scripts = "".join(
        f"<script>var {name} = {json.dumps(told)};</script>" for name, told in variables.items()
    )
    return web.Response(
        text=f"<!doctype html><html><body>{scripts}</body></html>", content_type="text/html"
    )


def _gone(name: str) -> Json:
    return {
        "playabilityStatus": {"status": "ERROR", "reason": "Video unavailable"},
        "videoDetails": {"videoId": name},
        "_next": _watch_next("", "", (), 0),
    }


def _watch_next(
    title: str, author: str, chapters: Sequence[tuple[float, str]], seconds: float
) -> Json:
    owner = {"title": {"runs": [{"text": author}]}}
    results = [
        {"videoPrimaryInfoRenderer": {"title": {"runs": [{"text": title}]}}},
        {"videoSecondaryInfoRenderer": {"owner": {"videoOwnerRenderer": owner}}},
    ]
    marks = [
        {
            "chapterRenderer": {
                "title": {"simpleText": name},
                "timeRangeStartMillis": round(start * 1000),
            }
        }
        for start, name in chapters
    ]
    bar = {
        "decoratedPlayerBarRenderer": {
            "decoratedPlayerBarRenderer": {
                "playerBar": {"chapteredPlayerBarRenderer": {"chapters": marks}}
            }
        }
    }
    return {
        "contents": {"twoColumnWatchNextResults": {"results": {"results": {"contents": results}}}},
        **({"playerOverlays": {"playerOverlayRenderer": bar}} if marks else {}),
    }


def _list_page(name: str, title: str, videos: Mapping[str, str]) -> Json:
    rows = [
        {
            "playlistVideoRenderer": {
                "videoId": video,
                "title": {"runs": [{"text": called}]},
                "index": {"simpleText": str(number)},
                "lengthSeconds": "3",
                "isPlayable": True,
                "shortBylineText": {"runs": [{"text": "A channel"}]},
            }
        }
        for number, (video, called) in enumerate(videos.items(), 1)
    ]
    shown = {"playlistVideoListRenderer": {"contents": rows, "playlistId": name}}
    section = {
        "sectionListRenderer": {"contents": [{"itemSectionRenderer": {"contents": [shown]}}]}
    }
    return {
        "contents": {
            "twoColumnBrowseResultsRenderer": {
                "tabs": [{"tabRenderer": {"selected": True, "content": section}}]
            }
        },
        "header": {"playlistHeaderRenderer": {"playlistId": name, "title": {"simpleText": title}}},
        "metadata": {"playlistMetadataRenderer": {"title": title}},
        "sidebar": {"playlistSidebarRenderer": {"items": []}},
    }


def _alert(text: str) -> Json:
    return {"alertRenderer": {"type": "ERROR", "text": {"simpleText": text}}}

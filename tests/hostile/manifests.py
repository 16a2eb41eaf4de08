"""Pages, feeds, lists of pieces and manifests that name what is inside."""

from tests.hostile.vector import INSIDE, METADATA, Page, Vector, feed, manifest, media, stream


def pages() -> dict[str, Vector]:
    """Return pages and feeds that name other places."""
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
        found[name] = Vector("{here}/", {"/": feed(items)})
    return found


def streams() -> dict[str, Vector]:
    """Return lists of pieces (HLS) that name other places."""
    key = '#EXT-X-KEY:METHOD={},URI="{}",IV=0x00000000000000000000000000000000\n'
    lists = {
        "pieces inside": stream(f"{INSIDE}.ts"),
        "a piece by a name inside": stream("http://inside.example/canary.ts"),
        "a piece by a name that turns": stream("http://rebind.example/piece.ts"),
        "a piece that leads inside": stream("{here}/turn.ts"),
        "a piece of the machine": stream("file:///etc/passwd"),
        "a piece joined": stream(f"concat:{INSIDE}|/etc/passwd"),
        "a part of a piece": stream("subfile,,start,0,end,9,,:/etc/passwd"),
        "a piece by gopher": stream("gopher://10.0.0.1:6379/_x"),
        "a piece in the link": stream("data:video/mp2t;base64,AAAA"),
        "a key inside": stream("{here}/piece.ts", key.format("AES-128", f"{INSIDE}.key")),
        "a key of the machine": stream(
            "{here}/piece.ts", key.format("AES-128", "file:///etc/passwd")
        ),
        "a key in the link": stream(
            "{here}/piece.ts", key.format("AES-128", "data:,0123456789abcdef")
        ),
        "a sample key inside": stream("{here}/piece.ts", key.format("SAMPLE-AES", f"{INSIDE}.key")),
        "a head inside": stream("{here}/piece.ts", f'#EXT-X-MAP:URI="{INSIDE}.mp4"\n'),
        "a head of the machine": stream("{here}/piece.ts", '#EXT-X-MAP:URI="file:///etc/passwd"\n'),
        "a broadcast inside": stream(f"{INSIDE}.ts").replace("#EXT-X-ENDLIST\n", ""),
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
        "a path of a piece": stream("../../../../../../etc/passwd"),
    }
    kind = "application/vnd.apple.mpegurl"
    pages = {
        "/piece.ts": Page(media("piece.ts"), "video/mp2t"),
        "/good.m3u8": Page(stream("{here}/piece.ts").encode(), kind),
        "/turn.ts": Page(status=302, headers={"Location": f"{INSIDE}.ts"}),
    }
    return {
        name: Vector("{here}/list.m3u8", {**pages, "/list.m3u8": Page(text.encode(), kind)})
        for name, text in lists.items()
    }


def manifests() -> dict[str, Vector]:
    """Return manifests (DASH) and feeds that would have XML open other places."""
    entity = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    far = f'<!DOCTYPE x [<!ENTITY e SYSTEM "{INSIDE}">]>'
    laughs = "".join(
        f'<!ENTITY l{n} "{f"&l{n - 1};" * 20}">' if n else '<!ENTITY l0 "ha">' for n in range(9)
    )
    one_file = "<BaseURL>{}</BaseURL><SegmentBase/>"
    template = '<SegmentTemplate media="{}" initialization="{}" timescale="1" duration="3"/>'
    texts = {
        "a base inside": manifest(one_file.format(f"{INSIDE}.mp4")),
        "a base of the machine": manifest(one_file.format("file:///etc/passwd")),
        "segments inside": manifest(template.format(f"{INSIDE}-$Number$.m4s", "{here}/film.mp4")),
        "a beginning inside": manifest(template.format("{here}/film.mp4", f"{INSIDE}.mp4")),
        "a far period": manifest("").replace("<Period", f'<Period xlink:href="{INSIDE}"'),
        "an entity in a manifest": entity + manifest("<BaseURL>&e;</BaseURL><SegmentBase/>"),
        "a far entity in a manifest": far + manifest("<BaseURL>&e;</BaseURL><SegmentBase/>"),
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
    found["an entity in a feed"] = Vector("{here}/", {"/": feed(item, entity)})
    found["laughter in a feed"] = Vector("{here}/", {"/": feed(many, f"<!DOCTYPE x [{laughs}]>")})
    return found

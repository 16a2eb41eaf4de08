EXTRACTORS = ["Twitter", "TwitterCard", "TwitterSpaces", "TwitterBroadcast"]
LIVE = (
    "https://twitter.com/starwars/status/665052190608723968",
    "https://x.com/i/spaces/1DXGydznBYWKM",
)
EXAMPLES = {
    "x:status/643211948184596480": [
        "https://twitter.com/freethenipple/status/643211948184596480",
        "https://x.com/freethenipple/status/643211948184596480?s=20&t=AbCd",
        "http://www.twitter.com/FreeTheNipple/status/643211948184596480/",
        "https://mobile.twitter.com/freethenipple/status/643211948184596480",
        "https://m.twitter.com/freethenipple/statuses/643211948184596480",
        "https://twitter.com/statuses/643211948184596480",
        "https://twitter.com/i/web/status/643211948184596480",
        "https://x.com/i/status/643211948184596480",
        "https://x.com/freethenipple/status/643211948184596480/photo/1",
        "https://x.com/freethenipple/status/643211948184596480/photo/3",
        "https://x.com/freethenipple/status/643211948184596480/video/1",
        "https://fxtwitter.com/freethenipple/status/643211948184596480",
        "https://d.fxtwitter.com/freethenipple/status/643211948184596480.mp4",
        "https://vxtwitter.com/freethenipple/status/643211948184596480",
        "https://fixupx.com/freethenipple/status/643211948184596480/en",
        "https://twitter.com/i/videos/tweet/643211948184596480",
        "https://twitter.com/i/cards/tfw/v1/643211948184596480",
        "x.com/freethenipple/status/643211948184596480#m",
    ],
    "x:status/1600649710662213632/video/2": [
        "https://twitter.com/CTVJLaidlaw/status/1600649710662213632/video/2",
        "https://x.com/i/status/1600649710662213632/video/2?s=46",
    ],
    "x:spaces/1OwxWwQOPlNxQ": [
        "https://twitter.com/i/spaces/1OwxWwQOPlNxQ",
        "https://x.com/i/spaces/1OwxWwQOPlNxQ?s=20",
        "https://x.com/i/spaces/1OwxWwQOPlNxQ/peek",
        "https://mobile.twitter.com/spaces/1OwxWwQOPlNxQ",
    ],
    "x:broadcasts/1yNGaQLWpejGj": [
        "https://twitter.com/i/broadcasts/1yNGaQLWpejGj",
        "https://x.com/i/broadcasts/1yNGaQLWpejGj?s=20",
    ],
    "x:events/1910629646300762112": ["https://x.com/i/events/1910629646300762112"],
    "x:x.com/someone": ["https://x.com/someone"],
    "x:x.com/search?q=status/12": ["https://x.com/search?q=status/12"],
    "x:x.com/i/spaces/short": ["https://x.com/i/spaces/short"],
}

EXAMPLES = {
    "soundcloud:ethmusic/lostin-powers-she-so-heavy": [
        "http://soundcloud.com/ethmusic/lostin-powers-she-so-heavy",
        "https://m.soundcloud.com/ethmusic/lostin-powers-she-so-heavy?utm_source=clipboard",
        "https://www.soundcloud.com/EthMusic/Lostin-Powers-She-So-Heavy/",
        (
            "https://w.soundcloud.com/player/?url=https%3A//soundcloud.com/ethmusic/"
            "lostin-powers-she-so-heavy"
        ),
    ],
    "soundcloud:jaimemf/youtube-dl-test-video/s-8Pjrp": [
        "https://soundcloud.com/jaimemf/youtube-dl-test-video/s-8Pjrp",
        "https://soundcloud.com/jaimemf/youtube-dl-test-video?secret_token=s-8Pjrp",
    ],
    "soundcloud:api.soundcloud.com/tracks/13158665": [
        "https://api.soundcloud.com/tracks/13158665",
    ],
    "soundcloud:on.soundcloud.com/AbC12": ["https://on.soundcloud.com/AbC12"],
    "soundcloud:soundcloud.com/ethmusic/sets/one": ["https://soundcloud.com/ethmusic/sets/one"],
    "soundcloud:soundcloud.com/ethmusic": ["https://soundcloud.com/ethmusic"],
    "soundcloud:soundcloud.com/search?q=x": ["https://soundcloud.com/search?q=x"],
}

FAMILY = ("Soundcloud",)
ELSEWHERE = {r"^scsearch": "a search, not an address"}
LIVE = ("https://soundcloud.com/ethmusic/lostin-powers-she-so-heavy",)

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
    "soundcloud:tracks/13158665": [
        "https://api.soundcloud.com/tracks/13158665",
        "https://w.soundcloud.com/player/?url=https%3A%2F%2Fapi.soundcloud.com%2Ftracks%2F13158665",
    ],
    "soundcloud:on/AbC12": ["https://on.soundcloud.com/AbC12"],
    "soundcloud:soundcloud.com/ethmusic/sets/one": ["https://soundcloud.com/ethmusic/sets/one"],
    "soundcloud:soundcloud.com/ethmusic": ["https://soundcloud.com/ethmusic"],
    "soundcloud:soundcloud.com/search?q=x": ["https://soundcloud.com/search?q=x"],
}

import pytest

from services.sources.choice import picture, pictures, sound, sound_codec, unmeasured, usable


def row(name, **facts):
    return {"format_id": name, "protocol": "https", **facts}


def film(name, height, codec="avc1.64001f", **facts):
    width = facts.pop("width", round(height * 16 / 9))
    facts = {"vcodec": codec, "acodec": "none", "ext": "mp4", **facts}
    return row(name, height=height, width=width, **facts)


def voice(name, codec="mp4a.40.2", **facts):
    return row(name, **{"vcodec": "none", "acodec": codec, "ext": "m4a", **facts})


TUBE = [
    row("sb0", vcodec="none", acodec="none", protocol="mhtml"),
    voice("249", "opus", abr=50, filesize=1_000_000, language_preference=-1),
    voice("140", abr=128, filesize=3_000_000, language_preference=-1),
    voice("251", "opus", abr=160, filesize=3_500_000, language_preference=-1),
    voice("140-en", abr=128, filesize=3_000_000, language_preference=10),
    voice("251-en", "opus", abr=140, filesize=3_300_000, language_preference=10),
    film("18", 360, acodec="mp4a.40.2", filesize=8_000_000),
    film("243", 360, "vp9", filesize=5_000_000, ext="webm"),
    film("134", 360, filesize=6_000_000),
    film("136", 720, filesize=20_000_000),
    film("247", 720, "vp9", filesize=15_000_000, ext="webm"),
    film("398", 720, "av01.0.05M.08", filesize=12_000_000),
    film("313", 2160, "vp9", filesize_approx=200_000_000, ext="webm"),
]


def spec(pick):
    return None if pick is None else pick.spec


def test_each_height_is_offered_once_with_what_needs_no_encoding():
    assert {height: pick.spec for height, pick in pictures(usable(TUBE), 100).items()} == {
        360: "134+140-en",
        720: "136+140-en",
        2160: "313+251-en",
    }


def test_sizes_are_those_of_picture_and_sound_together():
    there = pictures(usable(TUBE), 100)

    assert (there[720].size_bytes, there[720].exact) == (23_000_000, True)
    assert (there[2160].size_bytes, there[2160].exact) == (203_300_000, False)


@pytest.mark.parametrize(
    ("codecs", "expected"),
    [(["mp3"], "251-en"), (["aac"], "140-en"), (["opus"], "251-en"), ([], "251-en")],
)
def test_sound_is_the_originals_in_a_codec_that_can_be_copied(codecs, expected):
    assert spec(sound(usable(TUBE), codecs, 100)) == expected


def test_the_original_language_wins_wherever_it_stands():
    dubbed = [
        voice("en", language_preference=10, abr=64),
        voice("de", language_preference=-1, abr=192),
        voice("fr", language_preference=-1, abr=256),
    ]

    assert spec(sound(dubbed, ["aac"], 1)) == "en"


def test_a_telephones_sound_is_not_taken_only_because_it_can_be_copied():
    rows = [voice("low", "opus", abr=24), voice("good", abr=128)]

    assert spec(sound(rows, ["opus"], 1)) == "good"


@pytest.mark.parametrize(
    ("height", "expected"), [(2160, 2160), (1080, 720), (720, 720), (144, 360), (8640, 2160)]
)
def test_a_height_that_is_not_there_is_the_next_lower(height, expected):
    pick = picture(usable(TUBE), height, 100)

    assert pick.formats[0]["height"] == expected


def test_an_upright_picture_is_counted_by_its_shorter_side():
    assert list(pictures([film("a", 1280, width=720), film("b", 1920, width=1080)], 1)) == [
        720,
        1080,
    ]


def test_without_sound_of_its_own_the_smallest_decent_film_serves():
    rows = [
        row("240p", height=240, ext="mp4"),
        row("480p", height=480, ext="mp4"),
        row("720p", height=720, ext="mp4"),
    ]

    assert spec(sound(rows, ["mp3"], 1)) == "480p"
    assert spec(sound(rows[:1], ["mp3"], 1)) == "240p"
    assert list(pictures(rows, 1)) == [240, 480, 720]


def test_rates_give_an_estimate_where_no_size_is_told():
    hls = [
        voice("sound", None, protocol="m3u8_native"),
        film("v", 480, tbr=1000, protocol="m3u8_native"),
    ]

    pick = pictures(usable(hls), 60)[480]
    assert (pick.spec, pick.size_bytes, pick.exact) == ("v+sound", 7_500_000, False)
    assert pictures(usable(hls), None)[480].size_bytes is None


def test_what_cannot_be_fetched_is_not_offered():
    rows = [
        voice("drm", has_drm=True),
        voice("rtmp", protocol="rtmp"),
        voice("rtsp", protocol="rtsp"),
        row("board", vcodec="none", acodec="none", protocol="mhtml"),
    ]

    assert usable(rows) == []
    assert sound([], [], 1) is None
    assert picture([], 720, 1) is None


def test_a_silent_film_has_no_sound_to_offer():
    assert sound([film("a", 720)], ["mp3"], 1) is None
    assert pictures([film("a", 720)], 1)[720].spec == "a"


def test_codecs_have_ffmpegs_names():
    assert sound_codec(sound([voice("a", "mp4a.40.5")], [], 1)) == "aac"
    assert sound_codec(sound([voice("a", None)], [], 1)) == ""
    assert sound_codec(None) == ""


def test_the_only_film_of_a_page_that_tells_no_height_is_looked_at():
    alone = {"format_id": "0", "url": "https://a/b.mp4", "ext": "mp4", "protocol": "https"}

    assert unmeasured([alone]) == "https://a/b.mp4"
    assert unmeasured([{**alone, "height": 360}]) is None
    assert unmeasured([{**alone, "protocol": "m3u8_native"}]) is None
    assert unmeasured([alone, {**alone, "format_id": "1"}]) is None
    assert unmeasured([{**alone, "ext": "mp3", "vcodec": "none"}]) is None


def test_a_film_whose_sound_cannot_be_chosen_apart_is_no_dub():
    spoken = {"acodec": "mp4a.40.2", "protocol": "m3u8_native"}
    rows = [
        film("96-0", 720, tbr=900, language="en", language_preference=10, **spoken),
        film("96-1", 720, tbr=900, language="de", language_preference=-1, **spoken),
        film("18", 360, acodec="mp4a.40.2"),
    ]

    assert {height: pick.spec for height, pick in pictures(rows, 9).items()} == {
        360: "18",
        720: "96-0",
    }
    assert spec(picture(rows, 720, 9, language="de")) == "96-1"

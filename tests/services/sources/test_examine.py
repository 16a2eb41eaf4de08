import pytest

from services.errors import FileUnreadable
from services.sources.examine import examine, title_from
from services.sources.medium import Picture
from tests.sounds import make, moving_card, tone


async def test_a_sound_that_was_sent_to_us(tmp_path):
    path = make(
        *(tmp_path / "x", *tone(2), "-c:a", "libmp3lame", "-metadata", "title=Ночь"),
        *("-metadata", "artist=Хор", "-f", "mp3"),
    )

    medium = await examine(path, "whatever.doc", key="telegram:1")

    assert (medium.key, medium.title, medium.author) == ("telegram:1", "Ночь", "Хор")
    assert medium.seconds == pytest.approx(2, abs=0.1)
    assert (medium.sound_codec, medium.sound_bytes) == ("mp3", path.stat().st_size)
    assert medium.pictures == ()


async def test_a_film_that_was_sent_to_us_has_its_own_height(tmp_path):
    path = make(
        tmp_path / "a.mp4",
        *moving_card(1, size="240x426"),
        "-c:v",
        "libx264",
        "-pix_fmt",
        "yuv420p",
    )

    medium = await examine(path, "Моё видео_1.mp4")

    assert medium.title == "Моё видео 1"
    assert medium.pictures == (Picture(240, path.stat().st_size, exact=True),)
    assert not medium.has_sound


async def test_what_is_no_medium_is_refused_under_the_name_that_it_came_with(tmp_path):
    path = tmp_path / "x"
    path.write_text("Dear sir")

    for where in (path, tmp_path / "missing"):
        with pytest.raises(FileUnreadable) as refused:
            await examine(where, "letter.mp3")
        assert refused.value.details == {"name": "letter.mp3"}


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("a_b.mp3", "a b"),
        ("Mr. Smith", "Mr. Smith"),
        ("v1.2.FLAC", "v1.2"),
        ("../../etc/passwd.mp4", "passwd"),
        (".mp3", ".mp3"),
        ("🌅.ogg", "🌅"),
    ],
)
def test_a_name_becomes_a_title(name, title):
    assert title_from(name) == title

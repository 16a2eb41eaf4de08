import pytest

from services.sources.sniffing import ends_like_a_file, is_list, is_medium, is_text, name_in
from tests.sounds import make, moving_card, tone

FORMS = {
    "mp3": ("-c:a", "libmp3lame"),
    "raw.mp3": ("-c:a", "libmp3lame", "-id3v2_version", "0", "-write_xing", "0"),
    "m4a": (),
    "aac": (),
    "ogg": ("-c:a", "libvorbis"),
    "flac": (),
    "wav": (),
    "aiff": (),
    "mka": (),
    "ts": ("-c:a", "aac"),
    "wma": (),
    "caf": ("-c:a", "pcm_s16be"),
    "ac3": (),
}
FILMS = ("mp4", "mkv", "webm", "avi", "mpg", "flv", "mov")


@pytest.mark.parametrize("ending", FORMS)
def test_sound_is_known_by_its_first_bytes(ending, tmp_path):
    head = make(tmp_path / f"a.{ending}", *tone(1), *FORMS[ending]).read_bytes()[:4096]

    assert is_medium(head)
    assert not is_text(head)


@pytest.mark.parametrize("ending", FILMS)
def test_films_are_known_by_their_first_bytes(ending, tmp_path):
    made = make(tmp_path / f"a.{ending}", *moving_card(1, rate=25), "-shortest")

    assert is_medium(made.read_bytes()[:4096])


@pytest.mark.parametrize(
    "head",
    [b"<!doctype html>", b"\xef\xbb\xbf <html>", b"\n<?xml version", b'{"a": 1}', b"#EXTM3U\n"],
)
def test_text_is_no_medium(head):
    assert is_text(head)
    assert not is_medium(head)


def test_a_list_of_files_is_told_from_a_page():
    assert is_list(b"\xef\xbb\xbf#EXTM3U\n#EXT-X")
    assert not is_list(b"<html>")


@pytest.mark.parametrize(
    "head", [b"", b"\0" * 500, b"GIF89a", b"\x89PNG\r\n", b"%PDF-1.7", b"PK\3\4"]
)
def test_other_files_are_neither(head):
    assert not is_medium(head)
    assert not is_text(head)


def test_addresses_that_look_like_files():
    assert ends_like_a_file("https://a.com/b/Song.MP3?x=1")
    assert not ends_like_a_file("https://a.com/b/song.mp3/")
    assert not ends_like_a_file("https://a.com/watch?v=a.mp3")
    assert name_in("https://a.com/%D0%9D%20b.mp3?x") == "Н b.mp3"

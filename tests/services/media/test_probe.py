import signal

import pytest

from services.errors import FileUnreadable
from services.media import probe as module
from services.media.probe import probe
from tests.services.media.killing import Killer
from tests.sounds import make, moving_card, tone


async def test_a_sound_is_described(tmp_path):
    made = make(tmp_path / "a.ogg", *tone(3), "-c:a", "libopus", "-metadata", "title=Ночь 🌙")

    found = await probe(made)

    assert (found.sound_codec, found.container, found.has_picture) == ("opus", "ogg", False)
    assert found.seconds == pytest.approx(3, abs=0.05)
    assert found.tags["title"] == "Ночь 🌙"


async def test_a_film_is_described_as_people_see_it(tmp_path):
    upright = make(
        tmp_path / "a.mp4", *moving_card(1), *tone(1), "-vf", "setsar=2", "-c:v", "libx264"
    )
    turned = make(tmp_path / "b.mp4", "-display_rotation", "90", "-i", str(upright), "-c", "copy")

    found = await probe(turned)

    assert (found.video_codec, found.sound_codec) == ("h264", "aac")
    assert abs(found.rotation) == 90
    assert (found.width, found.height) == (320, 240)
    assert found.shown_size == (240, 640)


async def test_a_cover_is_no_film(tmp_path):
    picture = make(tmp_path / "a.jpg", *moving_card(1), "-frames:v", "1")
    song = make(
        tmp_path / "a.mp3", *tone(1), "-i", str(picture), "-map", "0", "-map", "1", "-c:v", "copy"
    )

    found = await probe(song)

    assert found.has_cover
    assert not found.has_picture


async def test_a_recording_without_a_length_is_counted_through(tmp_path):
    made = make(tmp_path / "a.webm", *tone(2), "-c:a", "libopus", "-f", "webm", "-live", "1")

    assert (await probe(made)).seconds == pytest.approx(2, abs=0.1)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0" * 1000,
        b"<html><body>Sign in</body></html>",
        b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n",
        b"ffconcat version 1.0\nfile /etc/passwd\n",
        b"v=0\no=- 0 0 IN IP4 127.0.0.1\nm=audio 5004 RTP/AVP 0\n",
        b"ID3\x03\0\0\0\0\0\0",
    ],
)
async def test_what_is_no_medium_is_refused_by_the_name_that_people_know(content, tmp_path):
    path = tmp_path / "song.mp3"
    path.write_bytes(content)

    with pytest.raises(FileUnreadable) as refused:
        await probe(path, name="My song.mp3")

    assert refused.value.details == {"name": "My song.mp3"}


async def test_a_list_of_other_files_is_not_opened(tmp_path):
    part = make(tmp_path / "a.ts", *tone(1), "-c:a", "aac")
    path = tmp_path / "a.m3u8"
    path.write_text(f"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n{part.name}\n#EXT-X-ENDLIST\n")

    with pytest.raises(FileUnreadable):
        await probe(path)


async def test_a_crash_of_the_prober_is_an_unreadable_file(tmp_path, monkeypatch):
    crash = tmp_path / "crash.py"
    crash.write_text("import os; os.abort()")
    monkeypatch.setattr(module.probe_child, "__file__", str(crash))
    path = tmp_path / "a.mp3"
    path.write_bytes(b"anything")

    with pytest.raises(FileUnreadable):
        await probe(path)


async def test_an_unchanged_file_is_looked_into_once(tmp_path, monkeypatch):
    path = make(tmp_path / "a.wav", *tone(1))
    first = await probe(path)
    monkeypatch.setattr(module.probe_child, "__file__", "/nowhere")

    assert await probe(path) is first


async def test_a_name_that_looks_like_an_option_or_an_address_is_a_name(tmp_path):
    for name in ("-version", "http:127.0.0.1", "%d.wav"):
        path = make(tmp_path / "a.wav", *tone(1)).rename(tmp_path / name)
        assert (await probe(path)).sound_codec == "pcm_s16le"


@pytest.mark.parametrize("by", [signal.SIGKILL, signal.SIGTERM])
async def test_a_file_whose_reader_was_killed_is_looked_at_again(tmp_path, monkeypatch, by):
    made = make(tmp_path / "a.ogg", *tone(1), "-c:a", "libopus")
    monkeypatch.setattr("services.media.questions.child", Killer(2, by=by))

    assert (await probe(made)).sound_codec == "opus"


async def test_a_file_whose_readers_are_all_killed_is_to_blame(tmp_path, monkeypatch):
    made = make(tmp_path / "a.ogg", *tone(1), "-c:a", "libopus")
    killer = Killer(10)
    monkeypatch.setattr("services.media.questions.child", killer)

    with pytest.raises(FileUnreadable):
        await probe(made)
    assert killer.begun == 3


async def test_what_is_no_sound_is_looked_at_once(tmp_path, monkeypatch):
    (tmp_path / "a.mp3").write_text("<html>" * 100)
    reader = Killer(0)
    monkeypatch.setattr("services.media.questions.child", reader)

    with pytest.raises(FileUnreadable):
        await probe(tmp_path / "a.mp3")
    assert reader.begun == 1

import secrets
import shutil

import av
import pytest

from services.errors import ChoiceUnavailable
from services.media.album import bundle, make_album
from services.media.probe import probe
from tests.world.media import film, made, song, still


@pytest.fixture
def album(tmp_path):
    """Return what makes an album of files, and takes it out again."""

    async def make(*files):
        raw = tmp_path / "came"
        raw.mkdir()
        laid = [raw / f"{number:02}" for number in range(1, len(files) + 1)]
        for file, to in zip(files, laid, strict=True):
            to.write_bytes(file) if isinstance(file, bytes) else shutil.copy(file, to)
        bundle([(file.name, file) for file in laid], to=tmp_path / "came.zip")
        ticks = []
        (tmp_path / "out").mkdir()
        shots = await make_album(
            tmp_path / "came.zip",
            folder=tmp_path / "out",
            title="A walk",
            ticks=lambda *tick: ticks.append(tick),
        )
        assert ticks[-1] == (len(files), len(files))
        return [shot.path for shot in shots]

    return make


async def test_pictures_that_chats_take_stay_as_they_are_and_others_become_jpegs(album):
    photo, drawing, webp = still(), still(ending="png"), still(ending="webp")

    pieces = await album(photo, drawing, webp)

    assert [piece.name for piece in pieces] == ["A walk 01.jpg", "A walk 02.png", "A walk 03.jpg"]
    assert pieces[0].read_bytes() == photo.read_bytes()
    assert pieces[1].read_bytes() == drawing.read_bytes()
    assert pieces[2].read_bytes().startswith(b"\xff\xd8\xff")


async def test_films_among_pictures_become_films_that_play_everywhere(album):
    pieces = await album(still(), film(height=240, seconds=1, upright=True))

    assert [piece.suffix for piece in pieces] == [".jpg", ".mp4"]
    found = await probe(pieces[1])
    assert (found.video_codec, found.sound_codec) == ("h264", "aac")
    assert found.shown_size == (240, 426)


async def test_what_is_no_picture_is_left_out_and_the_others_keep_their_numbers(album):
    photo = still().read_bytes()

    pieces = await album(
        photo,
        b"<html>Not found</html>",
        secrets.token_bytes(20_000),
        b"\xff\xd8\xff" + secrets.token_bytes(20_000),
        b"\x89PNG\r\n\x1a\n" + secrets.token_bytes(20_000),
        b"",
        song(seconds=1),
        photo,
    )

    assert [piece.name for piece in pieces] == ["A walk 01.jpg", "A walk 08.jpg"]


async def test_what_tells_of_other_files_is_left_out(album):
    pieces = await album(
        b"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n",
        b"ffconcat version 1.0\nfile /etc/passwd\n",
        b'<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>',
        still(),
    )

    assert [piece.name for piece in pieces] == ["A walk 04.jpg"]


async def test_half_a_picture_is_none(album):
    whole = still(width=1200, height=900).read_bytes()

    pieces = await album(whole[: len(whole) // 2], whole)

    assert [piece.name for piece in pieces] == ["A walk 02.jpg"]


async def test_a_picture_of_an_odd_shape_or_size_is_made_to_fit(album):
    wide = made("png", "-f", "lavfi", "-i", "color=red:size=3000x20", "-frames:v", "1")
    tall = made("png", "-f", "lavfi", "-i", "color=red:size=30x3000", "-frames:v", "1")
    huge = made("png", "-f", "lavfi", "-i", "color=red:size=8000x6000", "-frames:v", "1")

    pieces = await album(wide, tall, huge)

    assert [piece.suffix for piece in pieces] == [".jpg", ".jpg", ".jpg"]
    assert [size_of(piece) for piece in pieces] == [(3000, 150), (150, 3000), (4096, 3072)]
    assert pieces[2].stat().st_size < 10 * 2**20


def size_of(path):
    with av.open(path) as opened:
        shown = opened.streams.video[0]
        return shown.width, shown.height


async def test_of_rubbish_nothing_can_be_shown(album):
    assert await album(b"one", b"two") == []


async def test_what_is_no_bundle_holds_no_pictures(tmp_path):
    with pytest.raises(ChoiceUnavailable):
        await make_album(song(), folder=tmp_path, title="x")

"""Comments that come from one Ogg file into another, while every packet of sound stays as it is."""

import mutagen
import pytest
from mutagen.flac import Picture

from services.censor.ogg_comments import comments_moved
from tests.services.censor.recordings import encoded, listened, packets_of

CODECS = {"a.ogg": ("-c:a", "libvorbis"), "a.opus": ("-c:a", "libopus")}


def commented(path, *, cover_bytes):
    """Give a file comments, and a picture of a size."""
    file = mutagen.File(path)
    picture = Picture()
    picture.data = bytes(range(256)) * (cover_bytes // 256)
    file["metadata_block_picture"] = [picture.write().hex()] if cover_bytes else []
    file["title"], file["artist"] = ["Ни слова"], ["one", "two"]
    file.save()
    return path


@pytest.mark.parametrize("cover_bytes", [0, 300_000], ids=["words", "cover"])
@pytest.mark.parametrize("name", CODECS)
def test_comments_are_moved_and_the_sound_stays(tmp_path, name, cover_bytes):
    source = commented(
        encoded(tmp_path, f"old.{name}", *CODECS[name], seconds=3), cover_bytes=cover_bytes
    )
    sound = encoded(tmp_path, f"new.{name}", *CODECS[name], seconds=5)
    to = tmp_path / name

    assert comments_moved(source, sound, to)

    assert dict(mutagen.File(to)) == dict(mutagen.File(source))
    assert packets_of(to) == packets_of(sound)
    assert (listened(to)[0] == listened(sound)[0]).all()


def test_comments_of_another_kind_are_not_moved(tmp_path):
    source = encoded(tmp_path, "a.opus", "-c:a", "libopus", seconds=2)
    other = encoded(tmp_path, "a.flac", seconds=2)

    assert not comments_moved(other, source, tmp_path / "to.opus")
    assert not comments_moved(source, other, tmp_path / "to.flac")
    vorbis = encoded(tmp_path, "a.ogg", "-c:a", "libvorbis", seconds=2)
    assert not comments_moved(source, vorbis, tmp_path / "to.ogg")

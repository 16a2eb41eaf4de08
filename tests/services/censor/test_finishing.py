"""What a clean copy becomes once its words are hidden."""

import av
import pytest

from services.censor.finishing import in_format, without_tags
from tests.sounds import decode, make, moving_card, packets, seconds_of, tone

NOTES = """;FFMETADATA1
title=Private
artist=Somebody
[CHAPTER]
TIMEBASE=1/1000
START=0
END=500
title=First
"""
COVERED = ("-map", "2:v", "-c:v", "copy", "-disposition:v:0", "attached_pic")
KINDS = {
    "a.mp3": COVERED,
    "a.m4a": COVERED,
    "a.flac": COVERED,
    "a.ogg": ("-c:a", "libopus"),
    "a.oga": ("-c:a", "libvorbis", "-ac", "2"),
    "a.wav": (),
    "a.mp4": ("-map", "3:v", "-c:v", "libx264", "-pix_fmt", "yuv420p"),
}


def tagged(folder, name):
    """Return a recording with a title, an artist, a chapter and, where it can hold one, a cover."""
    notes = folder / "notes"
    notes.write_text(NOTES)
    told = ("-i", str(notes), "-map_metadata", "1", "-map_chapters", "1")
    cover = make(folder / "cover.jpg", *moving_card(1), "-frames:v", "1")
    inputs = (*tone(1), *told[:2], "-i", str(cover), *moving_card(1))
    return make(folder / name, *inputs, "-map", "0:a", *told[2:], *KINDS[name])


def told_by(path):
    """Return everything that a file says about itself."""
    with av.open(str(path)) as container:
        said = [container.metadata, *(stream.metadata for stream in container.streams)]
        covers = [stream for stream in container.streams.video if stream.disposition.value & 0x400]
        chapters = container.chapters()
    words = [f"{key}={value}" for told in said for key, value in told.items()]
    return " ".join(words), len(covers), len(chapters)


@pytest.mark.parametrize("name", KINDS)
async def test_nothing_is_told_about_the_recording_any_more(tmp_path, name):
    source = tagged(tmp_path, name)
    assert "Private" in told_by(source)[0]
    (tmp_path / "out").mkdir()

    bare = await without_tags(source, folder=tmp_path / "out")

    words, covers, chapters = told_by(bare)
    assert "Private" not in words
    assert "Somebody" not in words
    assert (covers, chapters) == (0, 0)
    assert packets(bare, "audio") == packets(source, "audio")
    assert seconds_of(bare) == pytest.approx(seconds_of(source), abs=0.001)
    assert b"Private" not in bare.read_bytes()


async def test_a_film_without_tags_keeps_its_picture(tmp_path):
    source = tagged(tmp_path, "a.mp4")
    (tmp_path / "out").mkdir()

    bare = await without_tags(source, folder=tmp_path / "out")

    assert packets(bare, "video") == packets(source, "video")


async def test_another_format_keeps_the_tags(tmp_path):
    source = tagged(tmp_path, "a.flac")
    (tmp_path / "out").mkdir()

    made = await in_format(source, "mp3-96", folder=tmp_path / "out")

    assert made.name == "a.mp3"
    words, covers, _ = told_by(made)
    assert "title=Private" in words
    assert covers == 1
    assert len(decode(made)) == pytest.approx(len(decode(source)), abs=80)
    rate = sum(map(len, packets(made, "audio"))) * 8 / seconds_of(made)
    assert rate == pytest.approx(96_000, rel=0.15)

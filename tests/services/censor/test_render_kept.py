"""What a clean copy keeps: tags, covers, chapters, channels, bit rate; and the way that is taken, and why."""

import av
import mutagen
import numpy as np
import pytest
from mutagen.id3 import APIC, TIT2
from mutagen.mp3 import MP3

from services.censor.ogg_pages import checksum
from services.censor.render import Way, render
from services.censor.spans import Span
from tests.services.censor.recordings import encoded, listened, make
from tests.services.censor.test_render import RATE_HEARD, SPANS, heard, hidden

DENSE = [Span(0.5 + number, 1.2 + number) for number in range(18)]


@pytest.fixture
def out(tmp_path):
    folder = tmp_path / "out"
    folder.mkdir()
    return folder


@pytest.mark.parametrize("told", [1, 2_000_000_000])
async def test_a_vorbis_file_that_lies_about_its_bit_rate_is_cleaned(tmp_path, out, told):
    source = encoded(tmp_path, "a.ogg", "-c:a", "libvorbis", "-b:a", "80k")
    raw = bytearray(source.read_bytes())
    nominal = raw.index(b"\x01vorbis") + 20  # behind version, channels, rate and the largest rate
    raw[nominal : nominal + 4] = told.to_bytes(4, "little")
    first = slice(0, raw.index(b"OggS", 4))
    raw[22:26] = bytes(4)
    raw[22:26] = checksum(raw[first]).to_bytes(4, "little")
    source.write_bytes(raw)

    made = await render(source, SPANS, folder=out)

    assert made.way is Way.WHOLE_PASS
    assert made.path.stat().st_size > source.stat().st_size / 2
    assert mutagen.File(made.path).info.length == pytest.approx(
        mutagen.File(source).info.length, abs=0.001
    )


@pytest.mark.parametrize(("spans", "way"), [(SPANS, Way.SPLICED), (DENSE, Way.WHOLE_PASS)])
async def test_an_mp3_keeps_its_tags_and_cover_byte_for_byte(tmp_path, out, spans, way):
    source = encoded(tmp_path, "a.mp3", "-b:a", "128k")
    tagged = MP3(source)
    tagged.tags.add(TIT2(encoding=3, text="Tea for two"))
    tagged.tags.add(APIC(encoding=3, mime="image/jpeg", type=3, desc="", data=b"picture" * 900))
    tagged.save()
    told = []

    made = await render(source, spans, folder=out, tick=told.append)

    assert (made.way, made.why) == (way, "" if way is Way.SPLICED else "dense")
    size = tagged.tags.size
    assert made.path.read_bytes()[:size] == source.read_bytes()[:size]
    before, after = heard(source), heard(made.path)
    assert abs(before.shape[1] - after.shape[1]) <= RATE_HEARD / 1000
    assert hidden(before, after, RATE_HEARD, spans)[0] <= -60
    assert MP3(made.path).info.bitrate == pytest.approx(tagged.info.bitrate, rel=0.03)
    assert told == sorted(told)


async def test_a_vorbis_file_keeps_its_tags_and_the_bit_rate_that_was_asked_for(tmp_path, out):
    asked = ("-c:a", "libvorbis", "-b:a", "80k")
    source = encoded(tmp_path, "a.ogg", *asked, "-metadata", "title=Tea")
    tagged = mutagen.File(source)
    tagged["metadata_block_picture"] = ["cGljdHVyZQ=="]
    tagged.save()

    made = await render(source, SPANS, folder=out)

    assert (made.way, made.keeps_tags) == (Way.WHOLE_PASS, True)
    clean = mutagen.File(made.path)
    assert dict(clean.tags) == dict(tagged.tags)
    assert clean.info.bitrate == tagged.info.bitrate == 80_000


@pytest.mark.parametrize(("spans", "way"), [(SPANS, Way.SPLICED), (DENSE, Way.WHOLE_PASS)])
async def test_six_channels_stay_six_and_chapters_stay(tmp_path, out, spans, way):
    plain = encoded(tmp_path, "plain.m4a", "-b:a", "384k", "-channel_layout", "5.1", channels=6)
    notes = tmp_path / "chapters.txt"
    notes.write_text(
        ";FFMETADATA1\n"
        "[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=9000\ntitle=One\n"
        "[CHAPTER]\nTIMEBASE=1/1000\nSTART=9000\nEND=20000\ntitle=Two\n"
    )
    source = tmp_path / "a.m4a"
    make("-i", plain, "-i", notes, "-map", "0:a", "-map_chapters", "1", "-c", "copy", source)

    made = await render(source, spans, folder=out)

    assert made.way is way
    before, rate = listened(source)
    after, _ = listened(made.path)
    assert before.shape[0] == after.shape[0] == 6
    inner = [Span(span.start + 0.02, span.end - 0.02) for span in spans]
    for span in inner:
        quiet = after[:, round(span.start * rate) : round(span.end * rate)]
        assert np.abs(quiet).max() < 0.02
    with av.open(str(made.path)) as container:
        assert container.streams.audio[0].layout.name == "5.1"
        titles = [chapter["metadata"].get("title") for chapter in container.chapters()]
    assert titles == ["One", "Two"]


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("big.wav", ("-rf64", "always")),
        ("be.aiff", ("-c:a", "pcm_s24be")),
        ("a.mka", ("-c:a", "flac")),
        ("a.ac3", ("-b:a", "192k")),
        ("a.mp2", ("-b:a", "192k")),
        ("a.webm", ("-c:a", "libopus")),
    ],
)
async def test_other_containers_stay_what_they_are(tmp_path, out, name, arguments):
    source = encoded(tmp_path, name, *arguments)

    made = await render(source, SPANS, folder=out)

    assert made.path.name == name
    before, after = heard(source), heard(made.path)
    assert abs(before.shape[1] - after.shape[1]) <= 0.002 * RATE_HEARD
    assert hidden(before, after, RATE_HEARD, SPANS)[0] <= -60

"""Stretches of a file, cut out and put together."""

from itertools import pairwise

import av
import pytest
from mutagen.mp3 import MP3

from services.errors import ChoiceUnavailable, RangeOutside
from services.media.brief import Brief, Tags
from services.media.convert import convert
from services.media.formats import format_of
from services.media.probe import probe
from services.media.stretches import Stretch
from tests.sounds import RATE, decode, make, moving_card, packets, seconds_of, tone

X264 = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-g", "50")
STEPS = (
    *("-f", "lavfi", "-i", "aevalsrc='sin(2*PI*t*(200+100*floor(t/10)))':d=60:s=44100"),
    *("-ac", "1"),
)
"""Each ten seconds sound 100 Hz higher than those before."""


def hertz_at(path, seconds):
    samples = decode(path)[int(seconds * RATE) : int((seconds + 0.5) * RATE)]
    return sum(1 for a, b in pairwise(samples) if a < 0 <= b) * 2


def frames_of(path):
    with av.open(str(path)) as container:
        return [float(frame.time) for frame in container.decode(video=0)]


@pytest.mark.parametrize("codec", ["libmp3lame", "aac", "libopus", "flac", "libvorbis"])
@pytest.mark.parametrize("name", ["mp3", "m4a", "ogg", "flac", "wav"])
async def test_sound_is_cut_where_it_was_asked(name, codec, tmp_path):
    source = make(tmp_path / "source.mka", *STEPS, "-c:a", codec)
    to = tmp_path / f"clip.{name}"

    made = await convert(source, Brief(format_of(name), keeps=(Stretch(18, 25.5),)), to=to)

    assert made.seconds == pytest.approx(7.5)
    assert seconds_of(to) == pytest.approx(7.5, abs=0.1)
    assert hertz_at(to, 1) == pytest.approx(300, abs=6)
    assert hertz_at(to, 3) == pytest.approx(400, abs=6)


@pytest.mark.parametrize("source", ["a.mp3", "a.m4a", "a.ogg"])
async def test_sound_of_the_right_codec_is_cut_without_encoding_it(source, tmp_path):
    form = format_of(source.partition(".")[2])
    whole = make(tmp_path / source, *STEPS, *form.encoder)
    to = tmp_path / f"clip.{form.extension}"

    made = await convert(whole, Brief(form, keeps=(Stretch(18, 25.5),)), to=to)

    assert made.copied
    assert set(packets(to, "audio")[2:-2]) <= set(packets(whole, "audio"))
    assert seconds_of(to) == pytest.approx(7.5, abs=0.1)


@pytest.mark.parametrize("name", ["mp3", "m4a", "ogg", "flac", "wav"])
@pytest.mark.parametrize("copied", [True, False])
async def test_the_gaps_between_stretches_are_closed(name, copied, tmp_path):
    form = format_of(name)
    codec = form.encoder if copied else ("-c:a", "libvorbis")
    whole = make(tmp_path / "source.mka", *STEPS, *codec)
    to = tmp_path / f"out.{form.extension}"
    keeps = (Stretch(5, 10), Stretch(20, 24), Stretch(50, 60))
    chapters = (Stretch(0, 20, "one"), Stretch(20, 40, "two"), Stretch(40, 60, "three"))

    made = await convert(whole, Brief(form, keeps=keeps, chapters=chapters), to=to)

    assert (made.copied, made.seconds) == (copied and name != "flac", 19)
    assert seconds_of(to) == pytest.approx(19, abs=0.15)
    heard = [hertz_at(to, at) for at in (1, 4, 6, 8, 10, 17)]
    assert heard == pytest.approx([200, 200, 400, 400, 700, 700], abs=6)
    if name != "wav":
        found = (await probe(to)).chapters
        assert [row.title for row in found] == ["one", "two", "three"]
        ends = [moment for row in found for moment in (row.start, row.end)]
        assert ends == pytest.approx([0, 5, 5, 9, 9, 19], abs=0.1)


async def test_a_film_begins_with_the_frame_that_was_asked_for(tmp_path):
    source = make(*(
        tmp_path / "film.mp4",
        *moving_card(30, rate=25),
        *tone(30),
        *X264,
        "-c:a",
        "aac",
    ))
    to = tmp_path / "clip.mp4"

    made = await convert(source, Brief(format_of("240p"), keeps=(Stretch(13.3, 20.8),)), to=to)

    times = frames_of(to)
    assert not made.copied
    assert (times[0], len(times)) == (pytest.approx(0, abs=0.05), pytest.approx(187, abs=2))
    found = await probe(to)
    assert found.seconds == pytest.approx(7.5, abs=0.1)
    assert seconds_of(to) == pytest.approx(7.5, abs=0.1)


@pytest.mark.parametrize("keeps", [(Stretch(0, 8),), (Stretch(8, 14),)], ids=["start", "key"])
async def test_a_film_cut_at_a_key_frame_is_copied(keeps, tmp_path):
    source = make(*(
        tmp_path / "film.mp4",
        *moving_card(30, rate=25),
        *tone(30),
        *X264,
        "-c:a",
        "aac",
    ))
    to = tmp_path / "clip.mp4"

    brief = Brief(format_of("240p"), keeps=keeps, at_keys=True)
    made = await convert(source, brief, to=to)

    assert made.copied
    assert set(packets(to, "video")) <= set(packets(source, "video"))
    assert (await probe(to)).seconds == pytest.approx(keeps[0].seconds, abs=0.15)
    assert frames_of(to)[0] == pytest.approx(0, abs=0.01)


async def test_a_film_without_its_middle_keeps_sound_and_picture_together(tmp_path):
    source = make(*(
        tmp_path / "film.mp4",
        *moving_card(30, rate=25),
        *tone(30),
        *X264,
        "-c:a",
        "aac",
    ))
    to = tmp_path / "short.mp4"

    keeps = (Stretch(0, 5), Stretch(10, 12), Stretch(25, 30))
    made = await convert(source, Brief(format_of("240p"), keeps=keeps), to=to)

    assert made.seconds == 12
    times = frames_of(to)
    assert times[-1] == pytest.approx(11.96, abs=0.1)
    assert max(b - a for a, b in pairwise(times)) < 0.1
    assert seconds_of(to) == pytest.approx(12, abs=0.1)


async def test_a_stretch_ends_with_the_file_and_cannot_begin_after_it(tmp_path):
    source = make(tmp_path / "a.mp3", *tone(5))

    made = await convert(
        source, Brief(format_of("mp3"), keeps=(Stretch(3, 99),)), to=tmp_path / "b"
    )
    assert made.seconds == pytest.approx(2, abs=0.1)
    with pytest.raises(RangeOutside):
        await convert(source, Brief(format_of("mp3"), keeps=(Stretch(6, 9),)), to=tmp_path / "b")


async def test_the_track_that_was_asked_for_is_heard(tmp_path):
    tracks = [tone(3, hertz=hertz) for hertz in (300, 500, 700)]
    source = make(
        tmp_path / "film.mkv",
        *(word for track in tracks for word in track),
        *("-map", "0", "-map", "1", "-map", "2", "-c:a", "aac"),
        *("-metadata:s:a:0", "language=ger", "-metadata:s:a:1", "language=eng"),
        *("-metadata:s:a:2", "language=jpn", "-disposition:a:0", "default"),
        *("-disposition:a:1", "original"),
    )

    async def heard(language):
        to = tmp_path / f"{language}.mp3"
        await convert(source, Brief(format_of("mp3"), language=language), to=to)
        return hertz_at(to, 1)

    assert [await heard(language) for language in ("", "de", "ja")] == [
        pytest.approx(hertz, abs=6) for hertz in (500, 300, 700)
    ]
    with pytest.raises(ChoiceUnavailable):
        await heard("fr")


async def test_a_wide_picture_becomes_a_square_cover(tmp_path):
    source = make(tmp_path / "a.wav", *tone(1))
    wide = make(tmp_path / "wide.jpg", *moving_card(1, size="640x360"), "-frames:v", "1")

    await convert(
        source,
        Brief(format_of("mp3"), tags=Tags(title="T"), cover=wide),
        to=tmp_path / "b.mp3",
    )

    picture = MP3(tmp_path / "b.mp3").tags.getall("APIC")[0]
    (tmp_path / "found.jpg").write_bytes(picture.data)
    with av.open(str(tmp_path / "found.jpg")) as found:
        stream = found.streams.video[0]
        assert (stream.width, stream.height, picture.mime) == (360, 360, "image/jpeg")

"""Texts inside real files: which of them is taken, and what comes out."""

import pytest

from services.errors import FileUnreadable
from services.media.subtitles import subtitles_in
from services.sources.examine import examine
from services.sources.medium import Scribe
from services.transcripts.captions.choice import choose
from services.transcripts.captions.taking import transcript_of
from services.transcripts.transcript import Origin
from tests.sounds import make, tone

SRT = (
    "1\n00:00:00,200 --> 00:00:01,000\n{}\n\n2\n00:00:01,200 --> 00:00:02,000\nSecond <i>line</i>\n"
)
VTT = "WEBVTT\n\n00:00:00.200 --> 00:00:01.000\n<v Ann>{}\n"
ASS = (
    "[Script Info]\nScriptType: v4.00+\n\n[V4+ Styles]\nFormat: Name, Fontname, Fontsize\n"
    "Style: Default,Arial,20\n\n[Events]\n"
    "Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n"
    "Dialogue: 0,0:00:00.20,0:00:01.00,Default,,0,0,0,,{{\\an8}}{}\n"
)
FORMS = {"srt": SRT, "vtt": VTT, "ass": ASS}


@pytest.fixture
def film(tmp_path):
    """Return what makes a file with texts: (language, form, words, disposition)."""

    def build(ending, *texts, spoken="", codec="copy"):
        arguments = [*tone(3)]
        maps = ["-map", "0:a"]
        about = ["-metadata:s:a:0", f"language={spoken}"] if spoken else []
        for number, (language, form, words, disposition) in enumerate(texts):
            path = tmp_path / f"{number}.{form}"
            path.write_text(FORMS[form].format(words))
            arguments += ["-i", str(path)]
            maps += ["-map", f"{number + 1}:s"]
            about += ["-metadata:s:s:" + str(number), f"language={language}"] if language else []
            about += [f"-disposition:s:{number}", disposition]
        path = tmp_path / f"film.{ending}"
        return make(path, *arguments, *maps, "-c:a", "aac", "-c:s", codec, *about)

    return build


async def taken(path, folder, **asked):
    medium = await examine(path, path.name, key="file:x")
    caption = choose(medium, **asked)
    if caption is None:
        return None
    text = await subtitles_in(path, int(caption.name), ext=caption.ext, folder=folder)
    return transcript_of(text, ext=caption.ext, caption=caption, medium=medium)


@pytest.fixture
def folder(tmp_path):
    path = tmp_path / "bench"
    path.mkdir()
    return path


@pytest.mark.parametrize(
    ("ending", "form", "codec", "lines"),
    [
        ("mkv", "srt", "copy", ["Hello & <you>", "Second line"]),
        ("mkv", "ass", "copy", ["Hello & <you>"]),
        ("mp4", "srt", "mov_text", ["Hello & you", "Second line"]),
    ],
)
async def test_texts_of_every_kind_are_read(film, folder, ending, form, codec, lines):
    path = film(ending, ("eng", form, lines[0], "0"), spoken="eng", codec=codec)

    found = await taken(path, folder)

    assert [segment.text for segment in found.segments] == lines
    assert (found.language, found.origin) == ("en", Origin.SUBTITLES)
    assert found.seconds == pytest.approx(3, abs=0.1)
    assert found.segments[0].start == pytest.approx(0.2, abs=0.02)


async def test_webvtt_keeps_who_speaks(film, folder):
    path = film("mkv", ("eng", "vtt", "Hello.", "0"), spoken="eng")

    found = await taken(path, folder)

    assert (found.text, found.speakers) == ("Hello.", ("Ann",))


async def test_the_language_that_is_spoken_is_taken_and_not_what_the_file_shows(film, folder):
    texts = [("rus", "srt", "Привет", "default"), ("ger", "srt", "Hallo", "0")]
    path = film("mkv", *texts, spoken="deu")

    assert (await taken(path, folder)).text.startswith("Hallo")
    assert (await taken(path, folder, wanted="ru")).text.startswith("Привет")
    assert await taken(path, folder, wanted="fr") is None


async def test_where_nobody_tells_what_is_spoken_the_file_decides(film, folder):
    texts = [("rus", "srt", "Привет", "0"), ("ger", "srt", "Hallo", "default")]

    found = await taken(film("mkv", *texts), folder)

    assert found.text.startswith("Hallo")


async def test_texts_for_a_few_foreign_words_are_no_captions(film):
    path = film("mkv", ("eng", "srt", "Sprich Freund", "forced"), spoken="eng")

    assert (await examine(path, "film.mkv")).captions == ()


async def test_what_is_written_in_another_language_is_not_what_is_said(film, folder):
    path = film("mkv", ("rus", "srt", "Привет", "default"), spoken="eng")

    medium = await examine(path, "film.mkv")

    assert [(one.language, one.scribe) for one in medium.captions] == [("ru", Scribe.FILE)]
    assert await taken(path, folder) is None


async def test_a_track_that_is_not_there_is_said_to_be_unreadable(film, folder):
    path = film("mkv", ("eng", "srt", "Hello", "0"))

    with pytest.raises(FileUnreadable):
        await subtitles_in(path, 7, ext="srt", folder=folder)

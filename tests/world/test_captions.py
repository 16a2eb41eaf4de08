"""Words of links: which captions are taken, and when the sound is listened to instead.

YouTube's replies have the shape that yt-dlp 2026.10.26 reads (`captionTracks`, `translationLanguages` and
`api/timedtext` in `extractor/youtube/_video.py`).
"""

import json

import pytest
import pytest_asyncio

from services.jobs.order import Product
from services.transcripts.asking import Task
from services.transcripts.captions.choice import Offer, offers
from services.transcripts.transcript import Origin
from tests.services.transcripts.test_captions import ROLLING
from tests.sounds import make
from tests.world import test_apple_podcasts as apple
from tests.world.feeds import Item, feed
from tests.world.media import film, made, still
from tests.world.test_bilibili import Bilibili
from tests.world.words import SAMPLES, open_desk
from tests.world.youtube import Track, open_youtube

pytestmark = pytest.mark.asyncio(loop_scope="module")

SAID = "i hate this damn computer"


def by_people(language, *lines, **more):
    return Track(language, json3(lines), **more)


def by_ear(language, *lines, **more):
    return Track(language, json3(lines, words=True), heard=True, **more)


def json3(lines, *, words=False):
    """Return lines of a second each, as YouTube gives them by its recogniser or by people."""
    events = [
        {
            "tStartMs": 1000 * number,
            "dDurationMs": 2000,
            "segs": [
                {"utf8": f"{' ' if at else ''}{word}", "tOffsetMs": 100 * at}
                for at, word in enumerate(line.split())
            ]
            if words
            else [{"utf8": line}],
        }
        for number, line in enumerate(lines)
    ]
    return json.dumps({"events": events})


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def desk(tmp_path_factory, web_of_the_module):
    async with open_desk(tmp_path_factory.mktemp("desk"), web_of_the_module) as opened:
        yield opened


@pytest_asyncio.fixture(loop_scope="module")
async def youtube(world):
    return open_youtube(world)


@pytest.fixture(scope="module")
def spoken():
    """Return a sentence that the miniature model knows, as YouTube gives sound."""
    return made("m4a", "-i", str(SAMPLES / "09_one_sentence.ogg"), "-c:a", "aac")


def asked_for_captions(world):
    return world.asked("www.youtube.com", "/api/timedtext")


def sound_was_fetched(world):
    return bool(world.asked("*.googlevideo.com"))


async def test_captions_by_people_in_the_spoken_language_come_first(youtube, desk, world):
    link = youtube.video(
        "wPeople0001",
        captions=[
            by_people("en", "Hello there."),
            by_people("de", "Guten Tag."),
            by_ear("de", "guten tag"),
        ],
        translations=["en", "de", "fr"],
    )

    found = await desk.words(link)

    assert (found.text, found.language, found.origin) == ("Guten Tag.", "de", Origin.CAPTIONS)
    assert (found.title, found.url, found.model) == ("A video", link, "")
    assert len(asked_for_captions(world)) == 1
    assert not sound_was_fetched(world)


async def test_those_by_people_in_the_language_that_is_asked_for_come_next(youtube, desk):
    link = youtube.video(
        "wPeople0002",
        captions=[by_people("pt-BR", "Bom dia."), by_ear("de", "guten tag")],
        translations=["pt", "de"],
    )

    wanted = await desk.words(link, language="pt")
    usual = await desk.words(link)

    assert (wanted.text, wanted.language, wanted.origin) == (
        "Bom dia.",
        "pt-BR",
        Origin.CAPTIONS,
    )
    assert (usual.text, usual.origin) == ("guten tag", Origin.AUTO_CAPTIONS)


async def test_what_the_site_heard_comes_with_the_times_of_its_words(youtube, desk, world):
    link = youtube.video(
        "wMachine001",
        captions=[by_people("fr", "Bonjour."), by_ear("en", "hello there", "my old friend")],
        translations=["en", "fr", "de", "ja"],
    )

    found = await desk.words(link)

    assert (found.language, found.origin) == ("en", Origin.AUTO_CAPTIONS)
    assert found.text == "hello there my old friend"
    assert [word.start for word in found.segments[0].words] == [0, 0.1, 1, 1.1, 1.2]
    assert not [one for one in asked_for_captions(world) if "tlang" in one.url]


async def test_nothing_but_translations_means_listening(youtube, desk, world, spoken):
    link = youtube.video(
        "wTranslate1",
        sound=spoken,
        languages={"en": 440},
        captions=[by_people("fr", "Le temps.", translated=json3(["Weather."]))],
        translations=["en", "de"],
    )

    found = await desk.words(link)
    translated = await desk.words(link, language="de", translated=True)

    assert (SAID in found.text.lower(), found.origin) == (True, Origin.SPEECH)
    assert (translated.text, translated.language, translated.origin) == (
        "Weather.",
        "de",
        Origin.TRANSLATED_CAPTIONS,
    )


async def test_another_language_is_not_translated_unasked(youtube, desk, spoken):
    link = youtube.video(
        "wTranslate2",
        sound=spoken,
        captions=[by_ear("en", "hello", translated=json3(["hallo"]))],
        translations=["en", "de"],
    )

    assert (await desk.words(link, language="de")).origin is Origin.SPEECH
    translated = await desk.words(link, language="de", translated=True)

    assert (translated.text, translated.origin) == ("hallo", Origin.TRANSLATED_CAPTIONS)


@pytest.mark.parametrize(
    ("name", "track"),
    [
        ("wRefused001", by_people("en", "Too many.", status=429)),
        ("wEmpty00001", Track("en", "")),
        ("wUnread0001", Track("en", "<html>Too Many Requests</html>")),
        ("wSilent0001", Track("en", json3(["[Music]"]))),
    ],
    ids=["a 429", "an empty answer", "something unreadable", "nothing that was said"],
)
async def test_captions_that_cannot_be_had_mean_listening(
    youtube, desk, world, spoken, name, track
):
    link = youtube.video(name, sound=spoken, captions=[track])

    found = await desk.words(link)

    assert asked_for_captions(world)
    assert SAID in found.text.lower()
    assert found.origin is Origin.SPEECH
    assert found.model == "miniature"


async def test_rolling_lines_of_a_site_of_its_own_are_read_once(world, desk):
    site = world.site("www.example.org")
    site.answers("/film.mp4", film())
    site.answers("/rolling.vtt", ROLLING)
    page = site.answers(
        "/watch/1",
        '<html><title>A film</title><video src="/film.mp4">'
        '<track kind="captions" srclang="en" src="/rolling.vtt"></video></html>',
    )

    found = await desk.words(page)

    assert [segment.text for segment in found.segments] == ["hello there", "my friend"]
    assert (found.language, found.origin) == ("en", Origin.CAPTIONS)


async def test_a_second_order_asks_nobody_however_late_it_comes(youtube, desk, world):
    link = youtube.video("wTwice00001", captions=[by_people("en", "Once.")])
    first = await desk.words(link)
    await desk.house.database.write("UPDATE media SET found_at = 0")
    world.requests.clear()

    second = await desk.words(link)

    assert second == first
    assert not world.requests


async def test_who_wants_it_by_ear_gets_it_so_and_the_captions_stay(youtube, desk, world, spoken):
    link = youtube.video("wAnyway0001", sound=spoken, captions=[by_people("en", "Written.")])

    listened, precise, usual = (
        await desk.words(link, anyway=True),
        await desk.words(link, word_times=True),
        await desk.words(link),
    )

    assert SAID in listened.text.lower()
    assert listened.origin is precise.origin is Origin.SPEECH
    assert precise.text == listened.text
    assert (usual.text, usual.origin) == ("Written.", Origin.CAPTIONS)


async def test_english_out_of_another_language_is_taken_from_people_alone(youtube, desk):
    link = youtube.video(
        "wEnglish001",
        captions=[by_people("en", "Good day."), by_people("de", "Guten Tag."), by_ear("de", "tag")],
        translations=["en", "de"],
    )

    found = await desk.words(link, task=Task.TRANSLATE)

    assert (found.text, found.origin) == ("Good day.", Origin.CAPTIONS)


async def test_the_languages_there_are_stand_with_the_medium(youtube, desk):
    link = youtube.video(
        "wOffers0001",
        captions=[by_people("pt-BR", "Bom dia."), by_ear("de", "guten tag")],
        translations=["pt", "de", "fr"],
    )
    await desk.words(link)

    medium = await desk.house.core.jobs.medium("youtube:wOffers0001")

    assert medium.spoken == "de"
    assert offers(medium) == (
        Offer("pt-BR", Origin.CAPTIONS),
        Offer("de", Origin.AUTO_CAPTIONS),
    )


ANN = "WEBVTT\n\n00:00:00.500 --> 00:00:02.000\n<v Ann>Hello there.\n"


def published(*rows):
    return "".join(
        f'<podcast:transcript url="https://cdn.example.com/{name}" type="{kind}"{more}/>'
        for name, kind, more in rows
    )


@pytest.fixture
def podcasts(world, spoken):
    world.site("img.example.net").answers("/cover.jpg", still())
    files = world.site("cdn.example.com")
    files.answers("/*.mp3", made("mp3", "-i", str(SAMPLES / "09_one_sentence.ogg")))
    return files


async def test_what_a_podcast_publishes_beside_its_episode_is_taken(world, desk, podcasts):
    podcasts.answers("/1.vtt", ANN)
    more = published(
        ("1.html", "text/html", ""), ("1.srt", "application/srt", ""), ("1.vtt", "text/vtt", "")
    )
    episode = Item("One", "https://cdn.example.com/one.mp3", "2026-01-01", guid="one", more=more)
    told = feed("A Show", episode).replace("<channel>", "<channel><language>en-us</language>")
    link = world.site("feeds.example.com").answers("/one", told, kind="application/rss+xml")

    found = await desk.words(f"{link}#item=one")

    assert (found.text, found.speakers, found.language) == ("Hello there.", ("Ann",), "en-US")
    assert found.origin is Origin.PUBLISHED
    assert not world.asked("cdn.example.com", "/one.mp3")


async def test_so_it_is_for_the_newest_episode_of_a_feed(world, desk, podcasts):
    told = {"segments": [{"startTime": 0, "endTime": 1, "body": "Newest of all."}]}
    podcasts.answers("/2.json", told)
    more = published(("2.json", "application/json", ' language="de"'))
    rows = [
        Item("Old", "https://cdn.example.com/old.mp3", "2026-01-01"),
        Item("New", "https://cdn.example.com/new.mp3", "2026-02-01", more=more),
    ]
    link = world.site("feeds.example.com").answers(
        "/two", feed("A Show", *rows), kind="application/rss+xml"
    )

    found = await desk.words(link)

    assert (found.text, found.language) == ("Newest of all.", "de")
    assert found.origin is Origin.PUBLISHED


async def test_the_feed_behind_an_episode_at_apple_is_asked_for_its_transcript(
    world, desk, podcasts
):
    number, title, guid, day, _ = apple.SECOND
    file = f"https://cdn.example.com/{guid}.mp3"
    page = apple.page_of(number, title, file)
    world.site("podcasts.apple.com").answers(apple.PAGE.format(slug="x"), page)
    world.site("is1-ssl.mzstatic.com").answers("/*", still())
    apple.directory(world, apple.SECOND)
    podcasts.answers("/208.vtt", ANN)
    more = published(("208.vtt", "text/vtt", ' language="en"'))
    told = feed("The Tim Show", Item(title, file, day, guid=guid, more=more))
    world.site("feeds.example.com").answers("/tim.xml", told)

    found = await desk.words(f"https://podcasts.apple.com/us/podcast/x/id{apple.SHOW}?i={number}")

    assert (found.text, found.origin) == ("Hello there.", Origin.PUBLISHED)
    assert not world.asked("cdn.example.com", "*.mp3")


async def test_a_transcript_that_is_gone_means_listening(world, desk, podcasts):
    more = published(("gone.vtt", "text/vtt", ""))
    episode = Item("Three", "https://cdn.example.com/3.mp3", "2026-01-01", guid="3", more=more)
    link = world.site("feeds.example.com").answers(
        "/three", feed("A Show", episode), kind="application/rss+xml"
    )

    found = await desk.words(f"{link}#item=3")

    assert SAID in found.text.lower()
    assert found.origin is Origin.SPEECH


async def test_a_site_that_tells_of_captions_only_when_asked_is_asked_for_words_alone(world, desk):
    bilibili = Bilibili(world)
    link = bilibili.video(900001, "An evening by the sea")
    heard = {"body": [{"from": 0, "to": 2, "content": "海边的晚上"}]}
    subtitle = world.site("aisubtitle.hdslb.com").answers("/1.json", heard)
    rows = [{"lan": "ai-zh", "subtitle_url": subtitle}]
    bilibili.api.answers("/x/player/wbi/v2", {"data": {"subtitle": {"subtitles": rows}}})

    await desk.done(link, Product.MEDIA)
    assert not world.asked("aisubtitle.hdslb.com")
    found = await desk.words(link)

    assert (found.text, found.language) == ("海边的晚上", "zh")
    assert found.origin is Origin.AUTO_CAPTIONS


@pytest.fixture(scope="module")
def film_with_text(tmp_path_factory):
    """Return a film in which the sentence is said, and something else is written."""
    folder = tmp_path_factory.mktemp("film")
    text = folder / "text.srt"
    text.write_text("1\n00:00:00,200 --> 00:00:02,000\nI like this computer.\n")
    sample = str(SAMPLES / "09_one_sentence.ogg")
    about = ("-metadata:s:s:0", "language=eng", "-metadata:s:a:0", "language=eng")
    codecs = ("-c:a", "aac", "-c:s", "srt")
    return make(folder / "film.mkv", "-i", sample, "-i", str(text), *codecs, *about)


async def test_what_is_written_inside_a_file_behind_a_link_is_taken(world, desk, film_with_text):
    link = world.site("files.example.org").answers("/film.mkv", film_with_text)

    found = await desk.words(link)
    listened = await desk.words(link, anyway=True)

    assert (found.text, found.language) == ("I like this computer.", "en")
    assert found.origin is Origin.SUBTITLES
    assert SAID in listened.text.lower()
    assert listened.origin is Origin.SPEECH


async def test_so_is_what_is_inside_a_file_of_this_machine(desk, film_with_text):
    found = await desk.words(film_with_text)
    elsewhere = await desk.words(film_with_text, language="de")

    assert (found.text, found.origin) == ("I like this computer.", Origin.SUBTITLES)
    assert elsewhere.origin is Origin.SPEECH

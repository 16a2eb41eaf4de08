"""The real yt-dlp, in a process of its own, understands every link of the site that runs alone."""

import json
import subprocess
import sys

import pytest

from bot.playground.demo.catalogue import LINKS
from bot.playground.demo.media import TITLES
from tests.demo import MEDIA_FOLDER

ASK_YT_DLP = """
import json, sys
from yt_dlp import YoutubeDL
from yt_dlp.utils import DownloadError
answers = {}
for name, url in json.load(sys.stdin).items():
    options = {"quiet": True, "no_warnings": True, "noprogress": True, "proxy": "",
               "cachedir": False, "retries": 0, "extractor_retries": 0, "extract_flat": "in_playlist",
               "ignore_no_formats_error": True}
    with YoutubeDL(options) as youtube:
        try:
            answers[name] = youtube.sanitize_info(youtube.extract_info(url, download=False))
        except DownloadError as error:
            answers[name] = {"complaint": str(error)}
print(json.dumps(answers))
"""


@pytest.fixture(scope="module")
def site():
    command = ["-m", "bot.playground.demo.site", "--port", "0", "--folder", str(MEDIA_FOLDER)]
    with subprocess.Popen([sys.executable, *command], stdout=subprocess.PIPE, text=True) as process:
        yield process.stdout.readline().strip()
        process.terminate()


@pytest.fixture(scope="module")
def found(site):
    asked = {link.name: site + link.path for link in LINKS if link.name != "stall"}
    done = subprocess.run(
        [sys.executable, "-c", ASK_YT_DLP],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


@pytest.mark.parametrize("name", ["mp3", "short", "slow", "flaky", "broken", "fake", "big"])
def test_files_are_direct(name, found):
    assert found[name]["direct"] is True
    assert found[name]["formats"][0]["ext"] == ("mp4" if name == "big" else "mp3")


def test_the_page_has_three_heights_with_sizes_title_author_and_length(found, site):
    page = found["page"]

    assert [each["height"] for each in page["formats"]] == [240, 480, 720]
    assert all(each["filesize"] > 100_000 for each in page["formats"])
    assert page["title"] == "Sunrise, the film"
    assert page["channel"] == "The Paper Lanterns"
    assert page["duration"] == 24
    assert page["thumbnail"] == f"{site}/poster.jpg"


def test_the_stream_has_two_heights_and_a_sound(found):
    formats = found["hls"]["formats"]

    assert [each.get("height") for each in formats] == [None, 240, 480]
    assert formats[0]["vcodec"] == "none"


def test_the_feed_is_a_list_of_two(found):
    feed = found["feed"]

    assert feed["title"] == "Small Hours Radio"
    assert [each["title"] for each in feed["entries"]] == ["Rain on a Tin Roof", "The Night Train"]
    assert [each["duration"] for each in feed["entries"]] == [24, 24]


@pytest.mark.parametrize("name", TITLES)
def test_odd_titles_arrive_whole(name, found):
    assert found[name]["title"] == TITLES[name]


@pytest.mark.parametrize(
    ("name", "reason"),
    [("gone", "404"), ("private", "403"), ("empty", "Unsupported URL"), ("loop", "redirect")],
)
def test_what_cannot_work_says_why(name, reason, found):
    assert reason in found[name]["complaint"]

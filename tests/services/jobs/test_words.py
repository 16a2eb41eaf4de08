"""The small pure parts: progress, sizes, names, lanes."""

import pytest

from services.errors import TooBig
from services.jobs.job import Job, Stage, State
from services.jobs.meter import Meter
from services.jobs.names import file_name
from services.jobs.order import Lane
from services.jobs.plan import lane_for
from services.jobs.sizes import check_fits, result_size, share_of, source_size
from services.media.choices import wanted_of
from services.media.formats import format_of
from services.sources.medium import Medium, Picture
from tests.services.jobs.fakes import MB, media
from tests.services.store.hands import Hands

JOB = Job("id", media(), State.RUNNING, Stage.FETCH, 0.0)


def medium(**facts):
    return Medium(key="web:x", url="", site="web", title="T", **facts)


def test_progress_is_told_at_most_four_times_a_second():
    clock = Hands()
    meter = Meter(Stage.FETCH, clock, in_bytes=True)
    told = []
    for _ in range(1000):
        told.append(meter.tick(1, 2, job=JOB))
        clock.turn(seconds=0.01)
    assert 38 <= len([event for event in told if event]) <= 41


def test_progress_tells_speed_and_time_left():
    clock = Hands()
    meter = Meter(Stage.FETCH, clock, in_bytes=True)
    event = None
    for done in range(0, 60, 10):
        event = meter.tick(done * MB, 100 * MB, job=JOB)
        clock.turn(seconds=1)
    assert event.fraction == 0.5
    assert event.bytes_per_second == pytest.approx(10 * MB)
    assert event.seconds_left == pytest.approx(5)
    assert (event.done_bytes, event.total_bytes) == (50 * MB, 100 * MB)


def test_progress_in_seconds_speaks_of_no_bytes():
    meter = Meter(Stage.CONVERT, Hands(), in_bytes=False)
    event = meter.tick(3.0, 12.0, job=JOB)
    assert event.fraction == 0.25
    assert event.done_bytes is event.total_bytes is event.bytes_per_second is None


def test_progress_without_an_end_has_no_fraction():
    clock = Hands()
    meter = Meter(Stage.FETCH, clock, in_bytes=True)
    meter.tick(0, None, job=JOB)
    clock.turn(seconds=1)
    event = meter.tick(500, None, job=JOB)
    assert event.fraction is event.seconds_left is None
    assert event.bytes_per_second == 500
    clock.turn(seconds=1)
    assert meter.tick(1, 0, job=JOB).fraction is None


@pytest.mark.parametrize(
    ("facts", "choice", "likely"),
    [
        ({"seconds": 100.0}, "mp3", 2_400_000),
        ({"seconds": 100.0, "sound_codec": "mp3", "sound_bytes": 77}, "mp3", 77),
        ({"seconds": 100.0, "sound_codec": "aac", "sound_bytes": 77}, "mp3", 2_400_000),
        ({"pictures": (Picture(720, 500),)}, "720p", 500),
    ],
)
def test_results_are_estimated(facts, choice, likely):
    size = result_size(medium(**facts), format_of(choice))
    assert size.likely_bytes == likely
    assert 0 < size.least_bytes <= likely


def test_unknown_sizes_are_unknown():
    assert result_size(medium(), format_of("mp3")) is None
    assert source_size(medium(), format_of("mp3")) is None
    assert result_size(medium(pictures=(Picture(720, None),)), format_of("720p")) is None
    assert result_size(medium(pictures=(Picture(720, 5),)), format_of("360p")) is None


def test_an_estimate_of_flac_forbids_less_than_one_of_mp3():
    long = medium(seconds=2500.0)
    limit = 50 * MB
    flac = result_size(long, format_of("flac"))
    assert flac.likely_bytes > limit
    check_fits(flac.least_bytes, limit_bytes=limit * 2)
    with pytest.raises(TooBig):
        check_fits(result_size(long, format_of("mp3")).least_bytes, limit_bytes=limit)
    check_fits(None, limit_bytes=1)
    check_fits(10**12, limit_bytes=None)


def test_a_clip_is_a_share_of_its_medium():
    clip = wanted_of("mp3;clip=10-35")
    whole = result_size(medium(seconds=100.0), clip.format)

    assert share_of(whole, medium(seconds=100.0), clip).likely_bytes == whole.likely_bytes / 4
    assert share_of(whole, medium(), clip) == whole
    assert share_of(None, medium(), wanted_of("720p;record=60")).likely_bytes == 30_000_000


def test_long_and_large_media_wait_among_their_like():
    sound = wanted_of("mp3")
    assert lane_for(medium(seconds=60.0), sound) is Lane.FAST
    assert lane_for(medium(seconds=3600.0), sound) is Lane.BULK
    assert lane_for(medium(sound_bytes=300 * MB), sound) is Lane.BULK
    assert lane_for(medium(), sound) is Lane.FAST
    assert lane_for(medium(seconds=36000.0), wanted_of("mp3;clip=0-60")) is Lane.FAST
    assert lane_for(medium(), wanted_of("mp3;record=3600")) is Lane.BULK


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("A song", "A song.mp3"),
        ('a/b\\c:d*e?f"g<h>i|j', "a_b_c_d_e_f_g_h_i_j.mp3"),
        ("../../etc/passwd", "_.._etc_passwd.mp3"),
        ("  dots...  ", "dots.mp3"),
        ("", "media.mp3"),
        ("...", "media.mp3"),
        ("con", "media_con.mp3"),
        ("LPT1.x", "media_LPT1.x.mp3"),
        ("\u202eexe.tnemucod", "exe.tnemucod.mp3"),
        ("new\nline\ttab\x00null", "new line tabnull.mp3"),
        ("Привет 🎵 世界", "Привет 🎵 世界.mp3"),
    ],
)
def test_names_are_harmless_everywhere(title, name):
    assert file_name(title, "mp3") == name


def test_names_are_cut_at_a_whole_character():
    name = file_name("я" * 300, "mp3")
    assert len(name.encode()) <= 125
    assert set(name.removesuffix(".mp3")) == {"я"}

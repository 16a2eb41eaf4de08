"""What can be asked for, and in which words."""

import pytest

from services.errors import ChoiceUnavailable
from services.media.choices import Clip, Hand, Wanted, clip_of, wanted_of
from services.media.formats import RATES, SOUNDS, Kind, format_of, sound

EVERYTHING = "1080p;clip=65-72.5;sound=zh-Hans;skip;chapters"


@pytest.mark.parametrize(
    "choice",
    [
        *(row.name for row in SOUNDS),
        "720p",
        "images",
        "mp3-128",
        "mp3;clip=65-72.5",
        "mp3;clip=0-30",
        "mp3;clip=3723-",
        "m4a-64;sound=pt-BR",
        "720p;skip",
        "720p;record=600",
        "flac;parts",
        "720p;link",
        EVERYTHING,
    ],
)
def test_a_choice_is_its_own_canonical_spelling(choice):
    wanted = wanted_of(choice)

    assert wanted.choice == choice
    assert wanted_of(wanted.choice) == wanted
    assert wanted.format == format_of(choice)


def test_every_part_is_understood():
    assert wanted_of(EVERYTHING) == Wanted(
        format_of("1080p"), Clip(65, 72.5), sound="zh-Hans", skip=True, hand=Hand.CHAPTERS
    )
    assert wanted_of("720p;record=600").record_seconds == 600


def test_the_order_of_parts_and_the_spelling_of_numbers_make_no_difference():
    assert wanted_of("mp3;skip;sound=de;clip=065.50-72").choice == "mp3;clip=65.5-72;sound=de;skip"


@pytest.mark.parametrize(
    "choice",
    [
        "",
        ";clip=1-2",
        "mp3;",
        "mp3;;skip",
        "mp3;clip",
        "mp3;clip=",
        "mp3;clip=-5",
        "mp3;clip=5-5",
        "mp3;clip=9-5",
        "mp3;clip=5.1234-6",
        "mp3;clip=nan-6",
        "mp3;clip=999999-",
        "mp3;clip=1-2;clip=1-2",
        "mp3;sound=",
        "mp3;sound=../de",
        "mp3;sound=de;sound=de",
        "mp3;skip=1",
        "mp3;skip;skip",
        "mp3;record=0",
        "mp3;record=14401",
        "mp3;record=²",
        "mp3;record=60;clip=1-2",
        "mp3;parts;link",
        "mp3;parts=3",
        "mp3;exec=rm",
        "mp3-100",
        "mp3-",
        "mp3-0128x",
        "flac-128",
        "wav-320",
        "0p",
        "p",
        "x" * 1000,
    ],
)
def test_anything_else_is_refused(choice):
    with pytest.raises(ChoiceUnavailable):
        wanted_of(choice)


def test_a_link_leads_to_the_same_file_and_parts_do_not():
    assert wanted_of("720p;skip;link").made == "720p;skip"
    assert wanted_of("720p;skip;parts").made == "720p;skip;parts"
    assert wanted_of("720p;skip;parts").whole == wanted_of("720p;skip")


@pytest.mark.parametrize("name", RATES)
@pytest.mark.parametrize("rate", [64, 320])
def test_a_rate_is_encoded_and_never_copied(name, rate):
    form = format_of(f"{name}-{rate}")

    assert form.encoder[-2:] == ("-b:a", f"{rate}k")
    assert not form.copies
    assert form.bits_per_second == rate * 1000
    assert (form.kind, form.family, form.extension) == (Kind.AUDIO, name, name)
    with pytest.raises(ChoiceUnavailable):
        sound(name, rate + 1)


@pytest.mark.parametrize(
    ("typed", "clip"),
    [
        ("1:05-1:12.5", Clip(65, 72.5)),
        ("65-72.5", Clip(65, 72.5)),
        ("65-72,5", Clip(65, 72.5)),
        ("1:02:03-", Clip(3723)),
        ("-0:30", Clip(0, 30)),
        ("1:05–1:12.5", Clip(65, 72.5)),
        ("1:05 — 1:12.5", Clip(65, 72.5)),
        ("1:05−1:12", Clip(65, 72)),
        ("  1:05 - 1:12 ", Clip(65, 72)),
        ("1m5s-1m12s", Clip(65, 72)),
        ("1m5s-1m12.5s", Clip(65, 72.5)),
        ("1h2m-1h2m30s", Clip(3720, 3750)),
        ("90s-2m", Clip(90, 120)),
        ("2min-3min", Clip(120, 180)),
        ("1:05 to 1:12", Clip(65, 72)),
        ("1:05..1:12", Clip(65, 72)),
        ("1:05 → 1:12", Clip(65, 72)),
        ("90:00-91:00", Clip(5400, 5460)),
        ("00:00:01.250-00:00:02", Clip(1.25, 2)),
    ],
)
def test_what_people_type_is_understood(typed, clip):
    assert clip_of(typed) == clip
    assert wanted_of(f"mp3;clip={clip}").clip == clip


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "-",
        "–",
        "5",
        "1:05",
        "1:12-1:05",
        "1:05-1:05",
        "2026-11-21",
        "1:99-2:99",
        "+49-170",
        "a-b",
        "1:05-1:12 please",
        "1:02:03:04-",
        "9" * 1000 + "-",
        "one-two",
    ],
)
def test_what_is_no_stretch_is_left_alone(typed):
    assert clip_of(typed) is None


def test_a_clip_ends_with_its_medium():
    assert Clip(10, 20).within(15) == 5
    assert Clip(10).within(15) == 5
    assert Clip(10, 20).within(None) == 10
    assert Clip(10).within(None) is None
    assert Clip(10, 20).within(5) == 0

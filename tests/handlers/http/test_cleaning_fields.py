"""Formats and bit rates as programs spell them."""

import pytest

from handlers.http.cleaning_fields import CensorMethod, format_told, rate_told
from services.censor.spans import Method
from services.errors import FieldInvalid


@pytest.mark.parametrize(
    ("told", "rate"),
    [("", 0), ("192", 192), ("192k", 192), (" 64K ", 64), ("128kbps", 128), ("320000", 320)],
)
def test_a_rate_is_read_however_it_is_spelled(told, rate):
    assert rate_told(told, "bitrate") == rate


@pytest.mark.parametrize("told", ["1k", "193", "fast", "-64", "192kk", "١٢٨", "192000000"])
def test_what_is_no_rate_is_refused(told):
    with pytest.raises(FieldInvalid) as refused:
        rate_told(told, "bitrate")

    assert "192k" in refused.value.details["allowed"]


@pytest.mark.parametrize(
    ("told", "rate", "name"),
    [
        ("mp3", 0, "mp3"),
        (".MP3", 128, "mp3-128"),
        ("aac", 0, "m4a"),
        ("opus", 96, "ogg-96"),
        ("flac", 320, "flac"),
        ("wav", 0, "wav"),
        ("mp3-64", 0, "mp3-64"),
        ("720p", 192, "720p"),
    ],
)
def test_a_format_is_read_with_its_rate_where_it_has_one(told, rate, name):
    assert format_told(told, "format", rate=rate).name == name


@pytest.mark.parametrize("told", ["", " ", "original", "Original"])
def test_nothing_and_the_original_are_no_format(told):
    assert format_told(told, "format") is None


@pytest.mark.parametrize(
    "told", ["exe", "mp3-1", "p", "0p", "images", "mp3;clip=1-2", "flac-64", "²p"]
)
def test_what_is_no_format_is_refused(told):
    with pytest.raises(FieldInvalid):
        format_told(told, "format")


@pytest.mark.parametrize("method", list(Method))
def test_each_method_has_a_name_of_clean_tracks_and_back(method):
    assert CensorMethod.of(method).method is method

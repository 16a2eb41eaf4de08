import errno

import pytest
from yt_dlp.networking.exceptions import TransportError
from yt_dlp.utils import (
    ContentTooShortError,
    DownloadError,
    ExtractorError,
    GeoRestrictedError,
    UnsupportedError,
    UserNotLive,
)

from services.errors import by_code
from services.sources.complaints import code_of

SENTENCES = {
    "Private video. Sign in if you've been granted access to this video": "link-private",
    "Sign in to confirm your age. This video may be inappropriate for some users": "link-private",
    "Join this channel to get access to members-only content like this video": "link-private",
    "This video is only available for registered users. Use --cookies": "link-private",
    "This video is only available to Music Premium members": "link-private",
    "Sign in to confirm you’re not a bot. Use --cookies-from-browser": "site-limited",
    "This content isn't available, try again later. Rate-limited for up to an hour": "site-limited",
    "Video unavailable. This video has been removed by the uploader": "link-gone",
    "This account has been terminated": "link-gone",
    "Requested tweet does not exist": "link-gone",
    "The uploader has not made this video available in your country": "link-geo-blocked",
    "This video is DRM protected": "link-protected",
    "Premieres in 3 hours": "link-live",
    "This live event will begin in 20 minutes.": "link-live",
    "The channel is not currently live": "link-live",
    "No video could be found in this tweet": "link-unsupported",
    "No video formats found!": "link-unsupported",
    "[Errno 28] No space left on device": "no-room",
    "Read timed out.": "site-too-slow",
    "Something that nobody has ever said": "link-unsupported",
}


@pytest.mark.parametrize(("sentence", "code"), SENTENCES.items())
def test_what_extractors_say_has_a_code(sentence, code):
    assert code_of(ExtractorError(sentence, expected=True)) == code


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (UnsupportedError("https://private.example/"), "link-unsupported"),
        (GeoRestrictedError("Sign in"), "link-geo-blocked"),
        (UserNotLive(), "link-live"),
        (ContentTooShortError(1, 2), "site-trouble"),
        (TransportError("Connection reset by peer"), "site-trouble"),
        (TransportError("The read operation timed out"), "site-too-slow"),
        (OSError(errno.ENOSPC, "full"), "no-room"),
        (ZeroDivisionError("a bug"), "unexpected"),
    ],
)
def test_the_kind_of_an_error_says_more_than_its_words(error, code):
    wrapped = DownloadError("ERROR: sign in", (type(error), error, None))

    assert code_of(error) == code
    if code != "unexpected":
        assert code_of(wrapped) == code


def test_every_code_is_one_of_ours():
    for code in {*SENTENCES.values(), "site-trouble"}:
        assert by_code(code)

"""What yt-dlp and FFmpeg were recorded saying, or say in their sources (yt-dlp 2026.10.26), and its codes."""

import errno
import io
import socket
from pathlib import Path

import pytest
from yt_dlp.networking.common import Response
from yt_dlp.networking.exceptions import (
    CertificateVerifyError,
    HTTPError,
    IncompleteRead,
    ProxyError,
    TransportError,
)
from yt_dlp.postprocessor.ffmpeg import FFmpegPostProcessorError
from yt_dlp.utils import (
    ContentTooShortError,
    DownloadError,
    ExtractorError,
    GeoRestrictedError,
    RegexNotFoundError,
    UnsupportedError,
    UserNotLive,
)

from services.errors import Failed, Refused, by_code
from services.sources.complaints import code_of, seconds_to_wait

HINT = (
    ". Use --cookies-from-browser or --cookies for the authentication. See  "
    "https://github.com/yt-dlp/yt-dlp/wiki/FAQ#how-do-i-pass-cookies-to-yt-dlp  for how to pass cookies"
)
SENTENCES = [
    line.replace("<hint>", HINT).split(" | ")
    for line in Path(__file__).with_name("recorded.txt").read_text("utf-8").splitlines()
    if not line.startswith("#")
]


def http_error(status, reason="", **headers):
    return HTTPError(Response(io.BytesIO(), "https://site.example/x", headers, status, reason))


def extractor_error(message, *, cause=None, expected=False):
    return ExtractorError(message, cause=cause, expected=expected, video_id="private", ie="Login")


KINDS = [
    (UnsupportedError("https://private.example/"), "link-unsupported"),
    (GeoRestrictedError("Sign in"), "link-geo-blocked"),
    (UserNotLive(), "link-premiere"),
    (ContentTooShortError(1, 2), "file-short"),
    (RegexNotFoundError("Unable to extract title; please report this issue"), "site-changed"),
    (IncompleteRead(10, 90), "site-trouble"),
    (
        CertificateVerifyError("certificate verify failed: unable to get local issuer"),
        "site-trouble",
    ),
    (ProxyError("Tunnel connection failed: 502 link-gone"), "site-unreachable"),
    (TransportError("Connection reset by peer"), "site-trouble"),
    (TransportError("something new on the line"), "site-trouble"),
    (TransportError("The read operation timed out"), "site-too-slow"),
    (TransportError(cause=socket.gaierror(-2, "Name or service not known")), "site-unreachable"),
    (TransportError("<urlopen error [Errno 111] Connection refused>"), "site-unreachable"),
    (OSError(errno.ENOSPC, "full"), "no-room"),
    (OSError(errno.EFBIG, "large"), "too-big"),
    (FFmpegPostProcessorError("Conversion failed!"), "conversion-failed"),
    (http_error(401), "link-login"),
    (http_error(403, "Forbidden"), "link-private"),
    (http_error(410, "Gone"), "link-gone"),
    (http_error(429, "Too Many Requests"), "site-limited"),
    (http_error(451), "link-geo-blocked"),
    (http_error(500), "site-down"),
    (http_error(502, "site-trouble"), "site-unreachable"),
    (extractor_error("Unable to download webpage", cause=http_error(402)), "link-paid"),
    (extractor_error("Failed to parse JSON", cause=ValueError("line 1")), "site-changed"),
    (extractor_error("Unable to fetch", cause=TransportError("timed out")), "site-too-slow"),
    (extractor_error("Account authentication is required", cause=http_error(403)), "link-login"),
    (extractor_error("A thing that nobody has ever said"), "site-changed"),
    (ZeroDivisionError("a bug"), "unexpected"),
]


@pytest.mark.parametrize(("where", "code", "said"), SENTENCES)
def test_what_extractors_say_has_a_code(where, code, said):
    error = ExtractorError(said, expected=True, video_id="premium", ie="Private")

    assert code_of(error) == code, where
    assert code_of(DownloadError(f"ERROR: {error}", (type(error), error, None))) == code


@pytest.mark.parametrize(("error", "code"), KINDS, ids=repr)
def test_the_kind_of_an_error_says_more_than_its_words(error, code):
    wrapped = DownloadError("ERROR: sign in", (type(error), error, None))

    assert code_of(error) == code
    if code != "unexpected":
        assert code_of(wrapped) == code


def test_there_are_many_codes_and_every_one_is_ours():
    codes = {code for _, code, _ in SENTENCES} | {code for _, code in KINDS}

    assert len(codes) >= 25
    assert all(issubclass(by_code(code), Refused | Failed) for code in codes)


def test_what_is_permanent_is_not_tried_again():
    permanent = ("link-protected", "link-geo-blocked", "link-gone", "link-private", "link-members")
    permanent += ("link-unsupported", "link-copyright", "link-paid", "link-age", "site-changed")

    assert not any(by_code(code).retryable for code in permanent)
    assert all(by_code(code).retryable for code in ("site-down", "site-trouble", "site-too-slow"))


@pytest.mark.parametrize(
    ("error", "seconds"),
    [
        (http_error(429, **{"Retry-After": "120"}), 120),
        (http_error(429, **{"Retry-After": "Wed, 21 Oct 2026 07:28:00 GMT"}), 0),
        (ExtractorError("rate-limited by YouTube for up to an hour"), 3600),
        (ExtractorError("Sign in to confirm you're not a bot"), 0),
    ],
    ids=repr,
)
def test_how_long_a_site_wants_to_be_left_alone(error, seconds):
    assert seconds_to_wait(error) == seconds

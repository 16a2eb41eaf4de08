"""What extractors, downloaders and FFmpeg say in English when they give up, and what is meant.

Collected from the sources of yt-dlp 2026.10.26. The first row that fits counts, so the order of the
rows matters: “unavailable in your country” is about a country, “sign in to confirm your age” is about
an age, and both are about more than a video that is unavailable.
"""

import re
from typing import Final

_THING: Final = (
    r"(?:tweet|clip|video|post|playlist|page|channel|account|content|event|recording|broadcast|space"
    r"|user|show|episode|track|song|item|stream|vod)\b[\w #\"':-]{0,60}"
)
_MEDIA: Final = (
    r"(?:videos?|audio|media|formats|sources?|tracks|songs|episodes|(?:m3u8 )?streams?|embeds?)"
)

_OPEN: Final = r"(?:blocked|limited|licensed|available|allowed|accessible)"
_PLACE: Final = r"(?:[\w ]+ )?(?:countr|region|territor|mainland|usa?\b|uk\b)"

_ROWS: Final = (
    ("no-room", (r"no space left on device", r"disk quota exceeded")),
    ("too-big", (r"file too large", r"larger than max", r"cannot allocate memory")),
    ("file-broken", (r"padded to \d+ byte boundary", r"padding is incorrect")),
    ("link-unsupported", (r"is unusual and will be skipped", r"unsafe file extension")),
    # What keeps everybody out goes before what is said about the one medium.
    (
        "site-limited",
        (
            r"rate.?limit",
            r"too many requests",
            r"(?:blocked|rejected) by server",
            r"wait and try later",
            r"isn't available, try again later",
            r"over capacity",
        ),
    ),
    (
        "site-bot-check",
        (
            r"not a (?:ro)?bot\b",
            r"captcha",
            r"anti-bot",
            r"as a bot\b",
            r"unusual traffic",
            r"not necessarily logged.in",
            r"\bchallenge\b",
            r"tls fingerprint",
            r"your ip (?:address )?is (?:likely being blocked|unable)",
        ),
    ),
    (
        "site-down",
        (
            r"server.side",
            r"internal (?:server )?error",
            r"bad gateway",
            r"backend error",
            r"under maintenance",
            r"service (?:temporarily )?unavailable",
            r"temporarily unavailable",
        ),
    ),
    (
        "link-protected",
        (r"\bdrm\b", r"widevine", r"fairplay", r"encrypted media", r"protected content"),
    ),
    # Where a site itself does not say which of the two it is.
    ("link-gone", (r"deleted or (?:geo|require)", r"not exist or is private")),
    (
        "link-geo-blocked",
        (
            r"geo.?(?:restrict|block)",
            r"\byour (?:current )?(?:country|location|region|territory)",
            rf"{_OPEN}[\w ,]* (?:in|to|from|outside) {_PLACE}",
            r"available in \w+ only",
            r"outside (?:of )?(?:the )?(?:[A-Z]\w+|country)",
            r"censorship",
            r"decision of the russian",
            r"filtering software",
            r"your ip address is blocked",
            r"withheld",
        ),
    ),
    (
        "link-age",
        (
            r"your age",
            r"age.?(?:restrict|gate|verif|limit)",
            r"inappropriate for some",
            r"comfortable for some",
            r"nsf[wl]",
            r"\badult",
            r"sensitive content",
            r"older than \d",
            r"under 18",
            r"restricted video",
            r"mature (?:content|audience)",
        ),
    ),
    (
        "link-members",
        (
            r"members?.only",
            r"join this channel",
            r"channel's members",
            r"member's level",
            r"for members",
            r"\bfirst members",
            r"subscri(?:be|pt)",
            r"supporter",
            r"patrons?\b",
        ),
    ),
    (
        "link-paid",
        (
            r"premium",
            r"purchas",
            r"\brent(?:al|ed)?\b",
            r"\bpa(?:y|id)\b",
            r"payment",
            r"\bbuy\b",
            r"tickets?\b",
            r"\bvip\b",
            r"not free\b",
        ),
    ),
    (
        "link-private",
        (
            r"private",
            r"pass(?:word|code).protected",
            r"by a pass(?:word|code)",
            r"(?:wrong|incorrect|invalid)(?: video)? password",
            r"\blocked\b",
            r"protected (?:tweet|post|account)",
            r"not (?:authori[sz]ed|permitted)",
            r"do(?:es)? not have (?:permission|access)",
            r"limits who can",
            r"who follow",
            r"granted access",
            r"access (?:\w+ ){0,4}(?:denied|forbidden)",
        ),
    ),
    (
        "link-premiere",
        (
            r"premieres?\b",
            r"will (?:begin|start|be available|premiere)",
            r"(?:not|n't) (?:yet )?(?:started|begun|aired)",
            r"scheduled",
            r"upcoming",
            r"not (?:yet available|available yet)",
            r"(?:is|currently|now) offline\b",
            r"not (?:currently )?live\b",
        ),
    ),
    (
        "link-live",
        (
            r"not downloadable yet",
            r"processing (?:this )?video",
            r"is processing",
            r"live dash",
            r"still live",
        ),
    ),
    (
        "link-expired",
        (
            r"(?:url|link|address) (?:is|has) (?:\w+ )?expired",
            r"expired (?:url|link|address)",
        ),
    ),
    # The rows above name an account in passing.
    (
        "link-login",
        (
            r"content is unreachable",
            r"log(?:ged|ging)?.?(?:in|into)\b",
            r"sign(?:ed)?.?in\b",
            r"registered users",
            r"authenticat",
            r"account is (?:needed|required)",
            r"credentials",
            r"username",
            r"cookies",
            r"access.?token",
            r"expired token",
        ),
    ),
    ("link-copyright", (r"copyright", r"dmca", r"infring", r"legal (?:complaint|demand)")),
    (
        "link-gone",
        (
            r"removed",
            r"deleted",
            r"no longer (?:available|exist|accessible)",
            r"suspended",
            r"terminated",
            r"(?:not|n't) exist",
            r"no such",
            r"taken down",
            r"expired",
            r"violat",
            r"\bhas ended",
            rf"{_THING} (?:not found|(?:is |currently )*unavailable)",
            rf"{_THING} (?:not|isn't|n't) (?:\w+ )?available",
            rf"{_THING} (?:has |have |is |was )(?:been )?(?:ended|disabled)",
        ),
    ),
    ("choice-unavailable", (r"requested format is not available",)),
    (
        "link-empty",
        (
            rf"\bno (?:[\w/'-]+ ){{0,3}}{_MEDIA}\b",
            r"there(?: i|')s no (?:video|audio)",
            r"(?:not|n't) (?:contain|have) (?:an?y?\b|audio)",
            r"playlist is empty",
            r"no entries",
            r"plain image",
            r"not an? (?:\w+ )?(?:video|media|podcast|file)\b",
            r"empty page",
        ),
    ),
    (
        "link-unsupported",
        (
            r"invalid (?:[\w ]+ )?url",
            r"not a valid url",
            r"looks truncated",
            r"without video id",
            r"missing an? [\w ]+ id",
            r"(?:no longer|not|n't|n't currently) supported",
            r"no suitable extractor",
            r"unsupported url",
        ),
    ),
    ("site-too-slow", (r"timed out", r"timeout")),
    (
        "site-unreachable",
        (
            r"name or service not known",
            r"getaddrinfo",
            r"nodename nor servname",
            r"no address associated",
            r"name resolution",
            r"failed to resolve '",
            r"connection refused",
            r"unreachable",
            r"no route to host",
            r"tunnel connection failed",
        ),
    ),
    (
        "file-short",
        (
            r"file is empty",
            r"did not get any data",
            r"content too short",
            r"fragment \d+ not found",
            r"more expected",
        ),
    ),
    ("file-broken", (r"invalid data found when processing", r"moov atom not found")),
    (
        "site-trouble",
        (
            r"connection (?:reset|aborted|closed|broken)",
            r"network error",
            r"incomplete (?:data|read)",
            r"\bssl\b",
            r"eof occurred",
            r"(?:write to )?closed (?:connection|file)",
            r"try again",
            r"needs to be reloaded",
            r"something went wrong",
        ),
    ),
    ("conversion-failed", (r"ffmpeg exited", r"conversion failed", r"postprocessing")),
    (
        "site-changed",
        (
            r"unable to",
            r"failed to",
            r"could(?: not|n't)",
            r"can ?not\b",
            r"can't\b",
            r"unexpected",
            r"unknown",
            r"missing",
            r"unrecogni[sz]ed",
            r"unsupported",
            r"no working app",
            r"extractor error",
            r"no [\w ]+ (?:could be )?found",
            r"not found in",
            r"invalid json",
            r"empty json",
        ),
    ),
)

SENTENCES: Final = tuple(
    (re.compile("|".join(patterns), re.IGNORECASE), code) for code, patterns in _ROWS
)
"""Patterns and codes, to be tried from the first to the last."""

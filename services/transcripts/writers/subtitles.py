"""Transcripts as subtitles: SubRip for everything that plays, WebVTT for the web."""

import html
import re
from typing import Final

from services.transcripts.cues import Cue, cues, label
from services.transcripts.transcript import Transcript

_JOINER: Final = "\u2060"
"""Takes no room and says nothing; behind a bracket it keeps players from reading a tag."""
_LIKE_A_TAG: Final = re.compile(r"<(?=\s*/?\s*[a-zA-Z])|\{(?=\\)")


def to_srt(transcript: Transcript) -> str:
    """Return SubRip. What only looks like its tags is made safe with an invisible joiner."""
    return "".join(
        f"{number}\n{_clock(cue.start, ',')} --> {_clock(cue.end, ',')}\n{_srt_text(cue)}\n\n"
        for number, cue in enumerate(cues(transcript), start=1)
    )


def to_vtt(transcript: Transcript) -> str:
    """Return WebVTT, with who speaks as voice spans."""
    blocks = [
        f"{_clock(cue.start, '.')} --> {_clock(cue.end, '.')}\n{_vtt_text(cue)}\n\n"
        for cue in cues(transcript)
    ]
    language = f"Language: {transcript.language}\n" if transcript.language else ""
    return "".join([f"WEBVTT\n{language}\n", *blocks])


def _srt_text(cue: Cue) -> str:
    return _LIKE_A_TAG.sub(lambda found: found[0] + _JOINER, label(cue.speaker) + cue.text)


def _vtt_text(cue: Cue) -> str:
    said = html.escape(cue.text, quote=False)
    if not cue.speaker.strip():
        return said
    return f"<v {html.escape(' '.join(cue.speaker.split()), quote=False)}>{said}</v>"


def _clock(seconds: float, point: str) -> str:
    thousandths = round(seconds * 1000)
    minutes, rest = divmod(thousandths, 60_000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest // 1000:02}{point}{rest % 1000:03}"

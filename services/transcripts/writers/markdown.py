"""A transcript as a Markdown note: facts on top, paragraphs with times, links back into the recording."""

import json
import re
from typing import Final
from urllib.parse import urlsplit

from services.transcripts.transcript import Transcript
from services.transcripts.writers.plain import clock, paragraphs

_SPECIAL: Final = re.compile(r"([\\`*_\[\]<>#|~])")
_AT_THE_FRONT: Final = re.compile(r"^(\s*)([-+=]|\d+[.)])(\s)")
_JUMPS: Final = {"youtube.com": "t", "youtu.be": "t", "vimeo.com": "#t", "soundcloud.com": "#t"}
"""How sites are asked to begin at a second; a file of one's own understands media fragments."""


def to_markdown(transcript: Transcript) -> str:
    """Return the note. Written again from the same transcript it is the same, letter by letter."""
    parts = [_front(transcript), f"# {_escaped(transcript.title or 'Transcript')}\n"]
    for number, part in enumerate(paragraphs(transcript), start=1):
        start = part[0].start
        said = " ".join(" ".join(segment.text.split()) for segment in part)
        speaker = f"**{_escaped(part[0].speaker)}:** " if part[0].speaker else ""
        stamp = _stamp(transcript.url, start)
        parts.append(f"{stamp} {speaker}{_escaped(said)} ^p{number}\n")
    return "\n".join(parts)


def _front(transcript: Transcript) -> str:
    """Return the facts as YAML; JSON's strings and lists are YAML's as well, whatever is in them."""
    facts: dict[str, object] = {
        "title": transcript.title,
        "source": transcript.url,
        "language": transcript.language,
        "duration": clock(transcript.seconds),
        "speakers": list(transcript.speakers),
        "origin": transcript.origin.value,
        "model": transcript.model,
        "tags": ["transcript"],
    }
    told = [
        f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in facts.items() if value
    ]
    return "".join(["---\n", *told, "---\n"])


def _stamp(url: str, seconds: float) -> str:
    moment = clock(seconds)
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        return f"`{moment}`"
    host = parts.hostname.removeprefix("www.").removeprefix("m.").removeprefix("music.")
    jump = _JUMPS.get(host, "#t")
    address = url.partition("#")[0].replace(")", "%29").replace(" ", "%20")
    if jump.startswith("#"):
        return f"[{moment}]({address}#t={int(seconds)})"
    joint = "&" if parts.query else "?"
    return f"[{moment}]({address}{joint}{jump}={int(seconds)})"


def _escaped(text: str) -> str:
    return _AT_THE_FRONT.sub(r"\1\\\2\3", _SPECIAL.sub(r"\\\1", text))

"""Makes one clean copy, as a program of its own: no file harms anybody through it.

It reads the request that its argument names, and prints a line of JSON for each step and for the end.
"""

import errno
import json
import shutil
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePath
from typing import Any, Final

import av

from services.censor.aac_splice import splice_aac
from services.censor.containers import Container, container_for
from services.censor.flac_file import hide_in_flac
from services.censor.mp3_splice import splice_mp3
from services.censor.opus_splice import splice_opus
from services.censor.packing import pack
from services.censor.painting import strips_of
from services.censor.proof import Proof, StillHeard
from services.censor.spans import Method, Span
from services.censor.splicing import CannotSplice, Spliced
from services.censor.wav_file import NotPlainWav, hide_in_wav, prove_wav, wav_of
from services.censor.whole_pass import (
    Encoded,
    EncodingFailed,
    Track,
    Workplace,
    encode_track,
    tracks_of,
)
from services.media.cage import needs_of, shut_in
from services.media.decoding import Unreadable, open_file

Splice = Callable[..., Spliced]

_TICK_SECONDS: Final = 0.2
_FOR_ALL: Final = ("ipod", "matroska")
"""Containers in which whatever could not be written again ends up."""


@dataclass(slots=True)
class Teller:
    """Prints how far it is, not too often."""

    told: float = field(default_factory=time.monotonic)

    def __call__(self, share: float) -> None:
        """Say the share that is done."""
        now = time.monotonic()
        if now - self.told >= _TICK_SECONDS:
            self.told = now
            _tell("at", share=round(min(1.0, share), 4))


class NoTrack(Exception):
    """There is nothing to hear in the file."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked for."""

    source: Path
    name: str
    spans: tuple[Span, ...]
    place: Workplace


def main() -> None:
    """Make the copy that the request asks for."""
    request = _request(Path(sys.argv[1]))
    shut_in(
        programs=needs_of(sys.executable, request.place.ffmpeg),
        reads=[str(request.source)],
        writes=[str(request.place.folder)],
    )
    av.logging.set_level(av.logging.PANIC)
    try:
        made = make_copy(request, Teller())
    except Unreadable as error:
        _tell("failed", code="file-unreadable", said=str(error)[-300:])
    except av.error.FFmpegError as error:
        _tell("failed", code="file-unreadable", said=str(error)[-300:])
    except NoTrack as error:
        _tell("failed", code="no-sound", said=str(error)[-300:])
    except StillHeard as error:
        _tell("failed", code="still-heard", said=str(error)[-300:])
    except (EncodingFailed, ValueError, LookupError) as error:
        full = "No space left" in str(error)
        _tell("failed", code="no-room" if full else "failed", said=str(error)[-300:])
    except OSError as error:
        full = error.errno in {errno.ENOSPC, errno.EDQUOT}
        _tell("failed", code="no-room" if full else "failed", said=str(error)[-300:])
    else:
        _tell("done", made=made)


def make_copy(request: Request, tick: Teller) -> dict[str, Any]:
    """Make the copy, spliced where that can be done and stands the test; return what is to be said of it.

    Raises:
        EncodingFailed: it could not be encoded.
        NoTrack: there is nothing to hear.
        StillHeard: the original can be made out in every copy that was made.
        Unreadable: nothing could be decoded.
    """
    with suppress(NotPlainWav):
        return _in_wav(request, tick)
    why = "no other way"
    splice, suffix = _splice_for(request)
    if splice is not None:
        try:
            return _spliced(request, splice, suffix, tick)
        except (CannotSplice, StillHeard) as error:
            why = str(error)
        except (av.error.FFmpegError, ValueError, IndexError) as error:
            why = f"damaged: {error}"[:200]
    return _whole(request, tick, why=why)


def _request(path: Path) -> Request:
    asked = json.loads(path.read_text())
    spans = tuple(Span(**{**row, "method": Method(row["method"])}) for row in asked["spans"])
    return Request(
        Path(asked["source"]),
        asked["name"],
        spans,
        Workplace(Path(asked["folder"]), asked["ffmpeg"], asked["demuxers"]),
    )


def _in_wav(request: Request, tick: Teller) -> dict[str, Any]:
    wav = wav_of(request.source)
    strips = [row for row in strips_of(request.spans, wav.rate) if row.first < wav.samples]
    to = request.place.folder / "clean.wav"
    shutil.copyfile(request.source, to)
    hide_in_wav(to, wav, strips, tick=tick)
    proof = prove_wav(request.source, to, wav, strips)
    touched = sum(min(row.beyond, wav.samples) - max(row.first, 0) for row in strips)
    share = touched / max(1, wav.samples)
    return _report(to, "spliced", why="", touched=share, keeps_tags=True, proof=proof)


def _splice_for(request: Request) -> tuple[Splice | None, str]:
    """Return what can replace a few packets of such a file, and what the result is called."""
    with open_file(str(request.source), request.place.demuxers) as opened:
        tracks = [track.codec_context.codec.canonical_name for track in opened.streams.audio]
        match opened.format.name.partition(",")[0], tracks:
            case "mp3", ["mp3"]:
                return splice_mp3, ".mp3"
            case "ogg", ["opus"] if len(opened.streams) == 1:
                return splice_opus, PurePath(request.name).suffix.lower() or ".opus"
            case "flac", ["flac"]:
                return hide_in_flac, ".flac"
            case "mov", [_, *_] if set(tracks) == {"aac"}:
                return splice_aac, _container(request, tuple(tracks)).suffix
            case _:
                return None, ""


def _spliced(request: Request, splice: Splice, suffix: str, tick: Teller) -> dict[str, Any]:
    to = request.place.folder / f"clean{suffix}"
    made = splice(request.source, request.spans, to=to, place=request.place, tick=tick)
    return _report(to, "spliced", why="", touched=made.touched, keeps_tags=True, proof=made.proof)


def _whole(request: Request, tick: Teller, *, why: str) -> dict[str, Any]:
    tracks = tracks_of(str(request.source), request.place.demuxers)
    if not tracks:
        raise NoTrack("no sound track")
    container, encoded, tried = _encoded_well(request, tracks, tick)
    to = request.place.folder / f"clean{container.suffix}"
    kept = pack(
        request.source,
        encoded,
        container,
        to=to,
        place=request.place,
    )
    proof = Proof()
    for row in encoded:
        proof.add(row.proof)
    return _report(
        to, "whole-pass", why="; ".join([why, *tried]), touched=1.0, keeps_tags=kept, proof=proof
    )


def _encoded_well(
    request: Request, tracks: Sequence[Track], tick: Teller
) -> tuple[Container, list[Encoded], list[str]]:
    """Encode the tracks so that nothing is heard; return also what was wrong with what was tried before."""
    container = _container(request, tuple(track.codec for track in tracks))
    wishes = [(container, False), (container, True)]
    if container.muxer not in _FOR_ALL:
        # Some codecs cannot write every rate, others say nothing of the silence that they begin with.
        other = container_for("", "", codecs=("",), picture=_has_picture(request))
        wishes.append((other, True))
    troubles: list[EncodingFailed | StillHeard] = []
    for wished, clear in wishes:
        try:
            encoded = _encoded(request, tracks, wished, tick, clear=clear)
        except (EncodingFailed, StillHeard) as error:
            troubles.append(error)
        else:
            return wished, encoded, [str(trouble) for trouble in troubles]
    raise troubles[-1]


def _encoded(
    request: Request, tracks: Sequence[Track], container: Container, tick: Teller, *, clear: bool
) -> list[Encoded]:
    return [
        encode_track(
            str(request.source),
            replace(track, codec=container.codec or track.codec),
            request.spans,
            clear=clear,
            place=request.place,
            tick=_part_of(tick, number, len(tracks)),
        )
        for number, track in enumerate(tracks)
    ]


def _part_of(tick: Teller, number: int, count: int) -> Callable[[float], None]:
    return lambda share: tick((number + share) / count)


def _container(request: Request, codecs: tuple[str, ...]) -> Container:
    with open_file(str(request.source), request.place.demuxers) as opened:
        kind = opened.format.name
    return container_for(request.name, kind, codecs=codecs, picture=_has_picture(request))


def _has_picture(request: Request) -> bool:
    with open_file(str(request.source), request.place.demuxers) as opened:
        covers = av.stream.Disposition.attached_pic
        return any(not stream.disposition & covers for stream in opened.streams.video)


def _report(
    to: Path, way: str, *, why: str, touched: float, keeps_tags: bool, proof: Proof
) -> dict[str, Any]:
    return {
        "file": to.name,
        "way": way,
        "why": why,
        "touched": round(touched, 6),
        "keeps_tags": keeps_tags,
        "places": proof.places,
        "residue_db": round(proof.residue_db, 1),
        "first_db": round(proof.first_db, 1),
    }


def _tell(event: str, **facts: object) -> None:
    sys.stdout.buffer.write(json.dumps({"event": event, **facts}).encode() + b"\n")
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()

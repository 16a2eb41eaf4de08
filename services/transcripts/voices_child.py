"""Reads one file and prints when which voice speaks in it; a program of its own.

A hostile file may end it without harm to anybody, and so may a broken model: sherpa-onnx ends the process
where others raise. The file is read in long stretches; a voice is known again in the next one by what the
embedding model makes of it. Each message is a number of bytes on a line, and as many bytes of JSON.
"""

import json
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
import sherpa_onnx
from numpy.typing import NDArray

from services.media.cage import needs_of, shut_in
from services.media.decoding import Unreadable
from services.transcripts.assigning import Turn
from services.transcripts.samples import RATE, Sound
from services.transcripts.sound import NoSoundInside, blocks

_STRETCH_SECONDS: Final = 600
_SHORTEST_STRETCH_SECONDS: Final = 1.0
_HEARD_SECONDS: Final = 30.0
"""So much of a voice is enough to know it again."""
_LIKENESS: Final = 0.5
"""Sherpa-onnx's own: from this distance on, two voices are those of two people."""
_WINDOW_STEP: Final = 0.2
"""Of a window of 10 s. Sherpa-onnx by itself takes half of it, and so twice the time."""
_TICK_TURNS: Final = 20


def main() -> None:
    """Read the file that the arguments name, to its end."""
    request = json.loads(sys.argv[1])
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # Nobody reads what libraries print, and it must not stand between the answers.
    for stream in (sys.stdout, sys.stderr):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())

    def tell(event: str, **facts: object) -> None:
        body = json.dumps({"event": event, **facts}).encode()
        answers.write(f"{len(body)}\n".encode() + body)
        answers.flush()

    ears = _Ears(request, tell)
    shut_in(programs=needs_of(sys.executable), reads=[request["path"]], writes=[])
    try:
        turns = ears.turns()
    except NoSoundInside:
        tell("failed", code="no-sound")
    except Unreadable:
        tell("failed", code="file-unreadable")
    else:
        tell("turns", turns=[[turn.start, turn.end, turn.voice] for turn in turns])


@dataclass(frozen=True, slots=True)
class _Voice:
    """A voice in one stretch."""

    stretch: int
    number: int
    print: NDArray[np.float32]


class _Ears:
    """The two models, loaded."""

    def __init__(self, request: dict[str, Any], tell: Any) -> None:  # noqa: ANN401 - a small function
        self._request = request
        self._tell = tell
        embedding = sherpa_onnx.SpeakerEmbeddingExtractorConfig(
            model=request["embedding"], num_threads=request["threads"]
        )
        pyannote = sherpa_onnx.OfflineSpeakerSegmentationPyannoteModelConfig(
            model=request["segmentation"], window_shift_ratio=_WINDOW_STEP
        )
        config = sherpa_onnx.OfflineSpeakerDiarizationConfig(
            segmentation=sherpa_onnx.OfflineSpeakerSegmentationModelConfig(
                pyannote=pyannote, num_threads=request["threads"]
            ),
            embedding=embedding,
            clustering=_clustering(0),
        )
        self._diarization = sherpa_onnx.OfflineSpeakerDiarization(config)
        self._extractor = sherpa_onnx.SpeakerEmbeddingExtractor(embedding)

    def turns(self) -> list[Turn]:
        """Return the turns of all voices in the file."""
        turns: list[tuple[int, Turn]] = []
        voices: list[_Voice] = []
        for number, (start, sound) in enumerate(self._stretches()):
            own = self._own_turns(sound)
            voices += self._voices(sound, own, stretch=number)
            moved = (replace(turn, start=turn.start + start, end=turn.end + start) for turn in own)
            turns += [(number, turn) for turn in moved]
        people = self._people(voices)
        return [
            replace(turn, voice=people[stretch, turn.voice])
            for stretch, turn in turns
            if (stretch, turn.voice) in people
        ]

    def _stretches(self) -> Iterator[tuple[float, Sound]]:
        """Yield the sound in long stretches with where they begin."""
        request = self._request
        waiting: list[Sound] = []
        start = length = 0
        for block in blocks(request["path"], demuxers=request["demuxers"], track=request["track"]):
            waiting.append(block)
            length += len(block)
            if length >= _STRETCH_SECONDS * RATE:
                yield start / RATE, np.concatenate(waiting)
                start, length, waiting = start + length, 0, []
        if length >= _SHORTEST_STRETCH_SECONDS * RATE:
            yield start / RATE, np.concatenate(waiting)

    def _own_turns(self, sound: Sound) -> list[Turn]:
        found = self._diarization.process(sound, callback=self._tick)
        return [Turn(row.start, row.end, row.speaker) for row in found.sort_by_start_time()]

    def _tick(self, done: int, total: int) -> int:
        if done % _TICK_TURNS == 0:
            self._tell("at", done=done, total=total)
        return 0

    def _voices(self, sound: Sound, turns: list[Turn], *, stretch: int) -> Iterator[_Voice]:
        """Yield each voice of a stretch as numbers, by its longest turns."""
        for number in sorted({turn.voice for turn in turns}):
            own = [turn for turn in turns if turn.voice == number]
            stream = self._extractor.create_stream()
            seconds = 0.0
            for turn in sorted(own, key=lambda turn: turn.start - turn.end):
                if seconds >= _HEARD_SECONDS:
                    break
                spoken = sound[round(turn.start * RATE) : round(turn.end * RATE)]
                stream.accept_waveform(RATE, spoken)
                seconds += len(spoken) / RATE
            stream.input_finished()
            if self._extractor.is_ready(stream):
                numbers = np.asarray(self._extractor.compute(stream), np.float32)
                yield _Voice(stretch, number, numbers)

    def _people(self, voices: list[_Voice]) -> dict[tuple[int, int], int]:
        """Return whose voices these are: one person's may be heard in several stretches."""
        wanted = self._request["people"]
        if len(voices) < 2:  # noqa: PLR2004 - one voice is one person
            return {(voice.stretch, voice.number): 0 for voice in voices}
        if not wanted and len({voice.stretch for voice in voices}) == 1:
            return {(voice.stretch, voice.number): voice.number for voice in voices}
        prints = np.stack([voice.print for voice in voices])
        labels = sherpa_onnx.FastClustering(_clustering(min(wanted, len(voices))))(prints)
        return {
            (voice.stretch, voice.number): label
            for voice, label in zip(voices, labels, strict=True)
        }


def _clustering(people: int) -> sherpa_onnx.FastClusteringConfig:
    return sherpa_onnx.FastClusteringConfig(num_clusters=people or -1, threshold=_LIKENESS)


if __name__ == "__main__":
    main()

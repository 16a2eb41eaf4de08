"""Decodes several windows at a time, and knows which of them the library would decode once more."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from faster_whisper.transcribe import BatchedInferencePipeline, TranscriptionOptions

from services.transcripts.samples import RATE, Sound

_CUT_SHORT_SECONDS: Final = 2.0


class Together(BatchedInferencePipeline):  # type: ignore[misc]  # the library has no types
    """The library's own way of decoding several windows; it keeps what the encoder made of them."""

    encoded: Any = None

    def generate_segment_batched(self, *given: Any) -> Any:  # noqa: ANN401 - untyped library
        """Decode them, and keep that."""
        self.encoded, outputs = super().generate_segment_batched(*given)
        return self.encoded, outputs


def is_settled(
    segments: Sequence[Mapping[str, Any]], sound: Sound, options: TranscriptionOptions
) -> bool:
    """Return whether the library would leave it at that, and it reaches the end of the sound."""
    if not segments:
        return False
    is_likely = all(
        segment["avg_logprob"] >= options.log_prob_threshold
        and segment["compression_ratio"] <= options.compression_ratio_threshold
        for segment in segments
    )
    return is_likely and segments[-1]["end"] > len(sound) / RATE - _CUT_SHORT_SECONDS


def told(segment: Mapping[str, Any]) -> dict[str, Any]:
    """Return a segment as it goes over the wire."""
    return {
        "start": segment["start"],
        "end": segment["end"],
        "text": segment["text"],
        "words": [
            [float(word["start"]), float(word["end"]), word["word"], float(word["probability"])]
            for word in segment["words"]
        ],
        "log_probability": segment["avg_logprob"],
        "compression": segment["compression_ratio"],
        "no_speech": segment["no_speech_prob"],
        "temperature": 0.0,
    }

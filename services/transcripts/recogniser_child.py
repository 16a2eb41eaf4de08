"""Serves a recogniser: loads a Whisper model and writes down what is said in pieces of sound.

It runs in a process of its own, which may be ended at any moment: a decoder cannot be interrupted
inside a window, and a broken model takes its process along. A request is a line of JSON, followed by as
many bytes of sound as it says (float32, mono, 16 kHz); so is an answer, without sound.
"""

import json
import socket
import sys
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from io import BufferedIOBase
from typing import Any, Final

import ctranslate2
import numpy as np
from faster_whisper import WhisperModel
from faster_whisper.audio import pad_or_trim
from faster_whisper.tokenizer import _LANGUAGE_CODES, Tokenizer
from faster_whisper.transcribe import TranscriptionOptions

from services.transcripts.devices import TELL_DEVICE, Device, chosen
from services.transcripts.samples import RATE, Sound
from services.transcripts.together import Together, is_settled, told

Request = Mapping[str, Any]

_VOCABULARY_TOKENS: Final = 100
_MOST_MISFITS: Final = 8
_CONTEXT_TOKENS: Final = 100
"""Together with the 224 tokens of an answer they stay below the 448 that the decoder has places for."""


def serve(connection: socket.socket) -> None:
    """Answer until the connection closes."""
    stream = connection.makefile("rwb")
    listener: _Listener | None = None
    while line := stream.readline():
        request = json.loads(line)
        try:
            if request["do"] == "load":
                listener = _Listener(request)
                answer = listener.about()
            else:
                assert listener is not None  # noqa: S101 - a model is always loaded first
                sounds = [_sound(stream, size) for size in request["bytes"]]
                answer = {"event": "heard", "heard": listener.answers(request, sounds)}
        except Exception as error:  # noqa: BLE001 - whatever the library raises becomes an answer
            answer = {"event": "failed", "kind": type(error).__name__, "said": str(error)[-600:]}
        stream.write(json.dumps(answer).encode() + b"\n")
        stream.flush()


class _Listener:
    """One model, loaded."""

    def __init__(self, request: Request) -> None:
        self._device = device_for(request["device"], request["compute"])
        self._model = WhisperModel(
            request["model"],
            device=self._device.name,
            compute_type=self._device.compute,
            cpu_threads=request["threads"],
            local_files_only=True,
        )
        self._multilingual = bool(self._model.model.is_multilingual)
        self._encoded: tuple[int, Any, Any] = (0, None, None)
        self._asked: tuple[Any, ...] = ()
        self._usual: Any = None

    def about(self) -> dict[str, Any]:
        """Return what the model is like."""
        known = [
            code
            for code in _LANGUAGE_CODES
            if self._model.hf_tokenizer.token_to_id(f"<|{code}|>") is not None
        ]
        return {
            "event": "loaded",
            "window_seconds": self._model.feature_extractor.chunk_length,
            "languages": known if self._multilingual else ["en"],
            "device": self._device.name,
            "compute": self._device.compute,
            "batch": self._device.batch,
        }

    def answers(self, request: Request, sounds: Sequence[Sound]) -> list[dict[str, Any]]:
        """Return for each sound the languages' chances, and what is said where that is asked."""
        if len(sounds) == 1:
            return [self._answer(request, sounds[0])]
        together = self._together(request, sounds)
        return [
            answer or self._answer(request, sound)
            for answer, sound in zip(together, sounds, strict=True)
        ]

    def _answer(self, request: Request, sound: Sound) -> dict[str, Any]:
        features, encoded = self._encode(sound)
        (chances,) = self._chances(encoded)
        if request["do"] == "languages":
            return {"chances": chances, "segments": []}
        tokenizer = Tokenizer(
            self._model.hf_tokenizer,
            self._multilingual,
            task=request["task"],
            language=request["language"] or (chances[0][0] if chances else "en"),
        )
        options = self._options(request, tokenizer)
        found = self._model.generate_segments(features, tokenizer, options, False, encoded)
        segments = [
            {
                "start": segment.start,
                "end": segment.end,
                "text": segment.text,
                "words": [
                    [float(word.start), float(word.end), word.word, float(word.probability)]
                    for word in segment.words or ()
                ],
                "log_probability": segment.avg_logprob,
                "compression": segment.compression_ratio,
                "no_speech": segment.no_speech_prob,
                "temperature": segment.temperature,
            }
            for segment in found
        ]
        return {"chances": chances, "segments": segments}

    def _together(self, request: Request, sounds: Sequence[Sound]) -> list[dict[str, Any] | None]:
        """Return what is said in each of several sounds; None for what has to be heard by itself.

        That is what the library would decode once more, at a higher temperature or from where it stopped.
        """
        tokenizer = Tokenizer(
            self._model.hf_tokenizer,
            self._multilingual,
            task=request["task"],
            language=request["language"] or "en",
        )
        options = self._options(request, tokenizer)
        pipeline = Together(self._model)
        heard = pipeline.forward(
            np.stack([pad_or_trim(self._features(sound)) for sound in sounds]),
            tokenizer,
            [{"duration": len(sound) / RATE, "offset": 0.0} for sound in sounds],
            options,
        )
        chances = self._chances(pipeline.encoded)
        return [
            {"chances": own, "segments": [told(segment) for segment in segments]}
            if is_settled(segments, sound, options)
            else None
            for own, segments, sound in zip(chances, heard, sounds, strict=True)
        ]

    def _encode(self, sound: Sound) -> tuple[Any, Any]:
        """Return the features and what the encoder makes of them; the last ones are kept."""
        mark = zlib.crc32(sound.tobytes())
        if mark != self._encoded[0]:
            features = self._model.feature_extractor(sound)
            encoded = self._model.encode(pad_or_trim(self._first(features)))
            self._encoded = (mark, features, encoded)
        return self._encoded[1:]

    def _features(self, sound: Sound) -> Any:  # noqa: ANN401 - untyped library
        return self._first(self._model.feature_extractor(sound))

    def _first(self, features: Any) -> Any:  # noqa: ANN401 - untyped library
        """Return the features of the first window, as the library takes them."""
        frames = self._model.feature_extractor.nb_max_frames
        return features[:, : min(frames, features.shape[-1] - 1)]

    def _chances(self, encoded: Any) -> list[list[tuple[str, float]]]:  # noqa: ANN401 - untyped library
        """Return how likely each language is, for each window that was encoded."""
        if not self._multilingual:
            return [[] for _ in range(encoded.shape[0])]
        return [
            [(token[2:-2], float(chance)) for token, chance in told[:10]]
            for told in self._model.model.detect_language(encoded)
        ]

    def _options(self, request: Request, tokenizer: Tokenizer) -> TranscriptionOptions:
        """Return the library's own defaults with what is asked for."""
        asked = (tokenizer.language_code, tokenizer.task, request["beam"])
        if asked != self._asked:
            moment = np.zeros(RATE // 10, np.float32)
            _, told = self._model.transcribe(
                moment,
                language=tokenizer.language_code,
                task=request["task"],
                beam_size=request["beam"],
                condition_on_previous_text=False,
                word_timestamps=True,
            )
            self._asked, self._usual = asked, told.transcription_options
        return replace(
            self._usual,
            temperatures=request["temperatures"],
            hotwords=self._shown(request["vocabulary"]) or None,
            initial_prompt=self._clipped(request["context"], _CONTEXT_TOKENS, head=False) or None,
        )

    def _shown(self, terms: Sequence[str]) -> str:
        """Return as many terms as there is room for; one that is too long does not keep out the rest."""
        text = ""
        misfits = 0
        for term in terms:
            more = f"{text}, {term}" if text else term
            if len(self._tokens(more)) <= _VOCABULARY_TOKENS:
                text = more
                continue
            misfits += 1
            if misfits == _MOST_MISFITS:
                break
        return text or self._clipped(" ".join(terms[:1]), _VOCABULARY_TOKENS, head=True)

    def _clipped(self, text: str, most: int, *, head: bool) -> str:
        """Return the beginning or the end of a text that is no longer than so many tokens."""
        ids = self._tokens(text)
        if len(ids) <= most:
            return text
        kept: str = self._model.hf_tokenizer.decode(ids[:most] if head else ids[-most:])
        return kept.strip("\ufffd")

    def _tokens(self, text: str) -> list[int]:
        # The library, too, puts a space before what it shows.
        ids: list[int] = self._model.hf_tokenizer.encode(f" {text}", add_special_tokens=False).ids
        return ids


def device_for(device: str, compute: str) -> Device:
    """Return what a model runs on, on this machine."""
    has_cuda = ctranslate2.get_cuda_device_count() > 0
    cuda = ctranslate2.get_supported_compute_types("cuda") if has_cuda else set()
    return chosen(device, compute, cuda=cuda)


def _sound(stream: BufferedIOBase, size_bytes: int) -> Sound:
    read = stream.read(size_bytes)
    if len(read) != size_bytes:
        raise EOFError
    return np.frombuffer(read, np.float32)


if __name__ == "__main__":
    if sys.argv[1] == TELL_DEVICE:
        sys.stdout.write(json.dumps(asdict(device_for(*sys.argv[2:]))))
    else:
        serve(socket.socket(fileno=int(sys.argv[1])))

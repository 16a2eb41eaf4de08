"""Tells speech from everything else while the sound comes in, with the Silero model of faster-whisper.

The model looks at 32 ms at a time and remembers what it heard before: fed bit by bit with its memory
kept, it says exactly what it says of the whole (`tests/services/transcripts/test_voice.py`).
"""

from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from services.transcripts.samples import Sound

WINDOW: Final = 512
"""Samples for one probability."""

_CONTEXT: Final = 64
_MODEL: Final = "silero_vad_v6.onnx"
_MEMORY: Final = (1, 1, 128)


class Voice:
    """One stream of sound.

    Args:
        session: The model, where it is loaded already.
    """

    def __init__(self, session: onnxruntime.InferenceSession | None = None) -> None:
        self._session = session or _session()
        self._h: NDArray[np.float32] = np.zeros(_MEMORY, np.float32)
        self._c: NDArray[np.float32] = np.zeros(_MEMORY, np.float32)
        self._before: Sound = np.zeros(_CONTEXT, np.float32)
        self._rest: Sound = np.zeros(0, np.float32)

    def beside(self) -> "Voice":
        """Return one that listens to another stream with the same model."""
        return Voice(self._session)

    def feed(self, sound: Sound) -> Sound:
        """Return the probability of speech for each whole window up to now, in their order."""
        sound = np.concatenate([self._rest, sound])
        count = len(sound) // WINDOW
        self._rest = sound[count * WINDOW :]
        return self._judged(sound[: count * WINDOW]) if count else np.zeros(0, np.float32)

    def end(self) -> Sound:
        """Return the probability for what is left, as if silence followed."""
        if not len(self._rest):
            return np.zeros(0, np.float32)
        return self.feed(np.zeros(WINDOW - len(self._rest), np.float32))

    def _judged(self, sound: Sound) -> Sound:
        rows = sound.reshape(-1, WINDOW)
        tails = rows[:, -_CONTEXT:]
        contexts = np.concatenate([self._before[None], tails[:-1]])
        self._before = tails[-1].copy()
        told: list[Any] = self._session.run(
            None, {"input": np.concatenate([contexts, rows], axis=1), "h": self._h, "c": self._c}
        )
        probabilities, self._h, self._c = told
        judged: Sound = np.asarray(probabilities, np.float32).reshape(-1)
        return judged


def _session() -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.inter_op_num_threads = options.intra_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    options.log_severity_level = 4
    # Imported, the library would bring its decoder along: half the time until the first piece.
    library = find_spec("faster_whisper")
    assert library is not None and library.origin is not None  # noqa: S101, PT018 - we depend on it
    path = Path(library.origin).parent / "assets" / _MODEL
    return onnxruntime.InferenceSession(
        str(path), providers=["CPUExecutionProvider"], sess_options=options
    )

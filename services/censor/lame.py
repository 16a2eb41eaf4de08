"""Runs LAME, inside FFmpeg, on sound that comes block by block; gives back its frames."""

import subprocess
import threading
from collections.abc import Iterator
from contextlib import suppress
from subprocess import PIPE

from services.censor.heard import interleaved
from services.censor.mp3_frames import split
from services.censor.painting import Sound


class Lame:
    """An encoder that is fed by a thread, so that nobody waits for each other."""

    def __init__(self, command: list[str], sound: Iterator[Sound]) -> None:
        self._command = command
        self._sound = sound
        self._trouble: BaseException | None = None

    def __enter__(self) -> Iterator[bytes]:
        self._process = subprocess.Popen(
            self._command, stdin=PIPE, stdout=PIPE, stderr=subprocess.DEVNULL
        )
        self._feeder = threading.Thread(target=self._feed, daemon=True)
        self._feeder.start()
        return self._frames()

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._feeder.join()
        assert self._process.stdout is not None  # noqa: S101 - asked for
        self._process.stdout.close()
        self._process.wait()

    def _frames(self) -> Iterator[bytes]:
        assert self._process.stdout is not None  # noqa: S101 - asked for
        yield from split(self._process.stdout)
        self._feeder.join()
        if self._trouble is not None:
            raise self._trouble

    def _feed(self) -> None:
        assert self._process.stdin is not None  # noqa: S101 - asked for
        try:
            for block in self._sound:
                self._process.stdin.write(interleaved(block).data)
        except BrokenPipeError:
            pass
        except Exception as error:  # noqa: BLE001 - raised again where the frames are taken
            self._trouble = error
        finally:
            with suppress(BrokenPipeError):
                self._process.stdin.close()

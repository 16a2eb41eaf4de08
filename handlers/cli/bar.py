"""The progress bar: one line on a terminal that is written over, and nothing where no terminal reads."""

import shutil
from typing import Final, TextIO

from locales.messages import Messages
from services.jobs.events import Counted, Event, Progress, Queued, Started

_CELLS: Final = 24
_EIGHTHS: Final = " ▏▎▍▌▋▊▉"
_CLEAR: Final = "\r\x1b[2K"


class Bar:
    """Follows the events of one job."""

    def __init__(self, stream: TextIO, texts: Messages) -> None:
        self._stream = stream
        self._texts = texts
        self._shown = stream.isatty()

    def show(self, event: Event) -> None:
        """Write the line anew for what just happened."""
        match event:
            case Queued(place=place, room=room):
                self._write(self._texts.cli_waiting(place=place, room="yes" if room else "no"))
            case Started(stage=stage):
                self._write(self._texts.cli_stage(stage=stage.value))
            case Progress():
                self._write(self._line(event))
            case Counted(tally=tally):
                done = len(tally.delivered) + len(tally.missed)
                counted = self._texts.cli_counted(done=done, total=len(tally.chosen))
                self._write(f"{counted} · {tally.now}" if tally.now else counted)
            case _:
                self.clear()

    def clear(self) -> None:
        """Take the line away."""
        if self._shown:
            self._stream.write(_CLEAR)
            self._stream.flush()

    def _write(self, line: str) -> None:
        if not self._shown:
            return
        width = shutil.get_terminal_size().columns - 1
        self._stream.write(f"{_CLEAR}{line[:width]}")
        self._stream.flush()

    def _line(self, event: Progress) -> str:
        texts = self._texts
        parts = [texts.cli_stage(stage=event.stage.value)]
        if event.bytes_per_second:
            parts.append(texts.speed(event.bytes_per_second))
        elif event.done_bytes:
            parts.append(texts.size(event.done_bytes))
        if event.seconds_left is not None:
            parts.append(texts.cli_left(seconds=event.seconds_left))
        line = " · ".join(parts)
        return line if event.fraction is None else f"{drawn(event.fraction)} {line}"


def drawn(fraction: float) -> str:
    """Return the bar itself and the percentage: `▕██████▌     ▏ 54 %`."""
    done = min(max(fraction, 0.0), 1.0)
    eighths = round(done * _CELLS * len(_EIGHTHS))
    full, rest = divmod(eighths, len(_EIGHTHS))
    cells = "█" * full + (_EIGHTHS[rest] if rest else "")
    return f"▕{cells:<{_CELLS}}▏{done:>4.0%}"

"""The line that a terminal shows while it waits."""

import io

import pytest

from handlers.cli.bar import Bar, drawn
from locales.texts import texts_for
from services.jobs.events import Finished, Progress, Queued, Started
from services.jobs.job import Job, Stage, State

JOB = Job("j1", None, State.RUNNING, None, created_at=0)


class Terminal(io.StringIO):
    def isatty(self):
        return True


def shown(*events):
    terminal = Terminal()
    bar = Bar(terminal, texts_for("en"))
    for event in events:
        bar.show(event)
    return [line for line in terminal.getvalue().split("\r\x1b[2K") if line]


def test_no_terminal_no_line():
    stream = io.StringIO()

    Bar(stream, texts_for("en")).show(Started(JOB, Stage.FETCH))

    assert stream.getvalue() == ""


def test_each_event_writes_the_line_anew():
    assert shown(
        Queued(JOB, place=1),
        Queued(JOB, place=3),
        Queued(JOB, room=False),
        Started(JOB, Stage.RESOLVE),
        Progress(JOB, Stage.FETCH, 0.5, 512, 1024, 2048.0, 70.0),
        Progress(JOB, Stage.FETCH, done_bytes=2048),
        Finished(JOB),
    ) == [
        "Waiting…",
        "Waiting, number 3 in line…",
        "Waiting for room on the disk…",
        "Looking",
        "▕████████████            ▏ 50% Fetching · 2 KB/s · 1 min left",
        "Fetching · 2 KB",
    ]


def test_a_line_is_never_wider_than_the_terminal(monkeypatch):
    monkeypatch.setenv("COLUMNS", "30")

    (line,) = shown(Progress(JOB, Stage.FETCH, 0.5, 512, 1024, 2048.0, 70.0))

    assert len(line) == 29


@pytest.mark.parametrize(
    ("fraction", "bar"),
    [
        (0.0, "▕                        ▏  0%"),
        (0.51, "▕████████████▎           ▏ 51%"),
        (1.0, "▕████████████████████████▏100%"),
        (1.7, "▕████████████████████████▏100%"),
        (-1, "▕                        ▏  0%"),
    ],
)
def test_the_bar_is_drawn_in_eighths(fraction, bar):
    assert drawn(fraction) == bar

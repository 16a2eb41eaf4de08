"""The picture of a recording with the hidden places marked."""

import numpy as np

from services.censor.loudness import Loudness
from services.censor.picture import SQUARE, draw, drawn

RED, BLUE, WHITE = (235, 87, 87), (91, 141, 239), (255, 255, 255)


def loudness(*levels: int) -> Loudness:
    """Return ten seconds at these levels, one after the other."""
    return Loudness(np.repeat(np.array(levels, np.uint8), 2000 // len(levels)).tobytes())


def columns(canvas: np.ndarray, colour: tuple[int, int, int]) -> np.ndarray:
    """Return in which columns there is this colour, as shares of the width."""
    (found,) = np.nonzero((canvas == colour).all(axis=2).any(axis=0))
    return found / canvas.shape[1]


def test_hidden_places_are_marked_where_they_are() -> None:
    canvas = drawn(loudness(230), [(5.0, 6.0)])

    red = columns(canvas, RED)
    assert 0.49 <= red.min() <= 0.52
    assert 0.58 <= red.max() <= 0.61
    assert len(columns(canvas, BLUE)) > 500


def test_a_small_one_shows_the_whole_recording() -> None:
    canvas = drawn(loudness(230), [(0.0, 1.0), (9.0, 10.0)], width=SQUARE)

    assert canvas.shape == (400, 400, 3)
    red = columns(canvas, RED)
    assert red.min() < 0.15
    assert red.max() > 0.85


def test_what_is_loud_is_high() -> None:
    canvas = drawn(loudness(230, 150), [])
    filled = (canvas == BLUE).all(axis=2).sum(axis=0)

    assert filled[200:600].max() > 250
    assert filled[700:1200].max() < 60


def test_a_moment_has_a_mark_as_well_also_at_the_end() -> None:
    assert len(columns(drawn(loudness(230), [(9.999, 10.0)]), RED))


def test_silence_has_a_picture() -> None:
    assert drawn(Loudness(b""), []).shape == (400, 1280, 3)
    assert len(columns(drawn(loudness(0), []), BLUE))


async def test_it_is_a_png(tmp_path) -> None:
    path = await draw(loudness(230), [(1.0, 2.0)], to=tmp_path / "wave.png")

    assert path.read_bytes().startswith(b"\x89PNG\r\n")

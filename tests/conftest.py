"""What holds for all tests."""

import gc
import signal
from collections.abc import AsyncIterator, Generator, Iterator
from pathlib import Path

import pytest
import structlog

from bot.aiogram_types import import_aiogram
from services.store.database import Database, open_database
from tests.tables import tables_in_place

import_aiogram()

pytest_plugins = ["tests.postgres"]

_TESTS = Path(__file__).parent
_LONG_FILES = ("test_torture", "test_spoilt")
_LONG_AREAS = ("e2e/http", "e2e", "hostile", "acceptance", "world", "services")
"""Where a file starts programs, opens whole houses or waits for sound to be worked on."""

# As the service says it. The library's own way shows each variable of an error: seconds for one line.
structlog.configure(
    processors=[
        *structlog.get_config()["processors"][:-1],
        structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback),
    ]
)


def pytest_configure() -> None:
    """Hear Ctrl-C as in a terminal: a shell lets what it starts in the background ignore it."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    """Begin with what lasts longest, so that two workers end at the same time.

    A folder's files come one after another: what they share is opened once.
    """
    yield
    items.sort(key=_turn)


def _turn(item: pytest.Item) -> tuple[int, int, str]:
    folder = item.path.parent.relative_to(_TESTS).as_posix()
    area = next((rank for rank, name in enumerate(_LONG_AREAS) if folder.startswith(name)), 99)
    stem = item.path.stem
    return (_LONG_FILES.index(stem) if stem in _LONG_FILES else 99, area, folder)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Let the collector look at what tests leave behind, not at a million objects that stay."""
    gc.disable()
    result = yield
    gc.collect()
    gc.freeze()
    gc.enable()
    return result


@pytest.fixture(autouse=True, scope="session")
def _tables_in_place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with tables_in_place(tmp_path_factory.mktemp("tables")):
        yield


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    """An empty database of one's own."""
    async with open_database(tmp_path / "hearsay.db") as database:
        yield database


@pytest.fixture(autouse=True)
def _logs_as_they_were() -> Iterator[None]:
    """A command line that a test opens sets the log up for its whole process."""
    before = structlog.get_config()
    yield
    structlog.configure(**before)

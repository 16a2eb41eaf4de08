"""What holds for all tests."""

from collections.abc import Iterator

import pytest


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    """Begin with those that take minutes, so that two workers end at the same time."""
    yield
    items.sort(key=lambda item: (item.path.stem != "test_torture", item.path.parent.name != "e2e"))

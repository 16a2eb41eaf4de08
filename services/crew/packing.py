"""How values travel: as JSON that only they could have made, and back into values that are equal to them."""

import json
import math
import types
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any, Final, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")

_ENDLESS: Final[Mapping[str, float]] = {"inf": math.inf, "-inf": -math.inf}
"""JSON knows no such numbers."""
_PLAIN: Final = (str, int, bool, type(None))


class Unfit(ValueError):
    """What came is not what was to come: another version of the program wrote it."""


def packed(value: object, *, without: str = "") -> Any:  # noqa: ANN401 - JSON has no type
    """Return a value as JSON: text, numbers, enums, frozen dataclasses, tuples and sets of them.

    Args:
        value: What is to travel.
        without: A field of it that travels in another way, as files do.

    Raises:
        TypeError: it is, or has in it, something that does not travel, such as a path.
    """
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, float):
        return value if math.isfinite(value) else _endless(value)
    if isinstance(value, _PLAIN):
        return value
    if is_dataclass(value) and not isinstance(value, type):
        names = [field.name for field in fields(value) if field.name != without]
        return {name: packed(getattr(value, name)) for name in names}
    if isinstance(value, tuple | list):
        return [packed(part) for part in value]
    if isinstance(value, frozenset):
        return sorted(packed(part) for part in value)
    raise TypeError(type(value))


def unpacked(kind: type[T], told: object, **given: object) -> T:
    """Return the value of a kind that `packed` made JSON of.

    Args:
        kind: Of what class it was.
        told: The JSON.
        given: The field that has travelled in another way.

    Raises:
        Unfit: it is no such value.
    """
    value: T = _dataclass(kind, told, given) if given else _read(kind, told)
    return value


def write(value: object, path: Path) -> None:
    """Write a value into a file, for what is large; takes a while, so in a thread.

    Raises:
        TypeError: it does not travel.
    """
    path.write_text(json.dumps(packed(value), ensure_ascii=False), "utf-8")


def read(kind: type[T], path: Path) -> T:
    """Return the value that `write` wrote; in a thread, too.

    Raises:
        Unfit: it is no such value.
    """
    return unpacked(kind, json.loads(path.read_text("utf-8")))


def _endless(value: float) -> str:
    if math.isnan(value):
        raise TypeError(value)
    return "inf" if value > 0 else "-inf"


def _read(kind: Any, told: Any) -> Any:  # noqa: ANN401 - both are only known when it runs
    origin = get_origin(kind)
    if origin in {types.UnionType, Union}:
        return _one_of(get_args(kind), told)
    if origin is tuple:
        return _several(get_args(kind), told)
    if origin is frozenset:
        return frozenset(_several((*get_args(kind), ...), told))
    return _read_class(kind, told)


def _read_class(kind: type[Any], told: Any) -> Any:  # noqa: ANN401 - see above
    if is_dataclass(kind):
        return _dataclass(kind, told, {})
    if issubclass(kind, Enum):
        return _member(kind, told)
    if kind is float:
        return _number(told)
    if type(told) is kind and kind in _PLAIN:
        return told
    raise Unfit(kind.__name__)


def _one_of(kinds: Sequence[Any], told: Any) -> Any:  # noqa: ANN401 - see above
    """Return a value that may be missing; of other choices, JSON does not tell which it was."""
    if told is None and type(None) in kinds:
        return None
    (kind,) = (kind for kind in kinds if kind is not type(None))
    return _read(kind, told)


def _several(kinds: Sequence[Any], told: Any) -> tuple[Any, ...]:  # noqa: ANN401 - see above
    if not isinstance(told, list):
        raise Unfit("list")
    if kinds[-1] is ...:
        return tuple(_read(kinds[0], part) for part in told)
    if len(told) != len(kinds):
        raise Unfit("length")
    return tuple(_read(kind, part) for kind, part in zip(kinds, told, strict=True))


def _dataclass(kind: Any, told: Any, given: Mapping[str, Any]) -> Any:  # noqa: ANN401 - see above
    hints = {name: hint for name, hint in _hints(kind).items() if name not in given}
    if not isinstance(told, dict) or told.keys() != hints.keys():
        raise Unfit(kind.__name__)
    return kind(**{name: _read(hint, told[name]) for name, hint in hints.items()}, **given)


@cache
def _hints(kind: Any) -> Mapping[str, Any]:  # noqa: ANN401 - a class, which type checkers doubt can be a key
    hints = get_type_hints(kind)
    return {field.name: hints[field.name] for field in fields(kind)}


def _member(kind: type[Enum], told: Any) -> Enum:  # noqa: ANN401 - see above
    try:
        return kind(told)
    except ValueError as error:
        raise Unfit(kind.__name__) from error


def _number(told: Any) -> float:  # noqa: ANN401 - see above
    if isinstance(told, str) and told in _ENDLESS:
        return _ENDLESS[told]
    if isinstance(told, bool) or not isinstance(told, int | float):
        raise Unfit("float")
    return told

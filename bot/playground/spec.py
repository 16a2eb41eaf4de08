"""Checks requests, answers and updates of the Bot API against its machine-readable description.

The description (`botapi-10.3.json`) knows names, types, lengths and ranges; each check is compiled on
first use into small functions, because one runs for every call. What only prose says (what may be
edited, which files are too big) stands beside the code that carries it out.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import cast

from bot.playground.shapes import Json, Value

Complaints = list[str]
Where = tuple[
    Value, str
]  # (the place around it or None, its own name): turned into text only on error
Check = Callable[[Value, Where, Complaints], None]

# The server still reads and sends these, though the documentation dropped them.
OLD_PARAMETERS = {
    "reply_to_message_id": ["Integer"],
    "allow_sending_without_reply": ["Boolean"],
    "disable_web_page_preview": ["Boolean"],
    "thumb": ["InputFile", "String"],
}
OLD_FIELDS = {
    "forward_from",
    "forward_date",
    "forward_from_chat",
    "new_chat_member",
    "new_chat_participant",
    "thumb",
}
LIMITS: tuple[str, ...] = ("len", "bytes", "range", "items")
TEXTS = {"String", "InputFile"}
TAGS = ("type", "source", "status")
NUMBER_NAMES = {bool: "Boolean", int: "Integer", float: "Float", str: "String"}


@dataclass(frozen=True, slots=True)
class Decoded:
    """A request's parameters as JSON values, and what was wrong with them."""

    parameters: Json
    complaints: Complaints


class Spec:
    """The Bot API as data. `Spec.load()` reads the file that lies beside this module."""

    def __init__(self, document: Json) -> None:
        self._methods = {
            name.lower(): (name, method) for name, method in document["methods"].items()
        }
        self._types: Json = document["types"]
        self._objects: dict[str, Check] = {}
        self._parameters: dict[str, dict[str, tuple[frozenset[str], Check]]] = {}
        self._answers: dict[str, Check] = {}

    @staticmethod
    def load() -> "Spec":
        """Return the description; read once a process."""
        return _load()

    def name_of(self, method: str) -> str | None:
        """Return how the documentation spells a method, whatever the caller's case."""
        found = self._methods.get(method.lower())
        return found[0] if found else None

    def decode(self, method: str, raw: Json, files: set[str]) -> Decoded:
        """Turn form strings into JSON values and check them. `files` names the parts with bytes."""
        known = self._parameters.get(method) or self._compile_parameters(method)
        complaints: Complaints = []
        parameters: Json = {}
        for name, given in raw.items():
            found = known.get(name)
            if found is None:
                complaints.append(f"{name}: unknown parameter")
                parameters[name] = given
                continue
            types, check = found
            parameters[name] = value = _decoded(given, types)
            check(value, (None, name), complaints)
        required = self._methods[method.lower()][1]["params"]
        complaints.extend(
            f"{name}: missing"
            for name, about in required.items()
            if about["required"] and name not in parameters and name not in files
        )
        return Decoded(parameters, complaints)

    def check_answer(self, method: str, result: Value) -> Complaints:
        """Check what a method returned."""
        check = self._answers.get(method)
        if check is None:
            check = self._union(self._methods[method.lower()][1]["returns"])
            self._answers[method] = check
        complaints: Complaints = []
        check(result, (None, "result"), complaints)
        return complaints

    def check_update(self, update: Json) -> Complaints:
        """Check an update: its shape, and that it carries exactly one thing."""
        complaints = self.check_object("Update", update)
        payloads = len(update) - 1
        if payloads != 1:
            complaints.append(f"update: {payloads} payloads instead of one")
        return complaints

    def check_object(self, name: str, value: Json) -> Complaints:
        """Check one object of a named type."""
        complaints: Complaints = []
        self._union([name])(value, (None, name), complaints)
        return complaints

    def update_types(self) -> set[str]:
        """Return the names of everything that an update can carry."""
        return set(self._types["Update"]["fields"]) - {"update_id"}

    def _compile_parameters(self, method: str) -> dict[str, tuple[frozenset[str], Check]]:
        declared = self._methods[method.lower()][1]["params"]
        known = {
            name: (_names(about["types"]), self._field(name, about, declared))
            for name, about in declared.items()
        }
        for name, types in OLD_PARAMETERS.items():
            known.setdefault(name, (_names(types), self._union(types)))
        self._parameters[method] = known
        return known

    def _any_field(self, name: str, declared: Json) -> Check:
        if name in declared:
            return self._field(name, declared[name], declared)
        return _passed if name in OLD_FIELDS else _unknown

    def _field(self, name: str, about: Json, siblings: Json) -> Check:
        check = self._union(about["types"])
        limits = {key: about[key] for key in LIMITS if key in about}
        formatted = name in {"text", "caption", "quote"} and any(
            sibling.endswith("parse_mode") for sibling in siblings
        )
        if formatted:  # the limit holds after the markup is taken out, which the method does
            limits.pop("len", None)
        constant = about.get("const")
        if not limits and constant is None:
            return check
        return _limited(check, limits, constant)

    def _union(self, types: list[Value]) -> Check:
        primitives: set[type] = set()
        objects: list[str] = []
        items: list[Check] = []
        for kind in types:
            if isinstance(kind, dict):
                inner = kind["array"]
                items.append(self._union(inner if isinstance(inner, list) else [inner]))
            elif kind in PRIMITIVES:
                primitives.update(PRIMITIVES[kind])
            else:
                objects.extend(self._subtypes(kind))
        expected = " or ".join("list" if isinstance(kind, dict) else kind for kind in types)
        return self._checker(primitives, objects, items, expected)

    def _checker(
        self, primitives: set[type], objects: list[str], items: list[Check], expected: str
    ) -> Check:
        def check(value: Value, where: Where, complaints: Complaints) -> None:
            kind = type(value)
            if kind in primitives:
                return
            if kind is dict and objects:
                name = objects[0] if len(objects) == 1 else self._choose(objects, value)
                self._object(name)(value, where, complaints)
            elif kind is list and items:
                for index, item in enumerate(value):
                    items[0](item, (where, str(index)), complaints)
            else:
                got = NUMBER_NAMES.get(kind, kind.__name__)
                complaints.append(f"{_place(where)}: expected {expected}, got {got}")

        return check

    def _subtypes(self, name: str) -> list[str]:
        return cast("list[str]", self._types[name].get("subtypes") or [name])

    def _choose(self, objects: list[str], value: Json) -> str:
        return min(objects, key=lambda name: self._misfit(name, value))

    def _misfit(self, name: str, value: Json) -> tuple[bool, int]:
        fields = self._types[name]["fields"]
        is_other = any(
            tag in value and fields.get(tag, {}).get("const", value[tag]) != value[tag]
            for tag in TAGS
        )
        missing = sum(about["required"] and field not in value for field, about in fields.items())
        return is_other, missing + len(value.keys() - fields.keys())

    def _object(self, name: str) -> Check:
        known = self._objects.get(name)
        if known is not None:
            return known
        declared = self._types[name]["fields"]
        required = [field for field, about in declared.items() if about["required"]]
        checks: dict[str, Check] = {}

        def check(value: Json, where: Where, complaints: Complaints) -> None:
            for field, content in value.items():
                inner = checks.get(field)
                if inner is None:
                    inner = checks[field] = self._any_field(field, declared)
                inner(content, (where, field), complaints)
            complaints.extend(
                f"{_place(where)}: field {field} is missing"
                for field in required
                if field not in value
            )

        self._objects[name] = check
        return check


@cache
def _load() -> Spec:
    path = Path(__file__).with_name("botapi-10.3.json")
    return Spec(json.loads(path.read_text(encoding="utf-8")))


PRIMITIVES: dict[str, set[type]] = {
    "Integer": {int},
    "Float": {int, float},
    "String": {str},
    "InputFile": {str},
    "Boolean": {bool},
    "True": {bool},
}


def _passed(_: Value, where: Where, complaints: Complaints) -> None:
    """Let the field be whatever it is."""


def _unknown(_: Value, where: Where, complaints: Complaints) -> None:
    outer, name = where
    complaints.append(f"{_place(outer)}: unknown field {name}")


def _names(types: list[Value]) -> frozenset[str]:
    return frozenset("list" if isinstance(kind, dict) else kind for kind in types)


def _decoded(value: Value, types: frozenset[str]) -> Value:
    if not isinstance(value, str) or types <= TEXTS:
        return value
    if types & {"Boolean", "True"} and value.lower() in BOOLEANS:
        return BOOLEANS[value.lower()]
    try:
        if "Integer" in types:
            return int(value)
        if "Float" in types:
            return float(value)
        return json.loads(value)
    except ValueError:
        return value


BOOLEANS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


def _limited(check: Check, limits: dict[str, list[int]], constant: str | None) -> Check:
    def limited(value: Value, where: Where, complaints: Complaints) -> None:
        check(value, where, complaints)
        if constant is not None and value != constant:
            complaints.append(f"{_place(where)}: must be {constant}")
        for limit, (low, high) in limits.items():
            size = _measure(limit, value)
            if size is not None and not low <= size <= high:
                complaints.append(f"{_place(where)}: {limit} {size} is not in {low}-{high}")

    return limited


def _measure(limit: str, value: Value) -> float | None:
    if limit == "range":
        return value if isinstance(value, int | float) else None
    if limit == "items":
        return len(value) if isinstance(value, list) else None
    if not isinstance(value, str):
        return None
    return len(value) if limit == "len" else len(value.encode())


def _place(where: Where) -> str:
    outer, name = where
    return f"{_place(outer)}.{name}" if outer else name

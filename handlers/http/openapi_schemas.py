"""The pydantic models of the doors as JSON Schema, with the docstrings of their fields."""

import ast
import inspect
import textwrap
from collections.abc import Collection
from typing import Any, Final, Literal

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

Schema = dict[str, Any]
Mode = Literal["validation", "serialization"]
Use = tuple[type[BaseModel], Mode]
"""A model, and whether it comes in or goes out."""

_TEMPLATE: Final = "#/components/schemas/{model}"


def schemas_of(uses: Collection[Use]) -> tuple[dict[Use, Schema], dict[str, Schema]]:
    """Return what stands for each model in the document, and the parts to which that refers."""
    ordered = sorted(set(uses), key=lambda use: (use[0].__module__, use[0].__qualname__, use[1]))
    made, whole = models_json_schema(ordered, ref_template=_TEMPLATE)
    parts: dict[str, Schema] = whole.get("$defs", {})
    refs: dict[Use, Schema] = {use: made[use] for use in ordered}
    for (model, _), ref in refs.items():
        _describe(model, parts[ref["$ref"].rpartition("/")[2]], parts)
    return refs, parts


def resolved(schema: Schema, parts: dict[str, Schema]) -> Schema:
    """Return what a reference refers to."""
    name = schema.get("$ref", "").rpartition("/")[2]
    return parts[name] | {key: schema[key] for key in schema if key != "$ref"} if name else schema


def _describe(model: type[BaseModel], schema: Schema, parts: dict[str, Schema]) -> None:
    """Add what the docstrings of a model's fields say, and of the models within it."""
    told = _docstrings(model)
    for name, field in model.model_fields.items():
        place = schema.get("properties", {}).get(field.alias or name)
        if place is not None and name in told:
            place.setdefault("description", told[name])
        for inner in _models_in(field.annotation):
            part = parts.get(inner.__name__)
            if part is not None and not part.get("x-described"):
                part["x-described"] = True
                _describe(inner, part, parts)
    schema.pop("x-described", None)


def _models_in(annotation: Any) -> list[type[BaseModel]]:  # noqa: ANN401 - any type at all
    if inspect.isclass(annotation) and issubclass(annotation, BaseModel):
        return [annotation]
    found: list[type[BaseModel]] = []
    for part in getattr(annotation, "__args__", ()):
        found += _models_in(part)
    return found


def _docstrings(model: type[BaseModel]) -> dict[str, str]:
    """Return the strings that stand below the fields of a class and of those it is made from."""
    found: dict[str, str] = {}
    for kind in reversed(model.__mro__):
        if kind is BaseModel or not issubclass(kind, BaseModel):
            continue
        try:
            source = textwrap.dedent(inspect.getsource(kind))
        except OSError:  # a class that was made without a file, such as RootModel[int]
            continue
        (body,) = [node for node in ast.parse(source).body if isinstance(node, ast.ClassDef)]
        found |= _strings_below(body)
    return found


def _strings_below(body: ast.ClassDef) -> dict[str, str]:
    found: dict[str, str] = {}
    for field, below in zip(body.body, body.body[1:], strict=False):
        match field, below:
            case (
                ast.AnnAssign(target=ast.Name(id=name)),
                ast.Expr(value=ast.Constant(value=str(text))),
            ):
                found[name] = inspect.cleandoc(text)
            case _:
                pass
    return found

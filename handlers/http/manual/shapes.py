"""JSON Schemas for people: what fields there are, of which kind, and an example of the whole."""

from html import escape
from typing import Any, Final

Schema = dict[str, Any]

_DEEPEST: Final = 4
_EXAMPLES: Final = {"integer": 1, "number": 1.0, "boolean": False, "null": None, "string": ""}
_LIMITS: Final = {
    "minimum": "≥ {}",
    "maximum": "≤ {}",
    "exclusiveMinimum": "> {}",
    "exclusiveMaximum": "< {}",
    "maxLength": "at most {} characters",
    "maxItems": "at most {}",
    "default": "else {}",
}


class Shapes:
    """The schemas of a document, by their names."""

    def __init__(self, parts: dict[str, Schema]) -> None:
        self._parts = parts

    def fields(self, schema: Schema) -> dict[str, Schema]:
        """Return the fields of an object."""
        fields: dict[str, Schema] = self._whole(schema).get("properties", {})
        return fields

    def is_file(self, schema: Schema) -> bool:
        """Return whether a field of a form holds a file."""
        return any(kind.get("format") == "binary" for kind in (schema, *schema.get("anyOf", ())))

    def values(self, schema: Schema) -> list[str]:
        """Return all that a field can be; empty where that is more than can be chosen from."""
        kinds = [self._whole(kind) for kind in schema.get("anyOf", (schema,))]
        values: list[str] = []
        for kind in kinds:
            if kind.get("type") == "boolean":
                values += ["true", "false"]
            elif "enum" in kind or "const" in kind:
                values += map(_said, kind.get("enum", [kind.get("const")]))
            elif kind.get("type") != "null":
                return []
        return values

    def words(self, schema: Schema) -> str:
        """Return of which kind something is, as HTML."""
        limits = [
            text.format(escape(_said(schema[name])))
            for name, text in _LIMITS.items()
            if name in schema and schema[name] not in (None, "", [], {})
        ]
        return ", ".join([self._kind(schema), *limits])

    def table(self, schema: Schema, depth: int = 0) -> str:
        """Return the fields of something, and of what is in it, as HTML."""
        whole = self._whole(schema)
        if "items" in whole:
            return f"<p>{self._kind(whole)}:</p>{self.table(whole['items'], depth)}"
        needed = whole.get("required", ())
        rows = "".join(
            f"<tr><td><code>{escape(name)}</code>{'<b class=needed>*</b>' if name in needed else ''}</td>"
            f"<td>{self.words(field)}</td><td>{escape(_about(field))}{self._inner(field, depth)}</td></tr>"
            for name, field in whole.get("properties", {}).items()
        )
        return f'<div class="scroll"><table>{rows}</table></div>' if rows else ""

    def example(self, schema: Schema, depth: int = 0) -> Any:  # noqa: ANN401 - JSON
        """Return something that fits a schema, mostly empty."""
        whole = self._whole(schema)
        for name in ("examples", "default", "enum", "const"):
            if whole.get(name) is not None:
                return whole[name][0] if name in {"examples", "enum"} else whole[name]
        if "anyOf" in whole:
            return self.example(whole["anyOf"][0], depth)
        if whole.get("type") == "array":
            return [self.example(whole["items"], depth + 1)] if depth < _DEEPEST else []
        if "properties" in whole and depth < _DEEPEST:
            needed = whole.get("required") or list(whole["properties"])
            return {name: self.example(whole["properties"][name], depth + 1) for name in needed}
        return _EXAMPLES.get(whole.get("type", ""), {})

    def _inner(self, field: Schema, depth: int) -> str:
        """Return the fields of what stands in a field, folded."""
        named = self._named(field)
        if named is None or depth >= _DEEPEST:
            return ""
        table = self.table(named, depth + 1)
        return f"<details><summary>its fields</summary>{table}</details>" if table else ""

    def _named(self, field: Schema) -> Schema | None:
        """Return the part of the document that a field refers to, perhaps in a list."""
        for kind in (field, *field.get("anyOf", ()), *field.get("allOf", ())):
            inner = kind.get("items", kind.get("additionalProperties", kind))
            if isinstance(inner, dict) and "$ref" in inner:
                return inner
        return None

    def _whole(self, schema: Schema) -> Schema:
        name = schema.get("$ref", "").rpartition("/")[2]
        return self._parts[name] | {"$name": name} if name else schema

    def _kind(self, schema: Schema) -> str:
        if "anyOf" in schema:
            return " or ".join(dict.fromkeys(self._kind(kind) for kind in schema["anyOf"]))
        whole = self._whole(schema)
        values = whole.get("enum", [whole["const"]] if "const" in whole else [])
        if values:
            return " · ".join(f"<code>{escape(_said(value))}</code>" for value in values)
        if whole.get("type") == "array":
            return f"list of {self._kind(whole.get('items', {}))}"
        if whole.get("type") == "object" and isinstance(whole.get("additionalProperties"), dict):
            return f"{self._kind(whole['additionalProperties'])} by name"
        if self.is_file(whole):
            return "file"
        kind = str(whole.get("format") or whole.get("type") or "anything")
        return escape(whole.get("$name", kind) if kind == "object" else kind)


def _about(field: Schema) -> str:
    return str(field.get("description", ""))


def _said(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value) or "“”"

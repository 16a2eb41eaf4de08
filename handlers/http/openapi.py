"""The OpenAPI document: made from the table of doors and from the models that they themselves use."""

import re
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any, Final

from pydantic import BaseModel

from handlers.http import openapi_common as common
from handlers.http.doors import Door
from handlers.http.errors import PROBLEM, STATUS, Problem
from handlers.http.openai_errors import OpenAiProblem
from handlers.http.openapi_schemas import Schema, Use, resolved, schemas_of
from services import errors
from services.errors import HearsayError

_PART: Final = re.compile(r"\{(\w+)(?::([^{}]*(?:\{[^{}]*\}[^{}]*)*))?\}")
_BINARY: Final = "application/octet-stream"
_OPENAI: Final = "/v1/"


def document_of(doors: Iterable[Door], *, version: str) -> Schema:
    """Return the document, as OpenAPI 3.1 has it."""
    rows = list(doors)
    refs, parts = schemas_of([use for door in rows for use in _uses(door)])
    paths: dict[str, Schema] = {}
    for door in rows:
        path = _PART.sub(r"{\1}", door.path)
        paths.setdefault(path, {})[door.method.lower()] = _Operation(door, refs, parts).schema()
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Hearsay",
            "version": version or "0",
            "description": common.ABOUT,
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": "/"}],
        "tags": [{"name": tag} for tag in dict.fromkeys(door.tag for door in rows)],
        "paths": paths,
        "components": {
            "schemas": parts,
            "securitySchemes": common.SECURITY,
            "headers": {name: _header(name) for name in common.HEADERS},
        },
    }


def name_of(door: Door) -> str:
    """Return what an operation is called in the document: `get_api_jobs_job_id`."""
    words = re.findall(r"\w+", _PART.sub(r"\1", door.path))
    return "_".join([door.method.lower(), *words])


class _Operation:
    """One door in the document."""

    def __init__(self, door: Door, refs: Mapping[Use, Schema], parts: dict[str, Schema]) -> None:
        self._door = door
        self._refs = refs
        self._parts = parts

    def schema(self) -> Schema:
        door = self._door
        told: Schema = {
            "operationId": name_of(door),
            "summary": door.summary,
            "tags": [door.tag],
            "parameters": [*self._path_parts(), *self._query_fields(), *self._headers()],
            "responses": {**self._answers(), **self._refusals()},
            "security": self._security(),
        }
        if door.scope is not None:
            told["description"] = f"Takes a key with the right *{door.scope.value}*."
        body = self._body()
        return told | ({"requestBody": body} if body else {})

    def _path_parts(self) -> list[Schema]:
        return [
            {
                "name": name,
                "in": "path",
                "required": True,
                "description": common.PARTS.get(name, "Which."),
                "schema": {"type": "string", "minLength": 1}
                | ({"pattern": f"^(?:{pattern})$"} if pattern else {}),
            }
            for name, pattern in _PART.findall(self._door.path)
        ]

    def _query_fields(self) -> list[Schema]:
        if self._door.query is None:
            return []
        whole = resolved(self._refs[self._door.query, "validation"], self._parts)
        needed = whole.get("required", ())
        return [
            {
                "name": name,
                "in": "query",
                "required": name in needed,
                "description": field.get("description", field.get("title", name)),
                "schema": _without_null(field),
            }
            for name, field in whole["properties"].items()
        ]

    def _headers(self) -> list[Schema]:
        told = [
            {
                "name": name,
                "in": "header",
                "required": False,
                "description": about,
                "schema": {"type": "string"},
            }
            for name, about in self._door.headers.items()
        ]
        return [*told, common.IDEMPOTENCY_KEY] if self._door.creates else told

    def _security(self) -> list[Schema]:
        if self._door.scope is None:
            return []
        own = ("key", "timestamp", "signature") if self._door.signed else ("key",)
        return [{"bearer": []}, {name: [] for name in own}, {"basic": []}]

    def _body(self) -> Schema | None:
        kind = self._door.body or self._door.form
        if kind is None:
            return None
        content = "application/json" if self._door.body else "multipart/form-data"
        schema = self._refs[kind, "validation"]
        needed = bool(resolved(schema, self._parts).get("required")) or self._door.form is not None
        return {"required": needed, "content": {content: {"schema": schema}}}

    def _answers(self) -> Schema:
        door = self._door
        kinds = {door.status: door.answer, **door.also}
        headers = [*(common.METERED if door.is_metered else ())]
        headers += ["Idempotency-Replayed"] if door.creates else []
        headers += common.PAGED if door.query and "cursor" in door.query.model_fields else ()
        return {
            str(int(status)): {
                "description": status.phrase,
                "headers": _headers_by_name(headers),
                **self._content(kind),
            }
            for status, kind in kinds.items()
        }

    def _content(self, kind: type[BaseModel] | str) -> Schema:
        if not kind:
            return {}
        if not isinstance(kind, str):
            schema = self._refs[kind, "serialization"]
            return {"content": {"application/json": {"schema": schema}}}
        names = ["*/*" if name == _BINARY else name.strip() for name in kind.split(",")]
        return {"content": {name: {} for name in names}}

    def _refusals(self) -> Schema:
        door = self._door
        by_status: dict[HTTPStatus, list[type[HearsayError]]] = {}
        for error in dict.fromkeys(_errors_of(door)):
            by_status.setdefault(STATUS[error], []).append(error)
        told = {
            str(int(status)): self._refusal(kinds, status)
            for status, kinds in sorted(by_status.items())
        }
        told["default"] = self._refusal([], None)
        taken = {str(int(status)) for status in (door.status, *door.also)}
        return {status: refusal for status, refusal in told.items() if status not in taken}

    def _refusal(self, kinds: list[type[HearsayError]], status: HTTPStatus | None) -> Schema:
        codes = ", ".join(f"`{kind.code}`" for kind in kinds)
        names = ["Retry-After"] if status == HTTPStatus.TOO_MANY_REQUESTS else []
        names += ["WWW-Authenticate"] if status == HTTPStatus.UNAUTHORIZED else []
        names += (
            common.METERED if self._door.is_metered and status != HTTPStatus.UNAUTHORIZED else ()
        )
        is_openai = self._door.path.startswith(_OPENAI)
        content = "application/json" if is_openai else PROBLEM
        model = OpenAiProblem if is_openai else Problem
        return {
            "description": f"{status.phrase}: {codes}"
            if status
            else "Anything else that went wrong.",
            "headers": _headers_by_name(names),
            "content": {content: {"schema": self._refs[model, "serialization"]}},
        }


def _uses(door: Door) -> list[Use]:
    """Return the models that a door needs in the document."""
    incoming = [kind for kind in (door.query, door.body, door.form) if kind is not None]
    outgoing = [kind for kind in (door.answer, *door.also.values()) if not isinstance(kind, str)]
    told = OpenAiProblem if door.path.startswith(_OPENAI) else Problem
    return [
        *((kind, "validation") for kind in incoming),
        *((kind, "serialization") for kind in (*outgoing, told)),
    ]


def _errors_of(door: Door) -> list[type[HearsayError]]:
    """Return what may go wrong at a door, as far as its row tells."""
    found = [*door.raises, errors.Unexpected]
    found += common.KEYED if door.scope is not None else ()
    found += common.SIGNED if door.signed else ()
    found += common.FORM if door.form else ()
    found += common.SENT if door.body else ()
    found += common.READ if door.query else ()
    found += common.REPEATED if door.creates else ()
    found += (errors.TooManyRequests,) if door.is_metered else ()
    found += (errors.NotFound,) if "{" in door.path else ()
    return found


def _header(name: str) -> Schema:
    about, kind = common.HEADERS[name]
    return {"description": about, "schema": {"type": kind}}


def _headers_by_name(names: Iterable[str]) -> Schema:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in ("X-Request-Id", *names)}


def _without_null(field: Schema) -> Schema:
    """Return the schema of a field that stands behind a question mark, where there is no null."""
    kinds: list[Any] = [kind for kind in field.get("anyOf", ()) if kind.get("type") != "null"]
    told = {name: value for name, value in field.items() if name not in {"anyOf", "description"}}
    if told.get("default", "") is None:
        told.pop("default")
    if not kinds:
        return told
    return {**told, **kinds[0]} if len(kinds) == 1 else {**told, "anyOf": kinds}

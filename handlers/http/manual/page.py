"""The manual as a page: everything in the OpenAPI document, and a form to try each door with."""

import json
import re
from html import escape
from typing import Any, Final

from handlers.http.errors import STATUS
from handlers.http.manual.shapes import Shapes
from locales.texts import tell_program, texts_for
from services.errors import leaves

_ROWS: Final = 8
"""Lines of the field for a body."""


def page_of(document: dict[str, Any], *, style: str, script: str) -> str:
    """Return the page. What it looks like and what it can do stands in it."""
    return _Page(document).whole(style=style, script=script)


def _marked(text: str) -> str:
    """Return text with its paragraphs, bold words and bits of code as HTML."""
    marked = re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text))
    marked = re.sub(r"\*\*([^*]+)\*\*", r"<strong>\1</strong>", marked)
    marked = re.sub(r"\*([^*\s][^*]*)\*", r"<em>\1</em>", marked)
    return "".join(f"<p>{part}</p>" for part in marked.strip().split("\n\n"))


class _Page:
    def __init__(self, document: dict[str, Any]) -> None:
        self._document = document
        self._shapes = Shapes(document["components"]["schemas"])
        self._chapters: dict[str, list[tuple[str, str, dict[str, Any]]]] = {
            tag["name"]: [] for tag in document["tags"]
        }
        for path, methods in document["paths"].items():
            for method, operation in methods.items():
                self._chapters[operation["tags"][0]].append((method, path, operation))

    def whole(self, *, style: str, script: str) -> str:
        info = self._document["info"]
        chapters = "".join(self._chapter(name, rows) for name, rows in self._chapters.items())
        return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Hearsay: the HTTP interface</title>
<link rel="icon" href="/ui/mark.svg">
<style>{style}</style>
</head>
<body>
<header>
<a class="home" href="/">Hearsay</a>
<input id="search" type="search" placeholder="Search ( / )" aria-label="Search the manual">
<input id="key" type="password" placeholder="Your key" aria-label="Your key" autocomplete="off"
 spellcheck="false">
</header>
<div class="columns">
<nav aria-label="Contents">
<details id="contents"><summary>Contents</summary>{self._contents()}</details></nav>
<main>
<section id="about"><h1>The HTTP interface <small>{escape(info["version"])}</small></h1>
{_marked(info["description"])}
<p>The key that you put in above stays in this page’s memory and goes to this service alone. Machines read
<a href="/api/openapi.json">/api/openapi.json</a>.</p></section>
{chapters}
{self._problems()}
<p id="nothing" hidden>Nothing here has these words.</p>
</main>
</div>
<script>{script}</script>
</body>
</html>
"""

    def _contents(self) -> str:
        chapters = "".join(
            f'<li><a href="#{_slug(name)}">{escape(name)}</a><ul>'
            + "".join(
                f'<li><a href="#{operation["operationId"]}">{_badge(method)}'
                f" {_breakable(path)}</a></li>"
                for method, path, operation in rows
            )
            + "</ul></li>"
            for name, rows in self._chapters.items()
        )
        return f'<ul>{chapters}<li><a href="#problems">Errors</a></li></ul>'

    def _chapter(self, name: str, rows: list[tuple[str, str, dict[str, Any]]]) -> str:
        doors = "".join(self._door(*row) for row in rows)
        return (
            f'<section class="chapter" id="{_slug(name)}"><h2>{escape(name)}</h2>{doors}</section>'
        )

    def _door(self, method: str, path: str, operation: dict[str, Any]) -> str:
        return f"""<details class="door" id="{operation["operationId"]}">
<summary>{_badge(method)} <code class="path">{_breakable(path)}</code>
<span>{escape(operation["summary"])}</span></summary>
<div class="inside">{_marked(operation.get("description", "Anybody may ask."))}
{self._parameters(operation)}{self._body(operation)}{self._answers(operation)}
{self._trial(method, path, operation)}</div></details>"""

    def _parameters(self, operation: dict[str, Any]) -> str:
        rows = "".join(
            f"<tr><td><code>{escape(told['name'])}</code>{_needed(told['required'])}</td>"
            f"<td>{escape(told['in'])}</td><td>{self._shapes.words(told['schema'])}</td>"
            f"<td>{escape(told['description'])}</td></tr>"
            for told in operation["parameters"]
        )
        return f"<h3>Parameters</h3>{_table(rows)}" if rows else ""

    def _body(self, operation: dict[str, Any]) -> str:
        kind, schema = _content(operation.get("requestBody", {}))
        if not kind:
            return ""
        return f"<h3>Body <small>{escape(kind)}</small></h3>{self._shapes.table(schema)}"

    def _answers(self, operation: dict[str, Any]) -> str:
        told = ""
        for status, answer in operation["responses"].items():
            kind, schema = _content(answer)
            if status == "default" or status >= "4":
                told += f"<li><b>{status}</b> {_marked(answer['description'])}</li>"
                continue
            names = ", ".join(answer.get("headers", {}))
            shape = self._shapes.table(schema) if schema else ""
            told += (
                f"<li class=good><b>{status}</b> {escape(answer['description'])}"
                f" <small>{escape(kind)}</small>{shape}<p class=headers>{escape(names)}</p></li>"
            )
        return f'<h3>Answers</h3><ul class="answers">{told}</ul>'

    def _trial(self, method: str, path: str, operation: dict[str, Any]) -> str:
        fields = "".join(
            self._field(told["name"], told["in"], told["schema"], is_needed=told["required"])
            for told in operation["parameters"]
        )
        return f"""<form class="trial" data-method="{method.upper()}" data-path="{escape(path)}">
<h3>Try it</h3><div class="fields">{fields}{self._sent(operation)}</div>
<p><button>Send</button> <button type="button" class="stop" hidden>Stop</button></p>
<pre class="command"></pre>
<div class="told" hidden aria-live="polite"><p class="status"></p><pre class="text"></pre>
<a class="file" hidden>Save the file</a><details><summary>Headers</summary><pre class="heads"></pre></details>
</div></form>"""

    def _sent(self, operation: dict[str, Any]) -> str:
        kind, schema = _content(operation.get("requestBody", {}))
        if kind == "application/json":
            example = json.dumps(self._shapes.example(schema), indent=2, ensure_ascii=False)
            rows = min(_ROWS, example.count("\n") + 1)
            return (
                f'<label class="wide">Body<textarea data-in="body" rows="{rows}" spellcheck="false">'
                f"{escape(example)}</textarea></label>"
            )
        if kind != "multipart/form-data":
            return ""
        return "".join(
            self._field(name, "form", field) for name, field in self._shapes.fields(schema).items()
        )

    def _field(
        self, name: str, place: str, schema: dict[str, Any], *, is_needed: bool = False
    ) -> str:
        about = f'name="{escape(name)}" data-in="{place}"{" required" if is_needed else ""}'
        values = self._shapes.values(schema)
        if values:
            options = "".join(f"<option>{escape(value)}</option>" for value in ("", *values))
            control = f"<select {about}>{options}</select>"
        else:
            kind = "file" if self._shapes.is_file(schema) else "text"
            control = f'<input {about} type="{kind}" autocomplete="off">'
        return f"<label><span>{escape(name)}{_needed(is_needed)}</span>{control}</label>"

    def _problems(self) -> str:
        texts = texts_for("en")
        rows = "".join(
            f'<tr id="problem-{kind.code}"><td><code>{kind.code}</code></td>'
            f"<td>{int(STATUS[kind])}</td><td>{escape(tell_program(texts, kind()))}</td></tr>"
            for kind in sorted(leaves(), key=lambda kind: (STATUS[kind], kind.code))
        )
        return f'<section class="chapter" id="problems"><h2>Errors</h2>{_table(rows)}</section>'


def _content(told: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """Return the type of what is sent, and its schema."""
    for kind, content in told.get("content", {}).items():
        return kind, content.get("schema", {})
    return "", {}


def _badge(method: str) -> str:
    return f'<b class="method {method}">{method.upper()}</b>'


def _needed(needed: object) -> str:
    return '<b class="needed" title="has to be there">*</b>' if needed else ""


def _table(rows: str) -> str:
    return f'<div class="scroll"><table>{rows}</table></div>'


def _breakable(path: str) -> str:
    """Return a path that may be broken where it has a slash."""
    return escape(path).replace("/", "<wbr>/")


def _slug(name: str) -> str:
    return "chapter-" + re.sub(r"\W+", "-", name.lower())

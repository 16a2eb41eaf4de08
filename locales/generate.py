"""Writes `messages.py`, one typed method a message, from `locales/en/*.ftl`; `--check` only compares.

Each message that has variables declares them in its comment, so that a type checker refuses a wrong
name, a missing variable and a wrong type:

    # Variables:
    #   $title (String) - the medium's title
    #   $size_bytes (Size, optional) - what it would take up
    card-fits = <b>{ $title }</b>, { $size_bytes -> [unknown] size unknown *[other] { $size_bytes } }

Types: String (somebody's words: tamed, cut, isolated, escaped), Number, Size (bytes), Speed (bytes a
second), Clock (seconds, `3:07`), Span (seconds, `5 min`), Html (a finished piece, put in as it is).
An optional variable that is not given reads `unknown`, on which a message can select.

Messages are Telegram HTML, except those whose name begins with one of `PLAIN`: they go where no tags
are understood (buttons, menus, alerts, terminals), and their methods return `str`, not `Html`.
"""

import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from fluent.syntax import FluentParser, FluentSerializer, ast

from locales.speaker import Speaker

HERE: Final = Path(__file__).parent
TARGET: Final = HERE / "messages.py"
PLAIN: Final = (
    "alert-",
    "bot-",
    "button-",
    "cli-",
    "doctor-",
    "inline-",
    "landing-",
    "live-",
    "menu-",
    "name-",
    "serve-",
    "unit-",
)

_DECLARED: Final = re.compile(
    r"^\s*\$(?P<name>[a-z][a-z0-9_]*) \((?P<type>\w+)(?P<optional>, optional)?\)"
)
_REFERENCE: Final = re.compile(r"\$([a-z][a-z0-9_]*)")
_PYTHON: Final = {
    "String": "str",
    "Number": "float",
    "Size": "float",
    "Speed": "float",
    "Clock": "float",
    "Span": "float",
    "Html": "Html",
}
_HEADER: Final = '''\
"""Every message, typed. Made from locales/en/*.ftl by `python -m locales.generate`: do not edit."""

from locales.speaker import Html, Speaker


class Messages(Speaker):
    """What the bot can say, in one language."""
'''


class BadMessageError(Exception):
    """A message that does not say what its variables are."""


@dataclass(frozen=True, slots=True)
class Variable:
    """One `$name (Type)` of a message's comment."""

    name: str
    type: str
    optional: bool


def messages_of(folder: Path) -> list[ast.Message]:
    """Return the messages of a language, by file and then as they stand in it.

    Raises:
        BadMessageError: something in a file cannot be parsed.
    """
    found: list[ast.Message] = []
    for path in sorted(folder.glob("*.ftl")):
        for entry in FluentParser().parse(path.read_text("utf-8")).body:
            if isinstance(entry, ast.Junk):
                raise BadMessageError(f"{path}: cannot be parsed: {entry.content}")
            if isinstance(entry, ast.Message):
                found.append(entry)
    return found


def used_in(message: ast.Message) -> set[str]:
    """Return the names of the variables that a message's text refers to."""
    bare = ast.Message(id=message.id, value=message.value)
    return set(_REFERENCE.findall(FluentSerializer().serialize_entry(bare)))


def declared_in(message: ast.Message) -> list[Variable]:
    """Return the variables that a message's comment declares."""
    comment = message.comment.content if message.comment else None
    lines = (comment or "").splitlines()
    found = [match for line in lines if (match := _DECLARED.match(line))]
    return [Variable(m["name"], m["type"], optional=bool(m["optional"])) for m in found]


def source() -> str:
    """Return what `messages.py` should contain.

    Raises:
        BadMessageError: a message's comment and text do not agree.
    """
    seen: set[str] = set()
    methods: list[str] = []
    for message in messages_of(HERE / "en"):
        name = message.id.name.replace("-", "_")
        if name in seen or hasattr(Speaker, name):
            raise BadMessageError(f"{message.id.name}: the name is taken")
        seen.add(name)
        methods.append(_method(name, message))
    return _HEADER + "".join(methods)


def main() -> int:
    """Write the file, or with `--check` say whether it is stale."""
    wanted = source()
    if "--check" not in sys.argv[1:]:
        TARGET.write_text(wanted, "utf-8")
        return 0
    if TARGET.exists() and TARGET.read_text("utf-8") == wanted:
        return 0
    sys.stderr.write("locales/messages.py is stale: run `python -m locales.generate`\n")
    return 1


def _method(name: str, message: ast.Message) -> str:
    variables = declared_in(message)
    if {variable.name for variable in variables} != used_in(message):
        raise BadMessageError(
            f"{message.id.name}: its text uses {sorted(used_in(message))}, "
            f"its comment declares {sorted(variable.name for variable in variables)}"
        )
    is_plain = message.id.name.startswith(PLAIN)
    arguments = "".join(f"        {_argument(variable)},\n" for variable in variables)
    signature = f"(\n        self,\n        *,\n{arguments}    )" if variables else "(self)"
    values = "".join(f"{v.name}={_value(v, is_plain=is_plain)}, " for v in variables)
    said = f'self.say("{message.id.name}"{", " if values else ""}{values.rstrip(", ")})'
    returned, kind = (said, "str") if is_plain else (f"Html({said})", "Html")
    return f"""
    def {name}{signature} -> {kind}:
        {_docstring(message)}
        return {returned}
"""


def _argument(variable: Variable) -> str:
    kind = _PYTHON.get(variable.type)
    if kind is None:
        raise BadMessageError(f"${variable.name}: there is no type {variable.type}")
    return (
        f"{variable.name}: {kind} | None = None"
        if variable.optional
        else f"{variable.name}: {kind}"
    )


def _value(variable: Variable, *, is_plain: bool) -> str:
    name = variable.name
    match variable.type:
        case "String":
            return f"self.quote({name})" if is_plain else f"self.quote_html({name})"
        case "Number" | "Html":
            return f'"unknown" if {name} is None else {name}' if variable.optional else name
        case _:
            return f"self.{variable.type.lower()}({name})"


def _docstring(message: ast.Message) -> str:
    written = FluentSerializer().serialize_entry(ast.Message(id=message.id, value=message.value))
    text = " ".join(written.partition("=")[2].split())
    shown = text.replace("\\", "\\\\").replace('"""', "'''")
    return f'"""{shown} """' if shown.endswith('"') else f'"""{shown}"""'


if __name__ == "__main__":
    raise SystemExit(main())

"""The README tells the truth: what it names exists, and what exists it names."""

import argparse
import re
from unittest.mock import MagicMock

import pytest

from bot.checkout import ROOT
from bot.settings import Settings
from handlers.cli.parser import build_parser
from handlers.http.table import all_doors
from locales.texts import texts_for
from services.media.formats import SOUNDS
from tests.sites_table import PLACE, table

TEXT = (ROOT / "README.md").read_text("utf-8")
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
ROWS = re.findall(r"^\| `([^`]+)` \| (.*?) \|$", TEXT, re.MULTILINE)
CODE = re.findall(r"`([^`\n]+)`", TEXT)
SAID = "\n".join([*CODE, *re.findall(r"```sh\n(.*?)```", TEXT, re.DOTALL)])
WHERE_IT_IS_FROM_ELSEWHERE = {"/newbot", "/setinline", "/setinlinefeedback"}


def section(title):
    return TEXT.partition(f"## {title}\n")[2].partition("\n## ")[0]


def commands():
    parser = build_parser(texts_for("en"))
    (action,) = [a for a in parser._actions if isinstance(a, argparse._SubParsersAction)]
    return action


def options():
    return {
        option
        for command in (build_parser(texts_for("en")), *commands().choices.values())
        for action in command._actions
        for option in action.option_strings
        if option.startswith("--") and option != "--help"
    }


def default_of(field):
    value = field.default
    if value is None or value == []:
        return ""
    shown = (
        str(value).lower()
        if isinstance(value, bool)
        else f"{value:g}"
        if isinstance(value, float)
        else value
    )
    return f"`{shown}`"


def test_the_table_of_settings_is_that_of_the_program():
    rows = re.findall(r"^\| `([A-Z_]+)` \| (.*?) \| (.+) \|$", section("Settings"), re.MULTILINE)

    assert rows == [
        (name.upper(), default_of(field), field.description)
        for name, field in Settings.model_fields.items()
    ]


def test_the_table_of_sites_is_that_of_the_platforms():
    assert PLACE.search(TEXT)[0] == table()


def test_every_environment_variable_that_is_named_exists():
    named = {word for word in CODE if re.fullmatch(r"[A-Z]+_[A-Z_]+", word)}

    assert named <= {name.upper() for name in Settings.model_fields}


def test_the_table_of_the_command_line_is_that_of_the_program():
    rows = re.findall(r"^\| `python main.py (\w+)[^`]*` \| (.+) \|$", TEXT, re.MULTILINE)
    helps = {action.dest: action.help for action in commands()._choices_actions}

    assert {name for name, _ in rows} == set(commands().choices)
    assert all(about.startswith(helps[name]) for name, about in rows)


def test_every_command_of_the_program_that_is_named_exists():
    named = set(re.findall(r"main\.py (\w+)", SAID))

    assert named <= set(commands().choices)


def test_the_options_are_those_of_the_program():
    named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", section("On the command line")))

    assert named == options()


def test_the_sounds_are_named():
    assert {sound.name for sound in SOUNDS} <= set(CODE)


def test_the_table_of_make_is_that_of_the_makefile():
    about = dict(re.findall(r"^([a-z]+):.* ## (.+)$", MAKEFILE, re.MULTILINE))
    rows = {name[5:]: text for name, text in ROWS if name.startswith("make ")}

    assert set(rows) == set(about) - {"help"}
    assert all(rows[name].replace("`", "").startswith(about[name]) for name in rows)


def test_every_make_target_that_is_named_exists():
    named = set(re.findall(r"\bmake ([a-z]+)", SAID))

    assert named <= set(re.findall(r"^([a-z]+):", MAKEFILE, re.MULTILINE))


def test_the_table_of_the_chat_is_the_menu():
    texts = texts_for("en")
    menu = {name[5:] for name in dir(texts) if name.startswith("menu_")}

    assert {name[1:] for name, _ in ROWS if name.startswith("/")} == menu | {"start"}


def test_the_commands_of_the_chat_are_listened_to():
    code = "".join(path.read_text("utf-8") for path in (ROOT / "handlers" / "chat").glob("*.py"))
    heard = set(re.findall(r"Command\(\"(\w+)\"", code)) | set(
        re.findall(r"Command(Start)\(", code)
    )

    assert {f"/{name.lower()}" for name in heard} == {
        name for name, _ in ROWS if name.startswith("/")
    }


def test_every_slash_command_that_is_named_is_in_a_table():
    named = {word for word in CODE if re.fullmatch(r"/[a-z]+", word)}

    assert named - {"/ready"} - WHERE_IT_IS_FROM_ELSEWHERE == {
        name for name, _ in ROWS if name.startswith("/")
    }


def test_every_route_that_is_named_is_served():
    code = "".join(path.read_text("utf-8") for path in (ROOT / "handlers" / "http").glob("*.py"))
    served = {
        f"{method.upper()} {path}"
        for method, path in re.findall(r"web\.(get|post)\(\s*\"(/[\w/-]*)\"", code)
    }
    doors = all_doors(MagicMock(), MagicMock(), {})
    served |= {f"{door.method} {door.path}" for door in doors}
    named = set(re.findall(r"`((?:GET|POST|PUT|PATCH|DELETE) /\S+)`", section("Over HTTP")))

    assert named
    assert named <= served


@pytest.mark.parametrize(
    "path", sorted(set(re.findall(r"`((?:bot|handlers|services|locales)/[^`*]*)`", TEXT)))
)
def test_every_path_that_is_named_exists(path):
    assert (ROOT / path).exists()


@pytest.mark.parametrize("target", sorted(set(re.findall(r"\]\(((?!https?:)[^)]+)\)", TEXT))))
def test_every_link_to_a_file_leads_somewhere(target):
    assert (ROOT / target).exists()

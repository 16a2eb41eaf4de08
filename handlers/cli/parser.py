"""The words that may stand after `python main.py`."""

import argparse
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NoReturn

from typing_extensions import override

from handlers.cli.ending import UsageError
from handlers.cli.media_options import add_cleaning, add_hearing, add_making
from locales.messages import Messages
from services.crew.role import Role, roles_of


class _Parser(argparse.ArgumentParser):
    """Raises where argparse would end the process, so that `--json` gets its document even then."""

    @override
    def error(self, message: str) -> NoReturn:
        raise UsageError(message, self.format_usage())


class _CommandParser(_Parser):
    """Takes options and words in any order: `words add en --severity high darn`."""

    _is_sorting = False

    @override
    def parse_known_args(
        self, args: Iterable[str] | None = None, namespace: Any = None
    ) -> tuple[Any, list[str]]:
        if self._is_sorting:
            return super().parse_known_args(args, namespace)
        # It sorts with the help of this very method.
        self._is_sorting = True
        try:
            return self.parse_known_intermixed_args(args, namespace)
        finally:
            self._is_sorting = False


def build_parser(texts: Messages) -> argparse.ArgumentParser:
    """Return the parser; without any words, the command is `serve`."""
    parser = _Parser(prog="python main.py", description=texts.cli_about())
    parser.set_defaults(command="serve", json=False)
    parser.add_argument(
        "--version", dest="command", action="store_const", const="version", help=texts.cli_version()
    )
    commands = parser.add_subparsers(
        metavar="COMMAND", title=texts.cli_commands(), parser_class=_CommandParser
    )

    serve = commands.add_parser("serve", help=texts.cli_serve(), description=texts.cli_serve())
    serve.set_defaults(command="serve")

    get = commands.add_parser(
        "get",
        help=texts.cli_get(),
        description=texts.cli_get(),
        epilog=texts.cli_get_examples(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    get.add_argument("links", metavar="URL", nargs="*", help=texts.cli_get_link())
    get.add_argument("-a", "--file", metavar="FILE", type=Path, help=texts.cli_get_file())
    get.add_argument("--items", metavar="NUMBERS", default="", help=texts.cli_get_items())
    add_making(get, texts)
    get.set_defaults(command="get")

    convert = commands.add_parser(
        "convert", help=texts.cli_convert(), description=texts.cli_convert()
    )
    convert.add_argument("file", metavar="FILE", type=Path, help=texts.cli_convert_file())
    add_making(convert, texts)
    convert.set_defaults(command="convert")

    words = commands.add_parser(
        "transcribe",
        help=texts.cli_transcribe(),
        description=texts.cli_transcribe(),
        epilog=texts.cli_transcribe_examples(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_hearing(words, texts)

    clean = commands.add_parser(
        "clean",
        help=texts.cli_clean(),
        description=texts.cli_clean(),
        epilog=texts.cli_clean_examples(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_cleaning(clean, texts)

    lists = commands.add_parser(
        "words",
        help=texts.cli_words(),
        description=texts.cli_words(),
        epilog=texts.cli_words_examples(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    _add_lists(lists, texts)

    doctor = commands.add_parser("doctor", help=texts.cli_doctor(), description=texts.cli_doctor())
    doctor.add_argument("--json", action="store_true", help=texts.cli_json())
    doctor.set_defaults(command="doctor")

    update = commands.add_parser("update", help=texts.cli_update(), description=texts.cli_update())
    _add_update(update, texts)

    _add_keys(
        commands.add_parser("keys", help=texts.cli_keys(), description=texts.cli_keys()), texts
    )
    _add_operations(commands, texts)
    return parser


def _add_work(parser: argparse.ArgumentParser, texts: Messages) -> None:
    def roles(word: str) -> frozenset[Role]:
        try:
            chosen = roles_of(word.lower())
        except ValueError:
            chosen = frozenset()
        if not chosen or Role.FRONT in chosen:
            raise argparse.ArgumentTypeError(texts.cli_work_roles_wrong(roles=word))
        return chosen

    parser.add_argument(
        "--roles",
        metavar="ROLES",
        type=roles,
        default=frozenset({Role.CPU, Role.GPU}),
        help=texts.cli_work_roles(),
    )
    parser.add_argument("--name", metavar="NAME", default="", help=texts.cli_work_name())
    parser.add_argument(
        "--slots", metavar="NUMBER", type=int, choices=range(1, 257), help=texts.cli_work_slots()
    )
    parser.set_defaults(command="work")


def _add_operations(commands: "argparse._SubParsersAction[Any]", texts: Messages) -> None:
    backup = commands.add_parser("backup", help=texts.cli_backup(), description=texts.cli_backup())
    one = backup.add_mutually_exclusive_group()
    one.add_argument("--to", metavar="FILE", type=Path, help=texts.cli_backup_to())
    one.add_argument("--list", action="store_true", help=texts.cli_backup_list())
    backup.add_argument("--files", action="store_true", help=texts.cli_backup_files())
    backup.add_argument("--json", action="store_true", help=texts.cli_json())
    backup.set_defaults(command="backup")

    restore = commands.add_parser(
        "restore", help=texts.cli_restore(), description=texts.cli_restore()
    )
    restore.add_argument("file", metavar="FILE", type=Path, help=texts.cli_restore_file())
    restore.add_argument("--json", action="store_true", help=texts.cli_json())
    restore.set_defaults(command="restore")

    drain = commands.add_parser("drain", help=texts.cli_drain(), description=texts.cli_drain())
    drain.add_argument(
        "--within", metavar="MINUTES", type=float, default=10.0, help=texts.cli_drain_within()
    )
    drain.add_argument("--json", action="store_true", help=texts.cli_json())
    drain.set_defaults(command="drain")

    work = commands.add_parser("work", help=texts.cli_work(), description=texts.cli_work())
    _add_work(work, texts)


def _add_update(parser: argparse.ArgumentParser, texts: Messages) -> None:
    one = parser.add_mutually_exclusive_group()
    one.add_argument("--check", action="store_true", help=texts.cli_update_check())
    one.add_argument("--rollback", action="store_true", help=texts.cli_update_rollback())
    parser.add_argument("--json", action="store_true", help=texts.cli_json())
    parser.set_defaults(command="update")


def _add_keys(parser: argparse.ArgumentParser, texts: Messages) -> None:
    parser.add_argument(
        "act", choices=("add", "list", "rotate", "revoke"), help=texts.cli_keys_act()
    )
    parser.add_argument("name", metavar="NAME", nargs="?", default="", help=texts.cli_keys_name())
    parser.add_argument("--scopes", metavar="WORDS", help=texts.cli_keys_scopes())
    parser.add_argument("--person", metavar="ID", type=int, help=texts.cli_keys_person())
    parser.add_argument("--json", action="store_true", help=texts.cli_json())
    parser.set_defaults(command="keys")


def _add_lists(parser: argparse.ArgumentParser, texts: Messages) -> None:
    acts = ("list", "show", "new", "add", "remove", "import", "export", "default", "delete")
    parser.add_argument("act", choices=acts, nargs="?", default="list", help=texts.cli_words_act())
    parser.add_argument("name", metavar="LIST", nargs="?", default="", help=texts.cli_words_name())
    parser.add_argument(
        "words", metavar="WORD_OR_FILE", nargs="*", default=[], help=texts.cli_words_word()
    )
    parser.add_argument(
        "--severity",
        choices=("low", "medium", "high", "extreme"),
        default="medium",
        help=texts.cli_words_severity(),
    )
    parser.add_argument("--category", default="profanity", help=texts.cli_words_category())
    parser.add_argument(
        "-l", "--language", metavar="CODE", default="", help=texts.cli_words_language()
    )
    parser.add_argument(
        "-f", "--format", choices=("json", "csv", "txt"), default="", help=texts.cli_words_form()
    )
    parser.add_argument("--replace", action="store_true", help=texts.cli_words_replace())
    parser.add_argument("--dry-run", action="store_true", help=texts.cli_words_dry_run())
    parser.add_argument(
        "-o", "--output", metavar="FILE", default="-", help=texts.cli_words_output()
    )
    parser.add_argument("--json", action="store_true", help=texts.cli_json())
    parser.set_defaults(command="words")

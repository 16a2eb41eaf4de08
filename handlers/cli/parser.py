"""The words that may stand after `python main.py`."""

import argparse
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Final, NoReturn

from typing_extensions import override

from locales.messages import Messages
from services.censor.cleaning import HIGHEST_HZ, LOWEST_HZ
from services.crew.role import Role, roles_of
from services.errors import ChoiceUnavailable
from services.media.formats import SOUNDS, format_of

FALLBACK: Final = "mp3"
"""The format when none is named."""

SAME: Final = "same"
"""Stands for the format that a file has already."""

_SOUNDS: Final = ", ".join(sound.name for sound in SOUNDS)


class UsageError(Exception):
    """The words do not make a command, or what is set does not fit it. The text says why."""

    def __init__(self, reason: str, usage: str = "") -> None:
        super().__init__(reason)
        self.usage = usage


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
    commands = parser.add_subparsers(
        metavar="COMMAND", title=texts.cli_commands(), parser_class=_CommandParser
    )

    serve = commands.add_parser("serve", help=texts.cli_serve(), description=texts.cli_serve())
    serve.set_defaults(command="serve")

    get = commands.add_parser("get", help=texts.cli_get(), description=texts.cli_get())
    get.add_argument("links", metavar="URL", nargs="*", help=texts.cli_get_link())
    get.add_argument("-a", "--file", metavar="FILE", type=Path, help=texts.cli_get_file())
    get.add_argument("--items", metavar="NUMBERS", default="", help=texts.cli_get_items())
    _add_making(get, texts)
    get.set_defaults(command="get")

    convert = commands.add_parser(
        "convert", help=texts.cli_convert(), description=texts.cli_convert()
    )
    convert.add_argument("file", metavar="FILE", type=Path, help=texts.cli_convert_file())
    _add_making(convert, texts)
    convert.set_defaults(command="convert")

    words = commands.add_parser(
        "transcribe", help=texts.cli_transcribe(), description=texts.cli_transcribe()
    )
    _add_hearing(words, texts)
    words.set_defaults(command="transcribe")

    clean = commands.add_parser(
        "clean",
        help=texts.cli_clean(),
        description=texts.cli_clean(),
        epilog=texts.cli_clean_examples(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    _add_cleaning(clean, texts)

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


def _add_making(parser: argparse.ArgumentParser, texts: Messages) -> None:
    parser.add_argument(
        "-f",
        "--format",
        metavar="FORMAT",
        type=_choice(texts),
        default=FALLBACK,
        help=texts.cli_format(sounds=_SOUNDS, fallback=FALLBACK),
    )
    parser.add_argument(
        "-o", "--output", metavar="DIR", type=Path, default=Path(), help=texts.cli_output()
    )
    parser.add_argument("--json", action="store_true", help=texts.cli_json())


def _choice(texts: Messages, *more: str) -> Callable[[str], str]:
    def choice(word: str) -> str:
        if word.lower() in more:
            return word.lower()
        try:
            return format_of(word.lower()).name
        except ChoiceUnavailable:
            raise argparse.ArgumentTypeError(
                texts.cli_format_unknown(word=word, sounds=_SOUNDS)
            ) from None

    return choice


def _add_hearing(parser: argparse.ArgumentParser, texts: Messages) -> None:
    forms = ("txt", "srt", "vtt", "json", "md", "dialogue", "tsv")
    parser.add_argument("source", metavar="FILE_OR_URL", help=texts.cli_transcribe_source())
    parser.add_argument(
        "-f", "--format", choices=forms, default="txt", help=texts.cli_transcribe_form()
    )
    parser.add_argument(
        "-l", "--language", metavar="CODE", default="", help=texts.cli_transcribe_language()
    )
    parser.add_argument("--model", default="", help=texts.cli_transcribe_model())
    parser.add_argument("--translate", action="store_true", help=texts.cli_transcribe_translate())
    parser.add_argument("--anyway", action="store_true", help=texts.cli_transcribe_anyway())
    parser.add_argument("--translated", action="store_true", help=texts.cli_transcribe_translated())
    _add_speakers(parser, texts)
    parser.add_argument("--words", action="store_true", help=texts.cli_transcribe_words())
    parser.add_argument(
        "-o", "--output", metavar="FILE", default="-", help=texts.cli_transcribe_output()
    )
    parser.add_argument("--json", action="store_true", help=texts.cli_json())


def _add_cleaning(parser: argparse.ArgumentParser, texts: Messages) -> None:
    parser.add_argument("source", metavar="FILE_OR_URL", help=texts.cli_transcribe_source())
    parser.add_argument(
        "--list",
        metavar="NAME",
        dest="lists",
        action="append",
        default=[],
        help=texts.cli_clean_list(),
    )
    parser.add_argument(
        "--method",
        choices=("beep", "silence", "noise"),
        help=texts.cli_clean_method(),
    )
    parser.add_argument(
        "--min-severity",
        choices=("low", "medium", "high", "extreme"),
        help=texts.cli_clean_severity(),
    )
    parser.add_argument(
        "--category",
        metavar="NAME",
        type=str.lower,
        action="append",
        default=[],
        help=texts.cli_clean_category(),
    )
    parser.add_argument("--pitch", metavar="HZ", type=_pitch(texts), help=texts.cli_clean_pitch())
    turned = argparse.BooleanOptionalAction
    parser.add_argument("--strict", action=turned, help=texts.cli_clean_strict())
    parser.add_argument("--tags", action=turned, help=texts.cli_clean_tags())
    parser.add_argument("--remember", action="store_true", help=texts.cli_clean_remember())
    parser.add_argument(
        "--transcript", metavar="FILE", type=Path, help=texts.cli_clean_transcript()
    )
    parser.add_argument("--report", metavar="FILE", type=Path, help=texts.cli_clean_report())
    parser.add_argument("--subtitles", action="store_true", help=texts.cli_clean_subtitles())
    parser.add_argument(
        "-f",
        "--format",
        metavar="FORMAT",
        type=_choice(texts, SAME),
        help=texts.cli_clean_format(),
    )
    parser.add_argument(
        "-l", "--language", metavar="CODE", default="", help=texts.cli_transcribe_language()
    )
    parser.add_argument("--model", default="", help=texts.cli_transcribe_model())
    parser.add_argument("-o", "--output", metavar="OUT", default="", help=texts.cli_clean_output())
    parser.add_argument("--json", action="store_true", help=texts.cli_json())
    parser.set_defaults(command="clean")


def _pitch(texts: Messages) -> Callable[[str], float]:
    def pitch(word: str) -> float:
        hertz = float(word)
        if not LOWEST_HZ <= hertz <= HIGHEST_HZ:
            raise argparse.ArgumentTypeError(
                texts.cli_pitch_wrong(word=word, least=int(LOWEST_HZ), most=int(HIGHEST_HZ))
            )
        return hertz

    return pitch


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


def _add_speakers(parser: argparse.ArgumentParser, texts: Messages) -> None:
    def naming(word: str) -> tuple[str, str]:
        speaker, equals, name = (part.strip() for part in word.partition("="))
        if not (speaker and equals and name):
            raise argparse.ArgumentTypeError(texts.cli_name_malformed(word=word))
        return speaker, name

    parser.add_argument(
        "--speakers", choices=("channels", "voices"), default="", help=texts.cli_speakers()
    )
    parser.add_argument("--people", metavar="NUMBER", type=int, default=0, help=texts.cli_people())
    parser.add_argument(
        "--name",
        metavar="NUMBER=NAME",
        dest="names",
        type=naming,
        action="append",
        default=[],
        help=texts.cli_name(),
    )

"""What may be said beside a link or a file of which something is to be made."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Final

from locales.messages import Messages
from services.censor.cleaning import HIGHEST_HZ, LOWEST_HZ
from services.errors import ChoiceUnavailable
from services.media.formats import SOUNDS, format_of

FALLBACK: Final = "mp3"
"""The format when none is named."""

SAME: Final = "same"
"""Stands for the format that a file has already."""

_SOUNDS: Final = ", ".join(sound.name for sound in SOUNDS)


def add_making(parser: argparse.ArgumentParser, texts: Messages) -> None:
    """Add the options of commands that make a file of another form."""
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


def add_hearing(parser: argparse.ArgumentParser, texts: Messages) -> None:
    """Add the options of what is written down."""
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
    parser.add_argument("--polish", action="store_true", help=texts.cli_transcribe_polish())
    parser.add_argument(
        "-o", "--output", metavar="FILE", default="-", help=texts.cli_transcribe_output()
    )
    parser.add_argument("--json", action="store_true", help=texts.cli_json())
    parser.set_defaults(command="transcribe")


def add_cleaning(parser: argparse.ArgumentParser, texts: Messages) -> None:
    """Add the options of a clean copy."""
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


def _pitch(texts: Messages) -> Callable[[str], float]:
    def pitch(word: str) -> float:
        hertz = float(word)
        if not LOWEST_HZ <= hertz <= HIGHEST_HZ:
            raise argparse.ArgumentTypeError(
                texts.cli_pitch_wrong(word=word, least=int(LOWEST_HZ), most=int(HIGHEST_HZ))
            )
        return hertz

    return pitch
